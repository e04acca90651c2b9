"""Calling a flow from the command line: Prefect in this process, with the server that is set, or one of its own."""

import asyncio
import atexit
import gc
import importlib
import logging
import sys
import time
from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import httpx

from extractors.errors import ConfigurationError
from flows.events import is_heard
from flows.handing import handed
from flows.imports import uncollected
from flows.local_server import LocalServer
from flows.prefect_defaults import set_prefect_defaults
from flows.server_named import may_name_a_server
from flows.summary import RunSummary

if TYPE_CHECKING:
    from prefect import Flow

_ASKED_AGAIN = 0.5  # seconds


def call_flow(name: str, **parameters: object) -> RunSummary:
    """Run the flow `name` ("module:name") and return its summary. Raises what ended it."""
    return PrefectApi().call(name, **parameters)


class PrefectApi:
    """What flows report to: the server that is set, or one of this process, started anew where it has ended."""

    def __init__(self, patience: float = 0.0, *, goes_on: bool = False) -> None:
        """Begin to start a server, where none is set.

        One that is set may take `patience` seconds to answer. Where it does not and we `goes_on`, a server of this
        process stands in for it until it does.
        """
        set_prefect_defaults()
        atexit.register(gc.freeze)  # else the last look for garbage takes a third of a second of all of Prefect
        self._server = None if may_name_a_server() else LocalServer()  # starts while Prefect is imported
        with uncollected():
            # Prefect reads its settings when it is imported.
            from prefect.settings import PREFECT_API_URL  # noqa: PLC0415

        logging.raiseExceptions = False  # a line of a log that the server does not take is no error of the command
        self.configured: str | None = PREFECT_API_URL.value()
        """The address of the server that is set."""
        self._patience, self._goes_on = patience, goes_on
        if self.configured:
            self._dismiss()
        elif self._server is None:
            self._server = LocalServer()

    def call(self, name: str, **parameters: object) -> RunSummary:
        """Run the flow `name` ("module:name") and return its summary. Raises what ended it.

        Raises ConfigurationError where there is no server, or none any more.
        """
        module, _, attribute = name.partition(":")
        with uncollected():
            flow = getattr(importlib.import_module(module), attribute)  # the rest of Prefect, while the server starts
        with handed(parameters) as recorded:
            return cast(RunSummary, self._run(lambda: _result(flow, recorded)))

    def perform(self, flow_run: UUID, flows: Mapping[UUID, "Flow[..., Any]"]) -> object:
        """Do a run that the server was asked for; return its result, or None where it is not to be done (now).

        `flows` is deployment → flow. Raises as `call`.
        """
        from flows.asked_runs import perform  # noqa: PLC0415 - this module is imported by all commands

        return self._run(lambda: perform(flow_run, flows))

    def _run(self, begin: Callable[[], Coroutine[Any, Any, object]]) -> object:
        # as above
        from prefect.settings import PREFECT_API_URL, PREFECT_LOGGING_TO_API_ENABLED, temporary_settings  # noqa: PLC0415

        address = self._ready()
        unheard = {} if self._server is None else {PREFECT_LOGGING_TO_API_ENABLED: False}
        token = is_heard.set(self._server is None)
        try:
            with temporary_settings({PREFECT_API_URL: address, **unheard}):
                result = asyncio.run(begin())
        except httpx.HTTPError as error:
            raise _lost(address, error) from None
        finally:
            is_heard.reset(token)
        if isinstance(result, httpx.HTTPError):
            raise _lost(address, result)
        if isinstance(result, BaseException):
            raise result
        return result

    def _ready(self) -> str:
        """Return the address of a server that answers. Raises ConfigurationError where there is none."""
        if self.configured is not None:
            fault = self._fault(self.configured)
            if fault is None:
                self._dismiss()
                return self.configured
            if not self._goes_on:
                raise fault
            if self._server is None:
                sys.stderr.write(f"greenpaper: {fault}; runs are told to a server of this process meanwhile\n")
        if self._server is None or not self._server.is_running:
            self._dismiss()
            self._server = LocalServer()
        self._server.wait_ready()
        return self._server.url

    def _fault(self, address: str) -> ConfigurationError | None:
        """Return why the server that is set does not answer, after it had its time; None where it does."""
        deadline = time.monotonic() + (self._patience if self._server is None else 0.0)
        while (fault := asyncio.run(_check_api(address))) is not None and time.monotonic() < deadline:
            time.sleep(_ASKED_AGAIN)
        return fault

    def _dismiss(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def terminations() -> tuple[type[BaseException], ...]:
    """Return what Ctrl-C and SIGTERM raise: while a flow runs, SIGTERM is Prefect's."""
    from prefect.exceptions import TerminationSignal  # noqa: PLC0415 - as above

    return KeyboardInterrupt, TerminationSignal


async def _result(flow: Any, parameters: dict[str, object]) -> object:
    state = await flow(**parameters, return_state=True)
    return await state.aresult(raise_on_failure=False)


async def _check_api(address: str) -> ConfigurationError | None:
    """Return what is wrong where the server at `address` does not answer."""
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - as above

    async with get_client() as client:
        fault = await client.api_healthcheck()
    if fault is None:
        return None
    reason = " ".join(str(fault).split()) or type(fault).__name__
    return ConfigurationError(
        f"the Prefect server at {address} does not answer ({reason}): start it, or unset PREFECT_API_URL"
    )


def _lost(address: str, error: httpx.HTTPError) -> ConfigurationError:
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    return ConfigurationError(
        f"the Prefect server at {address} was lost during a run ({reason}): what was loaded is kept, and the next run "
        "completes it"
    )
