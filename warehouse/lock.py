"""One writer at a time, across processes."""

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from extractors.errors import WarehouseBusy, WarehouseError
from warehouse.clock import utc_now
from warehouse.paths import Paths


@contextmanager
def writer_lock(paths: Paths, wait_seconds: float, command: str = "") -> Iterator[None]:
    """Be the one writer of a warehouse; waits up to `wait_seconds` for whoever is (`math.inf`: as long as it takes).

    The lock is the operating system's: it ends with its process, however that ends. `command` is what others are told
    that this one does. Raises WarehouseBusy where the wait was not long enough, WarehouseError where the folder cannot
    be written.
    """
    lock = _acquired(paths, wait_seconds)
    try:
        _sign(paths.holder, command)
        yield
    finally:
        paths.holder.unlink(missing_ok=True)
        lock.release()


def await_turn(published: Path, wait_seconds: float) -> None:
    """Return when nobody writes to the warehouse. Leaves no folder behind where there is none, and raises as above."""
    paths = Paths(published)
    if paths.lock.exists():
        _acquired(paths, wait_seconds).release()


def _acquired(paths: Paths, wait_seconds: float) -> FileLock:
    # Not bound to the thread that took it: a flow may let it go in another one.
    lock = FileLock(paths.lock, thread_local=False)
    try:
        paths.store.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise WarehouseBusy(
            f"{paths.published} is being written by {_holder(paths)}: wait for it to end and run again, or use --wait"
        ) from error
    except OSError as error:
        raise WarehouseError(
            f"cannot write in {paths.store}: {error.strerror}; choose another place with --warehouse"
        ) from error
    return lock


def _sign(holder: Path, command: str) -> None:
    """Say who holds the lock. It is only ever read to word a message, so it may be missing or stale."""
    said = {
        "pid": os.getpid(),
        "host": platform.node(),
        "command": command,
        "since": f"{utc_now():%Y-%m-%dT%H:%M:%SZ}",
    }
    part = holder.with_suffix(".part")
    with suppress(OSError):  # a full disk is told of where something is lost by it
        part.write_text(json.dumps(said), encoding="utf-8")
        part.replace(holder)


def _holder(paths: Paths) -> str:
    try:
        said = json.loads(paths.holder.read_text(encoding="utf-8"))
        pid, host = int(said["pid"]), str(said["host"])
        if host == platform.node() and not _is_running(pid):
            return "another process"  # what was said is of a writer that was killed
        doing = f"{said['command']} on {host}" if said["command"] else f"on {host}"
        return f"process {pid} since {said['since']} ({doing})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def _is_running(pid: int) -> bool:
    if os.name != "posix":
        return True  # elsewhere asking would end it
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
