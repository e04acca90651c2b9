"""The bytes of generated documents: plain text, or a web page with what surrounds the text on real ones."""

from html import escape

from _documents import chrome
from _documents.writing import Writing
from extractors.records import Block

_TAGS = {"heading": "h{}", "paragraph": "p", "item": "li"}


def as_text(text: str) -> bytes:
    """Return the bytes of a text file."""
    return f"{text}\n".encode()


def as_page(writing: Writing, text: str, publisher: str, number: int) -> bytes:
    """Return the bytes of a web page that holds the text as its main part."""
    title = escape(text[writing.blocks[0].start : writing.blocks[0].end])
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">\n'
        f"<title>{title}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta property="og:site_name" content="{escape(publisher)}">\n'
        f"<script>window.page = {number};</script>\n"
        f"{chrome.before(publisher)}"
        f'<main id="content" role="main">\n{_body(writing, text)}</main>\n'
        f"{chrome.after(publisher)}<p>Page {number}</p></footer>\n"
        "</body>\n</html>\n"
    ).encode()


def _body(writing: Writing, text: str) -> str:
    parts: list[str] = []
    before = ""
    for block in writing.blocks:
        parts += ["<ul>\n"] if block.kind == "item" != before else ["</ul>\n"] if before == "item" != block.kind else []
        tag = _TAGS[block.kind].format(block.level)
        parts.append(f"<{tag}>{_words(writing, text, block)}</{tag}>\n")
        before = block.kind
    return "".join([*parts, "</ul>\n" if before == "item" else ""])


def _words(writing: Writing, text: str, block: Block) -> str:
    """The words of a block, with its links."""
    found, at = "", block.start
    for link in writing.links:
        if block.start <= link.start < block.end:
            found += (
                f'{escape(text[at : link.start])}<a href="{escape(link.uri)}">{escape(text[link.start : link.end])}</a>'
            )
            at = link.end
    return found + escape(text[at : block.end])
