"""Prefect's API for one command: a server in a child process, on a loopback port, that ends with the command.

Prefect has such a mode itself ("ephemeral"). Its server gets the Ctrl-C that is meant for the command, which then waits
for the dead server, and it lives on when the command is killed; this one does neither.
"""

import atexit
import gc
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time

import httpx

from extractors.errors import ConfigurationError
from flows.imports import uncollected

_START_TIMEOUT = 120.0  # seconds; the first start makes Prefect's own database
_ENTRY = "from flows.local_server import serve; serve()"


class LocalServer:
    """A server that begins to start at once, and is ended at the latest when this process ends, however it ends."""

    def __init__(self) -> None:
        """Start the process. The port is open from now on: whoever asks it early waits."""
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.url = f"http://127.0.0.1:{listening.getsockname()[1]}/api"
            self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `close`
            self._popen = subprocess.Popen(  # noqa: S603 - our own interpreter and a constant
                [sys.executable, "-P", "-c", _ENTRY, str(listening.fileno())],
                stdin=subprocess.PIPE,  # never written to: the child notices when it closes
                stdout=subprocess.DEVNULL,
                stderr=self._said,
                pass_fds=[listening.fileno()],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
                process_group=0,
            )
        # Prefect's own exit functions are registered later, so they run before: they still send what is left to send.
        atexit.register(self.close)

    def wait_ready(self) -> None:
        """Wait until it answers. Raises ConfigurationError where it ends before, or takes too long."""
        deadline = time.monotonic() + _START_TIMEOUT
        with httpx.Client(trust_env=False, timeout=_START_TIMEOUT) as client:
            while time.monotonic() < deadline and self._popen.poll() is None:
                try:
                    if client.get(f"{self.url}/health").is_success:
                        return
                except httpx.TransportError:
                    time.sleep(0.1)
        raise ConfigurationError(
            f"Prefect's server for this command did not start ({self._last_words()}): look whether PREFECT_HOME "
            "may be written and has room, or name a server that runs with PREFECT_API_URL"
        )

    @property
    def is_running(self) -> bool:
        """Whether the process has not ended."""
        return self._popen.poll() is None

    def close(self) -> None:
        """End the process."""
        atexit.unregister(self.close)
        self._popen.kill()
        self._popen.wait()
        assert self._popen.stdin is not None  # noqa: S101 - a pipe was asked for
        self._popen.stdin.close()
        self._said.close()

    def _last_words(self) -> str:
        if self._popen.poll() is None:
            return f"no answer after {_START_TIMEOUT:g} s"
        self._said.seek(0)
        lines = [line.strip() for line in self._said.read().decode(errors="replace").splitlines() if line.strip()]
        return lines[-1][:200] if lines else f"exit code {self._popen.returncode}"


def is_free(port: int) -> bool:
    """Whether a server could listen at this port of the loopback address."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    """Return a port of the loopback address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def serve() -> None:
    """Serve Prefect's API on the listening socket whose number is the first argument: what runs in the child."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with uncollected():
        import uvicorn  # noqa: PLC0415 - only in the child
        from prefect.server.api.server import create_app  # noqa: PLC0415 - as above

        gc.freeze()  # Prefect looks for garbage when the app is made, for a quarter of a second
        app = create_app(ephemeral=True, final=True)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="on"))
    server.run(sockets=[socket.socket(fileno=int(sys.argv[1]))])


def _end_with_parent() -> None:
    os.read(0, 1)  # nothing ever comes: the pipe closes when the parent ends
    os._exit(1)
