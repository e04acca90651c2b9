"""How the words of a page are spread over its elements: what is chosen, what is left out, and what is the site's."""

import re
from collections.abc import Set
from itertools import accumulate

from lxml.html import HtmlElement

from extractors.documents.html_runs import CAPTION, Enclosure, Running
from extractors.documents.html_tree import HEADINGS, names_of

_NEARLY_ALL = 0.85
"""Share of the chosen letters that the element of the story holds; the rest are titles, and words like the story's."""
_MUCH = 0.5
"""Beside the chosen letters, the share of those left out from which on trafilatura has not understood the page."""
_MOST_OF_FURNITURE = 0.4
"""Share of the chosen letters in one element from which on it is no furniture, whatever its classes are."""
_MOSTLY_LINKS = 0.5
"""Share of its letters in links from which on an element that is named like a list of links is one."""


def _named(*words: str) -> re.Pattern[str]:
    """Return what finds a word in class names: parted by hyphens, underscores, spaces or capitals (relatedLinks)."""
    small = "|".join(words)
    capital = "|".join(word[0].upper() + word[1:] for word in words)
    return re.compile(rf"(?:(?<![A-Za-z])(?:{small})|(?:{capital}))(?![a-z])")


_FURNITURE = _named(
    "ads?", "adverts?", "advertisements?", "byline", "comments?", "disqus", "modal", "newsletters?", "outbrain",
    "popular", "popup", "recirc", "recirculation", "recommendations", "recommended", "related", "share", "sharing",
    "sidebar", "signup", "social", "sponsor", "sponsored", "subscribe", "subscriptions?", "taboola", "trending",
)  # fmt: skip
# What the press draws its readers on with, and public bodies say things in: cards, folded panels, lines in pictures.
_FURNITURE_OF_THE_PRESS = _named("carousel", "cta", "hidden", "hide", "overlay", "promos?", "promotions?", "teasers?")
# What public bodies write about, and call parts of a page by, that sounds like furniture.
_TOPIC = re.compile(
    r"social[-_]?(?:care|enterprise|housing|impact|mobility|prescribing|security|services?|value|work|workers?)(?![a-z])"
    r"|related[-_]?(?:attachments?|documents?|downloads?|files?|legislation|papers?|publications?|reports?|resources?)"
    r"|(?:data|information|knowledge)[-_]?sharing",
    re.IGNORECASE,
)
# What lists of links are called; a block of such a name is not what trafilatura has overlooked.
_NAVIGATION = _named(
    "breadcrumbs?", "latest", "menu", "more", "nav", "navbar", "navigation", "next", "rail", "tags?", "widgets?"
)
_CAPTION = _named("captions?", "credits?")


class Weighed:
    """The runs of a page with the numbers of letters, all and chosen, up to each."""

    def __init__(self, running: Running, chosen: Set[int], *, is_commercial: bool) -> None:
        """Count the letters; `chosen` are the numbers of the runs that trafilatura takes."""
        self.is_commercial = is_commercial
        self.running = running
        self.runs = running.runs
        self.chosen = chosen
        self._enclosures = running.enclosures
        sizes = [len(run.letters) for run in running.runs]
        taken = [size if number in chosen else 0 for number, size in enumerate(sizes)]
        self._all = [0, *accumulate(sizes)]
        self._taken = [0, *accumulate(taken)]
        self._linked = [0, *accumulate(run.linked for run in running.runs)]
        self.chosen_letters = self._taken[-1]
        self.furniture: set[int] = set()
        self.edges: set[int] = set()
        self.link_lists: set[int] = set()
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

    def named(self, identifier: str) -> Enclosure | None:
        """Return the element with this identifier, if it holds most of the page's words."""
        found = next((each for each in self._enclosures if each.element.get("id") == identifier), None)
        return found if found and 2 * self.letters(found.first, found.last) >= self._all[-1] else None

    def innermost(self) -> Enclosure:
        """Return the smallest element with nearly all of the chosen words."""
        enough = _NEARLY_ALL * self.chosen_letters
        holding = (each for each in self._enclosures if self.taken(each.first, each.last) >= enough)
        return min(holding, key=lambda each: each.last - each.first)

    def below(self, heading: int, story: Enclosure) -> Enclosure | None:
        """Return what stands from the page's heading to the end of the element that holds both it and its story.

        None where that holds much that is not of the story.
        """
        if not heading <= story.first:
            return None
        holding = (each for each in self._enclosures if each.first <= heading and each.last >= story.last)
        around = min(holding, key=lambda each: each.last - each.first, default=None)
        if around is None:
            return None
        self.look_for_furniture(around)
        known = self.furniture | self.link_lists | self.captions
        runs = range(heading, around.last)
        unknown = sum(len(self.runs[at].letters) for at in runs if at not in known and at not in self.chosen)
        return Enclosure(around.element, heading, around.last) if unknown <= _MUCH * self.chosen_letters else None

    def is_taken_whole(self, content: Enclosure, *, is_press: bool) -> bool:
        """Whether the content element is clean, or holds much that the choice does not understand."""
        self.look_for_furniture(content)
        left_out = [each for each in range(content.first, content.last) if each not in self.chosen]
        known = self.furniture | self.captions | self.edges
        unknown = sum(len(self.runs[number].letters) for number in left_out if number not in known)
        is_clean = not is_press and not any(number in self.furniture for number in left_out)
        return is_clean or unknown > _MUCH * self.chosen_letters

    def look_for_furniture(self, around: Enclosure) -> None:
        """Mark the runs inside elements whose class names say that they are the site's, or captions of pictures."""
        self.furniture.clear()
        most = _MOST_OF_FURNITURE * (self.chosen_letters or self.letters(around.first, around.last))
        share = self.taken if self.chosen else self.letters
        for element, first, last in self._enclosures:
            inside = around.first <= first and last <= around.last and element is not around.element
            if not inside or share(first, last) >= most:
                continue
            names = names_of(element.attrib) if len(element.attrib) else ""
            if names and self._is_furniture(names, element):
                self.furniture.update(range(first, last))
            elif names and _CAPTION.search(names):
                self.captions.update(range(first, last))
            elif names and _NAVIGATION.search(names):
                self.edges.update(range(first, last))
                if self._linked[last] - self._linked[first] > _MOSTLY_LINKS * self.letters(first, last):
                    self.link_lists.update(range(first, last))
            elif element.tag in {"header", "footer"}:
                self.edges.update(range(first, last))

    def _is_furniture(self, names: str, element: HtmlElement) -> bool:
        """Whether a name says so; a heading's identifier is made of its words, and says nothing."""
        if self.is_commercial and _FURNITURE_OF_THE_PRESS.search(names):
            return True
        is_named = _FURNITURE.search(names) and element.tag not in HEADINGS
        return bool(is_named and _FURNITURE.search(_TOPIC.sub("", names)))


def _is_main(element: HtmlElement) -> bool:
    return element.tag == "main" or (element.get("role") or "").strip().lower() == "main"
