"""Asking the published file: one read-only statement, its rows streamed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from extractors.errors import ConfigurationError
from warehouse.connection import gist, open_published, translated

_ROWS_AT_ONCE = 2048
_READING = (
    duckdb.StatementType.SELECT,
    duckdb.StatementType.EXPLAIN,
)  # DESCRIBE, SHOW, SUMMARIZE, FROM … are SELECT too
# These say something about the file, every other error something about the statement.
_ABOUT_THE_FILE = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException, duckdb.InternalException)


class Result:
    """The rows of a statement, to be read once, as they come. A context manager; closing it closes the file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self.columns = _told_apart([str(column[0]) for column in connection.description or ()])

    def __enter__(self) -> "Result":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Give the rows as Python values. Raises ConfigurationError where a value cannot be computed."""
        with _asked(self._path):
            while rows := self._connection.fetchmany(_ROWS_AT_ONCE):
                yield from rows

    @contextmanager
    def batches(self) -> Iterator[pa.RecordBatchReader]:
        """Give the rows as Arrow batches. Raises ConfigurationError where a value cannot be computed."""
        with _asked(self._path):
            yield self._connection.to_arrow_reader(_ROWS_AT_ONCE)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def run_query(published: Path, statement: str, parameters: Sequence[object] = ()) -> Result:
    """Run one read-only statement on the published file; `parameters` fill its question marks.

    The statement can neither write nor reach another file. Raises ConfigurationError where it is not one such statement
    or is mistaken, WarehouseError where there is no warehouse or it cannot be read.
    """
    connection = open_published(published)
    try:
        with _asked(published):
            only = _only_statement(statement)
            connection.execute(only, parameters)
    except BaseException:
        connection.close()
        raise
    return Result(connection, published)


def _only_statement(text: str) -> duckdb.Statement:
    statements = duckdb.extract_statements(text)
    if not statements:
        raise ConfigurationError('the query is empty: give one statement, for example "select * from people"')
    if len(statements) > 1:
        raise ConfigurationError(
            f"the query holds {len(statements)} statements: give one at a time (a PIVOT needs its values after IN)"
        )
    if statements[0].type not in _READING:
        raise ConfigurationError(
            f"the query is a {statements[0].type.name} statement, and the warehouse is read-only: "
            "use SELECT, WITH, FROM, VALUES, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN"
        )
    return statements[0]


@contextmanager
def _asked(path: Path) -> Iterator[None]:
    """Raise DuckDB's errors as the asker's mistake, or as the file's where they are."""
    with translated(path):
        try:
            yield
        except _ABOUT_THE_FILE:
            raise
        except duckdb.Error as error:
            raise ConfigurationError(f"the query failed: {gist(str(error))}") from error


def _told_apart(names: list[str]) -> tuple[str, ...]:
    """Return the column names, with a number added where a name comes again."""
    found: list[str] = []
    for name in names:
        number = 2
        unique = name
        while unique in found:
            unique, number = f"{name}_{number}", number + 1
        found.append(unique)
    return tuple(found)
