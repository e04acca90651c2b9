"""Folders of one process under the system's temporary one, of which a killed process leaves none for long.

A folder holds a file that its process keeps locked. The lock is the operating system's and ends with its process,
however that ends, so that a folder whose file can be locked belongs to nobody any more: the next process removes it.
"""

import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

_LOCK = "in-use"


class ScratchFolder:
    """A folder of its own, readable by its user alone, until it is closed."""

    def __init__(self, prefix: str) -> None:
        """Make it, and remove those of the same user and `prefix` that killed processes left behind."""
        remove_abandoned(prefix)
        self._folder = tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)
        self._lock = _hold(self.path)

    def close(self) -> None:
        """Remove the folder with what is in it."""
        self._folder.cleanup()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def remove_abandoned(prefix: str) -> None:
    """Remove this user's scratch folders of `prefix` whose processes have ended. POSIX only; elsewhere they stay.

    Links are not followed, and neither what belongs to others nor a folder without the file is touched. What cannot be
    removed stays: this is tidying, and no reason for a command to fail.
    """
    if os.name != "posix":
        return
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
            with suppress(OSError):
                _remove_where_abandoned(folder)


def _remove_where_abandoned(folder: Path) -> None:
    said = folder.lstat()
    # Only its owner can put anything into such a folder, and only he could have made it
    if not stat.S_ISDIR(said.st_mode) or said.st_uid != os.getuid() or stat.S_IMODE(said.st_mode) & 0o077:
        return
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    try:
        if _locked(lock):
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def _hold(folder: Path) -> int | None:
    """Lock the folder's file. It appears under its name only when it is locked: before, nobody takes the folder."""
    if os.name != "posix":
        return None
    descriptor, name = tempfile.mkstemp(dir=folder)
    _locked(descriptor)
    Path(name).rename(folder / _LOCK)
    return descriptor


def _locked(descriptor: int) -> bool:
    """Lock an open file, where nobody else has; it stays so until it is closed."""
    import fcntl  # noqa: PLC0415 - POSIX only

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
