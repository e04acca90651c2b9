"""Ranked passages, through the `search` macro of the published file."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from warehouse import sql
from warehouse.query import run_query


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that answers a search; `section` is its heading (None before the first), `score` only orders."""

    document_id: str
    uri: str
    title: str | None
    section: str | None
    score: float
    snippet: str


def search(published: Path, words: str, limit: int = 10) -> list[Passage]:
    """Return the `limit` best passages for `words`, best first. Raises WarehouseError where there is no warehouse."""
    with run_query(published, sql.read("queries/search.sql"), [words, limit]) as result:
        return [Passage(*cast(tuple[str, str, str | None, str | None, float, str], row)) for row in result.rows()]
