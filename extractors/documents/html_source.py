"""A page as lxml's tree, in which its main content is looked for; and how large a page may be before it is cut."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from extractors.documents.html_tree import HEADINGS, says_hidden, without_end

_MOST_ELEMENTS = 400_000
"""Elements of a page that are read: a tree of so many takes ten seconds and half a gigabyte."""
_MOST_LETTERS = 30_000_000
"""Characters of a page that are read."""
_MOST_IN_A_TREE = 60_000
"""Elements of a page whose main content is looked for; those who wrote more have put a book on the page."""
_MOST_ATTRIBUTES = 2_000
"""Attributes of one element; lxml compares each with each."""

_DEEPEST = 1_000
"""Tags around a tag; a page that somebody made has less than a hundred."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,30})(?:[\s/][^<>]*)?>")
_OPEN_ENDED = frozenset([
    "area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img",
    "input", "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot",
    "th", "thead", "tr", "track", "wbr",
])  # fmt: skip

_SMALL = 100_000
"""Bytes of a page that is taken for fit without counting; the most attributes that are in it take some seconds."""
_LONGEST_HEAD = 1 << 18
_BODY = re.compile(r"<body[\s>]", re.IGNORECASE)
_LOOKED_AT_BY_NOBODY = (
    "script", "style", "svg", "template", "noscript", "iframe", "link", "meta", "nav", "button", "select",
    "input", "textarea", "picture", "source", "video", "audio", "canvas", "dialog", "object", "embed",
)  # fmt: skip

_NOTHING = "template"
_LETTERING = (
    "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "data", "dfn", "em", "font", "i", "ins", "kbd", "mark", "nobr",
    "samp", "small", "strong", "sub", "sup", "tt", "u", "var", "wbr",
)  # fmt: skip


class _Size:
    """Counts what a parser meets, without building anything."""

    def __init__(self) -> None:
        self.elements = 0
        self.attributes = 0

    def start(self, _: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        self.attributes = max(self.attributes, len(attributes))

    def close(self) -> "_Size":
        return self


class Bounded(NamedTuple):
    """The markup of a page as far as it is read, and why it is not read further, where it is not."""

    markup: str
    reasons: tuple[str, ...]


def bounded(markup: str) -> Bounded:
    """Return what is read of a page's markup: the beginning of one that is too large."""
    end = len(markup)
    reasons: list[str] = []
    if end > _MOST_LETTERS:
        end = _MOST_LETTERS
        reasons.append(f"the page is longer than {_MOST_LETTERS:,} characters; the rest is left out")
    if markup.count("<", 0, end) > _MOST_ELEMENTS:
        at = -1
        for _ in range(_MOST_ELEMENTS):
            at = markup.find("<", at + 1)
        end = at
        reasons.append(f"the page has more than {_MOST_ELEMENTS:,} tags; the rest is left out")
    return Bounded(markup[:end], tuple(reasons))


def shallow(markup: str) -> str:
    """Return markup without the tags that stand deeper than _DEEPEST others; their words stay.

    Beautiful Soup walks from the top to the bottom for many a tag, so endless depth costs the square of it. Tags that
    may stay open (a list's items, paragraphs, cells) do not count: they are closed by what follows.
    """
    depth = 0

    def kept(found: re.Match[str]) -> str:
        nonlocal depth
        if found[2].lower() in _OPEN_ENDED:
            return found[0] if depth <= _DEEPEST else " "
        if found[1]:
            depth = max(0, depth - 1)
            return found[0] if depth < _DEEPEST else " "
        depth += 1
        return found[0] if depth <= _DEEPEST else " "

    return _TAG.sub(kept, markup)


def source_tree(markup: str) -> HtmlElement | None:
    """Return lxml's tree of a page, without comments; None where the page is not one that lxml reads well.

    That is so for hundreds of levels, which it cuts off, and for thousands of attributes, for which it takes hours.
    """
    content = without_end(markup).encode("utf-8", "replace")
    try:
        if len(content) > _SMALL and not _is_fit(content):
            return None
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        tree = document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing in it, or nothing that it can make a tree of
        return None
    cut_off = any(each.type_name == "ERR_RESOURCE_LIMIT" for each in parser.error_log)
    return None if cut_off or tree.find("body") is None else tree


def _is_fit(content: bytes) -> bool:
    size = _Size()
    counting = etree.HTMLParser(target=size, encoding="utf-8")
    counting.feed(content)
    counting.close()
    return size.elements <= _MOST_IN_A_TREE and size.attributes <= _MOST_ATTRIBUTES


def head_tree(markup: str) -> HtmlElement:
    """Return the tree of a page's head alone, an empty one where that cannot be read either."""
    body = _BODY.search(markup, 0, _LONGEST_HEAD)
    tree = source_tree(f"{markup[: body.start() if body else _LONGEST_HEAD]}<body></body>")
    return tree if tree is not None else document_fromstring("<html><body></body></html>")


def without_furniture(tree: HtmlElement) -> None:
    """Take out of a tree what no chooser of main text looks at, so that there is less to copy and to search."""
    head = tree.find("head")
    if head is not None:
        tree.remove(head)
    hidden = [each for each in tree.iter(*_LETTERING) if each.keys() and says_hidden(each.tag, dict(each.items()))]
    for element in hidden:
        element.tag = _NOTHING
    for button in tree.iter("button"):
        if _is_all_of_a_heading(button):
            button.tag = "span"
    etree.strip_elements(tree, _NOTHING, *_LOOKED_AT_BY_NOBODY, with_tail=False)
    etree.strip_tags(tree, *_LETTERING)


def _is_all_of_a_heading(button: HtmlElement) -> bool:
    """Whether a button is what a part of the page is headed and unfolded by; it may stand in one element more."""
    inner = button
    for _ in range(2):
        outer = inner.getparent()
        is_first = outer is not None and inner.getprevious() is None and not (outer.text or "").strip()
        if not is_first or (inner.tail or "").strip():
            return False
        if outer.tag in HEADINGS or outer.tag in {"summary", "dt"}:
            return True
        inner = outer
    return False
