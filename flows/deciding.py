"""Recording a person's decisions: each is checked against the published file, recorded, and the warehouse is published.

The names are judged again in between, without Prefect. `greenpaper review` and the page Review both decide here.
"""

import getpass
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from extractors.errors import ConfigurationError
from flows.options import Changes
from flows.resolving import resolve_entities
from flows.settings import Settings
from flows.version import greenpaper_version
from warehouse.decisions import Decided, Ruling
from warehouse.records import Versions
from warehouse.review import (
    ENTITY_KINDS,
    FACT_KINDS,
    NamedEntity,
    ensure_reviewable,
    entities_called,
    is_fact_id,
    only_entity,
    published_rulings,
    shown_fact,
)
from warehouse.writer import Writer

KINDS = (*ENTITY_KINDS, *FACT_KINDS)
"""What decisions are about: entities, and facts by their kind."""
CERTAIN = 0.95
"""Names that were joined with this score, or a higher, are not asked about."""

Making = Callable[[datetime], list[Ruling]]
"""Gives the decisions to record, made at a time (UTC) after every one on record."""


@dataclass(frozen=True, slots=True)
class Author:
    """Which warehouse a decision is for, why it is made, and by whom (the system's user, where None).

    `changes` are settings that hold for this call.
    """

    warehouse: Path
    why: str
    by: str | None
    changes: Changes = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Who decides. Raises ConfigurationError where the system does not tell."""
        if self.by is not None:
            return self.by
        try:
            return getpass.getuser()
        except (KeyError, OSError):
            raise ConfigurationError("the system does not tell who you are: say it with --by NAME") from None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The decisions that were given, and how many of them are new on record."""

    rulings: tuple[Ruling, ...]
    new: int


def compared(
    decision: Literal["same", "different"], one: str, other: str, author: Author
) -> tuple[Making, NamedEntity, NamedEntity]:
    """Return the decision that two entities are one, or not, with both. Raises ConfigurationError where it is none."""
    a, b = _named(author.warehouse, one), _named(author.warehouse, other)
    if a.entity_id == b.entity_id:
        raise ConfigurationError(
            f"{one!r} and {other!r} are both {a.name} ({a.entity_id}): {decision} is said of two, by their ids or names"
        )
    if a.kind != b.kind:
        raise ConfigurationError(f"{a.name} is a {a.kind} and {b.name} a {b.kind}: only two of a kind can be one")

    def made(at: datetime) -> list[Ruling]:
        return [
            Ruling(
                decision=decision,
                subject_id=a.entity_id,
                other_id=b.entity_id,
                about=f"{a.name} / {b.name}",
                decided_by=author.name,
                reason=author.why,
                decided_at=at,
            )
        ]

    return made, a, b


def stays_two(warehouse: Path, a: NamedEntity, b: NamedEntity) -> str:
    """Return why two that were said to be one did not come out so, because of other decisions; empty where they did."""
    one, other = (entities_called(warehouse, each.entity_id) for each in (a, b))
    if one and other and one[0].goes_by != other[0].goes_by:
        return (
            f"{a.name} and {b.name} stay two, because joining them would join names that are different "
            "(`greenpaper review list`), or because no current document names them"
        )
    return ""


def renamed(words: str, name: str, author: Author) -> Making:
    """Return the decision under which name an entity is shown. Raises ConfigurationError where there is no such one."""
    entity = _named(author.warehouse, words)
    return _one("rename", entity.entity_id, entity.name, author, name=" ".join(name.split()))


def judged(decision: Literal["reject", "confirm"], subject: str, author: Author) -> Making:
    """Return the decision that an entity or a fact is right, or is not to be shown. Raises as `renamed` does."""
    if is_fact_id(subject):
        return _one(decision, subject, _fact_in_words(author.warehouse, subject), author)
    entity = only_entity(author.warehouse, subject)
    return _one(decision, entity.entity_id, entity.name, author)


def undone(beginning: str, author: Author) -> Making:
    """Return the decision that one is taken back. Raises ConfigurationError where not one begins so."""
    found = [each for each in published_rulings(author.warehouse) if each.decision_id.startswith(beginning)]
    if len(found) != 1:
        raise ConfigurationError(
            f"{len(found) or 'no'} decisions begin with {beginning!r}: `greenpaper review list` tells the ids"
        )
    return _one("undo", found[0].decision_id, in_words(found[0].ruling), author)


def record(author: Author, makings: Sequence[Making]) -> Recorded:
    """Record decisions, judge the names again and publish; what was recorded before is published all the same.

    Raises WarehouseBusy where another process writes, ConfigurationError where one decides nothing: it is not kept.
    """
    settings = Settings.read(author.changes)
    ensure_reviewable(author.warehouse)
    lake = settings.lake_of(author.warehouse)
    with Writer.open(author.warehouse, lake=lake, wait_seconds=settings.lock_wait, command="review") as writer:
        rulings: list[Ruling] = []
        new = 0
        with writer.alone():
            for made in makings:  # one after the other, because of two on one thing the later holds
                several = made(writer.decision_time())
                new += writer.decide(several)
                rulings += several
            version = writer.resolved_version() or ""
            run_id = writer.begin_run(
                "review", Versions(greenpaper=greenpaper_version(), extractor=version, pipeline=settings.spacy_model)
            )
            resolve_entities(writer, run_id, version)
            writer.finish_run(run_id, 0)
        writer.publish(settings.terms)
    return Recorded(tuple(rulings), new)


def in_words(ruling: Ruling) -> str:
    """Return what a decision says, on one line."""
    about = f"{ruling.about} ({ruling.subject_id})" if ruling.about else ruling.subject_id
    return f"{ruling.decision} {about}" + (f" to {ruling.name}" if ruling.name else "")


def _one(decision: Decided, subject_id: str, about: str, author: Author, *, name: str | None = None) -> Making:
    def made(at: datetime) -> list[Ruling]:
        return [
            Ruling(
                decision=decision,
                subject_id=subject_id,
                name=name,
                about=about,
                decided_by=author.name,
                reason=author.why,
                decided_at=at,
            )
        ]

    return made


def _named(warehouse: Path, words: str) -> NamedEntity:
    """Return the person or organisation that an id or a name stands for."""
    entity = only_entity(warehouse, words)
    if entity.kind not in ENTITY_KINDS:
        raise ConfigurationError(f"{entity.name} is a {entity.kind}: only reject and confirm are said of it")
    return entity


def _fact_in_words(warehouse: Path, fact_id: str) -> str:
    """Return what a fact says. Raises ConfigurationError about one that is neither shown nor decided on."""
    fact = shown_fact(warehouse, fact_id)
    if fact is not None:
        return fact.says
    said = [each.ruling.about for each in published_rulings(warehouse) if each.ruling.subject_id == fact_id]
    if not said:
        raise ConfigurationError(
            f"no fact of {warehouse} has the key {fact_id!r}: `greenpaper review queue` tells some, fact_id all"
        )
    return said[-1]
