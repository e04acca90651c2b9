"""A page's story without what a site puts around and between it, where the page is one that a site has cluttered.

Most pages of public bodies are clean: they say which element is their content, and all of it is theirs, lists of links,
cards and tables too, which no chooser of main text knows how to value. They are taken whole. A page is cut down to its
story only if

- it names no content element, or names one and puts there what belongs to the site (its classes say so) or says that
  it is a piece of news, as the press does;
- and what trafilatura leaves out of the content element is little beside what it takes.

The story is the innermost element with nearly all of the words that trafilatura takes, and of it what it takes; of what
it leaves out, tables, lists, terms and links to files come back.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from lxml.html import HtmlElement

from extractors.documents.html_choice import chosen_runs, main_letters
from extractors.documents.html_cut import removed
from extractors.documents.html_runs import (
    CAPTION,
    HEADING,
    LISTED,
    TABULAR,
    TITLE,
    TO_DOCUMENT,
    Enclosure,
    Run,
    Running,
    running_words,
)
from extractors.documents.html_tree import names_of
from extractors.documents.normalise import normalise_inline

_LEAST = 250
"""Letters of the shortest story; trafilatura too takes a shorter one for none."""
_FOUND_AGAIN = 0.8
"""Share of trafilatura's letters that must be found again in the page."""
_NEARLY_ALL = 0.85
"""Share of the chosen letters that the element of the story holds; the rest are titles, and words like the story's."""
_MUCH = 0.5
"""Beside the chosen letters, the share of those left out from which on trafilatura has not understood the page."""
_MOST_OF_FURNITURE = 0.4
"""Share of the chosen letters in one element from which on it is no furniture, whatever its classes are."""
_UNSURE = 0.25
"""Share of a page's letters that the choice must hold where nothing else tells which part of it is its own."""


def _named(*words: str) -> re.Pattern[str]:
    """Return what finds a word in class names: parted by hyphens, underscores, spaces or capitals (relatedLinks)."""
    small = "|".join(words)
    capital = "|".join(word.capitalize() for word in words)
    return re.compile(rf"(?:(?<![A-Za-z])(?:{small})|(?:{capital}))(?![a-z])")


_FURNITURE = _named(
    "ads?", "adverts?", "advertisements?", "byline", "carousel", "comments?", "cta", "disqus", "hidden", "hide",
    "modal", "newsletters?", "outbrain", "overlay", "popular", "popup", "promos?", "promotions?", "recirc",
    "recirculation", "recommendations", "recommended", "related", "share", "sharing", "sidebar", "signup", "social",
    "sponsor", "sponsored", "subscribe", "subscriptions?", "taboola", "teasers?", "trending",
)  # fmt: skip
# What lists of links are called; a block of such a name is not what trafilatura has overlooked.
_NAVIGATION = _named(
    "breadcrumbs?", "latest", "menu", "more", "nav", "navbar", "navigation", "next", "rail", "tags?", "widgets?"
)
_CAPTION = _named("captions?", "credits?")


@dataclass(frozen=True, slots=True)
class Story:
    """The runs that are a page's story, its heading, which is not among them, and whether the choice is unsure."""

    running: Running
    kept: frozenset[int]
    heading: str | None
    is_unsure: bool


def story_of(body: HtmlElement, title: str, *, is_press: bool) -> Story | None:
    """Return the story of a cluttered page; None for a page that is to be taken whole.

    `title` is what stands in its <title>, `is_press` says that its meta data call it a piece of news or a posting.
    """
    running = running_words(body)
    for element in running.skipped:
        if next(element.iter("h1"), None) is None:  # the page's heading may stand in the head of its site
            removed(element)
    letters = main_letters(body)
    if len(letters) < _LEAST:
        return None
    chosen = chosen_runs(running.runs, letters)
    page = _Weighed(running, chosen)
    if page.chosen_letters < max(_LEAST, _FOUND_AGAIN * len(letters)):
        return None
    content = page.content()
    if content and page.is_taken_whole(content, is_press=is_press):
        return None
    story = page.innermost()
    around = content or story
    letters_of_title = "".join(title.split())
    kept = frozenset(_kept(page, story, around, letters_of_title))
    total = page.letters(0, len(running.runs))
    unsure = content is None and not is_press and page.chosen_letters < _UNSURE * total
    return Story(running, kept, _heading(page.runs, around, letters_of_title), unsure) if kept else None


