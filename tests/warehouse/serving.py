"""A server of `greenpaper serve` and clients of it, each in a process of its own."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

TOKEN = "a-token-for-tests-only-0123456789"

# Reads statements, one JSON string a line, and answers each with a line: {"rows": …} or {"error": …}.
# "first N" reads the first N rows of the statement behind it, "rest" all others.
CLIENT = """
import json, sys
import duckdb
from warehouse.extensions import load_extensions

connection = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
load_extensions(connection, ("httpfs", "quack"))
connection.execute("SET enable_progress_bar = false")
for line in sys.stdin:
    asked = json.loads(line)
    try:
        if asked.startswith("first "):
            _, count, statement = asked.split(" ", 2)
            rows = connection.execute(statement).fetchmany(int(count))
        else:
            rows = connection.fetchall() if asked == "rest" else connection.execute(asked).fetchall()
        answer = {"rows": rows}
    except duckdb.Error as error:
        answer = {"error": str(error)}
    print(json.dumps(answer, default=str), flush=True)
"""


def free_port() -> int:
    """Return a port of the loopback address at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process that finds this project, without settings but those that are given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GREENPAPER_")}
    return {**kept, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **more}


class Served:
    """`greenpaper serve` in a process of its own. A context manager, which ends it."""

    def __init__(self, published: Path, *options: str, **settings: str) -> None:
        self.port = free_port()
        command = "from flows.cli import main; main()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", command, "serve", "--warehouse", published, "--port", str(self.port), *options],
            env=environment(**settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said = self.wait_for("Ctrl-C stops it.")

    def __enter__(self) -> "Served":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def wait_for(self, words: str) -> str:
        """Return what it says up to the line that holds `words`."""
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if words in line:
                return said
        assert self.process.stderr is not None
        raise AssertionError(f"{said}{self.process.stderr.read()}")

    def open_files(self) -> list[str]:
        """Return the paths of the files that it has open."""
        folder = Path(f"/proc/{self.process.pid}/fd")
        return [str(each.readlink()) for each in folder.iterdir() if each.is_symlink()]


class Client:
    """A DuckDB in a process of its own, with the server attached as `remote`. A context manager, which ends it."""

    def __init__(self, port: int, token: str = TOKEN) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", CLIENT],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.attached = self.answer(f"ATTACH 'quack:127.0.0.1:{port}' AS remote (TOKEN '{token}', DISABLE_SSL true)")

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def send(self, statement: str) -> None:
        """Have a statement run, and do not wait for it."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(statement) + "\n")
        self._process.stdin.flush()

    def answer(self, statement: str) -> dict[str, Any]:
        """Return the rows of a statement, or its error."""
        self.send(statement)
        assert self._process.stdout is not None
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found

    def rows(self, statement: str) -> list[list[Any]]:
        """Return the rows of a statement that has no error."""
        found = self.answer(statement)
        assert "error" not in found, found
        rows: list[list[Any]] = found["rows"]
        return rows

    def on_server(self, statement: str) -> dict[str, Any]:
        """Return the answer to a statement that is run by the server as it stands."""
        quoted = statement.replace("'", "''")
        return self.answer(f"FROM remote.query('{quoted}')")
