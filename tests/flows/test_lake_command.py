"""The commands on a lake, end to end: real Prefect, real model, real PostgreSQL; its password is shown nowhere."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lakes import PASSWORD, MakeLake, lakes
from servers import Records

pytestmark = pytest.mark.slow

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def make_lake() -> Iterator[MakeLake]:
    with lakes() as made:
        yield made


@pytest.fixture
def env(
    make_lake: MakeLake, prefect_environment: dict[str, str], prefect_records: Records, tmp_path: Path
) -> dict[str, str]:
    """An environment that names a lake, and a home of Prefect's that no other test writes to."""
    lake = make_lake(tmp_path / "files")
    prefect_records.put(tmp_path / "prefect")
    return prefect_environment | {
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "GREENPAPER_WAREHOUSE": f"ducklake:postgres:{lake.address.connection}",
        "GREENPAPER_LAKE_FILES": str(tmp_path / "files"),
    }


def test_documents_go_through_a_lake_into_the_file_that_this_machine_publishes(
    env: dict[str, str], run_greenpaper: Run, tmp_path: Path
) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox/plan.txt").write_text("A plan\n\nAnn Example, Chief Executive, wrote it in May 2024.\n")
    (tmp_path / "inbox/empty.txt").touch()
    ended = run_greenpaper("ingest", "inbox", env=env)
    assert ended.returncode == 1, ended.stderr
    assert (tmp_path / "data/greenpaper.duckdb").exists()
    assert not (tmp_path / "data/greenpaper.store/working.duckdb").exists()
    assert list((tmp_path / "files").rglob("*.parquet"))

    status = run_greenpaper("status", env=env)
    assert "Lake             ducklake:postgres:host=127.0.0.1" in status.stdout

    other = {**env, "GREENPAPER_PUBLISHED": str(tmp_path / "other.duckdb")}
    del other["GREENPAPER_LAKE_FILES"]  # the lake knows where its files are
    again = run_greenpaper("ingest", "inbox/plan.txt", "--json", env=other)
    assert (again.returncode, json.loads(again.stdout)["unchanged"]) == (0, 1), again.stderr
    for machine in (env, other):
        asked = run_greenpaper("sql", "select name from people", "--format", "json", env=machine)
        assert json.loads(asked.stdout) == [{"name": "Ann Example"}]

    said = "".join(each.stdout + each.stderr for each in (ended, again, asked, status))
    assert PASSWORD not in said
    left = [path for path in tmp_path.rglob("*") if path.is_file() and PASSWORD.encode() in path.read_bytes()]
    assert left == []  # among them Prefect's database: parameters, logs and artifacts of the runs


@pytest.mark.parametrize(
    "words",
    [
        ("forget", "Ann Example", "--reason", "asked", "--yes"),
        ("reextract",),
        ("rebuild", "archive"),
        ("sql", "select 1", "--warehouse", f"ducklake:postgres:password='{PASSWORD}'"),
    ],
    ids=lambda words: words[0],
)
def test_what_does_not_work_on_a_lake_says_so_in_one_line(
    words: tuple[str, ...], env: dict[str, str], run_greenpaper: Run, tmp_path: Path
) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "data/greenpaper.store").mkdir(parents=True)
    (tmp_path / "data/greenpaper.duckdb").touch()
    ended = run_greenpaper(*words, env=env)
    assert ended.returncode == 2
    assert "lake" in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr
    assert PASSWORD not in ended.stderr + ended.stdout


def test_a_lake_that_cannot_be_reached_is_told_without_its_password(env: dict[str, str], run_greenpaper: Run) -> None:
    away = {**env, "GREENPAPER_WAREHOUSE": f"ducklake:postgres:postgresql://lake:{PASSWORD.split()[0]}@127.0.0.1:1/x"}
    ended = run_greenpaper("retry", env=away)
    assert ended.returncode == 3
    ended = run_greenpaper("ingest", "nothing.txt", env=away)
    assert ended.returncode == 3
    assert "could not be reached" in ended.stderr
    assert PASSWORD.split()[0] not in ended.stderr + ended.stdout
