"""The documents' raw bytes, each once, under its SHA-256: everything can be extracted again without fetching.

Needs no lock: a name says its content, and a file appears whole or not at all.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from extractors.errors import WarehouseError
from extractors.ids import content_hash
from warehouse.paths import Paths

_ABANDONED_AFTER = 3600.0  # seconds; nobody writes one document for an hour


class Archive:
    """A folder of files `ab/<sha256>`."""

    def __init__(self, folder: Path, refuses: Callable[[bytes], bool] = lambda _: False) -> None:
        """`refuses` says of which contents the bytes are not to be kept."""
        self._folder = folder
        self._refuses = refuses

    @classmethod
    def of(cls, published: Path, refuses: Callable[[bytes], bool] = lambda _: False) -> "Archive":
        """Return the archive of the warehouse that is published as `published`."""
        return cls(Paths(published).archive, refuses)

    def path(self, sha256: str) -> Path:
        """Return where the bytes with this SHA-256 (64 hex digits) stand, or would stand."""
        return self._folder / sha256[:2] / sha256

    def holds(self, sha256: str) -> bool:
        """Whether the bytes with this SHA-256 are kept."""
        return self.path(sha256).is_file()

    def put(self, content: bytes) -> str:
        """Keep `content`, unless it is refused, and return its SHA-256. Doing it twice keeps one file.

        Raises WarehouseError where it cannot be written.
        """
        sha256 = content_hash(content)
        target = self.path(sha256)
        try:
            if not target.exists() and not self._refuses(content):
                target.parent.mkdir(parents=True, exist_ok=True)
                self._write(target, content)
        except OSError as error:
            raise WarehouseError(
                f"cannot keep a document in {self._folder} ({error.strerror}): look at disk space and rights, run again"
            ) from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the bytes with this SHA-256. Raises WarehouseError where they are absent."""
        try:
            return self.path(sha256).read_bytes()
        except OSError as error:
            raise WarehouseError(f"no document {sha256} in {self._folder}: ingest it again") from error

    def contents(self) -> Iterator[str]:
        """Yield the SHA-256 of every content that is kept."""
        for folder in sorted(self._folder.glob("??")):
            yield from sorted(each.name for each in folder.iterdir())

    def erase(self, contents: Iterable[str]) -> None:
        """Remove the bytes with these SHA-256, and whatever is half written. Only the one writer may.

        Raises WarehouseError where they cannot be removed.
        """
        try:
            for sha256 in contents:
                self.path(sha256).unlink(missing_ok=True)
            for file in self._incoming.glob("*"):
                file.unlink(missing_ok=True)
        except OSError as error:
            raise WarehouseError(
                f"cannot remove {error.filename} ({error.strerror}): look at the rights of its folder, and run again"
            ) from error

    def remove_abandoned(self) -> None:
        """Remove what a killed process left half written."""
        for file in self._incoming.glob("*"):
            if time.time() - file.stat().st_mtime > _ABANDONED_AFTER:
                file.unlink(missing_ok=True)

    @property
    def _incoming(self) -> Path:
        return self._folder / "incoming"

    def _write(self, target: Path, content: bytes) -> None:
        self._incoming.mkdir(exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self._incoming)
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
