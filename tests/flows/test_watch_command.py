"""`greenpaper watch`: what lands in a folder is in the published file soon after, run after run in one process."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

pytestmark = pytest.mark.slow

SOURCES = '[[source]]\nname = "inbox"\nfolder = "inbox"\nminimum = 0\n'
PATIENCE = 120.0  # seconds until a test gives up


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "first.txt").write_text("First plan\n\nAnn Archer is Chief Executive of Elmbridge Council.\n")
    (tmp_path / "sources.toml").write_text(SOURCES)
    return tmp_path


@pytest.fixture
def watching(folder: Path, prefect_server: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", "from flows.cli import main; main()", "watch"]
    running = subprocess.Popen(
        command, cwd=folder, env=prefect_server, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def wait_for(folder: Path, query: str, met: Callable[[list[Any]], bool]) -> list[Any]:
    """Return the rows of a query on the published file, once they are as they should be."""
    deadline, rows = time.monotonic() + PATIENCE, []
    while time.monotonic() < deadline:
        if (folder / "data" / "greenpaper.duckdb").exists():
            with duckdb.connect(str(folder / "data" / "greenpaper.duckdb"), read_only=True) as published:
                rows = published.execute(query).fetchall()
            if met(rows):
                return rows
        time.sleep(0.1)
    raise AssertionError(f"after {PATIENCE:g} s there are still {rows}")


def test_what_lands_changes_and_goes_is_in_the_views_and_the_watcher_ends_when_it_is_told(
    folder: Path, watching: "subprocess.Popen[str]"
) -> None:
    documents = (
        "select parse_path(uri)[-1], edition, withdrawn_at is not null from documents where is_current order by 1"
    )
    wait_for(folder, documents, lambda rows: rows == [("first.txt", 1, False)])

    for number in range(20):  # a burst
        (folder / "inbox" / f"plan-{number}.txt").write_text(
            f"Plan {number}\n\nThe council spent £{number + 2} million.\n"
        )
    wait_for(folder, documents, lambda rows: len(rows) == 21)

    (folder / "inbox" / "first.txt").write_text("First plan\n\nTom Tanner is Chief Executive of Elmbridge Council.\n")
    (folder / "inbox" / "plan-0.txt").unlink()
    rows = wait_for(folder, documents, lambda rows: ("first.txt", 2, False) in rows and ("plan-0.txt", 1, True) in rows)
    assert len(rows) == 21

    watching.send_signal(signal.SIGTERM)
    said, _ = watching.communicate(timeout=PATIENCE)
    assert watching.returncode == 0, said
    assert "ended; what was loaded is kept" in said
    runs = wait_for(folder, "select count(distinct run_id) from ingestions", bool)
    assert runs[0][0] <= 6
