"""A name that is forgotten, masked in all words that are kept beside documents: labels, reasons, decisions."""

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from warehouse import sql
from warehouse.tables import EDITION_TABLES, given, record_table

_NOT_HERE = frozenset({*EDITION_TABLES, "editions", "links", "migrations", "forgettings", "forgotten", "cards"})
"""Tables that are masked with their edition or by themselves, or that hold no words of others."""


@dataclass(frozen=True, slots=True)
class _Word:
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _List:
    before: tuple[str, ...]
    after: tuple[str, ...]


def mask_elsewhere(connection: duckdb.DuckDBPyConnection, pattern: str, mask: Callable[[str], str]) -> None:
    """Mask a name in every column of words of every base table, in the caller's transaction.

    `pattern` is a regular expression for whatever may hold the name, without case and accents.
    """
    for table, column, is_list in connection.execute(sql.read("queries/text_columns.sql")).fetchall():
        if table not in _NOT_HERE:
            _mask_column(connection, table, column, pattern, mask, is_list=is_list)


def _mask_column(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    column: str,
    pattern: str,
    mask: Callable[[str], str],
    *,
    is_list: bool,
) -> None:
    words = f'array_to_string("{column}", chr(10))' if is_list else f'"{column}"'
    found = connection.execute(
        f'SELECT DISTINCT "{column}" FROM store.{table} WHERE regexp_matches(lower(strip_accents({words})), ?)',  # noqa: S608 - our own names
        [pattern],
    ).fetchall()
    record_type: type = _List if is_list else _Word
    masked = [(value, [mask(each) for each in value] if is_list else mask(value)) for (value,) in found]
    changed = [record_type(*each) for each in masked if each[0] != each[1]]
    if changed:
        with given(connection, "incoming_words", record_table(changed, record_type)):
            connection.execute(
                f'UPDATE store.{table} SET "{column}" = said.after FROM incoming_words AS said '  # noqa: S608 - our own names
                f'WHERE {table}."{column}" = said.before'
            )
