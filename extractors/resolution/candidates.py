"""Which names may be names of one person or organisation, and what in the names says so.

A weight is the share of pairs for which the reason alone would be right, judged by hand; `judgement.py` combines them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from extractors import lexicon
from extractors.judgements import KnownEntity
from extractors.resolution.names import organisation_key, person_key

_SHORT_FORM = re.compile(r"(?=(?:.*[A-Z]){2})[A-Z][A-Za-z0-9&]{2,11}")
_LINKS = frozenset({"and", "of", "for", "the", "in", "on", "to", "at"})
_FEWEST_INITIALS, _MOST_INITIALS = 3, 10
_LARGEST_BLOCK = 200  # names that share a key with more others than this are too common to tell anything


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for two names being one: the words that say it, and its weight from 0 to 1."""

    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two entities, in the order of their ids, with what their names alone say."""

    a: KnownEntity
    b: KnownEntity
    reasons: tuple[Reason, ...]

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids."""
        return self.a.entity_id, self.b.entity_id


def candidates(known: Iterable[KnownEntity], asked: Iterable[tuple[str, str]] = ()) -> list[Candidate]:
    """Return every pair of names with a reason to be one, and every pair `asked` for, in the order of their ids.

    Each pair comes once; one that names an entity that is not known, or two of different kinds, is left out.
    """
    entities = sorted(known, key=lambda entity: entity.entity_id)
    people = [entity for entity in entities if entity.kind == "person"]
    bodies = [entity for entity in entities if entity.kind == "organisation"]
    reasons: dict[tuple[str, str], list[Reason]] = defaultdict(list)
    for one, other, reason in (*_people(people), *_identified(bodies), *_same_words(bodies), *_short_forms(bodies)):
        pair = (min(one, other), max(one, other))
        if reason not in reasons[pair]:
            reasons[pair].append(reason)
    by_id = {entity.entity_id: entity for entity in entities}
    for a, b in asked:
        if a != b and a in by_id and b in by_id and by_id[a].kind == by_id[b].kind:
            reasons.setdefault((min(a, b), max(a, b)), [])
    return [Candidate(by_id[a], by_id[b], tuple(found)) for (a, b), found in sorted(reasons.items())]


Found = Iterator[tuple[str, str, Reason]]


def _identified(bodies: list[KnownEntity]) -> Found:
    blocks: dict[str, list[KnownEntity]] = defaultdict(list)
    for body in bodies:
        for identifier in body.identifiers:
            blocks[identifier].append(body)
    for identifier, block in blocks.items():
        for one, other in combinations(block, 2):
            yield one.entity_id, other.entity_id, Reason(f"both are {identifier}", 0.99)


def _same_words(bodies: list[KnownEntity]) -> Found:
    """Names that differ only in abbreviated words, in a leading "NHS", or in the order of their words."""
    blocks: dict[tuple[str, ...], list[tuple[KnownEntity, tuple[str, ...]]]] = defaultdict(list)
    for body in bodies:
        words = _full_words(body.name)
        if len(words) > 1:
            blocks[tuple(sorted(words))].append((body, words))
    for block in blocks.values():
        for (one, here), (other, there) in combinations(block[:_LARGEST_BLOCK], 2):
            if here == there:
                yield one.entity_id, other.entity_id, Reason("the names differ only in abbreviated or small words", 0.9)
            else:
                yield one.entity_id, other.entity_id, Reason("the names have the same words in another order", 0.75)


def _full_words(name: str) -> tuple[str, ...]:
    """The words of a name with abbreviations written out, without small words and a leading "NHS"."""
    written = (_long_words().get(word, word) for word in organisation_key(name).split())
    words = tuple(word for full in written for word in full.split() if word not in _LINKS)
    return words[1:] if len(words) > 2 and words[0] == "nhs" else words


@cache
def _long_words() -> dict[str, str]:
    return {row["short"]: row["long"] for row in lexicon.rows("organisation_short_words")}


