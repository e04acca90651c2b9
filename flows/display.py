"""Tables and messages for people. On a terminal cells fold; in a pipe nothing is folded, cut or coloured."""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import unquote, urlsplit

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from warehouse.output import cell_text

_NULL = Text("null", style="dim italic")
_MARGIN = 4  # columns around and between cells
# Ends of lines, orders to a terminal, marks that turn the direction of what follows, and what UTF-8 cannot write.
_ORDERS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def console_for(stream: TextIO, *, is_terminal: bool | None = None) -> Console:
    """Return a console that writes to `stream`; whether that is a terminal is found out where `is_terminal` is None."""
    return Console(file=stream, force_terminal=is_terminal, highlight=False, markup=False, emoji=False)


def show(text: str) -> None:
    """Show a text on the terminal: page by page (`PAGER`, or `less`) where it has more lines than that."""
    if len(text.splitlines()) < shutil.get_terminal_size().lines:
        sys.stdout.write(text)
        return
    os.environ.setdefault("LESS", "-RS")  # colours as they are; long lines are not folded once more
    click.echo_via_pager(text)


def place(uri: str) -> str:
    """Return an address as a person here would write it: a file below the current folder by its relative path.

    A name that would break its line, or give the terminal orders, stays as it stands in the address.
    """
    try:
        parts = urlsplit(uri)
    except ValueError:  # what was named is no address; that is what the message is about
        return one_line(uri)
    path = Path(unquote(parts.path, errors="surrogateescape"))
    is_here = parts.scheme == "file" and path.is_relative_to(Path.cwd())
    name = str(path.relative_to(Path.cwd())) if is_here else uri
    return one_line(uri) if _ORDERS.search(name) else name


def one_line(text: str) -> str:
    """Return what strangers wrote as it may stand on a screen: what gives orders is written "\\n" or "\\x1b"."""
    return _ORDERS.sub(lambda found: ascii(found[0])[1:-1], text)


def print_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    stream: TextIO | None = None,
    *,
    is_terminal: bool | None = None,
) -> None:
    """Print rows under their column names; numbers stand to the right, NULL is `null`."""
    console = console_for(stream or sys.stdout, is_terminal=is_terminal)
    kept = [tuple(row) for row in rows]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for at, column in enumerate(columns):
        numeric = any(_is_number(row[at]) for row in kept) and all(
            row[at] is None or _is_number(row[at]) for row in kept
        )
        table.add_column(Text(column), overflow="fold", justify="right" if numeric else "left")
    for row in kept:
        table.add_row(*(_cell(value, console.is_terminal) for value in row))
    if console.is_terminal:
        console.print(table)
        return
    # As wide as it needs to be, and no wider: white space at line ends is left out.
    width = Console(width=1_000_000).measure(table).maximum
    plain = Console(width=width + _MARGIN, color_system=None, highlight=False, file=sys.stdout)
    with plain.capture() as captured:
        plain.print(table)
    console.file.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def print_json(value: object) -> None:
    """Print one JSON value on standard output: dates as ISO 8601, paths as text."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=_plain, indent=2) + "\n")


def moment(value: datetime | None) -> str:
    """Return a UTC time as people read it, to the minute."""
    return f"{value:%Y-%m-%d %H:%M} UTC" if value else "never"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(value: object, is_terminal: bool) -> Text:
    if value is None:
        return _NULL
    lines = cell_text(value).splitlines()
    return Text("\n".join(map(one_line, lines)) if is_terminal else one_line(" ".join(lines)))


def _plain(value: Any) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if hasattr(value, "__dataclass_fields__"):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
