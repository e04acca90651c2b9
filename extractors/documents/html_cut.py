"""Cutting a page's tree down to the runs that are kept."""

import re
from collections.abc import Iterable

from lxml import etree
from lxml.html import HtmlElement

from extractors.documents.html_runs import Run, Running
from extractors.documents.html_tree import HEADINGS, LISTS

_NO_TEXT = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
_SAY_SOMETHING = frozenset(["href", "type", "start", "value", "rowspan", "colspan", "role"])
_STAY_EMPTY = frozenset(["td", "th"])  # its place in the row tells whose column the next one is
_MEAN_SOMETHING = LISTS | HEADINGS.keys() | {"dl", "p", "pre", "table", "tbody", "tfoot", "thead", "tr"}


def cut_down(running: Running, kept: frozenset[int], headline: str | None) -> HtmlElement:
    """Return the innermost element with all kept runs, and nothing else in it; the tree that it comes from is changed.

    It is an <article>, in which nothing is the site's by its place. The headline is put above the runs.
    """
    first, last = min(kept), max(kept)
    around = (each for each in running.enclosures if each.element.tag not in _MEAN_SOMETHING)
    holding = (each for each in around if each.first <= first and last < each.last)
    root = min(holding, key=lambda each: each.last - each.first).element
    for number, run in enumerate(running.runs):
        if number not in kept:
            for element, where in run.slots:
                setattr(element, where, " ")
    alive = _holding_words(root, (run for number, run in enumerate(running.runs) if number in kept))
    for element in list(root.iterdescendants()):
        if element in alive or element.getparent() not in alive:
            continue
        if element.tag in _STAY_EMPTY:
            del element[:]
            element.text = None
        elif element.tag != "br":
            removed(element)
    _simplify(root)
    root.tag = "article"
    root.tail = None
    if headline:
        _put_first(root, headline)
    return root


def _put_first(root: HtmlElement, headline: str) -> None:
    """Put a heading of level 1 before all that stands in an element."""
    heading = root.makeelement("h1")
    heading.text, heading.tail, root.text = headline, root.text, None
    root.insert(0, heading)


def removed(element: HtmlElement) -> None:
    """Take an element out of its tree; the text that follows it stays."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = _written(before.tail, tail)
    else:
        parent.text = _written(parent.text, tail)
    parent.remove(element)


def _written(text: str | None, more: str) -> str:
    """Return two texts in one, without the control characters that a tree may be read with, but not given."""
    return _NO_TEXT.sub("", (text or "") + more)


def _simplify(root: HtmlElement) -> None:
    """Leave out what tells nothing of the layout, now that all that is hidden or the site's is gone."""
    etree.strip_tags(root, "span", "label", "time")
    for element in root.iter():
        if element.tag == "form":
            element.tag = "div"  # a form must show a heading to be no furniture, and its heading may be gone
        said = {name: value for name, value in element.items() if name in _SAY_SOMETHING}
        element.attrib.clear()
        element.attrib.update(said)


def _holding_words(root: HtmlElement, runs: Iterable[Run]) -> set[HtmlElement]:
    """Return the elements that hold words of the runs, up to the root."""
    alive = {root}
    for run in runs:
        for element, where in run.slots:
            holder = element if where == "text" else element.getparent()
            while holder is not None and holder not in alive:
                alive.add(holder)
                holder = holder.getparent()
    return alive
