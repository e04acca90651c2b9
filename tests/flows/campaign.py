"""What the tests of killed and of watched runs share: 200 documents, a run over them, and what a warehouse says."""

import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb

ARCHIVES, MEMBERS, FILES = 5, 20, 100
DOCUMENTS = ARCHIVES * MEMBERS + FILES
FACTS = (
    "mentions",
    "roles",
    "figures",
    "dates",
    "strategy_items",
    "partnerships",
    "quotes",
    "sections",
    "publications",
)
CHOSEN = {"GREENPAPER_BATCH_CHARS": "3000", "GREENPAPER_PUBLISH_EVERY": "0.05", "GREENPAPER_WORKERS": "2"}
"""Small batches, and a publication whenever it can."""
ACROSS = ("people", "organisations", "partnership_network", "timeline", "strategies", "changes")


Run = Callable[..., subprocess.CompletedProcess[str]]


def write_inbox(folder: Path, archives: int = ARCHIVES) -> None:
    """Write short documents: 100 files, and archives of 20, each of which is one batch: all of it, or nothing."""
    folder.mkdir()
    for number in range(FILES):
        (folder / f"plan-{number}.txt").write_text(_text(number))
    for archive in range(archives):
        with zipfile.ZipFile(folder / f"letters-{archive}.zip", "w") as package:
            for member in range(MEMBERS):
                package.writestr(f"letter-{member}.txt", _text(1000 + archive * MEMBERS + member))


def _text(number: int) -> str:
    town = f"{('Ash', 'Birch', 'Corn', 'Dun', 'Elm')[number % 5]}{('ford', 'wick', 'ley', 'ham')[number // 5 % 4]}"
    return (
        f"{town} Council plan {number}\n\nOur vision is a town where {number} families have a home.\n\n"
        f"{town} Council will spend £{number + 1} million by March 2031 and work with {town} Hospitals NHS Trust.\n\n"
        f"Ann {town} is Chief Executive of {town} Council.\n"
    )


def start(folder: Path, warehouse: Path, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Start `greenpaper ingest inbox` with small batches and a publication whenever it can."""
    command = [sys.executable, "-c", "from flows.cli import main; main()", "ingest", "inbox", "--quiet"]
    return subprocess.Popen(
        [*command, "--warehouse", str(warehouse)],
        cwd=folder,
        env={**environment, **CHOSEN},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def ended_well(run: "subprocess.Popen[bytes]") -> None:
    """Wait for a run's end, and let it have been a good one."""
    _, said = run.communicate(timeout=240)
    assert (run.returncode, said.decode()) == (0, "")


def kill(run: "subprocess.Popen[bytes]") -> bool:
    """Kill the command as the kernel does, its workers not, and return whether it was still at work."""
    run.send_signal(signal.SIGKILL)
    run.communicate(timeout=60)
    return run.returncode == -signal.SIGKILL


def still_alive(run: "subprocess.Popen[bytes]") -> bool:
    """Whether a process of the killed run's session goes on."""
    try:
        os.killpg(run.pid, 0)
    except ProcessLookupError:
        return False
    return True


def facts(warehouse: Path, views: tuple[str, ...] = FACTS) -> dict[str, dict[str, list[str]]]:
    """Return view → document → its rows, whole, in order."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found: dict[str, dict[str, list[str]]] = {}
        for view in views:
            rows = connection.execute(
                f"SELECT document_id, CAST(v AS VARCHAR) FROM {view} AS v ORDER BY ALL"
            ).fetchall()
            found[view] = {}
            for document_id, row in rows:
                found[view].setdefault(document_id, []).append(row)
        return found


def across(warehouse: Path) -> dict[str, list[str]]:
    """Return view → its rows, of the views that tell of many documents, and what is known of each document."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = {
            view: [
                row
                for (row,) in connection.execute(f"SELECT CAST(v AS VARCHAR) FROM {view} AS v ORDER BY ALL").fetchall()
            ]
            for view in ACROSS
        }
        documents = "SELECT COLUMNS(* EXCLUDE (first_seen_at, last_seen_at)) FROM documents"
        found["documents"] = [str(row) for row in connection.execute(f"{documents} ORDER BY ALL").fetchall()]
        return found


def loaded(warehouse: Path) -> set[str]:
    """Return the documents that a published file holds."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {document_id for (document_id,) in connection.execute("SELECT document_id FROM documents").fetchall()}
