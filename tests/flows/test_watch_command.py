"""`greenpaper watch`: what lands in a folder is in the published file soon after, run after run in one process."""

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from refreshing import Run

pytestmark = pytest.mark.slow

SOURCES = '[[source]]\nname = "inbox"\nfolder = "inbox"\nminimum = 0\n'
PATIENCE = 120.0  # seconds until a test gives up


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "first.txt").write_text("First plan\n\nAnn Archer is Chief Executive of Elmbridge Council.\n")
    (tmp_path / "other").mkdir()
    (tmp_path / "sources.toml").write_text(SOURCES + SOURCES.replace("inbox", "other"))
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
        time.sleep(0.2)
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


def test_items_put_back_a_warehouse_taken_away_and_a_source_left_out_are_seen(
    folder: Path, watching: "subprocess.Popen[str]", prefect_server: dict[str, str]
) -> None:
    wait_for(folder, "select 1 from documents", bool)  # by then both sources are watched
    (folder / "inbox" / "broken.docx").write_bytes(b"PK\x03\x04 and no more")
    tried = "select attempts, last_attempt_at from items where state = 'failed'"
    ((attempts, at),) = wait_for(folder, tried, lambda rows: len(rows) == 1)
    assert attempts == 1
    retry = [sys.executable, "-c", "from flows.cli import main; main()", "retry"]
    subprocess.run(retry, cwd=folder, env=prefect_server, check=True, capture_output=True)
    wait_for(folder, tried, lambda rows: len(rows) == 1 and rows[0][0] == 1 and rows[0][1] > at)

    (folder / "inbox" / "broken.docx").unlink()
    (folder / "inbox" / "second.txt").write_text("Second plan\n\nTom Tanner is Chair of Elmbridge Council.\n")
    names = "select parse_path(uri)[-1] from documents order by 1"
    wait_for(folder, names, lambda rows: rows == [("first.txt",), ("second.txt",)])
    shutil.rmtree(folder / "data")
    wait_for(folder, names, lambda rows: rows == [("first.txt",), ("second.txt",)])

    (folder / "sources.toml").write_text(SOURCES)  # without the other source, and nobody starts it again
    (folder / "other" / "fourth.txt").write_text("Fourth plan\n\nIt costs £4 million.\n")
    (folder / "elsewhere.txt").write_text("Third plan\n\nIt costs £3 million.\n")
    (folder / "inbox" / "link.txt").symlink_to(folder / "elsewhere.txt")
    wait_for(folder, names, lambda rows: rows == [("elsewhere.txt",), ("first.txt",), ("second.txt",)])

    watching.send_signal(signal.SIGTERM)
    said, _ = watching.communicate(timeout=PATIENCE)
    assert "greenpaper.duckdb is gone: all sources are read anew" in said
    assert "describes no source other any more" in said


def test_a_file_that_is_still_being_written_is_left_to_a_later_look(
    folder: Path, repeat_greenpaper: Run, prefect_server: dict[str, str]
) -> None:
    def refresh() -> None:
        assert repeat_greenpaper("refresh", "--quiet", env=prefect_server, cwd=folder).returncode == 0

    names = "select parse_path(uri)[-1] from documents order by 1"
    end = threading.Event()

    def write() -> None:
        while not end.wait(0.1):
            with (folder / "inbox" / "long.txt").open("a") as file:
                file.write("Tom Tanner is Chair of Elmbridge Council.\n")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        refresh()
    finally:
        end.set()
        writer.join()
    wait_for(folder, names, lambda rows: rows == [("first.txt",)])
    left = "select parse_path(uri)[-1], state from items where state = 'found'"
    wait_for(folder, left, lambda rows: rows == [("long.txt", "found")])
    refresh()
    wait_for(folder, names, lambda rows: rows == [("first.txt",), ("long.txt",)])
