"""HTML pages: the page's own words with their layout and links, without the site around them, and its meta data."""

import re
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from lxml import etree
from lxml.html import HtmlElement

from extractors.documents.conversion import graded, text_faults
from extractors.documents.encoding import decode
from extractors.documents.formats import Format, Hints
from extractors.documents.html_advertising import carries_advertising, is_public_body
from extractors.documents.html_cut import cut_down
from extractors.documents.html_flow import Flow
from extractors.documents.html_metadata import Said, date_by_signs, page_metadata, page_title
from extractors.documents.html_source import bounded, head_tree, shallow, source_tree, without_furniture
from extractors.documents.html_story import story_of
from extractors.documents.html_tree import content_root, is_hidden, parse_tree, walk
from extractors.documents.sniff import HTML
from extractors.errors import UnreadableDocument
from extractors.records import ParsedDocument

_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,500}?charset\s*=|<\?xml[^>]{0,200}?encoding\s*=)\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_DECLARED_WITHIN = 4096
_LITTLE = 400
"""Letters of a page's text that are little, and the markup for each of them from which on a script fills the page."""
_MARKUP_FOR_A_LETTER = 200


class _Own(NamedTuple):
    """A page's own words; its heading and day, where these are known and not among them; doubts about the choice."""

    flow: Flow
    heading: str | None = None
    published_on: date | None = None
    doubts: tuple[str, ...] = ()


def parse_html(content: bytes, hints: Hints) -> ParsedDocument:
    """Return the page's text, layout, links and meta data.

    Raises UnreadableDocument where the page holds no words of its own, as pages do that a script fills.
    """
    declared = _DECLARED.search(content[:_DECLARED_WITHIN])
    charset = hints.charset or (declared[1].decode("ascii", "replace") if declared else None)
    markup, cuts = bounded(decode(content, charset))
    tree = source_tree(markup)
    said = Said.by(tree if tree is not None else head_tree(markup))
    base = said.base_address(hints.name)
    metadata = page_metadata(said, hints.name)
    own = (
        _own_words(tree, said, base, metadata.canonical_uri or hints.name)
        if tree is not None
        else _whole(shallow(markup), said.title, base)
    )
    text, blocks = own.flow.page.text, own.flow.page.blocks
    if not text:
        raise UnreadableDocument(
            "the page holds no words of its own; if a script fills it in, save it from a browser and ingest that file"
        )
    heading = own.heading or next((text[b.start : b.end] for b in blocks if (b.kind, b.level) == ("heading", 1)), None)
    published_on = metadata.published_on or own.published_on
    metadata = replace(metadata, title=page_title(said, heading), published_on=published_on)
    conversion = graded(text_faults(text), (*cuts, *own.doubts, *_little(text, markup)))
    return ParsedDocument(text, HTML, tuple(blocks), tuple(own.flow.page.links), metadata, conversion)


def _own_words(tree: HtmlElement, said: Said, base: str | None, address: str) -> _Own:
    """Return the story of a cluttered page, or a clean page whole. The tree is used up."""
    published_on = None if said.published_on() else date_by_signs(tree)
    is_commercial = carries_advertising(tree) and not is_public_body(address)
    without_furniture(tree)
    story = story_of(tree.find("body"), said.title, is_press=said.is_press, is_commercial=is_commercial)
    if story is None:
        return _whole(etree.tostring(tree, encoding="unicode", method="html"), said.title, base)
    flow = Flow(base)
    markup = etree.tostring(cut_down(story.running, story.kept, story.headline), encoding="unicode", method="html")
    article = parse_tree(markup).article
    if article is not None:
        flow.write(article)
    doubts = ("it is not sure which part of the page is its own",) if story.is_unsure else ()
    return _Own(flow, story.heading, published_on, doubts)


def _whole(markup: str, title: str, base: str | None) -> _Own:
    """Return all that is the page's own and not its site's."""
    tree = parse_tree(markup)
    root = content_root(tree)
    heading = _heading_outside(tree, root, title)
    flow = Flow(base)
    for part in (heading, root):
        if part is not None:
            flow.write(part)
    return _Own(flow)


def _little(text: str, markup: str) -> tuple[str, ...]:
    """Return why a page may hold more than its text, where it holds little of it."""
    if len(text) >= _LITTLE or len(markup) < _MARKUP_FOR_A_LETTER * len(text):
        return ()
    return (f"there are {len(text):,} characters of text in {len(markup):,} of markup: a script may fill in the rest",)


def _heading_outside(tree: BeautifulSoup, root: Tag, title: str) -> Tag | None:
    """Return the page's heading where it is not in its content, but outside or in the head of its site.

    It is the page's, and not the site's name, if the page's `title` begins with it.
    """
    if root.find("h1") is not None and any(kind == "begin" and tag.name == "h1" for kind, tag, _ in walk(root)):
        return None
    headings = (tag for tag in tree.find_all("h1") if isinstance(tag, Tag))
    shown = (tag for tag in headings if not is_hidden(tag, in_content=True, in_form=True))
    return next((tag for tag in shown if (own := " ".join(tag.get_text().split())) and title.startswith(own)), None)


FORMAT = Format(
    HTML,
    "HTML",
    frozenset({".html", ".htm", ".xhtml"}),
    parse_html,
    frozenset({"application/xhtml+xml"}),
)
