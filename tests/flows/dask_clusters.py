"""A Dask scheduler and workers as people start them, each a process of its own on the loopback address."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from servers import free_port

_LOCAL = ["--host", "127.0.0.1"]


class Cluster:
    """A scheduler at `address`, and its workers."""

    def __init__(self, folder: Path, address: str | None = None, tls: Sequence[str] = ()) -> None:
        """What they say is added to `dask.log` in `folder`; the port is a free one where no address is given.

        `tls` are the options that name certificates.
        """
        self.address = address or f"{'tls' if tls else 'tcp'}://127.0.0.1:{free_port()}"
        self._tls = tls
        self.scheduler = self._start(
            folder,
            {},
            "scheduler",
            *(*_LOCAL, "--port", self.address.rsplit(":", 1)[1], "--dashboard-address", "127.0.0.1:0"),
            *(("--protocol", "tls", *tls) if tls else ()),
        )
        self._folder = folder
        self._workers: list[subprocess.Popen[bytes]] = []

    def add_worker(self, **environment: str) -> None:
        """Start a worker with one thread."""
        more = ["--nthreads", "1", "--no-dashboard", "--local-directory", str(self._folder), *self._tls]
        self._workers.append(self._start(self._folder, environment, "worker", self.address, *_LOCAL, *more))

    def end_workers(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            worker.wait()

    def end(self) -> None:
        """End all of them, the scheduler as the kernel does."""
        self.scheduler.kill()
        self.scheduler.wait()
        self.end_workers()

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
def dask_cluster(
    folder: Path, workers: int = 1, address: str | None = None, tls: Sequence[str] = ()
) -> Iterator[Cluster]:
    """Give a scheduler with so many workers."""
    cluster = Cluster(folder, address, tls)
    try:
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        cluster.end()
