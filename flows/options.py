"""Options that several commands have."""

import functools
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

import click
from click.core import ParameterSource

from extractors.errors import ConfigurationError
from warehouse import lake_address

_DEFAULT_WAREHOUSE = Path("data/greenpaper.duckdb")

MOST_ROWS = click.IntRange(1, 1_000_000)
"""How many rows may be asked for at most."""
MEBIBYTES = click.IntRange(64, 1 << 24)
"""Sizes of memory, up to 16 TiB."""

Changes = Mapping[str, Any]
"""Settings that hold for one call, name → value."""

_RUNNING = (
    click.option(
        "--runner",
        type=click.Choice(["processes", "dask"]),
        help="What reads documents: processes of our own, or Dask's workers (docs/scaling.md).  [default: processes]",
    ),
    click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Read on the workers of the Dask scheduler at ADDRESS (tcp://host:8786).  [default: a cluster of our own]",
    ),
)

Command = TypeVar("Command", bound=Callable[..., Any])


class _Published(click.Path):
    """The published file; of a lake that the environment names, the one on this machine."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value).startswith(lake_address.PREFIX):
            return super().convert(value, param, ctx)
        if ctx is None or ctx.get_parameter_source("warehouse") is not ParameterSource.ENVIRONMENT:
            self.fail("name a lake with GREENPAPER_WAREHOUSE: others can read its password here.", param, ctx)
        from flows.settings import Settings  # noqa: PLC0415 - as in flows/cli.py

        try:
            return Settings.read().place
        except ConfigurationError as error:
            self.fail(str(error), param, ctx)


def warehouse_option(command: Command) -> Command:
    """Add `--warehouse FILE`."""
    return click.option(
        "--warehouse",
        envvar="GREENPAPER_WAREHOUSE",
        type=_Published(dir_okay=False, path_type=Path),
        default=_DEFAULT_WAREHOUSE,
        show_default=True,
        show_envvar=True,
        metavar="FILE",
        help="The published warehouse.",
    )(command)


def json_option(command: Command) -> Command:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON value, and nothing else.")(command)


def profile_option(command: Command) -> Command:
    """Add `--profile`."""
    return click.option(
        "--profile", "with_profile", is_flag=True, help="Tell where the time went (standard error, or in the JSON)."
    )(command)


class _Wait(click.ParamType[float]):
    """A number of seconds, from 0 on."""

    name = "seconds"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            seconds = float(str(value))
        except ValueError:
            seconds = -1.0
        if not seconds >= 0:
            self.fail(f"{value!r} is no number of seconds: write --wait=60, or --wait as the last word.", param, ctx)
        return seconds


_OPTIONS = (
    click.option(
        "--parquet", is_flag=True, help="Write the views as Parquet too, beside the warehouse (GREENPAPER_PARQUET)."
    ),
    click.option(
        "--accept-loss", is_flag=True, help="Publish although many facts are gone, this once (GREENPAPER_ACCEPT_LOSS)."
    ),
    click.option(
        "--wait",
        type=_Wait(),
        is_flag=False,
        flag_value=math.inf,
        metavar="[SECONDS]",
        help="Wait so long, or as long as it takes, where another process writes.  [default: GREENPAPER_LOCK_WAIT]",
    ),
)


def writing_options(command: Command) -> Command:
    """Add `--parquet`, `--accept-loss` and `--wait [SECONDS]`, and give the command their `changes` of the settings."""

    @functools.wraps(command)
    def called(*arguments: Any, parquet: bool, accept_loss: bool, wait: float | None, **others: Any) -> Any:
        given = {"parquet": parquet or None, "accept_loss": accept_loss or None, "lock_wait": wait}
        changes = {name: value for name, value in given.items() if value is not None}
        return command(*arguments, changes=changes, **others)

    found: Any = called
    for option in reversed(_OPTIONS):
        found = option(found)
    return cast(Command, found)


def running_options(command: Command) -> Command:
    """Add `--runner` and `--scheduler ADDRESS`, and put them into the `changes` of the settings that the command gets.

    Stands below `writing_options`, where a command has these.
    """

    @functools.wraps(command)
    def called(
        *arguments: Any, runner: str | None, scheduler: str | None, changes: Changes | None = None, **others: Any
    ) -> Any:
        if runner == "processes" and scheduler:
            raise click.UsageError("--scheduler is where Dask reads: leave out --runner=processes.")
        given = {"runner": "dask" if scheduler else runner, "scheduler": scheduler}
        given = {name: value for name, value in given.items() if value is not None}
        return command(*arguments, changes={**(changes or {}), **given}, **others)

    found: Any = called
    for option in reversed(_RUNNING):
        found = option(found)
    return cast(Command, found)
