"""The running words of a page: stretches of text between two block elements, and the elements that enclose them."""

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from extractors.documents.html_tree import BLOCKS, CONTENT, HEADINGS, NEVER_SHOWN, says_hidden

_WITH_BLOCKS = BLOCKS | {"aside", "nav", "td", "th"}
# What trafilatura leaves out of the lines that it returns, though a reader sees it: the date in a line is in a <time>.
_BETWEEN = frozenset(["time", "label", "math"])
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|csv|od[tsp]|rtf|zip)(?:[?#]|$)", re.IGNORECASE)


# What the elements around a run say of it, as bits of one number.
TITLE, HEADING, CAPTION = 1, 2, 4
TABULAR = 8  # in a table or a list of terms
LISTED = 16
TO_DOCUMENT = 32  # holds a link to a file

_KINDS = {
    **dict.fromkeys(HEADINGS, HEADING),
    **{"h1": TITLE, "figure": CAPTION, "figcaption": CAPTION, "table": TABULAR, "dl": TABULAR, "li": LISTED},
}


class Slot(NamedTuple):
    """Where a piece of text hangs in lxml's tree: it is the text of an element, or follows it."""

    element: HtmlElement
    where: Literal["text", "tail"]


@dataclass(slots=True)
class Run:
    """A stretch of text: its pieces, its letters without white space, and how many of them are links."""

    slots: list[Slot] = field(default_factory=list)
    letters: str = ""
    linked: int = 0
    kind: int = 0

    @property
    def is_link(self) -> bool:
        """Whether it is nothing but a link, or next to nothing."""
        return self.linked > 0.9 * len(self.letters)


class Enclosure(NamedTuple):
    """A block element with the numbers of the runs inside it: from `first` up to, not including, `last`."""

    element: HtmlElement
    first: int
    last: int


@dataclass(slots=True)
class Running:
    """The runs of a page that a reader sees, in reading order, and the elements that enclose them, inner ones first."""

    runs: list[Run] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
    skipped: list[HtmlElement] = field(default_factory=list)


def running_words(body: HtmlElement) -> Running:
    """Return the runs of a page, without what is hidden and what is the site's by its element (`html_tree.is_hidden`)."""
    found = Running()
    run = Run()
    begun: list[int] = []
    kinds = [0]
    links = between = in_content = in_form = 0
    skipped: HtmlElement | None = None
    steps = etree.iterwalk(body, events=("start", "end"))
    for event, element in steps:
        tag = element.tag
        is_block = tag in _WITH_BLOCKS
        if is_block and run.slots:
            found.runs.append(run)
            run = Run()
        if event == "start":
            if _is_skipped(element, in_content > 0, in_form > 0):
                found.skipped.append(element)
                skipped = element
                steps.skip_subtree()
                continue
            begun.append(len(found.runs))
            kinds.append(kinds[-1] | _KINDS.get(tag, 0))
            links += tag == "a"
            between += tag in _BETWEEN
            in_content += tag in CONTENT
            in_form += tag == "form"
            if tag == "a" and _DOCUMENT.search(element.get("href", "")):
                kinds[-1] |= TO_DOCUMENT
            text, where = element.text, "text"
        else:
            if element is skipped:
                skipped = None
            else:
                first = begun.pop()
                kinds.pop()
                links -= tag == "a"
                between -= tag in _BETWEEN
                in_content -= tag in CONTENT
                in_form -= tag == "form"
                if is_block and first < len(found.runs):
                    found.enclosures.append(Enclosure(element, first, len(found.runs)))
            text, where = element.tail if element is not body else None, "tail"
        if text and not text.isspace():
            run.slots.append(Slot(element, where))
            run.kind |= kinds[-1]
            if not between:
                letters = "".join(text.split())
                run.letters += letters
                run.linked += len(letters) if links else 0
    if run.slots:
        found.runs.append(run)
    return found


def _is_skipped(element: HtmlElement, in_content: bool, in_form: bool) -> bool:
    tag = element.tag
    if tag in NEVER_SHOWN or (tag in {"header", "footer"} and not in_content):
        return True
    if tag == "form" and not in_form and next(element.iter("h1", "main", "article"), None) is None:
        return True
    attributes = dict(element.attrib)
    return bool(attributes) and says_hidden(tag, attributes)
