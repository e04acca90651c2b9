"""Ranked passages, through the `search` macro of the published file."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from extractors.errors import ConfigurationError
from warehouse import sql
from warehouse.meaning import Meaning
from warehouse.query import run_query

_Row = tuple[str, str, str | None, str | None, int | None, float, str]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that answers a search. `section` is its heading (None before the first), `page` the number of the page
    on which the snippet begins (None in formats without pages), and `score` only orders."""

    document_id: str
    uri: str
    title: str | None
    section: str | None
    page: int | None
    score: float
    snippet: str


@dataclass(frozen=True, slots=True)
class Among:
    """The documents to search: of one of these types (any, where none is given), published by an organisation or
    naming it (its name or an alias, in any case), published on these days, both inclusive."""

    document_types: tuple[str, ...] = ()
    organisation: str | None = None
    since: date | None = None
    until: date | None = None


def search(
    published: Path,
    words: str,
    limit: int = 10,
    among: Among | None = None,
    *,
    meaning: Meaning | None = None,
    keywords: bool = True,
) -> list[Passage]:
    """Return the `limit` best passages for `words`, best first: those that hold them, or with `meaning` those that are
    about the same too, with neither list before the other. Without `keywords`, which needs `meaning`, these alone.

    Raises WarehouseError where there is no warehouse, and ConfigurationError where it has no vectors of that meaning
    or the words cannot be text.
    """
    if words.encode("utf-8", "replace").decode() != words:
        raise ConfigurationError("the words that are looked for hold bytes that are not UTF-8: write them in UTF-8")
    among = among or Among()
    documents = [list(among.document_types), among.organisation, among.since, among.until]
    asked: list[object]
    if meaning:
        _ensure_vectors(published, meaning)
        (vector,) = meaning.embed([words])
        statement = sql.read("queries/search_meaning.sql")
        asked = [words if keywords else "", *documents, limit, vector.tolist()]
    elif among == Among():
        statement, asked = sql.read("queries/search.sql"), [words, limit, limit]
    else:
        statement, asked = sql.read("queries/search_among.sql"), [words, *documents, limit]
    with run_query(published, statement, asked) as result:
        return [Passage(*cast(_Row, row)) for row in result.rows()]


def _ensure_vectors(published: Path, meaning: Meaning) -> None:
    with run_query(published, sql.read("queries/vectors_model.sql")) as result:
        models = [model for (model,) in result.rows()]
    if models != [meaning.model]:
        held = f"vectors of {models[0]}" if models else "no vectors"
        raise ConfigurationError(
            f"{published} holds {held}, and a search by meaning needs those of {meaning.model}: "
            "run `greenpaper ingest` or `refresh` with GREENPAPER_SEMANTIC=true, or leave out --mode"
        )
