"""What becomes of an HTML page: its own words, their layout, its links, and nothing of the site around them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.documents.normalise import normalise
from extractors.documents.registry import parse
from extractors.errors import DocumentError
from extractors.records import ParsedDocument

PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
  <meta charset="utf-8"><title>Health plan 2019 - Shire Council</title>
  <link rel="canonical" href="https://shire.example/plans/health">
  <style>p { color: red }</style><script>var words = "not these";</script>
</head>
<body>
  <header role="banner"><a href="/">Shire Council</a></header>
  <nav><ul><li><a href="/a">About the council</a></li></ul></nav>
  <div class="cookie-banner">We use cookies on this site.</div>
  <main>
    <h1>Health plan
      2019</h1>
    <p>Our  <b>v</b>ision is <em>better</em>&nbsp;health,&#8203; soft&shy;ly.</p>
    <dl><dt>From:</dt><dd><a href="/org">Shire Council</a></dd><dt>Published:</dt><dd>3 May 2019</dd></dl>
    <h2>1.1 What we do</h2>
    <p>We will:</p>
    <ul>
      <li>help <a href="people.html?x=1#top"> young people </a>
        <ol><li>at home</li><li><p>at school</p><p>Every school counts.</p></li></ol>
      </li>
      <li>spend £5m</li>
    </ul>
    <table>
      <caption>Costs</caption>
      <thead><tr><th>Year</th><th>Cost</th><th>Note</th></tr></thead>
      <tbody><tr><td>2019</td><td></td><td><a href="note.pdf">see
        note</a></td></tr><tr><td> </td></tr></tbody>
    </table>
    <address>Jane Smith<br>Chair, Shire Council</address>
    <blockquote><p>“It is a start.”</p></blockquote>
    <figure><img src="x.png" alt="A photo"><figcaption>The new ward</figcaption></figure>
    <pre>one   line
next line

another block</pre>
    <p hidden>Hidden words.</p><p aria-hidden="true">More.</p><p style="display: none">And more.</p>
    <form><label>Your name</label><input></form>
    <aside>Related things</aside>
  </main>
  <footer>Crown copyright</footer>
</body>
</html>"""

TEXT = """Health plan 2019

Our vision is better health, softly.

From:
Shire Council

Published:
3 May 2019

1.1 What we do

We will:

• help young people
  1. at home
  2. at school

    Every school counts.

• spend £5m

Costs

Year | Cost | Note
2019 | | see note

Jane Smith
Chair, Shire Council

“It is a start.”

The new ward

one line
next line

another block"""


def page(markup: str, name: str = "x.html") -> ParsedDocument:
    document = parse(f"<html><body>{markup}</body></html>".encode(), name=name)
    assert_exact(document)
    return document


def assert_exact(document: ParsedDocument) -> None:
    """Every offset is inside the text, blocks follow each other, and normalising the text would move none."""
    text = document.text
    assert normalise(text) == text
    at = 0
    for block in document.blocks:
        assert at <= block.start < block.end <= len(text)
        assert not text[block.start].isspace()
        assert not text[block.end - 1].isspace()
        assert (block.lines[0].start, block.lines[-1].end) == (block.start, block.end)
        assert all(a.end < b.start for a, b in zip(block.lines, block.lines[1:], strict=False))
        assert all(block.start <= line.start < line.end <= block.end for line in block.lines)
        assert all(start <= end for start, end in block.cells)
        at = block.end
    for link in document.links:
        words = text[link.start : link.end]
        assert words
        assert words == words.strip()


def kinds(document: ParsedDocument) -> list[str]:
    return [f"{block.kind} {block.level}" if block.level else block.kind for block in document.blocks]


@pytest.fixture(scope="module")
def plan() -> ParsedDocument:
    return parse(PAGE.encode(), name="plan.html")


def test_a_page_becomes_its_own_words(plan: ParsedDocument) -> None:
    assert plan.text == TEXT
    assert_exact(plan)


def test_elements_become_blocks(plan: ParsedDocument) -> None:
    assert kinds(plan) == [
        *("heading 1", "paragraph", "paragraph", "paragraph", "heading 2", "paragraph"),
        *("item 1", "item 2", "item 2", "paragraph", "item 1"),
        *("paragraph", "row", "row", "paragraph", "paragraph", "paragraph", "paragraph", "paragraph"),
    ]
    assert [block.marker for block in plan.blocks if block.marker] == ["1.1", "•", "1.", "2.", "•"]


