"""What the tests of disturbed runs share: documents, a watcher, and all that a warehouse says when the dust is down."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from warehouse.layout import VIEWS

PATIENCE = 240.0  # seconds until a test gives up
COMMAND = [sys.executable, "-c", "from flows.cli import main; main()"]
OF_RUNS = {"ingestions", "items", "data_quality", "warehouse_info"}
TIMES = ("first_seen_at", "last_seen_at", "detected_at", "withdrawn_at")


def write_sources(folder: Path, inbox: Path) -> None:
    """Write a sources.toml for the folder `inbox`."""
    (folder / "sources.toml").write_text(f'[[source]]\nname = "inbox"\nfolder = "{inbox}"\nminimum = 0\n')


def write_plans(inbox: Path, first: int, last: int) -> None:
    """Write the short documents number `first` to `last`."""
    for number in range(first, last + 1):
        town = ("Ashford", "Birchwick", "Cornley", "Dunham")[number % 4]
        (inbox / f"plan-{number}.txt").write_text(
            f"{town} Council plan {number}\n\nOur vision is a town where {number} families have a home.\n\n"
            f"{town} Council will spend £{number + 1} million by March 2031 and work with {town} Hospitals NHS Trust.\n"
            f"\nAnn {town} is Chief Executive of {town} Council.\n"
        )


@contextmanager
def watching(folder: Path, env: Mapping[str, str]) -> "Iterator[subprocess.Popen[str]]":
    """Run `greenpaper watch` in a folder, what it says going to watch.log; it is killed at the end."""
    chosen = {"GREENPAPER_WATCH_QUIET": "0.3", "GREENPAPER_BATCH_CHARS": "3000", "PREFECT_CLIENT_MAX_RETRIES": "1"}
    with (folder / "watch.log").open("a") as log:
        running = subprocess.Popen(
            [*COMMAND, "watch"], cwd=folder, env={**env, **chosen}, stdout=log, stderr=log, text=True
        )
    try:
        wait_until(lambda: "watching inbox" in (folder / "watch.log").read_text(), "watching")
        yield running
    finally:
        running.kill()
        running.wait()


def wait_until(met: Callable[[], Any], what: str) -> Any:
    """Return what `met` returns, once that is true."""
    deadline = time.monotonic() + PATIENCE
    while not (found := met()):
        assert time.monotonic() < deadline, f"after {PATIENCE:g} s: not {what}"
        time.sleep(0.2)
    return found


def documents(folder: Path) -> int:
    """Return how many documents the published file of a folder holds."""
    published = folder / "data" / "greenpaper.duckdb"
    return ask(published, "select count(*) from documents")[0][0] if published.exists() else 0


def is_reading(folder: Path) -> bool:
    """Whether a run has begun to keep bytes of documents."""
    return any((folder / "data" / "greenpaper.store" / "archive").glob("??/*"))


def ask(published: Path, query: str) -> list[Any]:
    """Return the rows of a query."""
    with duckdb.connect(str(published), read_only=True) as connection:
        return connection.execute(query).fetchall()


def stands(published: Path) -> dict[str, list[Any]]:
    """Return view → all its rows, of every view that tells of documents and what they say; without times of runs."""
    kept = f"COLUMNS(c -> c NOT IN {TIMES})"
    with duckdb.connect(str(published), read_only=True) as connection:
        return {
            view: connection.execute(f"SELECT {kept} FROM {view} ORDER BY ALL").fetchall()
            for view in VIEWS
            if view not in OF_RUNS
        }


def settled(published: Path) -> int:
    """Return how many items of sources are loaded or as they were, having made sure that none is anything else."""
    found: dict[str, int] = dict(ask(published, "select state, count(*) from items group by state"))
    assert found.keys() <= {"loaded", "unchanged"}, found
    return sum(found.values())
