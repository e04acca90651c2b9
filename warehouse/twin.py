"""The Parquet twin of the published file: every view as Parquet, in a folder beside it.

The folder's name is a link to the folder of one publication, and is turned to the next by one rename: whoever opens a
file by that name gets the one publication or the other. The folder of the publication before stays until the next one,
for whoever is still reading it file by file.
"""

import os
import shutil
from datetime import datetime
from pathlib import Path

from extractors.errors import ConfigurationError, WarehouseError
from warehouse.earlier import release_name
from warehouse.export import export
from warehouse.manifest import NAME
from warehouse.paths import Paths


def ensure_twin_place(paths: Paths) -> None:
    """Return where a twin may be put. Raises WarehouseError where something that is no link stands there."""
    if paths.twin.exists() and not paths.twin.is_symlink():
        raise WarehouseError(
            f"{paths.twin} is in the place of the Parquet files: move it away, or unset GREENPAPER_PARQUET"
        )


def write_twin(paths: Paths, released_at: datetime) -> None:
    """Make the twin of what was published at `released_at`, where it is not there already.

    Raises WarehouseError where it cannot be written; the published file and the earlier twin are there all the same.
    """
    folder = paths.twins / release_name(released_at)
    before = paths.twin.resolve() if paths.twin.is_symlink() else None
    if before == folder.resolve() and (folder / NAME).exists():
        return
    try:
        export(paths.published, folder, "parquet", replace=True)
        _point(paths.twin, folder)
        _remove_all_but(paths.twins, {folder.resolve(), before})
    except (ConfigurationError, OSError) as error:
        raise WarehouseError(
            f"{paths.published} is published, but its Parquet files in {paths.twin} are not ({error}): "
            "make room, or unset GREENPAPER_PARQUET, and run again"
        ) from error


def _point(link: Path, folder: Path) -> None:
    """Turn the link to `folder` by one rename; it is relative, so that both can be moved together."""
    turned = link.with_name(f".{link.name}.{os.getpid()}")
    turned.unlink(missing_ok=True)
    turned.symlink_to(os.path.relpath(folder, link.parent), target_is_directory=True)
    turned.replace(link)


def _remove_all_but(twins: Path, wanted: set[Path | None]) -> None:
    for each in twins.iterdir():
        if each.resolve() not in wanted:
            shutil.rmtree(each)
