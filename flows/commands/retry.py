"""`greenpaper retry`: has items that failed tried again by the next run."""

import sys
from collections.abc import Sequence
from pathlib import Path

from extractors.errors import ConfigurationError
from flows.display import place, print_json
from flows.exits import Exit
from flows.settings import Settings
from flows.version import greenpaper_version
from warehouse.records import Versions
from warehouse.status import read_status
from warehouse.writer import Writer


def run(names: Sequence[str], warehouse: Path, *, as_json: bool) -> Exit:
    """Put items back that failed, of the sources or addresses `names` (all where none is named); print which."""
    settings = Settings.read()
    read_status(warehouse)  # says what is wrong where there is no warehouse; a writer would make one
    with Writer.open(
        warehouse, lake=settings.lake_of(warehouse), wait_seconds=settings.lock_wait, command="retry"
    ) as writer:
        back = writer.put_back(names)
        known = {each for key in back for each in (key.source, key.uri)}
        if unknown := [name for name in names if name not in known]:
            raise ConfigurationError(
                f"nothing failed that is called {', '.join(unknown)}: `greenpaper status` lists what did, "
                "with its source and its address"
            )
        run_id = writer.begin_run("retry", Versions(greenpaper_version(), "", settings.spacy_model))
        writer.finish_run(run_id, 0)
        writer.publish(settings.terms)
    if as_json:
        print_json(back)
        return Exit.DONE
    for key in back:
        sys.stdout.write(f"{key.source}: {place(key.uri)}\n")
    sys.stdout.write(f"{len(back):,} put back: the next `greenpaper refresh` tries them\n")
    return Exit.DONE
