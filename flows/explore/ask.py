"""A statement that a person wrote, asked in a process of its own: whatever it takes, the server stays."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from extractors.errors import ConfigurationError
from flows.settings import Settings

SHOWN = 500
"""Rows that a page shows; a download has all."""
_SHOWN_CHARACTERS = 4_000_000
_AT_ONCE = threading.BoundedSemaphore(2)
_LINE = 1 << 20
_GRACE_SECONDS = 10.0  # for the start of the process, and for what DuckDB takes to notice that it shall stop


@dataclass(frozen=True, slots=True)
class Answer:
    """The first rows of an answer, as JSON values, and whether there are more."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_cut: bool


def ask(warehouse: Path, statement: str, parameters: Mapping[str, str | None] | None = None) -> Answer:
    """Return the first rows. Raises ConfigurationError where it is mistaken, does not only read, or takes too much."""
    with _asked(warehouse, statement, parameters, "json") as (process, output):
        columns: tuple[str, ...] = tuple(json.loads(_line(process, output)))
        rows: list[tuple[Any, ...]] = []
        read = 0
        while line := output.readline(_SHOWN_CHARACTERS):
            read += len(line)
            if len(rows) == SHOWN or read > _SHOWN_CHARACTERS or not line.endswith(b"\n"):
                return Answer(columns, tuple(rows), is_cut=True)
            rows.append(tuple(json.loads(line).values()))
        _ended(process)
        return Answer(columns, tuple(rows), is_cut=False)


def ask_csv(warehouse: Path, statement: str, parameters: Mapping[str, str | None] | None = None) -> Iterator[bytes]:
    """Return all rows as CSV, as they come. Raises as `ask` does where there is no first row, and breaks off later."""
    chunks = _csv(warehouse, statement, parameters)
    first = next(chunks, b"")

    def rest() -> Iterator[bytes]:
        yield first
        yield from chunks

    return rest()


def _csv(warehouse: Path, statement: str, parameters: Mapping[str, str | None] | None) -> Iterator[bytes]:
    with _asked(warehouse, statement, parameters, "csv") as (process, output):
        while chunk := output.read1(_LINE) if hasattr(output, "read1") else output.read(_LINE):
            yield chunk
        _ended(process)


@contextmanager
def _asked(
    warehouse: Path, statement: str, parameters: Mapping[str, str | None] | None, form: str
) -> Iterator[tuple["subprocess.Popen[bytes]", IO[bytes]]]:
    settings = Settings.read()
    if not _AT_ONCE.acquire(timeout=settings.sql_timeout):
        raise ConfigurationError("other queries are running: wait for them, and ask again")
    try:
        question = {
            "warehouse": str(warehouse.resolve()),
            "statement": statement,
            "parameters": dict(parameters) if parameters else None,
            "seconds": settings.sql_timeout,
            "memory": settings.sql_memory,
            "form": form,
        }
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        with subprocess.Popen(
            [sys.executable, "-P", "-m", "flows.explore.child"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            alarm = threading.Timer(settings.sql_timeout + _GRACE_SECONDS, process.kill)
            alarm.daemon = True
            alarm.start()
            try:
                assert process.stdin  # noqa: S101 - asked for above
                assert process.stdout  # noqa: S101 - asked for above
                process.stdin.write(json.dumps(question).encode())
                process.stdin.close()
                yield process, process.stdout
            finally:
                alarm.cancel()
                process.kill()
    finally:
        _AT_ONCE.release()


def _line(process: "subprocess.Popen[bytes]", output: IO[bytes]) -> bytes:
    line = output.readline(_SHOWN_CHARACTERS)
    if not line:
        _ended(process)
    return line


def _ended(process: "subprocess.Popen[bytes]") -> None:
    """Raise ConfigurationError where the process ended with a complaint, or was ended."""
    assert process.stderr  # noqa: S101 - asked for when it was started
    said = process.stderr.read(_LINE).decode(errors="replace").strip()
    code = process.wait()
    if code != 0:
        raise ConfigurationError(said or "the query took too much time or memory and was stopped: ask for less")
