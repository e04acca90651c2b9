"""Which form stands for a thing that documents name in several ways."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse.migrate import migrate


@pytest.fixture
def migrated() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        migrate(connection, Path("memory"))
        yield connection


@pytest.mark.parametrize(
    ("forms", "usual"),
    [
        (["A Trust", "A NHS Trust", "A Trust"], "A Trust"),
        (["A Trust", "A NHS Trust"], "A NHS Trust"),
        (["B Body", "A Body", None], "A Body"),
        ([None], None),
    ],
)
def test_the_usual_form_is_the_commonest_then_the_longest_then_the_first(
    migrated: duckdb.DuckDBPyConnection, forms: list[str | None], usual: str | None
) -> None:
    query = "SELECT store.usual_form(histogram(form)) FROM unnest($1::VARCHAR[]) AS given (form)"
    assert migrated.execute(query, [forms]).fetchone() == (usual,)


@pytest.mark.parametrize(
    ("classes", "usual"),
    [
        (["other", "other", "charity"], "charity"),
        (["charity", "board", "board", "other"], "board"),
        (["other", None], "other"),
        ([None], None),
    ],
)
def test_any_classification_is_more_usual_than_other(
    migrated: duckdb.DuckDBPyConnection, classes: list[str | None], usual: str | None
) -> None:
    query = "SELECT store.usual_classification(histogram(class)) FROM unnest($1::VARCHAR[]) AS given (class)"
    assert migrated.execute(query, [classes]).fetchone() == (usual,)
