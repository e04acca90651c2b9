"""The cards of an archive as one file, `cards.jsonl`: a line of JSON each, numbered upwards, added to at its end.

It follows the table `store.cards` (`warehouse.cards`) and is brought to the disk after every batch. A writer that is
killed leaves it a batch behind, or with half a line at its end; the next writer cuts that off and adds what is missing.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from extractors.errors import WarehouseError
from warehouse.folders import sync

_TAIL = 65_536  # bytes that are looked at for the last line, at first


class Line(NamedTuple):
    """One card as it stands in the file, without the end of line, and what it says."""

    text: str
    said: dict[str, Any]

    @property
    def number(self) -> int:
        """The number of the card."""
        return int(self.said["number"])


class Journal:
    """The file of cards at `path`. Only the one writer may change it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> Iterator[Line]:
        """Yield the cards in their order; a last line that is torn is left out.

        Raises WarehouseError where the file cannot be read, or a line before the last is damaged.
        """
        torn: int | None = None
        try:
            with self.path.open("rb") as file:
                for number, raw in enumerate(file, start=1):
                    if torn is not None:
                        raise WarehouseError(
                            f"{self.path}, line {torn} is no card: put the file back from a backup, or take it out"
                        )
                    line = _line(raw)
                    if line is None:
                        torn = number
                    else:
                        yield line
        except FileNotFoundError:
            return
        except OSError as error:
            raise WarehouseError(f"cannot read {self.path}: {error.strerror}; look at disk and rights") from error

    def mend(self) -> int:
        """Cut off a last line that is torn, and return the number of the last card, 0 where there is none."""
        with _written(self.path):
            if not self.path.exists():
                return 0
            with self.path.open("r+b") as file:
                size = file.seek(0, os.SEEK_END)
                while size:
                    start, raw = _last_line(file, size)
                    line = _line(raw)
                    if line is not None:
                        file.truncate(size)
                        return line.number
                    size = start
                file.truncate(0)
        return 0

    def append(self, texts: Sequence[str]) -> None:
        """Add cards, and bring them to the disk. Raises WarehouseError where they cannot be written: then none is."""
        with _written(self.path):
            is_new = not self.path.exists()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            before = 0 if is_new else self.path.stat().st_size
            try:
                with self.path.open("ab") as file:
                    file.write("".join(f"{text}\n" for text in texts).encode("ascii"))
                    file.flush()
                    os.fsync(file.fileno())
            except OSError:
                with suppress(OSError):  # the next cards must not be written behind half a line
                    os.truncate(self.path, before)
                raise
            if is_new:
                sync(self.path.parent)

    def replace(self, lines: Iterable[Line]) -> None:
        """Let the file hold these cards. It changes whole or not at all."""
        part = self.path.with_name(f"{self.path.name}.part")
        with _written(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                for line in lines:
                    file.write(f"{line.text}\n".encode("ascii"))
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path)
            sync(self.path.parent)


@contextmanager
def _written(path: Path) -> Iterator[None]:
    """Raise an OSError inside as a WarehouseError about the file."""
    try:
        yield
    except OSError as error:
        raise WarehouseError(
            f"cannot write {path} ({error.strerror}): make room on the disk or look at the rights of its folder, "
            "and run again"
        ) from error


def _line(raw: bytes) -> Line | None:
    """Return the card of a line, None where it is not whole."""
    if not raw.endswith(b"\n"):
        return None
    try:
        said = json.loads(raw)
        text = raw[:-1].decode("ascii")
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not isinstance(said.get("number"), int):
        return None
    return Line(text, said)


def _last_line(file: BinaryIO, size: int) -> tuple[int, bytes]:
    """Return where the last line of the first `size` bytes begins, and the line with its end."""
    tail = _TAIL
    while True:
        start = max(0, size - tail)
        file.seek(start)
        held = file.read(size - start)
        at = held.rfind(b"\n", 0, len(held) - 1)
        if at >= 0 or start == 0:
            return start + at + 1, held[at + 1 :]
        tail *= 2
