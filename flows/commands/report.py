"""`greenpaper report`: one self-contained page about the published file."""

import sys
from pathlib import Path

from extractors.errors import ConfigurationError
from flows.exits import Exit
from flows.explore.report import report_of
from warehouse.folders import file_written_whole
from warehouse.paths import ensure_not_ours


def run(file: Path, warehouse: Path) -> Exit:
    """Write the page to `file`, which is replaced whole."""
    ensure_not_ours(file, warehouse)
    page = report_of(warehouse)
    try:
        with file_written_whole(file) as part:
            part.write_text(page, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"cannot write {file}: {error.strerror or error}") from None
    sys.stdout.write(f"{file}\n")
    return Exit.DONE
