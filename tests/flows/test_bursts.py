"""A burst of files: all are loaded in a handful of runs, and the Prefect server, on either database, loses nothing.

`BURST=2000 pytest tests/flows/test_bursts.py` drops more files.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from disturbed import ask, documents, settled, wait_until, watching, write_plans, write_sources
from postgres import binaries, postgres
from servers import PrefectServer, own_environment

BURST = int(os.environ.get("BURST", "100"))
LOADED = {"filter": {"event": {"name": ["greenpaper.document.loaded"]}}, "limit": 1}

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture
def server_on_postgres(tmp_path: Path) -> Iterator[PrefectServer]:
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL here (Debian's package postgresql has it)")
    with postgres(programs) as address:
        home = tmp_path / "home"
        environment = {**own_environment(home), "PREFECT_API_DATABASE_CONNECTION_URL": address}
        server = PrefectServer(environment, tmp_path / "server.log")
        try:
            server.start()
            yield server
            assert not (home / "prefect.db").exists(), "its records are not in PostgreSQL"
        finally:
            server.stop()


def a_burst_is_read_in_a_handful_of_runs(folder: Path, server: PrefectServer) -> None:
    (folder / "inbox").mkdir()
    write_sources(folder, folder / "inbox")
    before, told, said = {run["id"] for run in server.runs()}, loads_told(server), len(server.said)
    with watching(folder, server.environment):
        wait_until((folder / "data" / "greenpaper.duckdb").exists, "looked for the first time")
        write_plans(folder / "inbox", 1, BURST)
        wait_until(lambda: documents(folder) == BURST, "all there")
        wait_until(lambda: loads_told(server) - told == BURST, "all events there")
        runs = wait_until(lambda: ended_runs(server, before), "all runs ended")
    assert settled(folder / "data" / "greenpaper.duckdb") == BURST
    assert ask(folder / "data" / "greenpaper.duckdb", "select count(*) from ingestions") == [(BURST,)]
    assert runs <= 5
    assert "database is locked" not in server.said[said:]
    assert server.is_healthy()


def loads_told(server: PrefectServer) -> int:
    """Return of how many documents the server's log of events says that they were loaded."""
    return int(server.asked("/events/filter", LOADED)["total"])


def ended_runs(server: PrefectServer, before: set[str]) -> int:
    """Return how many runs there were beside those of `before`, all completed; 0 where one is not."""
    states = [run["state_type"] for run in server.runs() if run["id"] not in before]
    return len(states) if set(states) == {"COMPLETED"} else 0


def test_a_burst_with_sqlite_behind_the_server(tmp_path: Path, server: PrefectServer) -> None:
    a_burst_is_read_in_a_handful_of_runs(tmp_path, server)


def test_a_burst_with_postgresql_behind_the_server(tmp_path: Path, server_on_postgres: PrefectServer) -> None:
    a_burst_is_read_in_a_handful_of_runs(tmp_path, server_on_postgres)
