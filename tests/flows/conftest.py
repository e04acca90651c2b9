"""A Prefect server on the loopback address with a home of its own, and the command `greenpaper` as people call it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
_START_TIMEOUT = 90.0


@pytest.fixture(scope="session")
def prefect_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment variables under which Prefect keeps to a folder of the tests, and sends nothing.

    One worker is enough for the few documents of a test; each one more costs seconds until its model is loaded.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "GREENPAPER_"))}
    return {
        **kept,
        "PREFECT_HOME": str(tmp_path_factory.mktemp("prefect")),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "GREENPAPER_WORKERS": "1",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }


@pytest.fixture(scope="session")
def prefect_server(prefect_environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment of a client of a running server."""
    port = _free_port()
    api = f"http://127.0.0.1:{port}/api"
    environment = {**prefect_environment, "PREFECT_API_URL": api}
    command = [
        sys.executable,
        "-m",
        "prefect",
        "server",
        "start",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-ui",
    ]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"{api}/health", server)
        yield environment
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@pytest.fixture
def run_greenpaper(tmp_path: Path) -> Run:
    """Call `greenpaper` in a process of its own, in an empty folder, with an environment that is given."""

    def run(
        *arguments: str | Path, env: dict[str, str], cwd: Path = tmp_path, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from flows.cli import main; main()", *map(str, arguments)]
        return subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, timeout=timeout, check=False)

    return run


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_TIMEOUT
    while time.monotonic() < deadline:
        assert server.poll() is None, "the Prefect server ended while it started"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"no Prefect server at {address} after {_START_TIMEOUT:g} s")
