"""Hostile statements: none writes, reads another file, changes a setting, or goes on for ever."""

import subprocess
import sys
from pathlib import Path

import pytest

from extractors.errors import ConfigurationError
from warehouse.limits import Limits
from warehouse.query import run_query

SHORT = Limits(seconds=0.5, memory=200)
AMPLE = Limits(seconds=60, memory=500)


def rows(path: Path, statement: str, limits: Limits | None = None) -> list[tuple[object, ...]]:
    with run_query(path, statement, limits=limits) as result:
        return list(result.rows())


@pytest.mark.parametrize(
    "statement",
    [
        "select getenv('HOME')",
        "from read_blob('{outside}')",
        "from sniff_csv('{outside}')",
        "from parquet_scan('{outside}')",
        "from read_json('{outside}')",
        "from query('attach ''{outside}''')",
        "from query('select * from read_text(''{outside}'')')",
        "select (select content from read_text('{outside}'))",
        "from duckdb_secrets()",
        "explain copy people to '{outside}'",
        "explain analyze copy people to '{outside}'",
        "explain analyze create table x as select 1",
        "explain analyze insert into store.roles from store.roles",
        "with x as (delete from store.roles returning *) from x",
        "select 1; attach '{outside}'",
        "select 1; copy people to '{outside}'",
        "reset enable_external_access",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "pragma enable_external_access",
        "install httpfs from 'https://example.org'",
        "from force_checkpoint()",
        "from outside",
    ],
)
def test_a_hostile_statement_is_refused(statement: str, sound: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("secret\n1\n")
    before = sound.read_bytes()
    with pytest.raises(ConfigurationError):
        rows(sound, statement.format(outside=outside))
    assert (outside.read_text(), sound.read_bytes()) == ("secret\n1\n", before)
    assert list(tmp_path.iterdir()) == [outside]


@pytest.mark.parametrize(
    "statement",
    [
        "from enable_logging(level := 'debug', storage := 'file', storage_path := '{folder}/log')",
        "select count(*) from people, enable_logging(storage := 'file', storage_path := '{folder}/log')",
        "from enable_profiling(format := 'json', save_location := '{folder}/profile.json')",
    ],
)
def test_a_function_that_could_write_writes_nothing(statement: str, sound: Path, tmp_path: Path) -> None:
    rows(sound, statement.format(folder=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_the_settings_are_those_that_protect(sound: Path) -> None:
    asked = (
        "select name, value from duckdb_settings() where name in ('enable_external_access', 'lock_configuration', "
        "'python_enable_replacements', 'autoload_known_extensions', 'autoinstall_known_extensions')"
    )
    assert dict(rows(sound, asked, AMPLE)) == {  # type: ignore[arg-type]
        "enable_external_access": "false",
        "lock_configuration": "true",
        "python_enable_replacements": "false",
        "autoload_known_extensions": "false",
        "autoinstall_known_extensions": "false",
    }


@pytest.mark.parametrize(
    "statement",
    [
        "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t",
        "select count(*) from range(1000000000000)",
        "select * from generate_series(1, 100000000000)",
        "select sum(a.range * b.range) from range(10000000) a, range(10000000) b",
    ],
)
def test_a_query_without_end_is_stopped(statement: str, sound: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"took more than 0.5 seconds and was stopped: .*--timeout"):
        rows(sound, statement, SHORT)


@pytest.mark.parametrize(
    "statement",
    ["select list(range) from range(1000000000)", "select array_agg(repeat('x', 1000)) from range(10000000)"],
)
def test_a_query_that_needs_too_much_memory_is_stopped(statement: str, sound: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"needs more memory than it may take .*--memory"):
        rows(sound, statement, Limits(seconds=60, memory=200))


def test_what_does_not_fit_into_memory_is_spilt_and_nothing_is_left(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    big = "select count(*) from (select md5(range::varchar) as a from range(3000000) order by a offset 10)"
    assert rows(sound, big, Limits(seconds=120, memory=100)) == [(2999990,)]
    assert list(tmp_path.iterdir()) == []


def test_a_query_within_its_limits_is_answered(sound: Path) -> None:
    assert rows(sound, "select name from people", AMPLE) == [("Jane Doe",)]


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is bounded on Linux only")
@pytest.mark.parametrize("call", ["length(repeat('x', 4000000000))", "len(range(2000000000))"])
def test_one_call_that_makes_gigabytes_is_refused_by_the_command(call: str, sound: Path) -> None:
    main = "from flows.cli import main; main()"
    arguments = ["sql", f"select {call}", "--memory", "200", "--warehouse", str(sound)]
    ended = subprocess.run(
        [sys.executable, "-c", main, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "needs more memory than it may take" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
