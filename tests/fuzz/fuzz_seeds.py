"""Small documents of every format, from which the fuzzed ones are made. Public bodies in them are invented."""

import json
from email.message import EmailMessage
from typing import NamedTuple

from office_builders import docx, odt, p, run, table, zipped


class Seed(NamedTuple):
    """A document as it would come: its bytes, and the name that goes with them."""

    content: bytes
    name: str


def seeds() -> dict[str, list[Seed]]:
    """Return format → whole documents of it."""
    return {
        "text": [Seed(_TEXT.encode(), "a.txt"), Seed(_TEXT.encode("utf-16"), "a.txt"), Seed(_TABS.encode(), "b.txt")],
        "html": [Seed(_HTML.encode(), "a.html"), Seed(_HTML.encode("cp1252"), "https://shire.example/a")],
        "markdown": [Seed(_MARKDOWN.encode(), "a.md")],
        "docx": [Seed(_docx(), "a.docx")],
        "odt": [Seed(_odt(), "a.odt")],
        "mail": [Seed(_mail().as_bytes(), "a.eml")],
        "zip": [Seed(zipped({"a.txt": _TEXT, "b/c.html": _HTML, "d.docx": _docx()}), "a.zip")],
        "json": [Seed(json.dumps(_ITEM, indent=1).encode(), "a.json")],
        "pdf": [Seed(_pdf(), "a.pdf")],
    }


_TEXT = """Health plan 2019

1.1 Background

We help people at home and at school. The plan costs £5.6 million.

• young people
  – at home
• old people

Jane Smith
Chair, Shire Council
"""
_TABS = (
    "Costs\n\nYear\tCost\tNote\n2019\t£5m\tsee below\n2020\t£6m\t\n\nName     Post\nAnn Lee  Chair\nBob Ray  Member\n"
)
_HTML = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Plan | Shire</title>
<link rel="canonical" href="https://shire.example/plan"><script type="application/ld+json">{"@type": "NewsArticle",
"datePublished": "2019-05-03", "publisher": {"name": "Shire Council"}}</script></head><body><header>Shire</header>
<main><h1>Health plan</h1><p>We <b>help</b> <a href="/p">people</a>.<br>At home – “now”.</p><ol start="3"><li>One
<ul><li>Two</li></ul></li></ol><dl><dt>From:</dt><dd>Shire</dd></dl><table><tr><th>Year</th><th>Cost</th></tr><tr>
<td>2019</td><td>£5m</td></tr></table><pre>a  b

c</pre><q>It is</q></main><footer>Crown</footer></body></html>"""
_MARKDOWN = """---
title: "Health plan"
date: 2019-05-03
---
# Health plan

We *help* [people](p.html "t") <b>now</b>.[^1]

1. One
   - Two

| Year | Cost |
| --- | :-: |
| 2019 | `£5m` |

> quoted

```
code
```
"""
_ITEM = {
    "base_path": "/plan", "schema_name": "publication", "document_type": "guidance", "title": "Health plan",
    "description": "Words.", "locale": "en", "first_published_at": "2019-05-03T09:00:00Z",
    "details": {
        "body": [{"content_type": "text/html", "content": "<h2>Aims</h2><p>We help.</p>"}],
        "parts": [{"title": "One", "body": "<p>First.</p>"}],
        "attachments": [{"title": "Plan", "url": "/plan.pdf", "content_type": "application/pdf", "file_size": 3000}],
        "collection_groups": [{"title": "Current", "documents": ["a"]}],
    },
    "links": {
        "organisations": [{"title": "Shire"}],
        "documents": [{"content_id": "a", "title": "A", "base_path": "/a"}],
    },
}  # fmt: skip


def _docx() -> bytes:
    box = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
    return docx(
        p("Health plan", "Titel") + p("Aims", "berschrift1", number=(3, 0)) + p("We help people.", number=(3, 1))
        + p("One", number=(1, 0)) + p("two", number=(1, 1)) + p("bullet", number=(2, 1))
        + table([p("Year", bold=True), p("Cost", bold=True)],
                ["<w:tcPr><w:gridSpan w:val='2'/><w:vMerge w:val='restart'/></w:tcPr>" + p("x")], [p("2019"), p("£5m")])
        + f"<w:p><w:hyperlink r:id='l1'>{run('link')}</w:hyperlink><w:r><w:footnoteReference w:id='2'/></w:r>"
        f"<w:r><mc:AlternateContent><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r><w:ins><w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r></w:ins>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>HYPERLINK \"https://a.example\"</w:instrText>"
        f"</w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>{run('field')}"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('form')}</w:sdtContent></w:sdt><w:r><w:br/></w:r></w:p>",
        core="<dc:title>Plan</dc:title><dcterms:created>2019-05-03T09:00:00Z</dcterms:created>",
        footnotes=f"<w:footnote w:id='2'>{p('Estimated.')}</w:footnote>",
        links={"l1": "https://shire.example/plan"},
    )  # fmt: skip


def _odt() -> bytes:
    rows = "<table:table-row><table:table-cell table:number-columns-repeated='2'><text:p>a</text:p></table:table-cell>"
    return odt(
        "<text:p text:style-name='P1'>Health plan</text:p><text:h text:outline-level='1'>Aims</text:h>"
        "<text:p>We<text:s text:c='2'/>help <text:a xlink:href='https://shire.example/p'>people</text:a><text:note>"
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>Note.</text:p></text:note-body></text:note>"
        "<draw:frame><draw:text-box><text:p>Box.</text:p></draw:text-box></draw:frame></text:p>"
        "<text:list text:style-name='L1'><text:list-item text:start-value='3'><text:p>One</text:p><text:list>"
        "<text:list-item><text:p>two</text:p></text:list-item></text:list></text:list-item></text:list>"
        f"<table:table><table:table-header-rows>{rows}</table:table-row></table:table-header-rows>{rows}"
        "<table:covered-table-cell/></table:table-row></table:table>",
        automatic="<style:style style:name='P1' style:family='paragraph' style:parent-style-name='Title'/>"
        "<text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-format='1' "
        "style:num-suffix='.'/></text:list-style>",
        styles="<style:style style:name='Title' style:family='paragraph'/><text:outline-style>"
        "<text:outline-level-style text:level='1' style:num-format='1' text:display-levels='1'/></text:outline-style>",
        meta="<dc:title>Plan</dc:title><dc:date>2019-05-03</dc:date>",
    )


def _mail() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"] = "Jane <jane@shire.example>", "b@shire.example", "<1@shire.example>"
    made["Date"], made["Subject"] = "Fri, 03 May 2019 23:30:00 -0400", "Board – papers"
    made.set_content("Dear all,\n\nThe board meets on 5 May 2019 in Shire Hall. Papers are attached.\n\nJane")
    made.add_alternative("<p>Dear all,</p><p>The <b>board</b> meets.</p>", subtype="html")
    made.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="plan é.pdf")
    return made


def _pdf() -> bytes:
    """Return a PDF of two pages, written by hand: objects, their offsets, and where these stand."""
    pages = ("Health plan 2019", "We help people.")
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[4 0 R 6 0 R]/Count 2>>"]
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    for number, words in enumerate(pages):
        drawn = f"BT /F1 18 Tf 72 {700 - number} Td ({words}) Tj ET".encode()
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (5 + 2 * number)
        )
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn))
    content, offsets = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj%b endobj\n" % (number, each)
    table_at = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return content + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table_at)
