"""The commands `greenpaper explore` and `greenpaper report`: their arguments."""

from pathlib import Path

import click

from flows.exits import Exit
from flows.options import warehouse_option


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="PORT", help="The port.  [default: a free one]"
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--pages",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="A folder of your own pages: SQL files, and templates (docs/explore.md).",
)
@click.option("--by", metavar="NAME", help="Who decides on the page Review.  [default: the system's user]")
@warehouse_option
def explore(host: str, port: int, no_browser: bool, pages: Path | None, by: str | None, warehouse: Path) -> Exit:
    """Look at the warehouse in a browser.

    Serves pages to this machine until Ctrl-C, and follows new publications. They can be read, and facts decided on.
    With another --host other machines can read them, and nobody decides.
    """
    from flows.commands import explore as command

    return command.run(warehouse, host=host, port=port, pages=pages, by=by, opens=not no_browser)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.html")
@warehouse_option
def report(file: Path, warehouse: Path) -> Exit:
    """Write one page with overview, strategies, network and timeline.

    It holds all that it needs, to send to somebody who has nothing installed.
    """
    from flows.commands import report as command

    return command.run(file, warehouse)
