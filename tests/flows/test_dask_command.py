"""`greenpaper ingest` on Dask, end to end: the same facts as without it, also where one of its workers is killed."""

import importlib
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from campaign import across, ended_well, facts, start
from disturbed import wait_until, write_plans
from servers import free_port

pytestmark = pytest.mark.slow

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def _installed() -> None:
    """Skip where the extra is not there."""
    pytest.importorskip("distributed", reason="the extra `dask` is not installed")


@pytest.mark.timeout(600)
def test_a_killed_dask_worker_costs_no_document_and_no_fact(
    tmp_path: Path, repeat_greenpaper: Run, prefect_server: dict[str, str]
) -> None:
    (tmp_path / "inbox").mkdir()
    write_plans(tmp_path / "inbox", 1, 60)
    plain, on_dask = tmp_path / "plain.duckdb", tmp_path / "dask.duckdb"
    undisturbed = repeat_greenpaper("ingest", "inbox", "--quiet", "--warehouse", plain, env=prefect_server)
    assert (undisturbed.returncode, undisturbed.stderr) == (0, "")
    run = start(tmp_path, on_dask, {**prefect_server, "GREENPAPER_RUNNER": "dask"})
    wait_until(on_dask.exists, "published for the first time")
    wait_until(lambda: dask_workers(run.pid), "a Dask worker that reads")[0].kill()
    ended_well(run)
    assert facts(on_dask) == facts(plain)
    assert across(on_dask) == across(plain)
    with duckdb.connect(str(on_dask), read_only=True) as connection:
        ended = connection.execute(
            "SELECT status, count(*), count(DISTINCT uri) FROM ingestions GROUP BY ALL"
        ).fetchall()
    assert ended == [("loaded", 60, 60)]


def test_a_scheduler_that_is_not_there_is_one_line(
    tmp_path: Path, run_greenpaper: Run, prefect_environment: dict[str, str]
) -> None:
    (tmp_path / "plan.txt").write_text("A plan\n\nAnn Example is Chief Executive.\n")
    address = f"tcp://127.0.0.1:{free_port()}"
    environment = {**prefect_environment, "GREENPAPER_CONNECT_TIMEOUT": "0.5"}
    ended = run_greenpaper("ingest", "plan.txt", "--scheduler", address, env=environment)
    assert (ended.returncode, ended.stdout) == (2, "")
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"greenpaper: the Dask scheduler at {address} does not answer (")
    assert not (tmp_path / "data" / "greenpaper.duckdb").exists()


def dask_workers(pid: int) -> list[Any]:
    """Return the Dask workers below a process that have a child which reads."""
    below = importlib.import_module("psutil").Process(pid).children(recursive=True)
    return [each for each in below if "spawn_main" in " ".join(each.cmdline()) and each.children()]
