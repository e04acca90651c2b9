"""Queries: one read-only statement, and its rows in any form."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from extractors.errors import ConfigurationError, WarehouseError
from warehouse.output import cell_text, write_csv, write_json, write_parquet
from warehouse.query import run_query

ALL_SORTS = r"""
select 'a "b", c' as text, null as nothing, date '2020-05-04' as on_date, timestamp '2020-05-04 10:00:00' as at,
       [1, 2] as numbers, {'x': date '2020-01-01'} as struct, 1.50::decimal(5, 2) as price, true as is_so,
       'nan'::double as lost, '\xC3\xA9'::blob as bytes, 12345678901234567890::hugeint as huge
"""


def rows(path: Path, statement: str, *parameters: object) -> list[tuple[object, ...]]:
    with run_query(path, statement, parameters) as result:
        return list(result.rows())


@pytest.mark.parametrize(
    "statement",
    [
        "select name from people",
        "with a as (from people) select name from a",
        "from people select name",
        "  select name from people ;  ",
        "-- who?\nselect name from people",
    ],
)
def test_a_statement_that_reads_is_run(statement: str, sound: Path) -> None:
    assert rows(sound, statement) == [("Jane Doe",)]


@pytest.mark.parametrize(
    "statement",
    ["values (1)", "describe people", "show tables", "summarize people", "explain select 1", "table people"],
)
def test_a_statement_that_tells_of_the_file_is_run(statement: str, sound: Path) -> None:
    assert rows(sound, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "delete from store.roles",
        "insert into store.roles from store.roles",
        "create table x as select 1",
        "create temp table x as select 1",
        "drop view people",
        "copy people to 'people.csv'",
        "attach 'other.duckdb'",
        "detach greenpaper",
        "use memory",
        "set threads = 1",
        "install httpfs",
        "load httpfs",
        "checkpoint",
        "call pragma_version()",
        "pragma database_list; pragma database_list",
        "export database 'x'",
        "begin",
        "prepare p as select 1",
        "vacuum",
    ],
)
def test_a_statement_that_does_anything_else_is_refused(statement: str, sound: Path) -> None:
    before = sound.read_bytes()
    with pytest.raises(ConfigurationError):
        run_query(sound, statement)
    assert sound.read_bytes() == before


@pytest.mark.parametrize(
    "reaching",
    [
        "from read_text('{path}')",
        "from read_csv('{path}')",
        "from '{path}'",
        "from glob('/*')",
        "from sqlite_scan('{path}', 'x')",
        "from read_csv('https://example.org/x.csv')",
    ],
)
def test_a_query_reaches_no_other_file(reaching: str, sound: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    with pytest.raises(ConfigurationError):
        rows(sound, reaching.format(path=secret))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("", "the query is empty"),
        ("  -- nothing", "the query is empty"),
        ("select 1; select 2", "holds 2 statements"),
        ("selec 1", 'syntax error at or near "selec"'),
        ("from poeple", 'Table with name poeple does not exist! Did you mean "people"'),
        ("select nme from people", '"nme" not found'),
        ("select 'x'::int", "Could not convert string 'x'"),
        ("select ?", "Values were not provided"),
    ],
)
def test_a_mistake_is_told_in_one_line(statement: str, said: str, sound: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        rows(sound, statement)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


LATE = "select case when range = 99999 then error('too late') else range end from range(100000)"


def test_a_mistake_in_a_late_row_is_told_too(sound: Path) -> None:
    with pytest.raises(ConfigurationError, match="too late"):
        rows(sound, LATE)


def test_parameters_fill_question_marks(sound: Path) -> None:
    assert rows(sound, "select name from people where name = ?", "Jane Doe") == [("Jane Doe",)]


def test_no_warehouse_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"no warehouse at .*: run `greenpaper ingest` first"):
        run_query(tmp_path / "none.duckdb", "select 1")


def test_another_projects_database_is_told_apart(tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "other.duckdb")).close()
    with pytest.raises(WarehouseError, match="not a greenpaper warehouse"):
        run_query(tmp_path / "other.duckdb", "select 1")


def test_columns_of_one_name_are_told_apart(sound: Path) -> None:
    with run_query(sound, "select 1 as a, 2 as a, 3 as a_2") as result:
        assert result.columns == ("a", "a_2", "a_2_2")


def test_csv_has_a_header_and_quotes(sound: Path) -> None:
    stream = io.StringIO()
    with run_query(sound, ALL_SORTS) as result:
        assert write_csv(result, stream) == 1
    (row,) = csv.DictReader(io.StringIO(stream.getvalue()))
    assert row == {
        "text": 'a "b", c',
        "nothing": "",
        "on_date": "2020-05-04",
        "at": "2020-05-04T10:00:00",
        "numbers": "[1, 2]",
        "struct": '{"x": "2020-01-01"}',
        "price": "1.5",
        "is_so": "true",
        "lost": "nan",
        "bytes": "w6k=",
        "huge": "12345678901234567890",
    }


def test_json_is_an_array_of_objects(sound: Path) -> None:
    stream = io.StringIO()
    with run_query(sound, ALL_SORTS) as result:
        assert write_json(result, stream) == 1
    assert json.loads(stream.getvalue()) == [
        {
            "text": 'a "b", c',
            "nothing": None,
            "on_date": "2020-05-04",
            "at": "2020-05-04T10:00:00",
            "numbers": [1, 2],
            "struct": {"x": "2020-01-01"},
            "price": 1.5,
            "is_so": True,
            "lost": None,
            "bytes": "w6k=",
            "huge": 12345678901234567890,
        }
    ]


@pytest.mark.parametrize("count", [0, 1, 5000])
def test_every_form_has_every_row(count: int, sound: Path) -> None:
    statement = f"select range as n, 'x' as n from range({count})"
    text, parquet = io.StringIO(), io.BytesIO()
    with run_query(sound, statement) as result:
        assert write_json(result, text) == count
    with run_query(sound, statement) as result:
        assert write_parquet(result, parquet) == count
    assert len(json.loads(text.getvalue())) == count
    table = pq.read_table(io.BytesIO(parquet.getvalue()))
    assert (table.num_rows, table.column_names) == (count, ["n", "n_2"])


def test_a_mistake_while_writing_parquet_is_told(sound: Path) -> None:
    with pytest.raises(ConfigurationError, match="too late"), run_query(sound, LATE) as result:
        write_parquet(result, io.BytesIO())


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (date(2020, 1, 2), "2020-01-02"), (["a", None], '["a", null]'), (True, "true"), (0.5, "0.5")],
)
def test_a_cell_is_one_text(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_a_value_that_is_no_number_is_not_shown_as_null() -> None:
    assert [cell_text(value) for value in (float("nan"), float("-inf"), None)] == ["nan", "-inf", ""]
