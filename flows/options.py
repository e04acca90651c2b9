"""Options that several commands have."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_DEFAULT_WAREHOUSE = Path("data/greenpaper.duckdb")

Command = TypeVar("Command", bound=Callable[..., Any])


def warehouse_option(command: Command) -> Command:
    """Add `--warehouse FILE`."""
    return click.option(
        "--warehouse",
        envvar="GREENPAPER_WAREHOUSE",
        type=click.Path(dir_okay=False, path_type=Path),
        default=_DEFAULT_WAREHOUSE,
        show_default=True,
        show_envvar=True,
        metavar="FILE",
        help="The published warehouse.",
    )(command)


def json_option(command: Command) -> Command:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON value, and nothing else.")(command)
