"""A name on its way to becoming a mention of an organisation, and what looks like one and names a thing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from extractors import lexicon
from extractors.entities.register import Registered
from extractors.page import Page


@dataclass(slots=True)
class Found:
    """A name on its way to becoming a mention: its place, its full name so far, and how sure it is."""

    start: int
    end: int
    name: str
    classification: str
    rule: str
    confidence: float
    body: Registered | None = None  # the register's entry, under whose key all its names are one organisation


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Keep the longest of names that overlap; of two that are as long, the surer."""
    kept: list[Found] = []
    taken: set[int] = set()
    for name in sorted(found, key=lambda f: (f.start - f.end, -f.confidence, f.start)):
        if not taken.intersection(range(name.start, name.end)):
            kept.append(name)
            taken.update(range(name.start, name.end))
    return sorted(kept, key=lambda f: f.start)


@cache
def _long_heads() -> frozenset[str]:
    rows = lexicon.rows("organisation_heads")
    return frozenset(r["head"].casefold() for r in rows if r["position"] == "end" and " " in r["head"])


def names_thing(page: Page, start: int, end: int) -> bool:
    """A name that ends with or goes on with "Plan", "Strategy", "Act" … names that thing and not the organisation."""
    things = lexicon.words("organisation_not_heads")
    after = re.compile(r" ([A-Z][\w’'-]*)").match(page.flat, end)
    if after and after.group(1).casefold() in things:
        return True
    words = page.flat[start:end].casefold().split()
    if any(" ".join(words[-count:]) in _long_heads() for count in (2, 3) if count < len(words)):
        return False  # "Barset Science Park" is a body, though a park is none
    return any(" ".join(words[-count:]) in things for count in (1, 2, 3) if count <= len(words))


_FOLLOWING = re.compile(r"(?:[’']s)? (?P<word>[a-z][\w-]*)")


def stands_alone(page: Page, end: int) -> bool:
    """Whether a name that ends at `end` stands for itself, and does not go on as a thing's ("Sun Water engineers")."""
    following = _FOLLOWING.match(page.flat, end)
    word = following.group("word") if following else ""
    return not word or word.endswith("ed") or word in lexicon.words("words_after_bodies")


def spans_several(name: Found, others: Iterable[Found]) -> bool:
    """Whether a reading as one name runs over two others: "two companies, Sun and Vale Technologies"."""
    return sum(name.start <= other.start and other.end <= name.end for other in others) > 1
