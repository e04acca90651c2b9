"""`greenpaper report`: one self-contained page about the published file."""

import sys
from pathlib import Path

from extractors.errors import ConfigurationError
from flows.exits import Exit
from flows.explore.report import report_of
from warehouse.paths import ensure_not_ours


def run(file: Path, warehouse: Path) -> Exit:
    """Write the page to `file`, which is replaced whole."""
    ensure_not_ours(file, warehouse)
    page = report_of(warehouse)
    building = file.with_name(f".{file.name}.new")
    try:
        building.write_text(page, encoding="utf-8")
        building.replace(file)
    except OSError as error:
        building.unlink(missing_ok=True)
        raise ConfigurationError(f"cannot write {file}: {error.strerror or error}") from None
    sys.stdout.write(f"{file}\n")
    return Exit.DONE
