"""Records as Arrow tables: one table per record type, its schema read from the dataclass, loaded in one statement."""

import types
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import duckdb
import pyarrow as pa

from extractors import records
from extractors.errors import WarehouseError

FACT_TABLES: dict[str, type] = {
    "roles": records.Role,
    "figures": records.Figure,
    "dates": records.DateFact,
    "strategy_items": records.StrategyItem,
    "partnerships": records.Partnership,
    "partnership_members": records.PartnershipMember,
    "publications": records.Publication,
    "quotes": records.Quote,
}
"""The tables of facts: field of Extraction (and name of the table) → record type."""

EDITION_TABLES: dict[str, type] = {
    "sections": records.Section,
    "entities": records.Entity,
    "mentions": records.Mention,
    **FACT_TABLES,
}
"""Every table that an edition fills from its Extraction, keyed by (document_id, edition)."""

KEYED_TABLES = frozenset({"mentions", *FACT_TABLES})
"""The tables whose rows have a key that people's decisions rest on."""

_ARROW_TYPES: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us"),
}


@dataclass(frozen=True, slots=True)
class EditionKey:
    """The edition that a row belongs to."""

    document_id: str
    edition: int


@cache
def arrow_schema(*record_types: type) -> pa.Schema:
    """Return the Arrow schema of rows that hold the fields of these dataclasses, in their order."""
    columns: list[pa.Field[Any]] = []
    for record_type in record_types:
        hints = get_type_hints(record_type)
        columns += [pa.field(field.name, _arrow_type(hints[field.name])) for field in fields(record_type)]
    return pa.schema(columns)


def _arrow_type(hint: Any) -> pa.DataType:
    if hint in _ARROW_TYPES:
        return _ARROW_TYPES[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return pa.string()
    if origin is tuple:
        return pa.list_(_arrow_type(arguments[0]))
    if origin in (Union, types.UnionType):
        return _arrow_type(next(part for part in arguments if part is not type(None)))
    raise TypeError(f"no Arrow type for {hint}")


def edition_table(record_type: type, rows: Sequence[tuple[EditionKey, object]]) -> pa.Table:
    """Return rows of (edition, record) as one Arrow table. Raises WarehouseError where a value does not fit."""
    schema = arrow_schema(EditionKey, record_type)
    keys = [key for key, _ in rows]
    found = [record for _, record in rows]
    columns = [[getattr(key, name) for key in keys] for name in schema.names[:2]]
    columns += [[getattr(record, name) for record in found] for name in schema.names[2:]]
    return _table(columns, schema, record_type.__name__)


def record_table(rows: Sequence[object], record_type: type) -> pa.Table:
    """Return records of one dataclass as an Arrow table. Raises WarehouseError where a value does not fit its field."""
    if not is_dataclass(record_type):
        raise TypeError(f"{record_type.__name__} is not a dataclass")
    schema = arrow_schema(record_type)
    columns = [[getattr(row, name) for row in rows] for name in schema.names]
    return _table(columns, schema, record_type.__name__)


def _table(columns: list[list[Any]], schema: pa.Schema, what: str) -> pa.Table:
    try:
        return pa.Table.from_arrays(
            [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
        )
    except (pa.ArrowException, UnicodeError) as error:
        raise WarehouseError(f"a {what} cannot be stored ({error}): mend the extractor that gave it") from error


def insert(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Append an Arrow table to `store.<name>`, column by name; facts get their `fact_id` (migration 0005)."""
    if rows.num_rows == 0:
        return
    columns = f"*, store.{name}_key(incoming_rows) AS fact_id" if name in KEYED_TABLES else "*"
    with given(connection, "incoming_rows", rows):
        connection.execute(f"INSERT INTO store.{name} BY NAME SELECT {columns} FROM incoming_rows")  # noqa: S608 - our own table names


@contextmanager
def given(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> Iterator[None]:
    """Let the statements inside read an Arrow table as `name`."""
    connection.register(name, rows)
    try:
        yield
    finally:
        connection.unregister(name)
