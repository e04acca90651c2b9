"""HTML pages: the page's own words with their layout and links, without the site around them, and its meta data."""

import re

from bs4 import BeautifulSoup, Tag

from extractors.documents.encoding import decode
from extractors.documents.formats import Format, Hints
from extractors.documents.html_flow import Flow
from extractors.documents.html_metadata import base_address, page_metadata
from extractors.documents.html_tree import content_root, is_hidden, parse_tree
from extractors.documents.sniff import HTML
from extractors.errors import UnreadableDocument
from extractors.records import ParsedDocument

_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,500}?charset\s*=|<\?xml[^>]{0,200}?encoding\s*=)\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_DECLARED_WITHIN = 4096


def parse_html(content: bytes, hints: Hints) -> ParsedDocument:
    """Return the page's text, layout, links and meta data.

    Raises UnreadableDocument where the page holds no words of its own, as pages do that a script fills.
    """
    declared = _DECLARED.search(content[:_DECLARED_WITHIN])
    charset = hints.charset or (declared[1].decode("ascii", "replace") if declared else None)
    tree = parse_tree(decode(content, charset))
    flow = Flow(base_address(tree, hints.name))
    root = content_root(tree)
    heading = _heading_outside(tree, root)
    for part in (heading, root):
        if part is not None:
            flow.write(part)
    text = flow.page.text
    if not text:
        raise UnreadableDocument(
            "the page holds no words of its own; if a script fills it in, save it from a browser and ingest that file"
        )
    title = next((text[b.start : b.end] for b in flow.page.blocks if (b.kind, b.level) == ("heading", 1)), None)
    metadata = page_metadata(tree, title, hints.name)
    return ParsedDocument(text, HTML, tuple(flow.page.blocks), tuple(flow.page.links), metadata)


def _heading_outside(tree: BeautifulSoup, root: Tag) -> Tag | None:
    """Return the page's heading where it stands outside its content, but not the site's name set as one.

    It is the page's if the page's <title> begins with it.
    """
    if root.find("h1") is not None:
        return None
    title = tree.find("title")
    words = " ".join(title.get_text().split()) if isinstance(title, Tag) else ""
    headings = (tag for tag in tree.find_all("h1") if isinstance(tag, Tag))
    shown = (tag for tag in headings if not is_hidden(tag, in_content=True, in_form=True))
    return next((tag for tag in shown if (own := " ".join(tag.get_text().split())) and words.startswith(own)), None)


FORMAT = Format(
    HTML,
    "HTML",
    frozenset({".html", ".htm", ".xhtml"}),
    parse_html,
    frozenset({"application/xhtml+xml"}),
)
