"""`greenpaper export`: all views as files, or the entities of FollowTheMoney."""

import sys
from pathlib import Path

from flows.display import print_json, print_table
from flows.exits import Exit
from warehouse.export import Form, export


def run(folder: Path, form: Form, warehouse: Path, *, replace: bool, as_json: bool) -> Exit:
    """Write the export into `folder`; print what was written, as the manifest says it where JSON is asked."""
    manifest = export(warehouse, folder, form, replace=replace)
    if as_json:
        print_json(manifest)
        return Exit.DONE
    sys.stdout.write(f"{folder} holds\n")
    print_table(("file", "rows", "bytes"), [(file.name, file.rows, file.bytes) for file in manifest.files])
    return Exit.DONE
