"""Which runs of a page trafilatura takes for its main text: its answer, found again in the page's own elements.

trafilatura gives its choice as a new tree, without a trace of where its words stood. They stand in the page in the
same order, so the long runs are looked for in the choice one after the other, and the short ones between them.
"""

import logging
from collections.abc import Sequence

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from extractors.documents.html_runs import Run

_LONG = 25
"""Letters from which a run is found by itself; a shorter one only beside others."""
_AHEAD = 50_000
"""Letters of the choice, ahead and behind, in which the next run is looked for: an endless page must end."""

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it tells its log of every page that has no main text


def main_letters(body: HtmlElement) -> str:
    """Return the letters, without white space, of what trafilatura takes for the main text; none where it finds none.

    The body stays as it is.
    """
    found = bare_extraction(body, fast=True, include_comments=False, output_format="txt")
    return "".join("".join(found.body.itertext()).split()) if isinstance(found, Document) else ""


def chosen_runs(runs: Sequence[Run], letters: str) -> set[int]:
    """Return the numbers of the runs that stand in the `letters` of the main text."""
    anchors: dict[int, int] = {}
    taken: set[int] = set()
    at = 0
    for number, run in enumerate(runs):
        if len(run.letters) >= _LONG:
            found = letters.find(run.letters, at, at + _AHEAD)
            if found < 0:  # a teaser with words from further down the story was taken for these
                found = letters.find(run.letters, max(0, at - _AHEAD), at)
            if found >= 0 and found not in taken:
                taken.add(found)
                anchors[number] = found
                at = found + len(run.letters)
    chosen = set(anchors)
    at = number = 0
    for anchor, start in [*anchors.items(), (len(runs), len(letters))]:
        for short in range(number, anchor):
            own = runs[short].letters
            found = letters.find(own, at, min(start, at + _AHEAD)) if 0 < len(own) < _LONG else -1
            if found >= 0:
                chosen.add(short)
                at = found + len(own)
        at = start + len(runs[anchor].letters) if anchor < len(runs) else start
        number = anchor + 1
    return chosen
