"""`greenpaper serve`: DuckDB clients read the published file over the network, and follow its publications."""

import importlib.util
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from serving import TOKEN, Client, Served, environment, free_port
from warehouse_builders import named, run

from extractors.errors import ConfigurationError
from warehouse.extensions import ensure_extensions

needs_quack = pytest.mark.skipif(
    any(importlib.util.find_spec(f"duckdb_extension_{name}") is None for name in ("httpfs", "quack")),
    reason="the packages of DuckDB's extensions httpfs and quack are not installed (greenpaper[serve])",
)


pytestmark = pytest.mark.slow  # every server and client is a process of its own


@pytest.fixture
def small(published: Path) -> Path:
    """A warehouse of the test's own, with one document."""
    run(published, named("file:0.txt", "Ann Bee"))
    return published


@pytest.fixture(scope="module")
def served(sound: Path) -> Iterator[Served]:
    with Served(sound, GREENPAPER_SERVE_TOKEN=TOKEN) as server:
        yield server


@pytest.fixture(scope="module")
def client(served: Served) -> Iterator[Client]:
    with Client(served.port) as each:
        yield each


def call(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", "from flows.cli import main; main()", "serve", *arguments]
    return subprocess.run(command, env=environment(**settings), capture_output=True, text=True, timeout=60, check=False)


# What a client sees


@needs_quack
def test_a_client_reads_the_views_that_the_file_has(client: Client, sound: Path) -> None:
    asked = "select person, title, confidence from {}roles order by all"
    with duckdb.connect(str(sound), read_only=True) as file:
        expected = [list(row) for row in file.execute(asked.format("")).fetchall()]
    assert expected
    assert client.rows(asked.format("remote.")) == expected


@needs_quack
def test_a_client_searches(client: Client) -> None:
    assert client.on_server("select document_id from search('strategy')")["rows"]


@needs_quack
def test_a_client_asks_what_there_is(client: Client) -> None:
    assert ["people"] in client.on_server("show tables")["rows"]
    assert client.on_server("describe people")["rows"]
    assert client.on_server("select count(*) from duckdb_columns() where table_name = 'people'")["rows"] != [[0]]


@needs_quack
def test_a_wrong_token_opens_nothing(served: Served) -> None:
    with Client(served.port, token="not-the-token-of-this-server") as stranger:
        assert "Authentication failed" in stranger.attached["error"]
        assert "error" in stranger.answer("FROM remote.people")


@needs_quack
@pytest.mark.parametrize(
    "statement",
    [
        "create table x as select 1",
        "create temp table x as select 1",
        "create or replace view people as select 1",
        "drop view people",
        "insert into store.runs from store.runs",
        "attach '/tmp/other.duckdb'",
        "attach or replace ':memory:' as greenpaper",
        "detach greenpaper",
        "copy people to '{outside}'",
        "export database '{outside}'",
        "from read_text('/etc/hostname')",
        "from '/etc/hostname'",
        "from read_csv('http://127.0.0.1:1/x.csv')",
        "set enable_external_access = true",
        "set global quack_authorization_function = 'quack_nop_authorization'",
        "set lock_configuration = false",
        "load httpfs",
        "begin transaction",
        "checkpoint",
        "call quack_stop('quack:127.0.0.1:9494')",
        "from quack_serve('quack:127.0.0.1:9495', token := 'another')",
        "from query('from quack_server_list()')",
        "from quack_active_connections()",
        "from enable_logging(storage := 'file', storage_path := '{outside}')",
        "select 1; drop view people",
        "explain analyze copy people to '{outside}'",
        "select repeat('x', 8000000000)",
    ],
)
def test_what_a_client_must_not_do_is_refused(statement: str, client: Client, tmp_path: Path) -> None:
    assert "error" in client.on_server(statement.format(outside=tmp_path / "outside"))
    assert list(tmp_path.iterdir()) == []
    assert client.rows("select count(*) > 0 from remote.people") == [[True]]


@needs_quack
@pytest.mark.parametrize("statement", ["create table remote.x (i integer)", "insert into remote.store.runs values (1)"])
def test_a_client_cannot_write_through_what_it_attached(statement: str, client: Client) -> None:
    assert "error" in client.answer(statement)


# Publications


@needs_quack
def test_a_session_sees_each_new_publication_and_the_old_file_is_let_go(small: Path) -> None:
    with Served(small, GREENPAPER_SERVE_TOKEN=TOKEN) as server, Client(server.port) as client:
        asked = "select published_at from remote.warehouse_info"
        seen = [client.rows(asked)]
        for number in range(1, 4):
            run(small, named(f"file:{number}.txt", "Ann Bee"))
            server.wait_for("Serving what was published")
            seen.append(client.rows(asked))
        assert len({str(rows) for rows in seen}) == 4
        databases = [file for file in server.open_files() if "greenpaper.duckdb" in file]
        assert len(databases) == 1, databases
    assert list(small.with_suffix(".store").joinpath("serving").iterdir()) == []


@needs_quack
def test_a_statement_that_runs_ends_on_the_publication_on_which_it_began(small: Path) -> None:
    rows = "select i, (select published_at::varchar from warehouse_info) from range(300000) r(i)"
    with Served(small, GREENPAPER_SERVE_TOKEN=TOKEN) as server, Client(server.port) as slow:
        before = slow.rows("select published_at::varchar from remote.warehouse_info")[0][0]
        begun = slow.rows(f"first 10 from remote.query('{rows}')")
        run(small, named("file:1.txt", "Cy Dee"))
        server.wait_for("Serving what was published")
        with Client(server.port) as other:
            assert other.rows("select published_at::varchar from remote.warehouse_info")[0][0] != before
        rest = slow.rows("rest")
        assert [row[0] for row in begun + rest] == list(range(300_000))
        assert {row[1] for row in begun + rest} == {before}


@needs_quack
def test_what_is_no_warehouse_is_not_taken_up(small: Path, tmp_path: Path) -> None:
    with Served(small, GREENPAPER_SERVE_TOKEN=TOKEN) as server, Client(server.port) as client:
        broken = tmp_path / "broken"
        broken.write_text("nothing")
        broken.replace(small)
        assert server.process.stderr is not None
        assert "what was published before is served on" in server.process.stderr.readline()
        assert client.rows("select count(*) > 0 from remote.people") == [[True]]


# Its end


@needs_quack
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_it_is_told_to(told: signal.Signals, small: Path) -> None:
    with Served(small, GREENPAPER_SERVE_TOKEN=TOKEN) as server, Client(server.port) as client:
        client.rows("from remote.warehouse_info")
        server.process.send_signal(told)
        said, errors = server.process.communicate(timeout=30)
        assert (server.process.returncode, said, errors) == (0, "Stopped.\n", "")


@needs_quack
def test_it_stops_although_a_statement_runs(small: Path) -> None:
    with Served(small, GREENPAPER_SERVE_TOKEN=TOKEN) as server, Client(server.port) as client:
        client.send(
            "from remote.query('select count(*) from range(1000000) a, range(1000000) b where a.range < b.range')"
        )
        time.sleep(1)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 0


# The token


@needs_quack
def test_a_token_is_made_that_only_its_owner_may_read_and_nobody_is_told(small: Path) -> None:
    with Served(small) as server:
        file = small.with_suffix(".store") / "serve.token"
        token = file.read_text().strip()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert len(token) >= 40
        assert str(file) in server.said
        assert token not in server.said
        assert token not in Path(f"/proc/{server.process.pid}/cmdline").read_text()
        with Client(server.port, token) as client:
            assert client.rows("select count(*) > 0 from remote.people") == [[True]]
    with Served(small):
        assert file.read_text().strip() == token


@needs_quack
def test_a_token_of_the_environment_is_not_written_down(small: Path) -> None:
    with Served(small, GREENPAPER_SERVE_TOKEN=TOKEN) as server:
        assert "The token is in GREENPAPER_SERVE_TOKEN" in server.said
        assert not (small.with_suffix(".store") / "serve.token").exists()


@needs_quack
def test_a_token_that_is_too_short_is_refused_without_being_told(small: Path) -> None:
    ended = call("--warehouse", str(small), GREENPAPER_SERVE_TOKEN="hush-hush")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "must be 16 or more" in ended.stderr
    assert "hush-hush" not in ended.stderr


@needs_quack
def test_a_token_that_others_may_read_is_refused(small: Path) -> None:
    file = small.with_suffix(".store") / "serve.token"
    file.write_text(TOKEN)
    file.chmod(0o644)
    ended = call("--warehouse", str(small))
    assert ended.returncode == 2
    assert "others may read" in ended.stderr


# Where it listens


@needs_quack
def test_an_address_that_others_can_reach_is_served_with_a_warning(small: Path) -> None:
    with Served(small, "--host", "0.0.0.0", GREENPAPER_SERVE_TOKEN=TOKEN) as server:
        assert "ATTACH 'quack:HOST:" in server.said
        assert server.process.stderr is not None
        assert "nothing is encrypted" in server.process.stderr.readline()


@needs_quack
def test_a_port_that_another_server_has_is_refused(served: Served, small: Path) -> None:
    ended = call("--warehouse", str(small), "--port", str(served.port))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"cannot listen at 127.0.0.1 port {served.port}" in ended.stderr


@needs_quack
def test_a_host_that_does_not_exist_is_refused(small: Path) -> None:
    ended = call("--warehouse", str(small), "--host", "no-such-host.invalid", "--port", str(free_port()))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "cannot listen at no-such-host.invalid" in ended.stderr


@needs_quack
def test_where_there_is_no_warehouse_nothing_is_made(tmp_path: Path) -> None:
    ended = call("--warehouse", str(tmp_path / "none.duckdb"))
    assert (ended.returncode, ended.stdout) == (3, "")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_extension_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb_extension_quack", None)
    with pytest.raises(ConfigurationError, match=r"pip install duckdb-extension-quack==1\.\d+\.\d+"):
        ensure_extensions(("quack",))
