"""`greenpaper ingest`, end to end: real Prefect, real model, real warehouse. Slow: each run starts all of them."""

import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from warehouse.lock import writer_lock
from warehouse.paths import Paths

pytestmark = pytest.mark.slow

Run = Callable[..., subprocess.CompletedProcess[str]]
PLAN = "Mental health plan\n\nThe trust will spend £2 million in 2024.\n\nAnn Example, Chief Executive\n"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "plan.txt").write_text(PLAN)
    (inbox / "report.txt").write_text("A report\n\n12% of people were seen within a week in March 2023.\n")
    return inbox


def rows(run: Run, env: dict[str, str], query: str) -> list[dict[str, Any]]:
    asked = run("sql", query, "--format", "json", env=env)
    assert asked.returncode == 0, asked.stderr
    result: list[dict[str, Any]] = json.loads(asked.stdout)
    return result


def test_without_a_server_everything_is_read_and_nothing_is_left_lying_about(
    inbox: Path, tmp_path: Path, run_greenpaper: Run, prefect_environment: dict[str, str]
) -> None:
    ended = run_greenpaper("ingest", "inbox", env=prefect_environment)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert re.search(r"^ +2 +2 +0 +0 +0$", ended.stdout, re.MULTILINE), ended.stdout
    assert "data/greenpaper.duckdb holds" in ended.stdout
    assert "Try: greenpaper sql" in ended.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"inbox", "data"}
    assert {path.name for path in (tmp_path / "data").iterdir()} == {"greenpaper.duckdb", "greenpaper.store"}
    published = (tmp_path / "data" / "greenpaper.duckdb").stat()

    again = run_greenpaper("ingest", "inbox", "--json", "--profile", env=prefect_environment)
    summary = json.loads(again.stdout)
    assert summary["profile"]["steps"]["publish"] > 0 == summary["profile"]["steps"]["Prefect"]
    assert sum(summary["profile"]["steps"].values()) > summary["profile"]["seconds"] > 0
    assert (again.returncode, summary["asked"], summary["unchanged"], summary["documents"]) == (0, 2, 2, [])
    assert rows(run_greenpaper, prefect_environment, "select count(*) as n from documents") == [{"n": 2}]
    assert published.st_size > 0


def test_bad_input_fails_alone_and_is_listed_in_the_warehouse(
    inbox: Path, tmp_path: Path, run_greenpaper: Run, repeat_greenpaper: Run, prefect_server: dict[str, str]
) -> None:
    (inbox / "empty.txt").touch()
    (inbox / "binary.txt").write_bytes(bytes(range(256)) * 100)
    (inbox / "large.txt").write_bytes(b"word " * 10_000_001)
    (inbox / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "nothing").mkdir()
    ended = run_greenpaper("ingest", "inbox", "absent.txt", "nothing", "--json", env=prefect_server)
    assert ended.returncode == 1, ended.stderr
    summary = json.loads(ended.stdout)
    assert (summary["asked"], summary["loaded"], summary["skipped"], summary["failed"]) == (8, 2, 1, 5)
    recorded = rows(run_greenpaper, prefect_server, "select uri, status, reason from ingestions")
    reasons = {row["uri"].rsplit("/", 1)[-1]: row["reason"] for row in recorded if row["status"] == "failed"}
    assert set(reasons) == {"empty.txt", "binary.txt", "large.txt", "absent.txt", "nothing"}
    assert all(reasons.values())
    assert "GREENPAPER_MAX_BYTES" in reasons["large.txt"]
    assert len(ended.stderr.splitlines()) == 5
    assert "Traceback" not in ended.stderr

    quiet = repeat_greenpaper("ingest", "inbox/plan.txt", "absent.txt", "--quiet", env=prefect_server)
    assert (quiet.returncode, quiet.stdout) == (1, "")
    assert quiet.stderr.startswith("greenpaper: failed: ")


def test_a_changed_document_is_read_again_and_the_others_are_not(
    inbox: Path, repeat_greenpaper: Run, prefect_server: dict[str, str]
) -> None:
    assert repeat_greenpaper("ingest", "inbox", env=prefect_server).returncode == 0
    (inbox / "plan.txt").write_text(PLAN.replace("£2 million", "£3 million"))
    summary = json.loads(repeat_greenpaper("ingest", "inbox", "--json", env=prefect_server).stdout)
    assert (summary["loaded"], summary["unchanged"]) == (1, 1)
    assert rows(repeat_greenpaper, prefect_server, "select value from finances") == [{"value": 3_000_000.0}]


