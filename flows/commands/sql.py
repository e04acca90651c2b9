"""`greenpaper sql`: one read-only statement, its rows as a table, CSV, JSON or Parquet."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from pyarrow import ArrowException

from extractors.errors import ConfigurationError
from flows.display import print_table
from flows.exits import Exit
from warehouse.output import write_csv, write_json, write_parquet
from warehouse.query import Result, run_query


def run(statement: str, form: str, output: Path | None, warehouse: Path) -> Exit:
    """Write the statement's rows to `output`, or to standard output where it is None."""
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise ConfigurationError("Parquet is not for a screen: name a file with --output, or send it to a pipe")
    with run_query(warehouse, statement) as result:
        try:
            _write(result, form, output)
        except BrokenPipeError:
            raise
        except ArrowException as error:
            raise ConfigurationError(
                f"Parquet cannot hold a column of this query ({error}): cast it, or take csv"
            ) from None
        except OSError as error:
            raise ConfigurationError(f"cannot write {output or 'the output'}: {error.strerror or error}") from None
    return Exit.DONE


def _write(result: Result, form: str, output: Path | None) -> None:
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
            print_table(result.columns, result.rows(), stream)


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