class _Weighed:
    """The runs of a page with the numbers of letters, all and chosen, up to each."""

    def __init__(self, running: Running, chosen: set[int]) -> None:
        self.runs = running.runs
        self.chosen = chosen
        self._enclosures = running.enclosures
        sizes = [len(run.letters) for run in running.runs]
        taken = [size if number in chosen else 0 for number, size in enumerate(sizes)]
        self._all = [0, *accumulate(sizes)]
        self._taken = [0, *accumulate(taken)]
        self.chosen_letters = self._taken[-1]
        self.furniture: set[int] = set()
        self.edges: set[int] = set()
        self.captions = {number for number, run in enumerate(self.runs) if run.kind & CAPTION}

    def letters(self, first: int, last: int) -> int:
        """Return the letters of a range of runs."""
        return self._all[last] - self._all[first]

    def taken(self, first: int, last: int) -> int:
        """Return the chosen letters of a range of runs."""
        return self._taken[last] - self._taken[first]

    def content(self) -> Enclosure | None:
        """Return the page's content element (`html_tree.content_root`), if it has one with most of its words."""
        mains = [each for each in self._enclosures if _is_main(each.element)]
        articles = [each for each in self._enclosures if each.element.tag == "article"]
        found = mains or (articles if len(articles) == 1 else [])
        first = min(found, key=lambda each: (each.first, -each.last), default=None)
        most = first and 2 * self.letters(first.first, first.last) >= self._all[-1]
        return first if most else None

    def innermost(self) -> Enclosure:
        """Return the smallest element with nearly all of the chosen words, and look for the furniture inside it."""
        enough = _NEARLY_ALL * self.chosen_letters
        holding = (each for each in self._enclosures if self.taken(each.first, each.last) >= enough)
        story = min(holding, key=lambda each: each.last - each.first)
        self._look_for_furniture(story)
        return story

    def is_taken_whole(self, content: Enclosure, *, is_press: bool) -> bool:
        """Whether the content element is clean, or holds much that the choice does not understand."""
        self._look_for_furniture(content)
        left_out = [each for each in range(content.first, content.last) if each not in self.chosen]
        known = self.furniture | self.captions | self.edges
        unknown = sum(len(self.runs[number].letters) for number in left_out if number not in known)
        is_clean = not is_press and not any(number in self.furniture for number in left_out)
        return is_clean or unknown > _MUCH * self.chosen_letters

    def _look_for_furniture(self, around: Enclosure) -> None:
        """Mark the runs inside elements whose class names say that they are the site's, or captions of pictures."""
        self.furniture.clear()
        most = _MOST_OF_FURNITURE * self.chosen_letters
        for element, first, last in self._enclosures:
            inside = around.first <= first and last <= around.last and element is not around.element
            if not inside or self.taken(first, last) >= most:
                continue
            names = names_of(element.attrib) if len(element.attrib) else ""
            if names and _FURNITURE.search(names):
                self.furniture.update(range(first, last))
            elif names and _CAPTION.search(names):
                self.captions.update(range(first, last))
            elif element.tag in {"header", "footer"} or (names and _NAVIGATION.search(names)):
                self.edges.update(range(first, last))


def _kept(page: _Weighed, story: Enclosure, content: Enclosure, title: str) -> Iterator[int]:
    """Yield the numbers of the runs of a story, without the page's title, which its meta data hold."""
    after_title = False
    for number in range(content.first, content.last):
        run = page.runs[number]
        is_title = bool(run.kind & TITLE) or (len(run.letters) > 15 and title.startswith(run.letters))
        is_deck = after_title and bool(run.kind & HEADING)
        after_title = is_title
        if is_title or is_deck or number in page.furniture:
            continue
        if number in page.chosen and story.first <= number < story.last:
            if not run.is_link or run.kind & (LISTED | TABULAR | TO_DOCUMENT | HEADING):
                yield number
        elif number not in page.captions and _comes_back(run, in_story=story.first <= number < story.last):
            yield number


def _comes_back(run: Run, *, in_story: bool) -> bool:
    """Whether a run that is not chosen is one of those that trafilatura leaves out though they are the page's own."""
    return bool(run.kind & (TABULAR | TO_DOCUMENT)) or (in_story and bool(run.kind & LISTED) and not run.is_link)


def _heading(runs: Sequence[Run], around: Enclosure, title: str) -> str | None:
    """Return the page's heading: the one with which its <title> begins, or the only one around its story."""
    headings = [run for run in runs if run.kind & TITLE]
    inside = [run for run in runs[around.first : around.last] if run.kind & TITLE]
    found = next((run for run in headings if title.startswith(run.letters)), inside[0] if len(inside) == 1 else None)
    if found is None:
        return None
    words = "".join(getattr(element, where) for element, where in found.slots)
    return " ".join(normalise_inline(words).split()) or None


def _is_main(element: HtmlElement) -> bool:
    return element.tag == "main" or (element.get("role") or "").strip().lower() == "main"
