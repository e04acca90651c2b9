"""What readers see of a published file: the views with their comments, the macros, the search index."""

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from warehouse import sql
from warehouse.tables import given

VIEWS = (
    "documents",
    "sections",
    "mentions",
    "people",
    "organisations",
    "roles",
    "figures",
    "finances",
    "dates",
    "strategy_items",
    "partnerships",
    "partnership_members",
    "partnership_network",
    "publications",
    "quotes",
    "timeline",
    "strategies",
    "changes",
    "ingestions",
    "items",
    "data_quality",
    "warehouse_info",
)
"""The views of the published file, each after those that it reads from."""

_MACROS = (
    "stem",
    "fold",
    "facts",
    "entity",
    "reviewed",
    "matches_of",
    "cluster",
    "withdrawn",
    "page",
    "addresses",
)  # the views, the search index and the checks are made with them


@dataclass(frozen=True, slots=True)
class ViewComments:
    """What an SQL file's header says of its view ("One row per …") and of each column, in the order of the columns."""

    view: str
    columns: dict[str, str]


def view_comments(name: str) -> ViewComments:
    """Return the comments of a view, read from the header of its SQL file."""
    first, *lines = sql.header(sql.read(f"views/{name}.sql"))
    pairs = (line.partition(": ") for line in lines)
    return ViewComments(first, {column: text for column, _, text in pairs})


def create_layout(connection: duckdb.DuckDBPyConnection) -> None:
    """Make everything that readers see, in an open database that holds the base tables and none of it yet."""
    connection.execute(sql.read("queries/touched_all.sql"))
    connection.execute(sql.read("queries/named_all.sql"))
    connection.execute(sql.read("queries/made_whole.sql"))
    for name in _MACROS:
        connection.execute(sql.read(f"macros/{name}.sql"))
    prepared = sql.folder("prepared")
    for name in VIEWS:
        if name in prepared:
            connection.execute(prepared[name])
        connection.execute(sql.read(f"views/{name}.sql"))
        _comment(connection, name)
    connection.execute(sql.read("search/tables.sql"))
    connection.execute(sql.read("search/index.sql"))
    connection.execute(sql.read("macros/search.sql"))


def amend_layout(connection: duckdb.DuckDBPyConnection, revision: int, named: pa.Table, *, is_renamed: bool) -> bool:
    """Make what readers see fit the base tables again, in a database that had it made of an earlier `revision` of them.

    `named` has one row for each `entity_id` that documents which were written since, or are in another cluster, name
    or named; `is_renamed` says whether entities go by other ids now, which shows in documents of any age. Documents
    that were written since are in `temp.touched` afterwards. Returns False where the search index has no room for
    them: then all has to be made anew.
    """
    connection.execute(sql.read("queries/touched.sql"), [revision])
    if sql.one(connection, "SELECT count(*) FROM temp.touched")[0]:
        connection.execute(sql.read("search/remove.sql"))
        connection.execute(sql.read("search/index.sql"))
    before = sql.one(connection, sql.read("queries/reviewed_number.sql"))
    for name in ("reviewed", "withdrawn"):
        connection.execute(sql.read(f"macros/{name}.sql"))
    is_all = is_renamed or sql.one(connection, sql.read("queries/reviewed_number.sql")) != before
    if is_all:  # what is decided shows in documents of any age too
        connection.execute(sql.read("queries/touched_all.sql"))
        connection.execute(sql.read("queries/named_all.sql"))
    else:
        with given(connection, "incoming_named", named):
            connection.execute(sql.read("queries/named.sql"))
    prepared = sql.folder("prepared")
    changed = sql.one(connection, "SELECT (SELECT count(*) FROM temp.touched) + (SELECT count(*) FROM temp.named)")[0]
    for name in VIEWS:
        if name in prepared and (is_all or changed or not _is_amended(prepared[name])):
            connection.execute(prepared[name])
    connection.execute(sql.read("queries/touched.sql"), [revision])
    return bool(sql.one(connection, sql.read("queries/passages_told_apart.sql"))[0])


def _is_amended(prepared: str) -> bool:
    """Whether rows are prepared by document or by entity: where none of these changed, they stay."""
    return "temp.touched" in prepared or "temp.named" in prepared


def _comment(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    comments = view_comments(name)
    connection.execute(f"COMMENT ON VIEW {name} IS {sql.literal(comments.view)}")
    for column, text in comments.columns.items():
        connection.execute(f'COMMENT ON COLUMN {name}."{column}" IS {sql.literal(text)}')
