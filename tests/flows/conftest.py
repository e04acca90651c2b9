"""A Prefect server on the loopback address with a home of its own, and the command `greenpaper` as people call it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lasting import LastingCommands
from servers import PrefectServer, Records, own_environment

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def prefect_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment variables under which Prefect keeps to a folder of the tests, and sends nothing."""
    return own_environment(tmp_path_factory.mktemp("prefect"))


@pytest.fixture(scope="session")
def prefect_records(tmp_path_factory: pytest.TempPathFactory) -> Records:
    """The database of Prefect's that new homes begin with."""
    own = tmp_path_factory.getbasetemp()
    return Records(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def lasting_server(
    prefect_environment: dict[str, str], prefect_records: Records, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PrefectServer]:
    server = PrefectServer(prefect_environment, tmp_path_factory.mktemp("server") / "server.log")
    try:
        prefect_records.start(server, Path(prefect_environment["PREFECT_HOME"]))
        yield server
    finally:
        server.stop()


@pytest.fixture
def server(lasting_server: PrefectServer) -> Iterator[PrefectServer]:
    """A running server that a test may kill: it is started again for those that come."""
    yield lasting_server
    if not lasting_server.is_healthy():
        lasting_server.stop()
        lasting_server.start()


@pytest.fixture(scope="session")
def prefect_server(lasting_server: PrefectServer) -> dict[str, str]:
    """The environment of a client of a running server."""
    return lasting_server.environment


@pytest.fixture
def run_greenpaper(tmp_path: Path) -> Run:
    """Call `greenpaper` in a process of its own, in an empty folder, with an environment that is given."""

    def run(
        *arguments: str | Path, env: dict[str, str], cwd: Path = tmp_path, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from flows.cli import main; main()", *map(str, arguments)]
        return subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, timeout=timeout, check=False)

    return run


@pytest.fixture(scope="session")
def lasting_commands(prefect_server: dict[str, str]) -> Iterator[LastingCommands]:
    with LastingCommands(prefect_server) as commands:
        yield commands


@pytest.fixture
def repeat_greenpaper(tmp_path: Path, lasting_commands: LastingCommands) -> Run:
    """Call `greenpaper` as `run_greenpaper` does, in a process that many calls share; with the running server."""

    def run(*arguments: str | Path, env: dict[str, str], cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        return lasting_commands.run(*arguments, env=env, cwd=cwd)

    return run
