"""A parser and an extractor for the seam of the worker processes: tiny, and able to fail as real ones can.

They run in real worker processes. What a document is to do is its first word.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from extractors.errors import ConfigurationError, UnreadableDocument
from extractors.records import Block, DocumentMetadata, Extraction, ParsedDocument

PARSER = "stand_ins:parse"
EXTRACTOR = "stand_ins:Extractor"
ABSENT_MODEL_EXTRACTOR = "stand_ins:AbsentModel"
DYING_EXTRACTOR = "stand_ins:DiesAtStart"


def parse(content: bytes, *, name: str, declared_media_type: str | None = None, ocr: bool = False) -> ParsedDocument:
    """One paragraph; an empty file cannot be read."""
    text = content.decode()
    if not text:
        raise UnreadableDocument("the file is empty")
    os.write(1, b"noise on standard output, as native libraries make it\n")
    return ParsedDocument(text, declared_media_type or "text/plain", (Block("paragraph", 0, len(text)),))


def supported_suffixes() -> frozenset[str]:
    """Files of text."""
    return frozenset({".txt"})


class Extractor:
    """Does as the first word of the document says."""

    version = os.environ.get("STAND_IN_VERSION", "stand-in 1")

    def __init__(self, model: str | None = None, config: Path | None = None, registers: tuple[Path, ...] = ()) -> None:
        self.threads = os.environ["OMP_NUM_THREADS"]

    def extract(self, document: ParsedDocument) -> Extraction:
        word = document.text.split()[0]
        if word in _DEEDS:
            _DEEDS[word](document.text)
        told = {
            "threads": self.threads,
            "modules": " ".join(sorted(sys.modules)),
            "pid": str(os.getpid()),
            "parent": str(os.getppid()),
            "environment": " ".join({"MALLOC_TRIM_THRESHOLD_", "PYTHONHASHSEED"} & set(os.environ)),
        }
        title = told.get(word)
        return Extraction(metadata=metadata(document.text if title is None else title))


def _crash(_: str) -> None:
    os.write(2, b"the parser is confused\n")
    os.abort()


def _spin(_: str) -> None:
    while True:
        pass


def _defect(_: str) -> None:
    raise KeyError("title")


def _move(target: Path) -> None:
    Path("made.txt").write_text("words that no document may leave behind")
    Path("made.txt").rename(target)


_DEEDS: dict[str, Callable[[str], object]] = {
    "crash": _crash,
    "exit": lambda _: os._exit(3),
    "hang": lambda _: time.sleep(600),
    "parricide": lambda _: os.kill(os.getppid(), signal.SIGKILL) or time.sleep(600),
    "slow": lambda _: time.sleep(0.05),
    "spin": _spin,
    "memory": lambda _: bytearray(20 * 1024**3),
    "defect": _defect,
    "connect": lambda _: socket.create_connection(("127.0.0.1", 9)),
    "program": lambda _: subprocess.run(["true"], check=True),
    "write": lambda text: Path(text.split()[1]).write_text("words that no document may leave behind"),
    "move": lambda text: _move(Path(text.split()[1])),
}
"""First word of a document → what reading it does."""


class AbsentModel:
    """An extractor whose model is not installed."""

    def __init__(self, model: str | None = None, config: Path | None = None, registers: tuple[Path, ...] = ()) -> None:
        raise ConfigurationError(f"the spaCy pipeline {model!r} is not installed")


class DiesAtStart:
    """An extractor that ends its process when it loads."""

    def __init__(self, model: str | None = None, config: Path | None = None, registers: tuple[Path, ...] = ()) -> None:
        os._exit(9)


def metadata(title: str) -> DocumentMetadata:
    """Metadata of which only the title is known."""
    return DocumentMetadata(
        title=title, document_type="other", publisher=None, publisher_id=None, language=None,
        published_on=None, modified_on=None, coverage_start=None, coverage_end=None,
    )  # fmt: skip
