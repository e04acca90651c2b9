"""Folders and files that appear whole: written beside their place, brought to the disk, and put there by renaming."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written_whole(folder: Path, may_replace: Callable[[], None]) -> Iterator[Path]:
    """Give an empty folder to write into, which takes the place of `folder` in the end.

    What stands there is replaced by two renames, so for an instant nothing is there; where the second one fails, it is
    put back. `may_replace` is asked once more before that, and raises where it must stay. Raises OSError.
    """
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        yield part
        for file in part.iterdir():
            sync(file)
        sync(part)
        may_replace()
        _put(part, folder)
        sync(folder.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def file_written_whole(file: Path) -> Iterator[Path]:
    """Give a path to write a file to, which takes the place of `file` in the end; what fails leaves that as it is.

    A pipe or a device is given itself. Raises OSError.
    """
    if file.exists() and not file.is_file():
        yield file
        return
    place = file.resolve()  # a link stays one
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        yield part
        sync(part)
        part.replace(place)
        sync(place.parent)
    finally:
        part.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _put(part: Path, folder: Path) -> None:
    if not folder.exists():
        part.rename(folder)
        return
    earlier = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    folder.rename(earlier)
    try:
        part.rename(folder)
    except OSError:
        earlier.rename(folder)
        raise
    shutil.rmtree(earlier)
