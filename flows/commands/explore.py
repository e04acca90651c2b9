"""`greenpaper explore`: the published file as web pages, until Ctrl-C."""

import sys
from pathlib import Path

from flows.exits import Exit
from flows.explore.security import is_loopback
from flows.explore.server import serve
from flows.explore.site import Choices


def run(warehouse: Path, *, host: str, port: int, pages: Path | None, by: str | None, opens: bool) -> Exit:
    """Serve the pages; decisions are taken only where nobody but this machine can ask."""

    def say(url: str) -> None:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        sys.stderr.write("Ctrl-C ends it.\n")

    serve(warehouse, host, port, Choices(pages, is_loopback(host), by), opens=opens, say=say)
    return Exit.DONE
