"""Earlier publications: the last few published files, kept in the store under the time they were published."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from warehouse.paths import Paths


def release_name(released_at: datetime) -> str:
    """Return the name of what was published at `released_at` (UTC); names sort by time."""
    return f"{released_at:%Y%m%dT%H%M%S%f}Z"


def earlier_publications(paths: Paths) -> list[Path]:
    """Return the earlier publications that are kept, the oldest first."""
    return sorted(paths.earlier.glob("*.duckdb"))


def keep_published(paths: Paths, released_at: datetime) -> None:
    """Keep the published file, which was published at `released_at`, before another takes its place.

    It is the same file under a second name, and takes no room of its own until the name is taken; where the file system
    has no such links it is copied. Raises OSError.
    """
    paths.earlier.mkdir(parents=True, exist_ok=True)
    kept = paths.earlier / f"{release_name(released_at)}.duckdb"
    if kept.exists():
        return
    try:
        os.link(paths.published, kept)
    except OSError:
        _copy(paths.published, kept)


def remove_oldest(paths: Paths, keep: int) -> None:
    """Remove all but the `keep` newest of the earlier publications. Raises OSError."""
    for old in earlier_publications(paths)[:-keep]:
        old.unlink()


def _copy(source: Path, target: Path) -> None:
    part = target.with_suffix(".part")
    try:
        shutil.copyfile(source, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
