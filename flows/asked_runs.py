"""Runs that the Prefect server is asked for (by schedules, events and people), for a process that does them itself.

A worker would start a process for each, which loads libraries and model before it does anything. Here they become
wake-ups of the watcher, which does them one after the other, beside what it sees itself.
"""

import json
import sys
import threading
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast
from uuid import UUID

import httpx

from extractors.errors import ConfigurationError
from flows.deployments import Deployment, flow_of, for_runner
from flows.watching import Wakeups
from flows.wording import told

if TYPE_CHECKING:
    from prefect import Flow, State
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.responses import FlowRunResponse

_LOOK = 2.0  # seconds between two looks: what a run that is asked for waits at most
_RETRIES = 2  # of a request, after seconds; a server that is away is soon asked anew
_LOST = timedelta(minutes=2)  # a worker takes seconds from "pending" to "running"
_PAUSE = 2.0  # seconds until a server that does not answer is asked again


class AskedRuns:
    """A thread that makes deployments on the server and wakes the watcher for their runs; a context manager.

    They are made anew whenever the server has been away, and paused at the end, so that nothing piles up meanwhile.
    """

    def __init__(self, deployments: Sequence[Deployment], wakeups: Wakeups, lost: timedelta = _LOST) -> None:
        """A run that has been about to begin for longer than `lost` never will: its process ended before.

        Raises ConfigurationError where a deployment cannot be made.
        """
        self._lost = lost
        self._wakeups = wakeups
        self._made = [(each, flow_of(each)) for each in deployments]
        for each, flow in self._made:
            for_runner(each, flow)
        self.flows: dict[UUID, Flow[..., Any]] = {}
        """The flow of each deployment, by the deployment's id on the server."""
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="asked runs", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, error: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join(10)

    def _run(self) -> None:
        from prefect.client.orchestration import get_client  # noqa: PLC0415 - Prefect reads its settings on import
        from prefect.settings import PREFECT_CLIENT_MAX_RETRIES, temporary_settings  # noqa: PLC0415 - as above

        while not self._end.is_set():
            try:
                with temporary_settings({PREFECT_CLIENT_MAX_RETRIES: _RETRIES}), get_client(sync_client=True) as client:
                    self._serve(client)
            except httpx.TransportError:  # a server that is away, the watcher tells of
                pass
            except httpx.HTTPStatusError as error:
                if error.response.status_code != httpx.codes.SERVICE_UNAVAILABLE:  # which is one that starts
                    _tell(error)
            except Exception as error:  # noqa: BLE001 - of many types; what it is, it must not end the thread
                _tell(error)
            self._end.wait(_PAUSE)

    def _serve(self, client: "SyncPrefectClient") -> None:
        """Make the deployments and look for their runs until the end, or until the server is away."""
        for each, flow in self._made:
            self.flows[cast(UUID, for_runner(each, flow).apply())] = flow  # no event loop runs in this thread
        _tell_lost(client, list(self.flows), self._lost)
        while not self._end.wait(_LOOK):
            runs = client.get_scheduled_flow_runs_for_deployments(
                deployment_ids=list(self.flows), scheduled_before=datetime.now(UTC)
            )
            needed, piled = piled_up(runs)
            self._wakeups.run(needed)
            for flow_run in piled:
                _drop(client, flow_run)
        for deployment in self.flows:
            client.pause_deployment(deployment)


def _tell(error: Exception) -> None:
    sys.stderr.write(f"greenpaper: cannot ask the Prefect server for runs ({told(str(error))}): trying again\n")


def _tell_lost(client: "SyncPrefectClient", deployments: list[UUID], lost: timedelta) -> None:
    """Tell the server of runs whose process was to begin them and ended first: nobody else ever would."""
    # Prefect reads its settings when it is imported.
    from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter  # noqa: PLC0415
    from prefect.states import Crashed  # noqa: PLC0415 - as above

    pending = FlowRunFilter.model_validate({"state": {"type": {"any_": ["PENDING"]}}})
    asked = client.read_flow_runs(
        flow_run_filter=pending, deployment_filter=DeploymentFilter.model_validate({"id": {"any_": deployments}})
    )
    for run in asked:
        if run.state is not None and datetime.now(UTC) - run.state.timestamp > lost:
            client.set_flow_run_state(run.id, Crashed(message="its process ended before it began"), force=True)


def piled_up(runs: Iterable["FlowRunResponse"]) -> tuple[list[UUID], list[UUID]]:
    """Return the runs that are to be done, the oldest first, and those after which the same is asked for again.

    Of runs of one deployment with the same parameters that have all become due, one does the work of all.
    """
    last: dict[str, UUID] = {}
    piled: list[UUID] = []
    for run in sorted(runs, key=lambda run: run.next_scheduled_start_time or datetime.min.replace(tzinfo=UTC)):
        key = json.dumps([str(run.deployment_id), run.parameters], sort_keys=True, default=str)
        if (before := last.pop(key, None)) is not None:
            piled.append(before)
        last[key] = run.id
    return list(last.values()), piled


def _drop(client: "SyncPrefectClient", flow_run: UUID) -> None:
    from prefect.states import Cancelled  # noqa: PLC0415 - Prefect reads its settings when it is imported

    client.set_flow_run_state(flow_run, Cancelled(message="A later run of the same was due already."), force=True)


async def perform(flow_run: UUID, flows: Mapping[UUID, "Flow[..., Any]"]) -> object:
    """Do a run that was asked for, in this process; return its result, or None where it is not to be done (now).

    The result may be an exception: what ended the run.
    """
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - as above
    from prefect.exceptions import Abort, ObjectNotFound  # noqa: PLC0415 - as above
    from prefect.flow_engine import run_flow  # noqa: PLC0415 - as above
    from prefect.states import Failed, Pending  # noqa: PLC0415 - as above
    from prefect.utilities.engine import propose_state  # noqa: PLC0415 - as above

    async with get_client() as client:
        try:  # the server says whether it may begin: not while the deployment's limit holds, nor when it was cancelled
            state = await propose_state(client, Pending(), flow_run_id=flow_run)
            run = await client.read_flow_run(flow_run)
        except (Abort, ObjectNotFound):
            return None
    flow = flows.get(run.deployment_id) if run.deployment_id else None
    if flow is None or not state.is_pending():
        return None
    try:
        ended = await cast(Awaitable["State[Any]"], run_flow(flow, flow_run=run, return_type="state"))
    except Exception as error:
        async with get_client() as client:  # parameters that do not fit end it before it has a state
            said = f"{type(error).__name__}: {error}"
            await client.set_flow_run_state(flow_run, Failed(message=said), force=True)
        raise
    return await ended.aresult(raise_on_failure=False)


def check_api_is_set(configured: str | None) -> None:
    """Raise ConfigurationError where no server is set that could be asked for runs."""
    if configured is None:
        raise ConfigurationError(
            "--deployments needs a Prefect server: set PREFECT_API_URL, or let `greenpaper up` start one"
        )
