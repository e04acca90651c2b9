"""A Prefect server of a test's own, on the loopback address, that can be killed and started again where it was."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import closing
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

import certifi
from filelock import FileLock

_END = "-----END CERTIFICATE-----\n"
_START_TIMEOUT = 120.0  # seconds; the first start makes its database


class PrefectServer:
    """A server whose address and database stay the same, however often it is killed."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        """`environment` holds its PREFECT_HOME; what it says is added to `log`."""
        self._port = free_port()
        self.environment = {**environment, "PREFECT_API_URL": f"http://127.0.0.1:{self._port}/api"}
        """The environment of the server and of its clients."""
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def said(self) -> str:
        """What the server has said."""
        return self._log.read_text(errors="replace")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--no-ui"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--port", str(self._port)], env=self.environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + _START_TIMEOUT
        while not self.is_healthy():
            assert self._process.poll() is None, f"the Prefect server ended while it started: {self.said}"
            assert time.monotonic() < deadline, f"no answer after {_START_TIMEOUT:g} s: {self.said}"
            time.sleep(0.2)

    def kill(self) -> None:
        """End it as the kernel does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as people do."""
        self._end(signal.SIGTERM)

    def is_healthy(self) -> bool:
        """Whether it answers."""
        try:
            return bool(self.asked("/health"))
        except (URLError, OSError):
            return False

    def asked(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Return what its API answers."""
        return asked(f"{self.environment['PREFECT_API_URL']}{path}", body)

    def runs(self, **filters: Any) -> list[dict[str, Any]]:
        """Return its flow runs, the oldest first."""
        found = self.asked("/flow_runs/filter", {"flow_runs": filters})
        return sorted(found, key=lambda run: str(run["created"]))

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


def asked(address: str, body: object = None) -> Any:
    """Return what Prefect's API answers, asked as its own clients do: 503 says that it is to be asked again."""
    request = urllib.request.Request(
        address,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    deadline = time.monotonic() + _START_TIMEOUT
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return json.load(response)
        except HTTPError as error:
            if error.code != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > deadline:
                raise
        time.sleep(0.2)


class Records:
    """Prefect's database as the first server of a session made it, for the homes of others.

    To make one is most of what a start costs. `folder` is one for all processes of the session.
    """

    def __init__(self, folder: Path) -> None:
        self._kept = folder / "prefect.db"
        self._lock = FileLock(folder / "prefect.db.lock")

    def put(self, home: Path) -> None:
        """Give a new home the database, where there is one by now."""
        own = home / self._kept.name
        if self._kept.exists() and not own.exists():
            home.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self._kept, own)

    def start(self, server: PrefectServer, home: Path) -> None:
        """Start a server with this home, with the database, or keep the one that it makes."""
        with self._lock:
            self.put(home)
            is_first = not (home / self._kept.name).exists()
            server.start()
            if is_first:
                part = self._kept.with_suffix(".part")
                with closing(sqlite3.connect(home / self._kept.name)) as made, closing(sqlite3.connect(part)) as copy:
                    made.backup(copy)
                part.rename(self._kept)


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_environment(home: Path) -> dict[str, str]:
    """Return environment variables under which Prefect keeps to the folder `home`, and sends nothing.

    One worker is enough for the few documents of a test; each one more costs seconds until its model is loaded.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "GREENPAPER_"))}
    home.mkdir(parents=True, exist_ok=True)
    authority = home / "authority.pem"
    authority.write_text(Path(certifi.where()).read_text().partition(_END)[0] + _END)
    return {
        **kept,
        "PREFECT_HOME": str(home),
        # Each client of Prefect's reads all authorities that it trusts, though the server is asked by plain HTTP.
        "PREFECT_API_SSL_CERT_FILE": str(authority),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "GREENPAPER_WORKERS": "1",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
