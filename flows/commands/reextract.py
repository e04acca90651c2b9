"""`greenpaper reextract` and `greenpaper rebuild`: run their flows in this process, and tell how they ended."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from flows.calling import call_flow
from flows.exits import Exit
from flows.options import Changes
from flows.preparation import Preparation, prepared, start_workers
from flows.progress import ProgressBar
from flows.rereading import checked_version
from flows.settings import Settings
from flows.summary import RunSummary
from flows.telling import tell
from warehouse.paths import ensure_there
from warehouse.writer import ensure_publishable


def reextract(
    names: Sequence[str], older_than: str | None, warehouse: Path, *, changes: Changes, quiet: bool, as_json: bool
) -> Exit:
    """Read again what the archive of `warehouse` keeps of `names`, or what is older; print the summary.

    `changes` go before the settings.
    """
    ensure_there(warehouse)
    parameters = {"names": list(names), "older_than": older_than and checked_version(older_than)}
    summary = _call("reextract", "Reading again", parameters, warehouse, changes, is_seen=not (quiet or as_json))
    return tell(summary, quiet=quiet, as_json=as_json)


def rebuild(archive: Path, warehouse: Path, *, changes: Changes, quiet: bool, as_json: bool) -> Exit:
    """Make `warehouse` from the folder `archive`; print the summary, or that there was nothing to read.

    `changes` go before the settings.
    """
    parameters = {"archive": str(archive)}
    summary = _call("rebuild", "Rebuilding", parameters, warehouse, changes, is_seen=not (quiet or as_json))
    if not summary["asked"] and not (quiet or as_json):
        sys.stdout.write(f"Nothing to read: {warehouse} holds all that {archive} keeps.\n")
        return Exit.DONE
    return tell(summary, quiet=quiet, as_json=as_json)


def _call(
    flow: str, doing: str, parameters: Mapping[str, object], warehouse: Path, changes: Changes, *, is_seen: bool
) -> RunSummary:
    settings = Settings.read(changes)
    settings.ensure_no_lake(warehouse, f"`greenpaper {flow}`")
    ensure_publishable(warehouse)
    with ProgressBar(doing, is_wanted=is_seen) as bar:
        preparation = Preparation(settings, start_workers(settings), expect=bar.expect, tell=bar.tell)
        with prepared(preparation):
            return call_flow(f"flows.reextract:{flow}", **parameters, warehouse=str(warehouse))
