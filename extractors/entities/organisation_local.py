"""Local arms of national bodies, called after a place: "Healthwatch Barset", "Barset Mind", "NHS Barset"."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from extractors import lexicon
from extractors.entities.found import Found
from extractors.page import Page

_HEADS_OF_PLACES = frozenset(
    {"council", "police", "constabulary", "trust", "metropolitan", "university", "hospitals", "fire", "county"}
)
_LOCAL_KINDS = frozenset({"local authority", "police", "NHS trust", "commissioning body"})
_ARMS_AFTER_PLACES = "Mind|Mencap|Samaritans|Healthwatch|Relate|Headway|Age UK|Citizens Advice|Age Concern"
_ONLY_ARMS = frozenset({"Healthwatch", "Citizens Advice", "Age UK"})  # nothing but a place follows these
_AFTER_PLACE = re.compile(
    rf"\b(?P<place>[A-Z][\w’'-]+(?: (?:and |& |on |upon )?[A-Z][\w’'-]+){{0,3}}) (?:{_ARMS_AFTER_PLACES})\b(?! [A-Z])"
)
_PLACE = r"[A-Z][\w’'-]+(?: (?:and |& |on |upon |the )?[A-Z][\w’'-]+){0,3}"


@cache
def _arms() -> re.Pattern[str]:
    heads = "|".join(re.escape(head) for head in lexicon.lines("organisation_place_heads"))
    return re.compile(rf"\b(?P<head>{heads}) (?P<place>{_PLACE})")


def branches(page: Page, found: Iterable[Found]) -> Iterator[Found]:
    """Return the local arms of a text, by the places after which its councils, forces and trusts are called."""
    local = _local_places(found)
    for match in _arms().finditer(page.flat):
        end = _place_end(match, local)
        if end and not re.match(r"(?:[’']s)? [A-Z]", page.flat[end : end + 4]):
            yield Found(match.start(), end, page.words(match.start(), end), "other", "branch", 0.8)
    for match in _AFTER_PLACE.finditer(page.flat):
        start = _place_start(match, local)
        if start is not None:
            yield Found(start, match.end(), page.words(start, match.end()), "charity", "branch", 0.8)


def _place_end(match: re.Match[str], local: frozenset[str]) -> int | None:
    """Where the name of an arm ends: after a place that other bodies are called after, or that is no common word."""
    words = match.group("place").split(" ")
    for count in range(len(words), 0, -1):
        written = " ".join(words[:count])
        if written.casefold() in local:
            return match.start("place") + len(written)
    if match.group("head") not in _ONLY_ARMS:
        return None
    common = lexicon.words("capitalised_common") | lexicon.words("organisation_generic_words")
    if any(word.casefold() in common and word not in {"and", "&", "on", "upon", "the"} for word in words):
        return None
    return match.end("place")


def _place_start(match: re.Match[str], local: frozenset[str]) -> int | None:
    """Where "Barset Mind" begins: at a place that other bodies are called after, or at a word that is no common one."""
    words = match.group("place").split(" ")
    for skipped in range(len(words)):
        if " ".join(words[skipped:]).casefold() in local:
            return match.end("place") - len(" ".join(words[skipped:]))
    common = lexicon.words("capitalised_common") | lexicon.words("organisation_generic_words")
    last = words[-1].casefold()
    if last in common | lexicon.words("sentence_starters") or words[-1].endswith(("’s", "'s")):
        return None
    return match.end("place") - len(words[-1])


def _local_places(found: Iterable[Found]) -> frozenset[str]:
    """The places after which a document's local bodies are called: "Barset" of "Barset County Council"."""
    generic = lexicon.words("organisation_generic_words") | _HEADS_OF_PLACES
    places = set()
    for name in found:
        if name.classification not in _LOCAL_KINDS:
            continue
        words = name.name.removeprefix("NHS ").split()
        kept = next((i for i, word in enumerate(words) if word.casefold() in generic), len(words))
        while kept and words[kept - 1] in {"and", "&", "of"}:
            kept -= 1
        if 0 < kept < len(words):
            places.add(" ".join(words[:kept]).casefold())
    return frozenset(places)
