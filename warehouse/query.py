"""Asking the published file: one read-only statement, its rows streamed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from extractors.errors import ConfigurationError
from warehouse.connection import gist, open_published, translated
from warehouse.interruption import Interruption
from warehouse.limits import Alarm, Limits, Spill

_ROWS_AT_ONCE = 2048
_READING = (
    duckdb.StatementType.SELECT,
    duckdb.StatementType.EXPLAIN,
)  # DESCRIBE, SHOW, SUMMARIZE, FROM … are SELECT too
# These say something about the file, every other error something about the statement.
_ABOUT_THE_FILE = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException, duckdb.InternalException)


class Result:
    """The rows of a statement, to be read once, as they come. A context manager; closing it closes the file."""

    def __init__(self, query: "Query") -> None:
        self._query = query
        self.columns = _told_apart([str(column[0]) for column in query.connection.description or ()])

    def __enter__(self) -> "Result":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Give the rows as Python values. Raises ConfigurationError where a value cannot be computed."""
        while True:
            with self._query.asked():
                rows = self._query.connection.fetchmany(_ROWS_AT_ONCE)
            if not rows:
                return
            yield from rows

    @contextmanager
    def batches(self) -> Iterator[pa.RecordBatchReader]:
        """Give the rows as Arrow batches. Raises ConfigurationError where a value cannot be computed."""
        with self._query.asked():
            yield self._query.connection.to_arrow_reader(_ROWS_AT_ONCE)

    def close(self) -> None:
        """Close the file."""
        self._query.close()


class Query:
    """The published file, open for statements, with what holds them to their limits."""

    def __init__(
        self,
        published: Path,
        connection: duckdb.DuckDBPyConnection,
        limits: Limits | None = None,
        spill: Spill | None = None,
    ) -> None:
        """`connection` has the file open; `limits` begin to count now, `spill` is where what does not fit goes."""
        self.connection = connection
        self._path = published
        self._spill = spill
        self._alarm = Alarm(limits, connection.interrupt) if limits else None
        self._interruption = Interruption(connection.interrupt) if limits else None
        self._limits = limits

    @classmethod
    def open(cls, published: Path, limits: Limits | None) -> "Query":
        """Open the published file. Raises as `open_published` does."""
        spill = Spill(limits) if limits else None
        try:
            connection = open_published(published, spill.settings if spill else None)
        except BaseException:
            if spill:
                spill.close()
            raise
        return cls(published, connection, limits, spill)

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Raise DuckDB's errors as the asker's mistake, or as the file's where they are."""
        with translated(self._path):
            try:
                yield
            except _ABOUT_THE_FILE:
                raise
            except duckdb.OutOfMemoryException as error:
                raise ConfigurationError(
                    f"the query needs more memory than it may take ({gist(str(error))}): "
                    "ask for less, or allow more with --memory"
                ) from error
            except duckdb.Error as error:
                if self._limits and self._alarm and self._alarm.rang:  # DuckDB has several errors for an interruption
                    raise ConfigurationError(
                        f"the query took more than {self._limits.seconds:g} seconds and was stopped: "
                        "ask for less, or allow more with --timeout"
                    ) from error
                raise ConfigurationError(f"the query failed: {gist(str(error))}") from error

    def close(self) -> None:
        """Close the file, and leave nothing behind."""
        if self._alarm:
            self._alarm.close()
        if self._interruption:
            self._interruption.close()
        self.connection.close()
        if self._spill:
            self._spill.close()


def run_query(
    published: Path,
    statement: str,
    parameters: Sequence[object] | Mapping[str, object] = (),
    *,
    limits: Limits | None = None,
) -> Result:
    """Run one read-only statement on the published file; `parameters` fill its question marks, or what it calls $name.

    The statement can neither write nor reach another file. Raises ConfigurationError where it is not one such
    statement, is mistaken, or is stopped at one of its `limits` (the time runs until the result is closed),
    WarehouseError where there is no warehouse or it cannot be read.
    """
    query = Query.open(published, limits)
    try:
        with query.asked():
            only = _only_statement(statement)
            query.connection.execute(only, parameters)
    except BaseException:
        query.close()
        raise
    return Result(query)


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
