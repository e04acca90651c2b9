"""Names and values as they are written into sentences, each with the facts that it makes true."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from _documents.chance import Chance
from _documents.words import MONTHS
from _documents.world import Body, Person
from _documents.writing import Said, Sentence, Slot
from extractors.records import (
    DateFact,
    Entity,
    Fact,
    Figure,
    Mention,
    Partnership,
    PartnershipMember,
    Publication,
    Quote,
    Role,
    StrategyItem,
)
from extractors.resolution.names import entity_id, organisation_key, person_key

_PEOPLE_IN_OTHER_FORMS, _BODIES_IN_OTHER_FORMS = 0.06, 0.04


@lru_cache(maxsize=65_536)
def entity(kind: Literal["person", "organisation", "place"], name: str) -> Entity:
    """Return the entity that a document names so, by the key that the extractors would give it."""
    key = person_key(name) if kind == "person" else organisation_key(name)
    return Entity(entity_id=entity_id(kind, key), kind=kind, name=name)


class Cast:
    """The people and bodies of one document, each in the form of its name that this document uses."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._people: dict[Person, Entity] = {}
        self._bodies: dict[Body, Entity] = {}

    def person(self, who: Person) -> Entity:
        """Return a person as this document knows them; now and then by an initial, or with one in the middle."""
        if who not in self._people:
            name = who.name
            if self._chance.odds(_PEOPLE_IN_OTHER_FORMS):
                initial = f"{who.given[0]}. {who.family}"
                name = initial if self._chance.odds(0.5) else f"{who.given} {who.title[0]}. {who.family}"
            self._people[who] = replace(entity("person", name), honorific=who.honorific)
        return self._people[who]

    def body(self, which: Body) -> Entity:
        """Return a body as this document knows it; now and then by its short form alone, or in other words."""
        if which not in self._bodies:
            name, aliases = which.name, ()
            if self._chance.odds(_BODIES_IN_OTHER_FORMS) and len(which.short) > 2:
                name = which.short if self._chance.odds(0.5) else name.replace(" and ", " & ")
            elif self._chance.odds(0.1) and len(which.short) > 2:
                aliases = (which.short,)
            known = entity("organisation", name)
            self._bodies[which] = replace(known, aliases=aliases, classification=which.classification)
        return self._bodies[which]


def named(who: Entity) -> Slot:
    """A person, body or place by name."""

    def facts(said: Said) -> Iterator[Fact]:
        yield Mention(**said, kind=who.kind, name=who.name, entity_id=who.entity_id)

    return Slot(who.name, facts, who)


def title(who: Entity, words: str, where: Entity | None, *, is_former: bool = False) -> Slot:
    """The title that a person holds in a body."""

    def facts(said: Said) -> Iterator[Fact]:
        yield Role(
            **said, person_id=who.entity_id, person=who.name, title=words,
            organisation_id=where.entity_id if where else None, organisation=where.name if where else None,
            is_former=is_former, as_of=None,
        )  # fmt: skip

    return Slot(words, facts)


def figure(words: str, value: float, unit: str, measure: str | None, **more: Any) -> Slot:
    """A quantity."""

    def facts(said: Said) -> Iterator[Fact]:
        yield Figure(**said, value=value, value_high=None, unit=unit, measure=measure, qualifier=None, **more)
        yield Mention(**said, kind="figure", name=words, entity_id=None)

    return Slot(words, facts)


def money(chance: Chance, measure: str, where: Entity | None = None) -> Slot:
    """An amount from £2,000 to £90 million, for something."""
    whose = where.name if where else None
    if chance.odds(0.6):
        tenths = chance.between(2, 900)
        return figure(f"£{tenths / 10:g} million", tenths * 100_000.0, "GBP", measure, organisation=whose)
    thousands = chance.between(2, 900)
    return figure(f"£{thousands},000", thousands * 1000.0, "GBP", measure, organisation=whose)


def share(chance: Chance, measure: str) -> Slot:
    """A share in percent."""
    value = chance.between(1, 97)
    return figure(f"{value}%", float(value), "percent", measure)


def number(chance: Chance, measure: str) -> Slot:
    """A count."""
    value = chance.between(20, 9_900)
    return figure(f"{value:,}", float(value), "count", measure)


def day(when: date, role: str | None = None) -> Slot:
    """A calendar day."""
    return _interval(f"{when.day} {MONTHS[when.month - 1]} {when.year}", when, when, "day", role)


def year(when: int, role: str | None = None) -> Slot:
    """A calendar year."""
    return _interval(str(when), date(when, 1, 1), date(when, 12, 31), "year", role)


def _interval(words: str, first: date, last: date, precision: Literal["day", "year"], role: str | None) -> Slot:
    def facts(said: Said) -> Iterator[Fact]:
        yield DateFact(**said, start_date=first, end_date=last, precision=precision, role=role, is_relative=False)
        yield Mention(**said, kind="date", name=words, entity_id=None)

    return Slot(words, facts)


def relation(words: str, kind: str, one: Entity, other: Entity, programme: str | None = None) -> Slot:
    """The words that say that two bodies work together."""

    def facts(said: Said) -> Iterator[Fact]:
        yield Partnership(
            **said, organisation_a_id=one.entity_id, organisation_a=one.name, organisation_b_id=other.entity_id,
            organisation_b=other.name, relation=kind, programme=programme, observed_on=None,
        )  # fmt: skip

    return Slot(words, facts)


def member(group: str, body: Entity, person: Entity | None, held: str | None) -> Slot:
    """A body in a named group, with whoever speaks for it there."""

    def facts(said: Said) -> Iterator[Fact]:
        yield Mention(**said, kind="organisation", name=body.name, entity_id=body.entity_id)
        yield PartnershipMember(
            **said, partnership=group, organisation_id=body.entity_id, organisation=body.name,
            representative=person.name if person else None, representative_title=held,
        )  # fmt: skip

    return Slot(body.name, facts, body)


def speech(words: str, who: Entity, held: str | None) -> Slot:
    """Direct speech, without its quotation marks."""

    def facts(said: Said) -> Iterator[Fact]:
        yield Quote(**said, speaker_id=who.entity_id, speaker=who.name, speaker_role=held)

    return Slot(words, facts)


def item(kind: str, ordinal: int, words: Sentence) -> Slot:
    """An item of a strategy."""

    def facts(said: Said) -> Iterator[Fact]:
        yield StrategyItem(**said, kind=kind, ordinal=ordinal, detail=None, audience=None)

    return Slot(str(words), facts)


def publication(label: str, when: date, uri: str, size: int) -> Slot:
    """Another document that a page links."""

    def facts(said: Said) -> Iterator[Fact]:
        yield Publication(
            **said, label=label, year=when.year, published_on=None, uri=uri, media_type="application/pdf",
            size_bytes=size,
        )  # fmt: skip

    return Slot(label, facts, uri=uri)
