"""`greenpaper sql`: one read-only statement, its rows as a table, CSV, JSON or Parquet."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from pyarrow import ArrowException

from extractors.errors import ConfigurationError
from flows.display import print_table, show
from flows.exits import Exit
from flows.settings import Settings
from warehouse.folders import file_written_whole
from warehouse.limits import Limits, bounded_process
from warehouse.output import write_csv, write_json, write_parquet
from warehouse.paths import ensure_not_ours
from warehouse.query import Result, run_query

_LESS = "ask for less, or allow more with --timeout"


def run(
    statement: str,
    form: str,
    output: Path | None,
    warehouse: Path,
    *,
    seconds: float | None = None,
    memory: int | None = None,
) -> Exit:
    """Write the statement's rows to `output`, or to standard output where it is None.

    `seconds` and `memory` (MiB) are its limits; None: those of the settings.
    """
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise ConfigurationError("Parquet is not for a screen: name a file with --output, or send it to a pipe")
    limits = _limits(seconds, memory)
    with bounded_process(limits):
        _ask(statement, form, output, warehouse, limits)
    return Exit.DONE


def _limits(seconds: float | None, memory: int | None) -> Limits:
    settings = Settings.read()
    seconds = settings.sql_timeout if seconds is None else seconds

    def give_up() -> None:
        sys.stderr.write(
            f"greenpaper: the query took more than {seconds:g} seconds and could not be stopped: {_LESS}\n"
        )
        sys.stderr.flush()
        os._exit(Exit.USAGE)

    return Limits(seconds, settings.sql_memory if memory is None else memory, give_up)


def _ask(statement: str, form: str, output: Path | None, warehouse: Path, limits: Limits) -> None:
    if output:
        ensure_not_ours(output, warehouse)
    shown = io.StringIO() if form == "table" and output is None and sys.stdout.isatty() else None
    with run_query(warehouse, statement, limits=limits) as result:
        try:
            _write(result, form, output, shown)
        except BrokenPipeError:
            raise
        except ArrowException as error:
            raise ConfigurationError(
                f"Parquet cannot hold a column of this query ({error}): cast it, or take csv"
            ) from None
        except OSError as error:
            raise ConfigurationError(f"cannot write {output or 'the output'}: {error.strerror or error}") from None
    if shown:
        show(shown.getvalue())


def _write(result: Result, form: str, output: Path | None, shown: TextIO | None) -> None:
    """Write all rows; a file takes its place once it is whole."""
    if output is None:
        _write_rows(result, form, None, shown)
        return
    with file_written_whole(output) as part:
        _write_rows(result, form, part, shown)


def _write_rows(result: Result, form: str, output: Path | None, shown: TextIO | None) -> None:
    if form == "parquet":
        with _binary(output) as target:
            write_parquet(result, target)
        return
    with _text(output) as stream:
        if form == "csv":
            write_csv(result, stream)
        elif form == "json":
            write_json(result, stream)
        else:
            print_table(result.columns, result.rows(), shown or stream, is_terminal=shown is not None or None)


@contextmanager
def _text(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    with output.open("w", encoding="utf-8", newline="") as stream:
        yield stream


@contextmanager
def _binary(output: Path | None) -> Iterator[BinaryIO]:
    if output is None:
        yield sys.stdout.buffer
        return
    with output.open("wb") as stream:
        yield stream
