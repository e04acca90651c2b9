"""An open file as if there were no documents in it but some: what the checks of single documents look at."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from warehouse import sql
from warehouse.connection import transaction

_NARROW = "narrowed"  # the name of the database in memory whose views show less


@contextmanager
def narrowed(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let what stands inside see of every table only the rows of the documents of `temp.touched`.

    Tables whose rows belong to no document, macros and the views of readers are not there.
    """
    (catalog,) = sql.one(connection, "SELECT current_database()")
    connection.execute(f"ATTACH ':memory:' AS {_NARROW}")
    try:
        tables = connection.execute(sql.read("queries/document_tables.sql")).fetchall()
        with transaction(connection):
            connection.execute(f"CREATE SCHEMA {_NARROW}.store")
            connection.execute(f"CREATE TABLE {_NARROW}.store.touched AS FROM temp.touched")
            for (name,) in tables:
                connection.execute(
                    f'CREATE VIEW {_NARROW}.store.{name} AS FROM "{catalog}".store.{name} '
                    f"SEMI JOIN {_NARROW}.store.touched USING (document_id)"
                )
        connection.execute(f"USE {_NARROW}")
        connection.execute(sql.read("macros/facts.sql"))
        yield
    finally:
        connection.execute(f'USE "{catalog}"')
        connection.execute(f"DETACH {_NARROW}")