def test_a_number_is_no_part_of_its_heading(plan: ParsedDocument) -> None:
    heading = next(block for block in plan.blocks if block.marker == "1.1")
    assert plan.text[heading.start : heading.end] == "What we do"


def test_line_breaks_are_kept_inside_a_block(plan: ParsedDocument) -> None:
    lines = [[plan.text[start:end] for start, end in block.lines] for block in plan.blocks]
    assert ["Jane Smith", "Chair, Shire Council"] in lines
    assert ["From:", "Shire Council"] in lines
    assert ["one line", "next line"] in lines


def test_rows_have_cells_and_say_whether_they_head_the_table(plan: ParsedDocument) -> None:
    rows = [block for block in plan.blocks if block.kind == "row"]
    cells = [[plan.text[start:end] for start, end in row.cells] for row in rows]
    assert cells == [["Year", "Cost", "Note"], ["2019", "", "see note"]]
    assert [row.is_header for row in rows] == [True, False]


def test_links_have_their_words_and_an_absolute_address(plan: ParsedDocument) -> None:
    assert [(plan.text[link.start : link.end], link.uri) for link in plan.links] == [
        ("Shire Council", "https://shire.example/org"),
        ("young people", "https://shire.example/plans/people.html?x=1#top"),
        ("see note", "https://shire.example/plans/note.pdf"),
    ]


def test_the_address_that_the_page_came_from_makes_links_absolute() -> None:
    document = page('<p><a href="b.pdf">Plan</a></p>', name="https://shire.example/a/")
    assert [link.uri for link in document.links] == ["https://shire.example/a/b.pdf"]


@pytest.mark.parametrize(
    "href", ["javascript:x()", "#here", "", "b.pdf", "http://[", "data:text/html,x", "tel:020", "//"]
)
def test_what_leads_to_no_document_is_no_link(href: str) -> None:
    assert page(f'<p><a href="{href}">words</a></p>').links == ()


def test_a_link_over_two_blocks_is_two_links_and_its_parts_are_one() -> None:
    document = page('<a href="http://a.example/"><h2>One <b>two</b></h2><p>Three</p></a>')
    assert [document.text[link.start : link.end] for link in document.links] == ["One two", "Three"]


def test_white_space_is_folded_as_a_browser_does() -> None:
    assert page("<p> a<b> b </b> <i> c</i>d\n\te<br> f</p>g").text == "a b cd e\nf\n\ng"


def test_an_accent_in_another_element_joins_its_letter() -> None:
    assert page("<p>cafe<b>\u0301 noir</b></p>").text == "café noir"


def test_bullets_and_numbers_that_were_typed_make_items() -> None:
    document = page("<p>\uf0b7 one<br>▪two</p><p>1. three</p><ul><li>• four</li></ul>")
    assert kinds(document) == ["item 1"] * 4
    assert document.text == "• one\n• two\n1. three\n• four"
    assert [document.text[block.start : block.end] for block in document.blocks] == ["one", "two", "three", "four"]


def test_a_link_around_a_typed_bullet_keeps_its_words() -> None:
    document = page('<p><a href="http://a.example/">▪one</a></p>')
    assert document.text[document.links[0].start : document.links[0].end].endswith("one")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<ol start="3"><li>x<li>y</ol>', "3. x\n4. y"),
        ('<ol type="a"><li>x<li value="4">y</ol>', "a. x\nd. y"),
        ('<ol type="I"><li>x<li>y</ol>', "i. x\nii. y"),
        ('<ol start="99999999999999999999"><li>x</ol>', "1. x"),
        ("<li>x</li>", "• x"),
    ],
)
def test_ordered_lists_are_counted_as_they_are_shown(markup: str, text: str) -> None:
    assert page(markup).text == text


def test_a_heading_inside_an_item_is_a_heading() -> None:
    assert kinds(page("<ul><li><h3>Jane Smith</h3><p>Chair</p></li></ul>")) == ["heading 3", "paragraph"]


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    assert kinds(page("<table><tr><td><h1>Plan</h1><p>Words</p></td></tr></table>")) == ["heading 1", "paragraph"]
    assert kinds(page('<table role="presentation"><tr><td>Words</td></tr></table>')) == ["paragraph"]


def test_quotation_elements_have_their_marks() -> None:
    assert page("<p>She said <q>yes</q>.</p>").text == "She said “yes”."


def test_main_is_preferred_only_where_it_holds_most_of_the_words() -> None:
    assert page("<div>Site</div><main>All the words of the page</main>").text == "All the words of the page"
    assert page("<main>Few</main><div>All the words of the page</div>").text == "Few\n\nAll the words of the page"


