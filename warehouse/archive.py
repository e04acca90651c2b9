"""The documents' raw bytes, each once, under its SHA-256: everything can be extracted again without fetching.

Needs no lock: a name says its content, and a file appears whole or not at all. The cards beside the bytes
(`warehouse.cards`) tell what they are; those are the one writer's.
"""

import os
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from extractors.errors import WarehouseError
from extractors.ids import content_hash
from warehouse.journal import Journal
from warehouse.paths import Paths

_ABANDONED_AFTER = 3600.0  # seconds; nobody writes one document for an hour
_SHA256 = re.compile("[0-9a-f]{64}")


class Archive:
    """A folder of files `ab/<sha256>`, and `cards.jsonl`."""

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
                f"cannot keep a document in {self._folder} ({error.strerror}): make room on the disk or look at the "
                "rights of the folder, and run again"
            ) from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the bytes with this SHA-256. Raises WarehouseError where they are absent."""
        try:
            return self.path(sha256).read_bytes()
        except OSError as error:
            raise WarehouseError(f"no document {sha256} in {self._folder}: ingest it again") from error

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
    def cards(self) -> Journal:
        """What is kept of the documents beside their bytes."""
        return Journal(self._folder / "cards.jsonl")

    def beside(self, name: str) -> Path:
        """Return where a file of this name stands in the store that the archive is in."""
        return self._folder.resolve().parent / name

    def take_over(self, other: "Archive") -> None:
        """Keep all bytes of another archive too: by a link where that can be, else as a copy.

        Raises WarehouseError where they cannot be read or written.
        """
        try:
            for file in other.files():
                target = self.path(file.name)
                if not target.exists():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    self._copy(file, target)
        except OSError as error:
            raise WarehouseError(
                f"cannot copy {other._folder} to {self._folder} ({error.strerror}): make room on the disk or look "
                "at the rights of the folder, and run again"
            ) from error

    def files(self) -> Iterator[Path]:
        """Yield the files of bytes, in the order of their SHA-256."""
        return (file for file in sorted(self._folder.glob("??/*")) if _SHA256.fullmatch(file.name))

    @property
    def _incoming(self) -> Path:
        return self._folder / "incoming"

    def _copy(self, file: Path, target: Path) -> None:
        try:
            os.link(file, target)  # what is archived is never changed, so that two archives may share it
        except OSError:
            self._write(target, file.read_bytes())

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
