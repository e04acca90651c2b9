"""Runs that a Prefect server is asked for, by the process that does them itself."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from servers import PrefectServer

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0  # seconds until the test gives up
SERVE = """
import sys
from datetime import timedelta
from pathlib import Path
from flows.asked_runs import AskedRuns
from flows.deployments import read_deployments
from flows.watching import Wakeups
with AskedRuns(read_deployments(Path(sys.argv[1])), Wakeups(), timedelta(seconds=1)):
    print("serving", flush=True)
    sys.stdin.read()
"""


def serve_until(server: PrefectServer, met: Callable[[], bool]) -> None:
    """Serve the deployments of the project until something is so."""
    command = [sys.executable, "-c", SERVE, str(ROOT / "prefect.yaml")]
    with subprocess.Popen(command, env=server.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as serving:
        deadline = time.monotonic() + PATIENCE
        while not met():
            assert time.monotonic() < deadline, "it did not come"
            time.sleep(0.1)
        serving.communicate(timeout=PATIENCE)


def test_a_run_whose_process_ended_before_it_began_is_told_as_crashed(server: PrefectServer) -> None:
    def state() -> str:
        return str(server.runs(id={"any_": [asked["id"]]})[0]["state_type"])

    def are_made() -> bool:
        return any(each["name"] == "sweep" for each in server.asked("/deployments/filter", {}))

    serve_until(server, are_made)
    (sweep,) = [each for each in server.asked("/deployments/filter", {}) if each["name"] == "sweep"]
    asked = server.asked(f"/deployments/{sweep['id']}/create_flow_run", {})
    server.asked(f"/flow_runs/{asked['id']}/set_state", {"state": {"type": "PENDING"}, "force": True})
    assert state() == "PENDING"
    time.sleep(1.1)
    serve_until(server, lambda: state() == "CRASHED")
