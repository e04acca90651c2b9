"""`greenpaper watch`, disturbed: its server is killed, it is killed itself. Nothing is lost, and nothing is double.

`PLANS=2000 pytest tests/flows/test_disturbed_watch.py` does it with more documents.
"""

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from disturbed import COMMAND, documents, is_reading, settled, stands, wait_until, watching, write_plans, write_sources
from servers import PrefectServer

PLANS = int(os.environ.get("PLANS", "60"))
FIRST = PLANS * 5 // 6

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("watched")


@pytest.fixture(scope="module")
def undisturbed(
    inbox: Path, prefect_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Any]]:
    """What stands in a warehouse for which cron called `greenpaper refresh` twice, without any server."""
    folder = tmp_path_factory.mktemp("cron")
    write_sources(folder, inbox)
    for first, last in ((1, FIRST), (FIRST + 1, PLANS)):
        write_plans(inbox, first, last)
        command = [*COMMAND, "refresh", "--quiet"]
        called = subprocess.run(command, cwd=folder, env=prefect_environment, capture_output=True, check=False)
        assert (called.returncode, called.stdout, called.stderr) == (0, b"", b"")
    return stands(folder / "data" / "greenpaper.duckdb")


@pytest.fixture
def folder(tmp_path: Path, inbox: Path, undisturbed: dict[str, list[Any]]) -> Path:
    """A folder of a watcher, with nothing in its inbox."""
    for file in inbox.iterdir():
        file.unlink()
    write_sources(tmp_path, inbox)
    return tmp_path


def ended(running: "subprocess.Popen[str]") -> int:
    running.send_signal(signal.SIGTERM)
    return running.wait(60)


def kinds(server: PrefectServer, before: set[str]) -> set[str]:
    """Return in which states the runs are that are not among those of `before`."""
    return {run["state_type"] for run in server.runs() if run["id"] not in before}


def test_without_a_server_cron_and_refresh_read_all(undisturbed: dict[str, list[Any]]) -> None:
    assert len(undisturbed["documents"]) == PLANS
    assert all(undisturbed[view] for view in ("mentions", "roles", "finances", "dates", "strategy_items", "people"))


def test_what_comes_while_the_server_is_down_is_read_by_the_same_watcher(
    folder: Path, inbox: Path, server: PrefectServer, undisturbed: dict[str, list[Any]]
) -> None:
    before = {run["id"] for run in server.runs()}
    with watching(folder, server.environment) as running:
        write_plans(inbox, 1, FIRST)
        wait_until(lambda: is_reading(folder), "reading")
        server.kill()
        write_plans(inbox, FIRST + 1, PLANS)
        wait_until(
            lambda: "was lost during a run" in (folder / "watch.log").read_text(), "told that the server is gone"
        )
        server.start()
        wait_until(lambda: documents(folder) == PLANS, "all there")
        wait_until(lambda: kinds(server, before) == {"COMPLETED", "CRASHED"}, "told of what it did not hear")
        assert ended(running) == 0, (folder / "watch.log").read_text()
    assert stands(folder / "data" / "greenpaper.duckdb") == undisturbed
    assert settled(folder / "data" / "greenpaper.duckdb") == PLANS


def test_a_watcher_that_is_killed_in_the_middle_of_a_run_is_followed_by_one_that_completes_it(
    folder: Path, inbox: Path, server: PrefectServer, undisturbed: dict[str, list[Any]]
) -> None:
    before = {run["id"] for run in server.runs()}
    write_plans(inbox, 1, PLANS)
    with watching(folder, server.environment) as running:
        wait_until(lambda: is_reading(folder), "reading")
        running.kill()
        running.wait()
    assert documents(folder) < PLANS
    assert kinds(server, before) == {"RUNNING"}

    with watching(folder, server.environment) as running:
        wait_until(lambda: kinds(server, before) == {"COMPLETED", "CRASHED"}, "completed, and told of the killed one")
        assert ended(running) == 0
    assert stands(folder / "data" / "greenpaper.duckdb") == undisturbed
    assert settled(folder / "data" / "greenpaper.duckdb") == PLANS
    killed = next(run for run in server.runs() if run["id"] not in before)
    assert "its process was killed" in killed["state"]["message"]