def test_the_one_article_is_the_content_and_keeps_its_own_header() -> None:
    document = page(
        "<div>Site</div><article><header><h1>Plan</h1></header>All of the words</article><footer>x</footer>"
    )
    assert document.text == "Plan\n\nAll of the words"


def test_a_heading_above_the_content_comes_first_if_the_title_begins_with_it() -> None:
    head = "<title>Our plan - Council</title>"
    assert page(f"{head}<div><h1>Our plan</h1></div><main>All of the words</main>").text.startswith("Our plan\n\n")
    assert page(f"{head}<div><h1>Council</h1></div><main>All of the words</main>").text == "All of the words"


def test_a_form_around_the_whole_page_hides_nothing() -> None:
    assert page("<form><h1>Plan</h1><p>Words</p></form>").text == "Plan\n\nWords"


def test_comments_scripts_and_templates_are_not_words() -> None:
    markup = "<!-- a --><script>b</script><style>c</style><template>d</template><noscript>e</noscript><svg>f</svg>"
    assert page(f"{markup}<p>words<![CDATA[g]]></p>").text.startswith("words")


@pytest.mark.parametrize(
    "parser_input", ["<p>a<p>b<div>c</b></div></i>", "<ul><li>a<li>b</ul></table>c", "a&lt;b&nosuch;c"]
)
def test_broken_markup_still_gives_its_words(parser_input: str) -> None:
    assert "a" in page(parser_input).text


HOSTILE = {
    "nested blocks": "<div>" * 100_000 + "words",
    "nested inline": "<b>" * 10_000 + "words",
    "nested lists": "<ul><li>a" * 5_000 + "words",
    "nested tables": "<table><tr><td>" * 5_000 + "words",
    "nested forms": "<form>" * 5_000 + "<h1>words",
    "nested quotes": "<blockquote><p>" * 5_000 + "words",
    "huge attribute": f"<p class='{'x ' * 1_000_000}' style='{'y:' * 1_000_000}'>words",
    "many attributes": f"<p {' '.join(f'a{n}=1' for n in range(10_000))}>words",
    "many links": "<a href='http://a.example/b'>words</a>" * 5_000,
    "many accents": "<p>wordse" + "\u0301" * 100_000,
    "accents apart": "<p>" + "words e" * 100_000 + "<b>\u0301</b>" * 5_000,
    "many breaks": "words" + "<br>" * 20_000,
    "many cells": "<table><tr>" + "<td>words" * 10_000,
    "long title": f"<title>{' - ' * 300_000}</title>words",
    "deep JSON": f"<script type='application/ld+json'>{'[' * 200_000}</script>words",
    "NULs as entities": "words" + "&#0;" * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_markup_is_read_in_good_time(what: str) -> None:
    started = time.perf_counter()
    assert "words" in page(HOSTILE[what]).text
    assert time.perf_counter() - started < 20, "each takes a second or two"


SCRAPS = [
    *(
        "<p>",
        "</p>",
        "<div>",
        "<ul>",
        "</ul>",
        "<ol>",
        "<li>",
        "<h1>",
        "</h1>",
        "<h3>",
        "<br>",
        "<pre>",
        "</pre>",
        "<q>",
    ),
    *("<table>", "<tr>", "<td>", "<th>", "</td>", "</tr>", "</table>", "<dl>", "<dt>", "<dd>", "</dl>", "<b>", "</b>"),
    *('<a href="http://a.example/b">', "</a>", "<blockquote>", "<main>", "<form>", "<nav>", "</nav>", "<!--", "-->"),
    *(
        "words",
        "é",
        "e\u0301",
        "\u0301",
        " ",
        "\n",
        "\n\n",
        "\u00a0",
        "▪",
        "•",
        "• x",
        "1. ",
        "- ",
        "|",
        "\u00ad",
        "&",
        ".",
    ),
]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=5)), max_size=40).map("".join))
def test_any_markup_gives_exact_places(markup: str) -> None:
    try:
        document = parse(f"<html>{markup}".encode("utf-8", "replace"), name="https://a.example/")
    except DocumentError:
        return
    assert_exact(document)


def test_words_after_the_end_of_the_page_are_kept() -> None:
    content = b"<html><body><p>Before the end of it all.</p></body></html>\n<p>After the end of it all.</p>"
    assert parse(content, name="x.html").text == "Before the end of it all.\n\nAfter the end of it all."
