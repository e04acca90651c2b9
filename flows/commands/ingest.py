"""`greenpaper ingest`: runs the ingest flow in this process, and tells what it found."""

import asyncio
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from extractors.errors import ConfigurationError
from flows.display import place, print_json, print_table
from flows.exits import Exit
from flows.local_server import LocalServer
from flows.prefect_defaults import set_prefect_defaults
from flows.preparation import Preparation, prepared, start_workers
from flows.progress import ProgressBar
from flows.settings import Settings
from flows.summary import IngestSummary
from warehouse.status import read_status
from warehouse.writer import ensure_publishable

_COUNTED = (
    "documents", "people", "organisations", "roles", "figures", "dates", "strategy_items", "partnerships",
    "partnership_members", "quotes", "publications",
)  # fmt: skip
_FIRST_QUERY = "select person, title, organisation from roles"


def run(documents: Sequence[str], warehouse: Path, *, registers: Sequence[Path], quiet: bool, as_json: bool) -> Exit:
    """Ingest `documents` into `warehouse`; print the summary, as JSON where that is asked, or only errors.

    `registers` are CSV files of organisations, which go before those of the settings.
    """
    settings = Settings.read()
    ensure_publishable(warehouse)
    with ProgressBar("Reading", is_wanted=not (quiet or as_json)) as bar:
        # Begun before Prefect is imported: the workers load their model while it starts.
        preparation = Preparation(settings, start_workers(settings, registers), expect=bar.expect, tell=bar.tell)
        with prepared(preparation):
            summary = _run_flow(documents, warehouse)
    failed = [document for document in summary["documents"] if document["status"] == "failed"]
    if as_json:
        print_json(summary)
    elif not quiet:
        _print_summary(summary)
    for document in failed:
        sys.stderr.write(f"greenpaper: failed: {place(document['uri'])}: {document['reason']}\n")
    return Exit.SOME_FAILED if failed else Exit.DONE


def _run_flow(documents: Sequence[str], warehouse: Path) -> IngestSummary:
    set_prefect_defaults()
    # Prefect reads its settings when it is imported.
    from prefect.settings import PREFECT_API_URL, temporary_settings  # noqa: PLC0415

    configured = PREFECT_API_URL.value()
    server = None if configured else LocalServer()
    from flows.ingest import ingest  # noqa: PLC0415 - the rest of Prefect, while the server starts

    if server is None:
        asyncio.run(_check_api(configured))
    else:
        server.wait_ready()
    with temporary_settings({PREFECT_API_URL: server.url if server else configured}):
        result = asyncio.run(_result(ingest, list(documents), str(warehouse)))
    if isinstance(result, BaseException):
        raise result
    return cast(IngestSummary, result)


async def _result(flow: Any, documents: list[str], warehouse: str) -> object:
    state = await flow(documents, warehouse, return_state=True)
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


def _print_summary(summary: IngestSummary) -> None:
    out = sys.stdout
    statuses = ("loaded", "unchanged", "skipped", "failed")
    print_table(("documents", *statuses), [(summary["asked"], *(cast(Any, summary)[name] for name in statuses))])
    for document in summary["documents"]:
        if document["status"] == "skipped":
            out.write(f"skipped: {place(document['uri'])}: {document['reason']}\n")
    for check in summary["checks"]:
        out.write(f"check {check['check_name']} ({check['severity']}) did not pass: {check['detail']}\n")
    if not summary["loaded"]:
        out.write("\nNothing changed.\n" if not summary["failed"] else "\nNothing was loaded.\n")
    path = Path(summary["warehouse"])
    views = read_status(path, runs=1).views
    out.write(f"\n{path} holds\n")
    print_table(("view", "rows"), [(name, views[name]) for name in _COUNTED])
    option = "" if path == Path("data/greenpaper.duckdb") else f" --warehouse {path}"
    out.write(f'\nTry: {_called_as()} sql "{_FIRST_QUERY}"{option}\n')


def _called_as() -> str:
    """Return how a person in this folder calls the command: by its name where it is on the path."""
    script = Path(sys.argv[0])
    if script.name != "greenpaper" or shutil.which("greenpaper"):
        return "greenpaper"
    return os.path.relpath(script)
