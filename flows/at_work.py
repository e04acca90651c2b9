"""Which runs are at work, so that one whose process was killed does not stand as Running on the server for ever.

The server hears how a run ends from its process, or from the worker that started it. Where these are killed, the
machine dies, or the server does not answer just then, it hears nothing, and a deployment that allows one run at a time
may take no other. So each run holds the lock of a file in the store, and locks end with their processes, however
these end: the next run, of whatever flow, looks after each whose lock is free.
"""

import hashlib
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from filelock import FileLock
from httpx import HTTPError
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, TaskRunFilter
from prefect.exceptions import ObjectNotFound
from prefect.runtime import flow_run
from prefect.settings import PREFECT_API_URL
from prefect.states import Crashed

from flows.events import is_heard
from warehouse.paths import Paths

_SAID = "its process was killed, or lost the server; what it left is done by the next run"

_AT_WORK = TaskRunFilter.model_validate({"state": {"type": {"any_": ["PENDING", "RUNNING"]}}})

# Not let go when the run has ended, but by the next one of this process, or with it: a run tells how it ended last.
_held: list[FileLock] = []


async def begin_work(published: Path) -> None:
    """Show that this flow run is at work on the warehouse `published`, and tell the server which others ended."""
    while _held:
        _held.pop().release()
    folder = _folder(published)
    for shown in sorted(folder.glob("*.run")):
        with suppress(OSError, HTTPError), _lock(shown):  # it is at work, or the next run tells the server
            await _tell_ended(UUID(shown.stem))
            shown.unlink()
            shown.with_suffix(".lock").unlink(missing_ok=True)
    with suppress(OSError):  # a folder that cannot be written is told of where something is lost by it
        folder.mkdir(parents=True, exist_ok=True)
        _show(folder / f"{flow_run.id}.run")


def _folder(published: Path) -> Path:
    """Return where runs are shown that report to this server; those that live for one command share their records."""
    server = PREFECT_API_URL.value() if is_heard.get() else None
    return Paths(published).at_work / hashlib.sha256((server or "").encode()).hexdigest()[:16]


def _show(shown: Path) -> None:
    lock = _lock(shown)
    lock.acquire()
    _held.append(lock)
    shown.touch()  # only now: who finds it, and its lock free, knows that its process has let go


async def _tell_ended(run_id: UUID) -> None:
    async with get_client() as client:
        with suppress(ObjectNotFound):  # somebody deleted it
            run = await client.read_flow_run(run_id)
            if run.state is not None and (run.state.is_running() or run.state.is_cancelling()):
                await client.set_flow_run_state(run_id, Crashed(message=_SAID))
                for each in await client.read_task_runs(flow_run_filter=_only(run_id), task_run_filter=_AT_WORK):
                    await client.set_task_run_state(each.id, Crashed(message=_SAID), force=True)


def _only(run_id: UUID) -> FlowRunFilter:
    return FlowRunFilter.model_validate({"id": {"any_": [run_id]}})


def _lock(shown: Path) -> FileLock:
    # Not bound to the thread that took it: a flow may run in another one than the last.
    return FileLock(shown.with_suffix(".lock"), timeout=0, thread_local=False)
