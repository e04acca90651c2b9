"""A Dask scheduler and workers as people start them, each a process of its own on the loopback address."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from servers import free_port

_LOCAL = ["--host", "127.0.0.1"]


class Cluster:
    """A scheduler at `address`, and its workers."""

    def __init__(self, folder: Path, address: str | None = None) -> None:
        """What they say is added to `dask.log` in `folder`; the port is a free one where no address is given."""
        self.address = address or f"tcp://127.0.0.1:{free_port()}"
        self.scheduler = self._start(
            folder, {}, "scheduler", *_LOCAL, "--port", self.address.rsplit(":", 1)[1], "--dashboard-address", ":0"
        )
        self._folder = folder
        self._workers: list[subprocess.Popen[bytes]] = []

    def add_worker(self, **environment: str) -> None:
        """Start a worker with one thread."""
        more = ["--nthreads", "1", "--dashboard-address", ":0", "--local-directory", str(self._folder)]
        self._workers.append(self._start(self._folder, environment, "worker", self.address, *_LOCAL, *more))

    def end(self) -> None:
        """End all of them."""
        for process in (*self._workers, self.scheduler):
            process.send_signal(signal.SIGKILL if process is self.scheduler else signal.SIGTERM)
        for process in (*self._workers, self.scheduler):
            process.wait()

    @staticmethod
    def _start(folder: Path, environment: Mapping[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
        path = os.pathsep.join(each for each in sys.path if each)
        with (folder / "dask.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments],
                env={**os.environ, "PYTHONPATH": path, **environment},
                stdout=log,
                stderr=log,
            )


@contextmanager
def dask_cluster(folder: Path, workers: int = 1, address: str | None = None) -> Iterator[Cluster]:
    """Give a scheduler with so many workers."""
    cluster = Cluster(folder, address)
    try:
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        cluster.end()
