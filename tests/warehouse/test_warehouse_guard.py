"""What clients of a served warehouse may send, as the guard judges it: by DuckDB's parser, not by patterns."""

from collections.abc import Callable, Iterator

import duckdb
import pytest

from warehouse import sql

Allows = Callable[[str], bool]


@pytest.fixture(scope="module")
def allows() -> Iterator[Allows]:
    with duckdb.connect() as connection:
        connection.execute(sql.read("guard/allows.sql"))

        def asked(statement: str) -> bool:
            row = connection.execute("SELECT allows('session', ?)", [statement]).fetchone()
            assert row is not None
            return row[0] is True

        yield asked


@pytest.mark.parametrize(
    "statement",
    [
        "select person from roles where title ilike '%chief%' order by all limit 3",
        "FROM main.people",
        "with a as (select 1 as b) select * from a join range(3) on true",
        "values (1, 'drop table x')",
        "describe people",
        "show tables",
        "summarize figures",
        "from search('mental health')",
        "select * from (select unnest([1, 2])) where 1 in (select range from generate_series(1, 3))",
        "-- a comment\nselect 1;",
        "select 'from query(1)' as \"quack_stop\"",
    ],
)
def test_reading_is_allowed(statement: str, allows: Allows) -> None:
    assert allows(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "",
        ";",
        "no SQL at all",
        "select 1; select 2",
        "create temp table x as select 1",
        "insert into x values (1)",
        "with x as (select 1) insert into y from x",
        "copy (select 1) to 'x'",
        "attach 'x'",
        "set memory_limit = '1TB'",
        "pragma database_list",
        "call quack_stop('x')",
        "begin",
        "explain analyze select 1",
        "from quack_stop('x')",
        'from "QUACK_serve"()',
        "from main.quack_query('x', 'y')",
        "select * from range(3) join quack_server_list() on true",
        "select (select count(*) from quack_active_connections())",
        "with a as (from quack_server_list()) from a",
        "select 1 union all (from quack_server_list())",
        "describe from quack_server_list()",
        "pivot quack_server_list() on port in (1) using count(*)",
        "from query('drop ' || 'view people')",
        "from query_table('people')",
        "from read_text('/etc/hostname')",
        "from enable_logging()",
        "from checkpoint()",
        "from duckdb_secrets()",
        "select json_serialize_plan('from quack_server_list()')",
        "from json_execute_serialized_sql('{}')",
        "select write_log('x')",
    ],
)
def test_everything_else_is_refused(statement: str, allows: Allows) -> None:
    assert not allows(statement)
