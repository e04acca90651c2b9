"""The tree of an HTML page: made without surprises, walked without recursion, with only what a reader sees."""

import re
import warnings
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from bs4 import (
    BeautifulSoup,
    FeatureNotFound,
    MarkupResemblesLocatorWarning,
    NavigableString,
    Tag,
    XMLParsedAsHTMLWarning,
)
from bs4.exceptions import ParserRejectedMarkup

from extractors.errors import UnreadableDocument

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset(["ul", "ol", "menu", "dir"])
BLOCKS = HEADINGS.keys() | LISTS | frozenset([
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "li", "main", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
])  # fmt: skip

NEVER_SHOWN = frozenset([
    "head", "title", "meta", "link", "base", "script", "style", "noscript", "template", "svg", "iframe", "object",
    "embed", "canvas", "audio", "video", "map", "nav", "aside", "dialog", "select", "option", "optgroup",
    "datalist", "button", "textarea", "input", "progress", "meter", "rt", "rp",
])  # fmt: skip
_SITE_ROLES = frozenset(
    ["navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu", "menubar"]
)
CONTENT = frozenset(["main", "article"])
# Class names that common site frameworks give to what is not the page's content, or not shown.
_SITE_CLASS = re.compile(
    r"(?:^|\s)(?:[a-z]+(?:-c)?-)?(?:visually-?hidden|sr-only|screen-reader-text|breadcrumbs?|skip-?(?:link|to-content)|"
    r"cookie-?(?:banner|bar|consent|message|notice|popup)|share-links|pagination|phase-banner)(?=\s|$|_)",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_END_OF_PAGE = re.compile(r"</(?:[hH][tT][mM][lL]|[bB][oO][dD][yY])\s*>")  # thrice as fast as without regard to case
_NO_MARKUP = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # controls, and no characters
_SEEN_OF_AN_ATTRIBUTE = 2000
"""Characters of an attribute that are looked at; more are an attack or an embedded file."""


class Event(NamedTuple):
    """A step of the walk: a tag begins or ends, or a stretch of text stands there."""

    kind: Literal["begin", "end", "text"]
    tag: Tag
    text: str = ""


def parse_tree(markup: str) -> BeautifulSoup:
    """Return the tree of a page: lxml's, or that of Python's own parser where lxml is missing or refuses the markup."""
    clean = without_end(markup)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        for parser in ("lxml", "html.parser"):
            try:
                return BeautifulSoup(clean, parser, multi_valued_attributes=None)
            except (FeatureNotFound, ParserRejectedMarkup):
                continue
    raise UnreadableDocument("its HTML is too broken to be read; save the page again from a browser")


def without_end(markup: str) -> str:
    """Return markup without what no parser takes, and without the tags that end a page.

    What stands after </body> or </html> is shown by browsers and dropped by lxml: the page ends with its last word.
    """
    return _END_OF_PAGE.sub("", _NO_MARKUP.sub("", markup))


def attribute(tag: Tag, name: str) -> str:
    """Return an attribute's value without white space around it, empty where there is none."""
    value = tag.get(name)
    return value.strip() if isinstance(value, str) else ""


def walk(root: Tag) -> Iterator[Event]:
    """Yield what a reader sees inside `root`, in reading order, however deep it is nested."""
    yield Event("begin", root)
    open_tags: list[Tag] = [root]
    children = [iter(root.children)]
    in_content = int(root.name in CONTENT)
    in_form = 0
    while children:
        child = next(children[-1], None)
        tag = open_tags[-1]
        if child is None:
            yield Event("end", tag)
            children.pop()
            in_content -= tag.name in CONTENT
            in_form -= tag.name == "form"
            open_tags.pop()
        elif isinstance(child, Tag):
            if is_hidden(child, in_content=in_content > 0, in_form=in_form > 0):
                continue
            yield Event("begin", child)
            in_content += child.name in CONTENT
            in_form += child.name == "form"
            open_tags.append(child)
            children.append(iter(child.children))
        elif type(child) is NavigableString:  # not its subclasses: comments, declarations, scripts
            yield Event("text", tag, str(child))


def is_hidden(tag: Tag, *, in_content: bool, in_form: bool) -> bool:
    """Whether a tag holds nothing that belongs to the page's own words: not shown, or the site's furniture.

    The header and footer of a page are furniture, those of its content (`in_content`) are not. A form is, unless the
    content itself stands in it, as some systems have it; a form inside such a form is looked at no more (`in_form`).
    """
    if tag.name in NEVER_SHOWN or (tag.name in {"header", "footer"} and not in_content):
        return True
    if tag.name == "form" and not in_form and tag.find(["h1", "main", "article"]) is None:
        return True
    return bool(tag.attrs) and says_hidden(tag.name, tag.attrs)


def says_hidden(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether the attributes of a tag say that it is not shown, or that it is the site's and not the page's."""
    if "hidden" in attributes and _said(attributes["hidden"]) != "until-found":
        return True
    if "aria-hidden" in attributes and _said(attributes["aria-hidden"]) == "true":
        return True
    if "style" in attributes and _HIDDEN_STYLE.search(attributes["style"][:_SEEN_OF_AN_ATTRIBUTE]):
        return True
    if name in {"html", "body", "main", "article"}:
        return False
    if "role" in attributes and _said(attributes["role"]) in _SITE_ROLES:
        return True
    return bool(_SITE_CLASS.search(names_of(attributes)))


def names_of(attributes: Mapping[str, str]) -> str:
    """Return the classes and the identifier of a tag, which tell what it is for."""
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:_SEEN_OF_AN_ATTRIBUTE].strip()


def _said(value: str) -> str:
    return value.strip().lower()


def content_root(tree: Tag) -> Tag:
    """Return the element with the page's own words: <main>, or its one <article>, if it holds most of them."""
    body = tree.find("body")
    root = body if isinstance(body, Tag) else tree
    candidates = [tag for tag in _main_and_articles(root) if not is_hidden(tag, in_content=True, in_form=True)]
    if not candidates:
        return root
    chosen = candidates[0]
    total = within = depth = 0
    for kind, tag, text in walk(root):
        if tag is chosen and kind != "text":
            depth += 1 if kind == "begin" else -1
        elif kind == "text":
            length = len(text.strip())
            total += length
            within += length if depth else 0
    return chosen if within * 2 >= total else root


def _main_and_articles(root: Tag) -> list[Tag]:
    mains = [tag for tag in root.find_all(_is_main, limit=1) if isinstance(tag, Tag)]
    articles = [tag for tag in root.find_all("article", limit=2) if isinstance(tag, Tag)]
    return mains or (articles if len(articles) == 1 else [])


def _is_main(tag: Tag) -> bool:
    return tag.name == "main" or attribute(tag, "role").lower() == "main"
