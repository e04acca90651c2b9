"""Ranked passages, through the `search` macro of the published file."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from warehouse import sql
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


def search(published: Path, words: str, limit: int = 10, among: Among | None = None) -> list[Passage]:
    """Return the `limit` best passages for `words`, best first. Raises WarehouseError where there is no warehouse."""
    asked: list[object]
    if among is None or among == Among():
        statement, asked = sql.read("queries/search.sql"), [words, limit, limit]
    else:
        statement = sql.read("queries/search_among.sql")
        asked = [words, list(among.document_types), among.organisation, among.since, among.until, limit]
    with run_query(published, statement, asked) as result:
        return [Passage(*cast(_Row, row)) for row in result.rows()]
