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
_NOTED = _WITH_BLOCKS | _BETWEEN | {"a"}
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|csv|od[tsp]|rtf|zip)(?:[?#]|$)", re.IGNORECASE)


# What the elements around a run say of it, as bits of one number.
TITLE, HEADING, CAPTION = 1, 2, 4
TABULAR = 8  # in a table or a list of terms
LISTED = 16
TO_DOCUMENT = 32  # holds a link to a file

_KINDS = {
    **dict.fromkeys(HEADINGS, HEADING),
    "h1": TITLE,
    "figure": CAPTION,
    "figcaption": CAPTION,
    "table": TABULAR,
    "dl": TABULAR,
    "li": LISTED,
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
    """Return the runs of a page, without what `html_tree.is_hidden` tells of."""
    reader = _Reader()
    steps = etree.iterwalk(body, events=("start", "end"))
    skipped: HtmlElement | None = None
    for event, element in steps:
        is_noted = element.tag in _NOTED
        if event == "start":
            if _is_skipped(element, reader.in_content > 0, reader.in_form > 0):
                skipped = element
                steps.skip_subtree()
                reader.skip(element)
                continue
            if is_noted:
                reader.begin(element)
            if (text := element.text) and not text.isspace():
                reader.add(Slot(element, "text"), text)
        else:
            if element is skipped:
                skipped = None
            elif is_noted:
                reader.end(element)
            if (text := element.tail) and not text.isspace() and element is not body:
                reader.add(Slot(element, "tail"), text)
    reader.end_run()
    return reader.found


class _Reader:
    """Collects the runs; knows what is open where it reads."""

    def __init__(self) -> None:
        self.found = Running()
        self.in_content = self.in_form = 0
        self._run = Run()
        self._begun: list[int] = []
        self._kinds = [0]
        self._links = self._between = 0

    def skip(self, element: HtmlElement) -> None:
        if element.tag in _WITH_BLOCKS:
            self.end_run()
        self.found.skipped.append(element)

    def begin(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _WITH_BLOCKS:
            self.end_run()
        kind = self._kinds[-1] | _KINDS.get(tag, 0)
        if tag == "a" and _DOCUMENT.search(element.get("href", "")):
            kind |= TO_DOCUMENT
        self._begun.append(len(self.found.runs))
        self._kinds.append(kind)
        self._count(tag, 1)

    def end(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _WITH_BLOCKS:
            self.end_run()
        first, last = self._begun.pop(), len(self.found.runs)
        self._kinds.pop()
        self._count(tag, -1)
        if first < last and tag in _WITH_BLOCKS:
            self.found.enclosures.append(Enclosure(element, first, last))

    def add(self, slot: Slot, text: str) -> None:
        run = self._run
        run.slots.append(slot)
        run.kind |= self._kinds[-1]
        if not self._between:
            letters = "".join(text.split())
            run.letters += letters
            run.linked += len(letters) if self._links else 0

    def end_run(self) -> None:
        if self._run.slots:
            self.found.runs.append(self._run)
            self._run = Run()

    def _count(self, tag: str, by: int) -> None:
        if tag == "a":
            self._links += by
        elif tag in _BETWEEN:
            self._between += by
        elif tag in CONTENT:
            self.in_content += by
        elif tag == "form":
            self.in_form += by


def _is_skipped(element: HtmlElement, in_content: bool, in_form: bool) -> bool:
    tag = element.tag
    if tag in NEVER_SHOWN or (tag in {"header", "footer"} and not in_content):
        return True
    if tag == "form" and not in_form and next(element.iter("h1", "main", "article"), None) is None:
        return True
    attributes = dict(element.items())  # not by name: some names that a page may have cannot be asked for
    return bool(attributes) and says_hidden(tag, attributes)