def _short_forms(bodies: list[KnownEntity]) -> Found:
    """A short form that stands alone in one document and is explained in another, or spelt by a name's initials."""
    alone = {body.name: body for body in bodies if _SHORT_FORM.fullmatch(body.name)}
    explained, spelt = _whole_names([body for body in bodies if body.name not in alone], frozenset(alone))
    for form, short in alone.items():
        weight = 0.7 if len(form) > 3 else 0.6
        for whole in explained[form]:
            yield short.entity_id, whole.entity_id, Reason(f"a document explains {form} as {whole.name}", weight)
        others = [] if explained[form] else spelt[form]
        for whole in others:
            yield short.entity_id, whole.entity_id, Reason(f"{form} are initials of {whole.name}", 0.4)
        all_of_it = explained[form] or others
        if len(all_of_it) == 1:
            weight = 0.5 if explained[form] else 0.2
            yield short.entity_id, all_of_it[0].entity_id, Reason(f"no other body goes by {form}", weight)


_Wholes = dict[str, list[KnownEntity]]


def _whole_names(bodies: list[KnownEntity], forms: frozenset[str]) -> tuple[_Wholes, _Wholes]:
    """For each short form the bodies that a document explains it as, and those whose initials spell it."""
    by_edges: dict[tuple[str, str], list[str]] = defaultdict(list)
    for form in sorted(forms):
        by_edges[form[0], form[-1]].append(form)
    explained: _Wholes = defaultdict(list)
    spelt: _Wholes = defaultdict(list)
    for body in bodies if forms else ():
        for form in forms & set(body.forms):
            explained[form].append(body)
        initials = _initials(body.name)
        for form in by_edges.get((initials[:1], initials[-1:]), ()):
            if _spells(initials, form):
                spelt[form].append(body)
    return explained, spelt


def _initials(name: str) -> str:
    """The initials of a name's words, small ones left out; none where they are too few or too many to tell."""
    initials = "".join(word[0].upper() for word in organisation_key(name).split() if word not in _LINKS)
    return initials if _FEWEST_INITIALS <= len(initials) <= _MOST_INITIALS else ""


def _spells(initials: str, form: str) -> bool:
    """Whether a short form is made of the initials, in their order, with at most three inner ones left out."""
    rest = iter(initials)
    return len(form) >= max(_FEWEST_INITIALS, len(initials) - 3) and all(letter in rest for letter in form)


def _people(people: list[KnownEntity]) -> Found:
    """Full names with one surname whose given names can be one person's; a surname alone is never compared."""
    blocks: dict[tuple[str, str], list[tuple[KnownEntity, list[str]]]] = defaultdict(list)
    for person in people:
        *given, surname = person_key(person.name).split() or [""]
        for letter in sorted({full[0] for full in _full_names(given[0])}) if given else ():
            blocks[surname, letter].append((person, given))
    for block in blocks.values():
        for (one, here), (other, there) in combinations(block[:_LARGEST_BLOCK], 2):
            reason = _given_names_agree(here, there)
            if reason:
                yield one.entity_id, other.entity_id, reason


def _given_names_agree(here: list[str], there: list[str]) -> Reason | None:
    first, second = here[0], there[0]
    if not all(_initial_agrees(a, b) for a, b in zip(here[1:], there[1:], strict=False)):
        return None
    if first == second:
        return Reason("the same name but for a middle one", 0.6)
    if _initial_agrees(first, second):
        return Reason("the same surname and initial", 0.35)
    if _full_names(first) & _full_names(second):
        return Reason(f"{first.capitalize()} and {second.capitalize()} are forms of one given name", 0.45)
    return None


def _initial_agrees(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _full_names(given: str) -> set[str]:
    return {given, *_short_given_names().get(given, ())}


@cache
def _short_given_names() -> dict[str, tuple[str, ...]]:
    return {row["short"]: tuple(row["full"].split("|")) for row in lexicon.rows("given_name_short_forms")}
