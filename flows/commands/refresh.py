"""`greenpaper refresh`: runs the refresh flow in this process, and tells what is new."""

from collections.abc import Sequence
from pathlib import Path

from flows.calling import call_flow
from flows.exits import Exit
from flows.options import Changes
from flows.preparation import Preparation, prepared, start_workers
from flows.progress import ProgressBar
from flows.settings import Settings
from flows.sourcing import chosen_sources
from flows.telling import tell, tell_profile
from warehouse.lake import ensure_reachable
from warehouse.lock import await_turn
from warehouse.writer import ensure_publishable


def run(
    names: Sequence[str],
    sources: Path | None,
    warehouse: Path,
    *,
    due: bool,
    changes: Changes,
    quiet: bool,
    as_json: bool,
    with_profile: bool = False,
) -> Exit:
    """Look at the sources `names` (all where none is named) of the file or folder `sources`; print the summary.

    With `due`, only at those whose time has come. `changes` go before the settings.
    Where the time went is told too, on standard error or in the JSON, `with_profile`.
    """
    settings = Settings.read(changes)
    path = sources or settings.sources
    chosen_sources(path, names)  # mistakes are told before anything is started
    if lake := settings.lake_of(warehouse):
        ensure_reachable(lake)
    ensure_publishable(warehouse)
    await_turn(warehouse, settings.lock_wait)  # before anything is started, where Ctrl-C ends it at once
    with ProgressBar("Refreshing", is_wanted=not (quiet or as_json)) as bar:
        preparation = Preparation(
            settings, start_workers(settings, warehouse=warehouse), expect=bar.expect, tell=bar.tell
        )
        with prepared(preparation), preparation.times.step("Prefect"):
            summary = call_flow(
                "flows.refresh:refresh", sources=list(names), configured=str(path), warehouse=str(warehouse), due=due
            )
    if with_profile:
        tell_profile(summary, preparation.times.profile(settings.workers), as_json=as_json)
    return tell(summary, quiet=quiet, as_json=as_json)
