"""What a person is asked to decide, and what the words mean in which they answer: read from the published file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.errors import ConfigurationError, WarehouseError
from warehouse import sql
from warehouse.connection import open_published, translated
from warehouse.decisions import KeptRuling, kept
from warehouse.query import run_query

ENTITY_KINDS = ("person", "organisation")
FACT_KINDS = ("role", "figure", "date", "item", "partnership", "member", "publication", "quote", "mention")
"""The kinds of facts, as their keys begin."""

_FACT_ID = re.compile(rf"({'|'.join(FACT_KINDS)})-[0-9a-f]{{20}}")
_LISTED = 20  # of the entities that have one name
_DECISIONS = 5  # the migration before which a file knows nothing of keys and decisions


@dataclass(frozen=True, slots=True)
class UndecidedPair:
    """Two names that may be one person or organisation. `documents_a` and `documents_b` are addresses."""

    kind: str
    entity_a_id: str
    entity_b_id: str
    name_a: str
    name_b: str
    score: float
    judgement: str
    reasons: list[str]
    documents_a: list[str]
    documents_b: list[str]


@dataclass(frozen=True, slots=True)
class UnsureFact:
    """A fact as the views show it; `says` is what it says in words, `uri` the document's address."""

    kind: str
    fact_id: str
    says: str
    confidence: float
    uri: str
    evidence: str


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """A person, organisation or place under one name; `goes_by` is another's id where they were found to be one."""

    entity_id: str
    kind: str
    name: str
    goes_by: str


def is_fact_id(words: str) -> bool:
    """Whether this is the key of a fact."""
    return _FACT_ID.fullmatch(words) is not None


def undecided_pairs(
    published: Path, kinds: Sequence[str], limit: int, *, border: float, certain: float
) -> list[UndecidedPair]:
    """Return the pairs of names that are likeliest worth a person's look, the closest call first.

    `border` is the score from which on two names are taken for one; from `certain` on nobody is asked.
    """
    return [UndecidedPair(*row) for row in _rows(published, "review_pairs", [list(kinds), limit, border, certain])]  # type: ignore[arg-type]


def unsure_facts(published: Path, kinds: Sequence[str], limit: int) -> list[UnsureFact]:
    """Return the facts that are least sure, of those that nobody has confirmed."""
    return [UnsureFact(*row) for row in _rows(published, "review_facts", [list(kinds), limit, None])]  # type: ignore[arg-type]


def shown_fact(published: Path, fact_id: str) -> UnsureFact | None:
    """Return the fact with this key, None where the views show none."""
    rows = _rows(published, "review_facts", [list(FACT_KINDS), 1, fact_id])
    return UnsureFact(*rows[0]) if rows else None  # type: ignore[arg-type]


def entities_called(published: Path, words: str) -> list[NamedEntity]:
    """Return the entities that an id or a name stands for, in the order of their ids; best answers only."""
    return [NamedEntity(*row) for row in _rows(published, "review_entities", [words])]  # type: ignore[arg-type]


def published_rulings(published: Path) -> list[KeptRuling]:
    """Return every decision on record, the oldest first."""
    return [kept(row) for row in _rows(published, "rulings", [])]


def _rows(published: Path, query: str, parameters: Sequence[object]) -> list[tuple[object, ...]]:
    ensure_reviewable(published)
    with run_query(published, sql.read(f"queries/{query}.sql"), parameters) as result:
        return list(result.rows())


def ensure_reviewable(published: Path) -> None:
    """Raise WarehouseError where there is no warehouse, or one of a version that knew no decisions."""
    connection = open_published(published)
    try:
        with translated(published):
            if connection.execute(sql.read("queries/has_migration.sql"), [_DECISIONS]).fetchone() is None:
                raise WarehouseError(
                    f"{published} was written by a greenpaper that knew no decisions: "
                    "run `greenpaper ingest` or `greenpaper refresh` once"
                )
    finally:
        connection.close()


def only_entity(published: Path, words: str) -> NamedEntity:
    """Return the one entity that an id or a name stands for.

    Raises ConfigurationError where there is none, or where several have the name, which it lists with their ids.
    """
    found = entities_called(published, words)
    if not found:
        raise ConfigurationError(
            f"nothing in {published} is called {words!r}: give an id, or a name exactly as people or organisations "
            "have it (`greenpaper sql`)"
        )
    if len(found) > 1:
        raise ConfigurationError(
            f"{words!r} is the name of {len(found)}: give an id: "
            + "; ".join(f"{each.entity_id} ({each.kind} {each.name})" for each in found[:_LISTED])
            + ("; …" if len(found) > _LISTED else "")
        )
    return found[0]
