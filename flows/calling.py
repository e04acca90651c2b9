"""Calling a flow from the command line: Prefect in this process, with the server that is set, or one of its own."""

import asyncio
import importlib
import logging
from typing import Any, cast

from extractors.errors import ConfigurationError
from flows.events import is_heard
from flows.handing import handed
from flows.local_server import LocalServer
from flows.prefect_defaults import set_prefect_defaults
from flows.summary import RunSummary


def call_flow(name: str, **parameters: object) -> RunSummary:
    """Run the flow `name` ("module:name") and return its summary. Raises what ended it."""
    return PrefectApi().call(name, **parameters)


class PrefectApi:
    """What flows report to: the server that is set, or one of this process, started anew where it has ended."""

    def __init__(self) -> None:
        """Begin to start a server, where none is set."""
        set_prefect_defaults()
        # Prefect reads its settings when it is imported.
        from prefect.settings import PREFECT_API_URL  # noqa: PLC0415

        logging.raiseExceptions = False  # a line of a log that the server does not take is no error of the command
        self._configured: str | None = PREFECT_API_URL.value()
        self._server = None if self._configured else LocalServer()

    def call(self, name: str, **parameters: object) -> RunSummary:
        """Run the flow `name` ("module:name") and return its summary. Raises what ended it."""
        # as above
        from prefect.settings import PREFECT_API_URL, PREFECT_LOGGING_TO_API_ENABLED, temporary_settings  # noqa: PLC0415

        module, _, attribute = name.partition(":")
        flow = getattr(importlib.import_module(module), attribute)  # the rest of Prefect, while the server starts
        token = is_heard.set(self._server is None)
        try:
            unheard = {} if self._server is None else {PREFECT_LOGGING_TO_API_ENABLED: False}
            with temporary_settings({PREFECT_API_URL: self._ready(), **unheard}), handed(parameters) as recorded:
                result = asyncio.run(_result(flow, recorded))
        finally:
            is_heard.reset(token)
        if isinstance(result, BaseException):
            raise result
        return cast(RunSummary, result)

    def _ready(self) -> str:
        """Return the address of a server that answers. Raises ConfigurationError where there is none."""
        if self._server is None:
            assert self._configured  # noqa: S101 - one of the two is there
            asyncio.run(_check_api(self._configured))
            return self._configured
        if not self._server.is_running:
            self._server.close()
            self._server = LocalServer()
        self._server.wait_ready()
        return self._server.url


def terminations() -> tuple[type[BaseException], ...]:
    """Return what Ctrl-C and SIGTERM raise: while a flow runs, SIGTERM is Prefect's."""
    from prefect.exceptions import TerminationSignal  # noqa: PLC0415 - as above

    return KeyboardInterrupt, TerminationSignal


async def _result(flow: Any, parameters: dict[str, object]) -> object:
    state = await flow(**parameters, return_state=True)
    return await state.aresult(raise_on_failure=False)


async def _check_api(address: str) -> None:
    """Raise ConfigurationError where the server at `address` does not answer."""
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - as above

    async with get_client() as client:
        fault = await client.api_healthcheck()
    if fault is not None:
        reason = " ".join(str(fault).split()) or type(fault).__name__
        raise ConfigurationError(
            f"the Prefect server at {address} does not answer ({reason}): start it, or unset PREFECT_API_URL"
        )
