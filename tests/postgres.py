"""A PostgreSQL server of a test's own, on the loopback address, from the binaries that Debian's package installs."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pwd import getpwnam

_START_TIMEOUT = 60.0  # seconds
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")  # what it holds need not outlive the test


def binaries() -> Path | None:
    """Return the folder of initdb and postgres, of the newest version; None where there is none."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((each.parent for each in installed), key=lambda each: int(each.parent.name), default=None)


@contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """Run a server with an empty database; gives its address as Prefect takes it. It never runs as root."""
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        user = _user(Path(folder))
        port = _free_port()
        held = Path(folder) / "held"
        subprocess.run(
            [programs / "initdb", "--pgdata", held, "--username=prefect", "--auth=trust", "--no-sync"],
            user=user, cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
        options = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *_FAST]
        with (Path(folder) / "said").open("wb") as said:
            server = subprocess.Popen(
                [programs / "postgres", "-D", held, *(word for each in options for word in ("-c", each))],
                user=user, cwd=folder, stdout=said, stderr=said,
            )  # fmt: skip
        try:
            _wait_for(server, programs, port, Path(folder) / "said")
            yield f"postgresql+asyncpg://prefect@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # a fast end: it does not wait for clients to leave
            server.wait(60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _user(folder: Path) -> int | None:
    """Return whom the server is to run as where we are root, having given them the folder; None: ourselves."""
    if os.geteuid() != 0:
        return None
    names = [name for name in ("postgres", "nobody") if _is_there(name)]
    shutil.chown(folder, names[0])
    return getpwnam(names[0]).pw_uid


def _is_there(name: str) -> bool:
    try:
        getpwnam(name)
    except KeyError:
        return False
    return True


def _wait_for(server: "subprocess.Popen[bytes]", programs: Path, port: int, said: Path) -> None:
    deadline = time.monotonic() + _START_TIMEOUT
    asks = [programs / "pg_isready", "--quiet", "--host=127.0.0.1", f"--port={port}"]
    while subprocess.run(asks, check=False).returncode != 0:
        assert server.poll() is None, said.read_text(errors="replace")
        assert time.monotonic() < deadline, said.read_text(errors="replace")
        time.sleep(0.1)
