"""Calling a flow from the command line: Prefect in this process, with the server that is set, or one of its own."""

import asyncio
import importlib
from typing import Any, cast

from extractors.errors import ConfigurationError
from flows.local_server import LocalServer
from flows.prefect_defaults import set_prefect_defaults
from flows.summary import RunSummary


def call_flow(name: str, **parameters: object) -> RunSummary:
    """Run the flow `name` ("module:name") and return its summary. Raises what ended it."""
    set_prefect_defaults()
    # Prefect reads its settings when it is imported.
    from prefect.settings import PREFECT_API_URL, temporary_settings  # noqa: PLC0415

    configured = PREFECT_API_URL.value()
    server = None if configured else LocalServer()
    module, _, attribute = name.partition(":")
    flow = getattr(importlib.import_module(module), attribute)  # the rest of Prefect, while the server starts
    if server is None:
        asyncio.run(_check_api(configured))
    else:
        server.wait_ready()
    with temporary_settings({PREFECT_API_URL: server.url if server else configured}):
        result = asyncio.run(_result(flow, parameters))
    if isinstance(result, BaseException):
        raise result
    return cast(RunSummary, result)


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
