"""One writer at a time, across processes."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from extractors.errors import WarehouseBusy, WarehouseError
from warehouse.clock import utc_now
from warehouse.paths import Paths


@contextmanager
def writer_lock(paths: Paths, wait_seconds: float) -> Iterator[None]:
    """Be the one writer of a warehouse; waits up to `wait_seconds` for whoever is.

    The lock is the operating system's: it ends with its process, however that ends. Raises WarehouseBusy where the
    wait was not long enough, WarehouseError where the folder cannot be written.
    """
    # Not bound to the thread that took it: a flow may let it go in another one.
    lock = FileLock(paths.lock, thread_local=False)
    try:
        paths.store.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise WarehouseBusy(
            f"{paths.published} is being written by {_holder(paths)}: wait for it to end and run again"
        ) from error
    except OSError as error:
        raise WarehouseError(
            f"cannot write in {paths.store}: {error.strerror}; choose another place with --warehouse"
        ) from error
    try:
        _sign(paths)
        yield
    finally:
        paths.holder.unlink(missing_ok=True)
        lock.release()


def _sign(paths: Paths) -> None:
    """Say who holds the lock. It is only ever read to word a message, so it may be missing or stale."""
    paths.holder.write_text(
        json.dumps({"pid": os.getpid(), "since": f"{utc_now():%Y-%m-%dT%H:%M:%SZ}"}), encoding="utf-8"
    )


def _holder(paths: Paths) -> str:
    try:
        said = json.loads(paths.holder.read_text(encoding="utf-8"))
        return f"process {said['pid']} since {said['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
