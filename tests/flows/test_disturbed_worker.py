"""Deployments of `prefect.yaml` whose worker and server are killed: no run stands as Running for ever, nothing is lost.

A worker that is killed with the run that it started cannot tell of it, and the killed server has forgotten who holds
the one place that the deployment has.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from disturbed import (
    documents,
    is_reading,
    settled,
    stands,
    wait_until,
    write_plans,
    write_sources,
)
from refreshing import Run
from servers import PrefectServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ROOT = Path(__file__).parent.parent.parent
PREFECT = [sys.executable, "-m", "prefect"]
PLANS = 40
TIMES = int(os.environ.get("EVENTS", "3"))
EMIT = """import sys
from prefect.events import emit_event
for _ in range(int(sys.argv[1])):
    emit_event("greenpaper.publication.found", {"prefect.resource.id": "greenpaper.source.inbox"})
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a worker needs of a clone, with deployments that no schedule starts."""
    clone = tmp_path / "clone"
    for folder in ("extractors", "flows", "warehouse"):
        shutil.copytree(ROOT / folder, clone / folder, ignore=shutil.ignore_patterns("__pycache__"))
    described = (ROOT / "prefect.yaml").read_text()
    (clone / "prefect.yaml").write_text(re.sub(r'cron: ".*"', 'cron: "0 0 29 2 *"', described))
    (clone / "inbox").mkdir()
    write_sources(clone, clone / "inbox")
    return clone


def prefect(*arguments: str, cwd: Path, server: PrefectServer) -> None:
    ended = subprocess.run(
        [*PREFECT, *arguments],
        cwd=cwd,
        env=server.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@contextmanager
def working(clone: Path, server: PrefectServer) -> "Iterator[subprocess.Popen[bytes]]":
    worker = subprocess.Popen(
        [*PREFECT, "worker", "start", "--pool", "greenpaper"],
        cwd=clone,
        env={**server.environment, "PREFECT_WORKER_QUERY_SECONDS": "1", "GREENPAPER_BATCH_CHARS": "3000"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield worker
    finally:
        kill_session(worker)


def kill_session(leader: "subprocess.Popen[bytes]") -> None:
    """Kill a process and all that it started, at once, as a machine that dies does; what begins meanwhile too."""
    while sum(map(_kill, _session(leader.pid))):
        leader.poll()
    leader.wait()


def _session(leader: int) -> Iterator[int]:
    """Yield the living processes of a session, and those that do its flow runs in sessions of their own."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, session, *_ = (process / "stat").read_text().rpartition(")")[2].split()
            does_runs = b"PREFECT__FLOW_RUN_ID=" in (process / "environ").read_bytes()
        except (OSError, ValueError):  # it has ended
            continue
        if state != "Z" and (int(session) == leader or does_runs):
            yield int(process.name)


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def ask_for(server: PrefectServer, deployment: str) -> str:
    """Ask for a run of a deployment, and return its id."""
    found = server.asked(f"/deployments/name/{deployment}")
    return str(server.asked(f"/deployments/{found['id']}/create_flow_run", {})["id"])


def run(server: PrefectServer, flow_run: str) -> dict[str, Any]:
    (found,) = server.runs(id={"any_": [flow_run]})
    return dict(found)


def emit(server: PrefectServer, times: int) -> int:
    """Emit the event that something new is in the inbox, and return the exit code."""
    command = [sys.executable, "-c", EMIT, str(times)]
    return subprocess.run(command, env=server.environment, capture_output=True, timeout=120, check=False).returncode


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to find the processes of a session")
def test_a_machine_that_dies_leaves_no_run_running_and_events_that_are_lost_or_double_change_nothing(
    clone: Path, server: PrefectServer, repeat_greenpaper: Run
) -> None:
    published = clone / "data" / "greenpaper.duckdb"
    write_plans(clone / "inbox", 1, PLANS)
    prefect("work-pool", "create", "--type", "process", "greenpaper", "--overwrite", cwd=clone, server=server)
    prefect("deploy", "--name", "refresh/on-event", "--name", "refresh/sweep", cwd=clone, server=server)

    killed = ask_for(server, "refresh/on-event")
    with working(clone, server) as worker:
        wait_until(lambda: is_reading(clone), "reading")
        kill_session(worker)
    assert run(server, killed)["state_type"] == "RUNNING"

    server.kill()
    assert emit(server, 1) == 0  # nobody hears it, and who emits it does not learn that
    server.start()
    with working(clone, server):
        sweep = ask_for(server, "refresh/sweep")
        wait_until(lambda: run(server, sweep)["state_type"] == "COMPLETED", "swept")
        assert documents(clone) == PLANS
        assert run(server, killed)["state_type"] == "CRASHED"
        assert "its process was killed" in run(server, killed)["state"]["message"]
        tasks = server.asked("/task_runs/filter", {"flow_runs": {"id": {"any_": [killed]}}})
        assert {each["state_type"] for each in tasks} <= {"COMPLETED", "CRASHED"}

        write_plans(clone / "inbox", PLANS + 1, PLANS + 1)
        before = {each["id"] for each in server.runs()}
        assert emit(server, TIMES) == 0  # for the deployment whose one place the killed run had
        wait_until(lambda: documents(clone) == PLANS + 1, "read on the event")
        (asked_for,) = wait_until(lambda: [each for each in server.runs() if each["id"] not in before], "asked for")
        wait_until(lambda: run(server, asked_for["id"])["state_type"] == "COMPLETED", "done on the event")

    arguments = ("refresh", "--quiet", "--warehouse", "undisturbed.duckdb")
    assert repeat_greenpaper(*arguments, env=server.environment, cwd=clone).returncode == 0
    assert stands(published) == stands(clone / "undisturbed.duckdb")
    assert settled(published) == PLANS + 1
