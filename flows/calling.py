"""Calling a flow from the command line: Prefect in this process, with the server that is set, or one of its own."""

import asyncio
import importlib
from typing import Any, cast

from httpx import HTTPError

from extractors.errors import ConfigurationError
from flows.events import is_heard
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

        self._configured: str | None = PREFECT_API_URL.value()
        self._server = None if self._configured else LocalServer()

    def call(self, name: str, **parameters: object) -> RunSummary:
        """Run the flow `name` ("module:name") and return its summary. Raises what ended it.

        Raises ConfigurationError where the server does not answer, now or in the middle of the run.
        """
        from prefect.settings import PREFECT_API_URL, temporary_settings  # noqa: PLC0415 - as above

        module, _, attribute = name.partition(":")
        flow = getattr(importlib.import_module(module), attribute)  # the rest of Prefect, while the server starts
        token = is_heard.set(self._server is None)
        try:
            with temporary_settings({PREFECT_API_URL: self._ready()}):
                result = asyncio.run(_result(flow, parameters))
        except HTTPError as error:
            result = error
        finally:
            is_heard.reset(token)
        if isinstance(result, HTTPError):
            raise self._lost(result) from result
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

    def _lost(self, error: HTTPError) -> ConfigurationError:
        server = f"the Prefect server at {self._configured}" if self._server is None else "Prefect's server"
        return ConfigurationError(
            f"{server} failed in the middle of the run ({_reason(error)}): what was loaded is kept, and what is "
            "left is done by the next run; look after the server, or unset PREFECT_API_URL"
        )


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
        raise ConfigurationError(
            f"the Prefect server at {address} does not answer ({_reason(fault)}): start it, or unset PREFECT_API_URL"
        )


def _reason(fault: Exception) -> str:
    return " ".join(str(fault).split()) or type(fault).__name__
