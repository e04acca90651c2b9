"""The commands that look at sources: `greenpaper refresh`, `watch`, `up` and `retry`, and their arguments.

What they do stands in `flows.commands`, and is imported when one is called.
"""

from pathlib import Path

import click

from flows.exits import Exit
from flows.options import Changes, json_option, running_options, warehouse_option, writing_options

_sources_option = click.option(
    "--sources",
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE",
    help="The file, or folder of files, that describes the sources (docs/sources.md).  [default: sources.toml]",
)


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@_sources_option
@warehouse_option
@writing_options
@running_options
@click.option(
    "--due", is_flag=True, help="Only sources whose time (schedule, else recheck_hours) has come; and folders."
)
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@json_option
def refresh(
    names: tuple[str, ...],
    sources: Path | None,
    warehouse: Path,
    changes: Changes,
    due: bool,
    quiet: bool,
    as_json: bool,
) -> Exit:
    """Look at the configured sources and read what is new or changed.

    All sources, or those that are named. What a source lists and is held already, as it is, is not fetched again.
    """
    from flows.commands import refresh as command

    return command.run(names, sources, warehouse, due=due, changes=changes, quiet=quiet, as_json=as_json)


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@_sources_option
@warehouse_option
@writing_options
@running_options
@click.option(
    "--deployments",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also do the runs that the deployments of FILE (prefect.yaml) are asked for at the server of PREFECT_API_URL.",
)
def watch(
    names: tuple[str, ...], sources: Path | None, warehouse: Path, changes: Changes, deployments: Path | None
) -> Exit:
    """Keep looking at the sources, and read what is new.

    Folders are watched, other sources looked at by their schedule. Ends with Ctrl-C.
    """
    from flows.commands import watch as command

    return command.run(names, sources, warehouse, deployments, changes=changes)


@click.command()
@_sources_option
@warehouse_option
@click.option(
    "--deployments",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("prefect.yaml"),
    show_default=True,
    metavar="FILE",
    help="The deployments whose schedules and triggers hold.",
)
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Where the Prefect server listens.  [default: 4200, or free]"
)
@click.option("--check", is_flag=True, help="Only tell what is missing; exit code 2 where anything is.")
def up(sources: Path | None, warehouse: Path, deployments: Path, port: int | None, check: bool) -> Exit:
    """Keep running what one machine needs.

    That is a Prefect server, the deployments, and the watcher. Without PREFECT_API_URL a server is started, on the
    loopback address. What ends is started again. Ctrl-C ends all.
    """
    from flows.commands import up as command

    wish = command.Wish(sources, warehouse, deployments, port)
    return command.check(wish) if check else command.run(wish)


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE_OR_URI]...")
@warehouse_option
@json_option
def retry(names: tuple[str, ...], warehouse: Path, as_json: bool) -> Exit:
    """Have items that failed tried again by the next run.

    All, or those of the sources or at the addresses that are named; also those that need a person (greenpaper status).
    """
    from flows.commands import retry as command

    return command.run(names, warehouse, as_json=as_json)
