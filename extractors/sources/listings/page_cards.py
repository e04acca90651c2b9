"""What a page says of a document beside its link: pages set each document as a card, a row or a list item."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import islice

from bs4 import Tag

from extractors.sources.listings.dates import day_of
from extractors.sources.listings.items import label_of

_LEVELS = 5
_LOOKED_AT = 300
"""Nodes of a card that are looked at: a larger element is no card."""
_LINKS_OF_ONE = 3
_HEADINGS = re.compile("^h[1-6]$")
# Link words that say what to do, and not what is there.
_SAYS_NOTHING = re.compile(
    r"(?:click |tap )?here|(?:(?:read|find out|learn|see|view) )?more|continue(?: reading)?|details|"
    r"(?:(?:download|view|open|read|see|get|visit)(?: |$))?(?:(?:the|this|full) )*"
    r"(?:document|file|page|pdf|report|article|story)?",
    re.IGNORECASE,
)


class Cards:
    """The surroundings of links: as far up as they hold no link to another document."""

    def __init__(self, links: Iterable[tuple[Tag, str]]) -> None:
        """Take the links of a page with their addresses."""
        self._addresses = {id(link): uri for link, uri in links}

    def told_of(self, links: list[Tag]) -> tuple[str | None, date | None]:
        """Return what the page calls the one document of all these links, and the day that stands with it."""
        links = links[:_LINKS_OF_ONE]
        label = next((words for words in map(_own_words, links) if words), None)
        card = self._card(links[0])
        return label or _heading(card) or label_of(links[0].get_text(" ")), _day(card)

    def _card(self, link: Tag) -> Tag:
        card = link
        for parent in islice(link.parents, _LEVELS):
            if not self._is_about_one(parent, self._addresses[id(link)]):
                break
            card = parent
        return card

    def _is_about_one(self, element: Tag, uri: str) -> bool:
        """Whether an element is small, and holds no link of the listing to another document than that at `uri`."""
        for count, each in enumerate(element.descendants):
            if count == _LOOKED_AT or self._addresses.get(id(each), uri) != uri:
                return False
        return True


def _own_words(link: Tag) -> str | None:
    """Return the first that says something of: the link's text, its accessible name, its title, its picture's text."""
    pictures = (str(each.get("alt") or "") for each in link.find_all("img", limit=1) if isinstance(each, Tag))
    words = (link.get_text(" "), str(link.get("aria-label") or ""), str(link.get("title") or ""), *pictures)
    return next((said for each in words if (said := label_of(each)) and not _SAYS_NOTHING.fullmatch(said)), None)


def _heading(card: Tag) -> str | None:
    heading = card.find(_HEADINGS)
    return label_of(heading.get_text(" ")) if isinstance(heading, Tag) else None


def _day(card: Tag) -> date | None:
    time = card.find("time")
    if not isinstance(time, Tag):
        return None
    return day_of(str(time.get("datetime") or "")) or day_of(time.get_text(" "))
