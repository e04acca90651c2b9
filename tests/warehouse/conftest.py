"""What tests of the warehouse share: a place for one, and questions to it through plain DuckDB."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from lakes import MakeLake, lakes
from warehouse_builders import Ask, fetched, looked, run, signed, strategy, taken

from warehouse.lake import Lake


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Where the warehouse of the test will be published."""
    return tmp_path / "greenpaper.duckdb"


@pytest.fixture
def ask(published: Path) -> Ask:
    """Ask the published file as a stranger does: DuckDB, read-only, none of our code."""

    def asked(statement: str, *parameters: object) -> list[Any]:
        with duckdb.connect(str(published), read_only=True) as connection:
            return connection.execute(statement, parameters).fetchall()

    return asked


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published warehouse with one document that has a fact of every kind. Read it, or break a copy of it."""
    path = tmp_path_factory.mktemp("sound") / "greenpaper.duckdb"
    uri = "https://example.org/strategy"
    run(
        path,
        signed(strategy()),
        fetches=(fetched(uri),),
        items_taken=(taken("council", uri),),
        looks=(looked("council"),),
    )
    return path


@pytest.fixture(scope="session")
def make_lake() -> Iterator[MakeLake]:
    """Make lakes; their PostgreSQL runs for the whole session."""
    with lakes() as made:
        yield made


@pytest.fixture
def lake(make_lake: MakeLake, tmp_path: Path) -> Lake:
    """A lake that nobody has written to yet."""
    return make_lake(tmp_path / "files")
