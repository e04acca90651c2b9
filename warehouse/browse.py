"""Reading the published file for a page: several statements on one opened file, within the limits of one page."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from warehouse import sql
from warehouse.limits import Limits
from warehouse.paths import identity, no_warehouse
from warehouse.query import Query

_PARAMETER = re.compile(r"\$([a-z_]+)\b")

Row = dict[str, Any]
"""A row, by the names of its columns."""


class Browse:
    """The published file, open for one page. A context manager; closing it closes the file.

    A publication that comes meanwhile is not seen: all that one page shows is of one file.
    """

    def __init__(self, query: Query) -> None:
        self._query = query

    @classmethod
    def open(cls, published: Path, limits: Limits) -> "Browse":
        """Open the published file; the time of `limits` begins now. Raises WarehouseError where it cannot be read."""
        return cls(Query.open(published, limits))

    def __enter__(self) -> "Browse":
        return self

    def __exit__(self, *_: object) -> None:
        self._query.close()

    def rows(self, name: str, **parameters: object) -> list[Row]:
        """Return the rows of a statement of this package, by its path without ending ("pages/counts").

        `parameters` fill what it calls $name. Raises ConfigurationError where it is stopped at a limit.
        """
        statement = sql.read(f"{name}.sql")
        with self._query.asked():
            answer = self._query.connection.execute(statement, parameters or None)
            columns = [str(column[0]) for column in answer.description or ()]
            return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]

    def one(self, name: str, **parameters: object) -> Row | None:
        """Return the first row of a statement of this package, None where it gives none."""
        return next(iter(self.rows(name, **parameters)), None)


def publication(published: Path) -> tuple[int, int, int]:
    """Return what tells the file that stands at `published` now from every other that stood or will stand there.

    Raises WarehouseError where there is none.
    """
    found = identity(published)
    if found is None:
        raise no_warehouse(published)
    return found


def parameters_of(statement: str) -> list[str]:
    """Return the names that a statement calls $name, each once, in the order in which they come."""
    try:
        parsed = duckdb.extract_statements(statement)
    except duckdb.Error:
        return _written(statement)
    known = {name for each in parsed for name in each.named_parameters}
    return [name for name in _written(statement) if name in known]


def _written(statement: str) -> list[str]:
    return list(dict.fromkeys(_PARAMETER.findall(statement)))


def filled(parameters: Mapping[str, str | None], names: Iterable[str]) -> dict[str, str | None]:
    """Return a value for every name: None where none, or an empty one, is given."""
    return {name: parameters.get(name) or None for name in names}
