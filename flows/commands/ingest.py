"""`greenpaper ingest`: runs the ingest flow in this process, and tells what it found."""

from collections.abc import Sequence
from pathlib import Path

from flows.calling import call_flow
from flows.exits import Exit
from flows.head_start import begin_head_start
from flows.nothing_new import nothing_new
from flows.options import Changes
from flows.preparation import Preparation, prepared, start_workers
from flows.progress import ProgressBar
from flows.settings import Settings
from flows.summary import RunSummary
from flows.telling import tell, tell_profile
from warehouse.lake import ensure_reachable
from warehouse.lock import await_turn
from warehouse.writer import ensure_publishable


def run(
    documents: Sequence[str],
    warehouse: Path,
    *,
    registers: Sequence[Path],
    changes: Changes,
    quiet: bool,
    as_json: bool,
    with_profile: bool = False,
) -> Exit:
    """Ingest `documents` into `warehouse`; print the summary, as JSON where that is asked, or only errors.

    `registers` are CSV files of organisations, which go before those of the settings, as `changes` of them do.
    Where the time went is told too, on standard error or in the JSON, `with_profile`.
    """
    settings = Settings.read(changes)
    if lake := settings.lake_of(warehouse):
        ensure_reachable(lake)
    ensure_publishable(warehouse)
    await_turn(warehouse, settings.lock_wait)  # before anything is started, where Ctrl-C ends it at once
    with ProgressBar("Reading", is_wanted=not (quiet or as_json)) as bar:
        # Begun before Prefect is imported: the workers load their model while it starts.
        preparation = Preparation(
            settings, start_workers(settings, registers, warehouse=warehouse), expect=bar.expect, tell=bar.tell
        )
        with prepared(preparation):
            begin_head_start(documents, warehouse, preparation)
            summary = nothing_new(documents, warehouse, preparation) or _called(documents, warehouse, preparation)
    if with_profile:
        tell_profile(summary, preparation.times.profile(settings.workers), as_json=as_json)
    return tell(summary, quiet=quiet, as_json=as_json)


def _called(documents: Sequence[str], warehouse: Path, preparation: Preparation) -> RunSummary:
    with preparation.times.step("Prefect"):
        return call_flow("flows.ingest:ingest", paths=list(documents), warehouse=str(warehouse))