@pytest.fixture
def website(inbox: Path) -> Iterator[str]:
    class Site(SimpleHTTPRequestHandler):
        shaky = True

        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(inbox))

        def do_GET(self) -> None:
            if self.path == "/report.txt" and Site.shaky:
                Site.shaky = False
                self.send_error(503)
            else:
                super().do_GET()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that is overridden
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_addresses_are_fetched_and_a_servers_trouble_is_tried_again(
    website: str, repeat_greenpaper: Run, prefect_server: dict[str, str]
) -> None:
    addresses = [f"{website}/{name}" for name in ("plan.txt", "report.txt", "absent.txt")]
    env = {**prefect_server, "GREENPAPER_ALLOWED_HOSTS": "127.0.0.1", "GREENPAPER_FETCH_DELAY": "0"}
    ended = repeat_greenpaper("ingest", *addresses, "--json", env=env)
    summary = json.loads(ended.stdout)
    assert (ended.returncode, summary["loaded"], summary["failed"]) == (1, 2, 1)
    assert "404" in ended.stderr


def test_a_warehouse_that_another_process_writes_is_told(
    inbox: Path, tmp_path: Path, run_greenpaper: Run, prefect_server: dict[str, str]
) -> None:
    published = tmp_path / "data" / "greenpaper.duckdb"
    published.parent.mkdir()
    with writer_lock(Paths(published), 1):
        ended = run_greenpaper("ingest", "inbox", env={**prefect_server, "GREENPAPER_LOCK_WAIT": "0.1"})
    assert ended.returncode == 3
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("PREFECT_API_URL", "http://127.0.0.1:1/api", "the Prefect server at http://127.0.0.1:1/api does not answer"),
        ("GREENPAPER_SPACY_MODEL", "no_such_model", "no_such_model"),
        ("GREENPAPER_PIPELINE_CONFIG", "absent.cfg", "absent.cfg"),
    ],
)
def test_a_wrong_configuration_is_told_in_one_line(
    inbox: Path, run_greenpaper: Run, prefect_server: dict[str, str], variable: str, value: str, message: str
) -> None:
    ended = run_greenpaper("ingest", "inbox", env={**prefect_server, variable: value})
    assert ended.returncode == 2
    assert message in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_was_stopped_leaves_no_process_and_is_completed_by_the_next(
    inbox: Path,
    tmp_path: Path,
    prefect_environment: dict[str, str],
    repeat_greenpaper: Run,
    prefect_server: dict[str, str],
    how: signal.Signals,
) -> None:
    for number in range(60):
        (inbox / f"plan{number}.txt").write_text(f"{PLAN}\n{number}\n" * 10)
    command = [sys.executable, "-c", "from flows.cli import main; main()", "ingest", "inbox"]
    environment = {**prefect_environment, "RUN_MARK": tmp_path.name, "GREENPAPER_BATCH_CHARS": "5000"}
    with subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as stopped:
        _wait_for_kept_bytes(tmp_path / "data" / "greenpaper.store" / "archive", 15)
        assert stopped.poll() is None, "the run ended before it could be stopped"
        stopped.send_signal(how)
        _, said = stopped.communicate(timeout=60)
    if how is signal.SIGINT:
        assert stopped.returncode == 130
        assert said == "greenpaper: stopped; what was loaded so far is kept, and the next run completes it\n"
    assert not _left_running(tmp_path.name)
    summary = json.loads(repeat_greenpaper("ingest", "inbox", "--json", env=prefect_server).stdout)
    assert summary["loaded"] + summary["unchanged"] == summary["asked"] == 62


def _wait_for_kept_bytes(archive: Path, documents: int) -> None:
    """Wait until the raw bytes of so many documents are kept: some batches are then loaded, some are on their way."""
    deadline = time.monotonic() + 60
    while len([path for path in archive.glob("??/*") if path.is_file()]) < documents:
        assert time.monotonic() < deadline, "the run did not begin"
        time.sleep(0.05)


def _left_running(mark: str) -> list[str]:
    """Return the command lines of processes that a run with this mark left behind, after they had time to notice."""
    time.sleep(3)
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"RUN_MARK={mark}".encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_text())
        except OSError:  # it ended meanwhile, or is somebody else's
            continue
    return found
