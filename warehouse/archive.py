"""The documents' raw bytes, each once, under its SHA-256: everything can be extracted again without fetching.

Needs no lock: a name says its content, and a file appears whole or not at all.
"""

import os
import tempfile
import time
from pathlib import Path

from extractors.errors import WarehouseError
from extractors.ids import content_hash
from warehouse.paths import Paths

_ABANDONED_AFTER = 3600.0  # seconds; nobody writes one document for an hour


class Archive:
    """A folder of files `ab/<sha256>`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, published: Path) -> "Archive":
        """Return the archive of the warehouse that is published as `published`."""
        return cls(Paths(published).archive)

    def path(self, sha256: str) -> Path:
        """Return where the bytes with this SHA-256 (64 hex digits) stand, or would stand."""
        return self._folder / sha256[:2] / sha256

    def holds(self, sha256: str) -> bool:
        """Whether the bytes with this SHA-256 are kept."""
        return self.path(sha256).is_file()

    def put(self, content: bytes) -> str:
        """Keep `content` and return its SHA-256. Doing it twice keeps one file.

        Raises WarehouseError where it cannot be written.
        """
        sha256 = content_hash(content)
        target = self.path(sha256)
        try:
            if not target.exists():
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
