"""The server: it listens on one address, and answers until it is told to stop."""

import logging
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from extractors.errors import ConfigurationError, GreenpaperError
from flows.explore.security import Guard, host_names
from flows.explore.site import Choices, Site
from warehouse.browse import publication
from warehouse.review import ensure_reviewable

_STATIC = {"explore.css": "text/css", "explore.js": "text/javascript", "icon.svg": "image/svg+xml"}
_WARM_AFTER = 2.0  # seconds; the first page comes first
_AT_MOST = 60  # connections at a time; a browser opens six
_WILDCARDS = ("", "0.0.0.0", "::")  # noqa: S104 - they are refused


def application(site: Site, hosts: list[str]) -> ASGIApp:
    """Return the site as an ASGI application that answers under these names (Host headers) only."""
    return Guard(Starlette(routes=[*_static(), *site.routes()]), hosts)


def serve(
    warehouse: Path, address: str, port: int, choices: Choices, *, opens: bool, say: Callable[[str], None]
) -> None:
    """Answer until Ctrl-C; `port` 0 is a free one, `say` gets the line that tells the address, `opens` opens a browser.

    Raises WarehouseError where there is no warehouse, ConfigurationError where the address cannot be listened to.
    """
    if address in _WILDCARDS:
        raise ConfigurationError("--host needs one address or name of this machine: under others nobody is answered")
    publication(warehouse)
    ensure_reviewable(warehouse)
    logging.getLogger("uvicorn").addHandler(logging.NullHandler())
    config = uvicorn.Config(
        _unready,
        host=address,
        port=port,
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_AT_MOST,
        timeout_graceful_shutdown=2,
    )
    try:
        listening = config.bind_socket()
    except SystemExit:
        raise ConfigurationError(
            f"cannot listen on {address}, port {port}: take another --port, or leave it out"
        ) from None
    with listening:
        port = int(listening.getsockname()[1])
        site = Site(warehouse, choices)
        config.app = application(site, host_names(address, port))
        url = f"http://{f'[{address}]' if ':' in address else address}:{port}/"
        listening.listen()  # before anybody is told where
        say(url)
        if opens:
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        later = threading.Timer(_WARM_AFTER, _warmed, (site,))
        later.daemon = True
        later.start()
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


def _warmed(site: Site) -> None:
    with suppress(GreenpaperError):
        site.warm()


def _static() -> list[Route]:
    return [Route(f"/static/{name}", _file(name, media_type)) for name, media_type in _STATIC.items()]


def _file(name: str, media_type: str) -> Callable[[Request], Response]:
    content = (files("flows.explore") / "static" / name).read_bytes()

    def answer(_: Request) -> Response:
        return Response(content, media_type=media_type)

    return answer


async def _unready(*_: object) -> None:
    """Stand in for the application, which needs to know its port, until there is one."""
