"""`greenpaper serve`: the published warehouse for DuckDB clients over the network, until it is told to stop."""

import ipaddress
import os
import signal
import socket
import sys
import threading
from pathlib import Path

from extractors.errors import ConfigurationError, WarehouseError
from flows.display import moment, one_line
from flows.exits import Exit
from flows.settings import Settings
from warehouse.limits import Limits, bounded_process
from warehouse.paths import Paths
from warehouse.serve import Address, Server, ensure_servable
from warehouse.token import ensure_strong, kept_token

_LOOK_EVERY = 0.5  # seconds between two looks at whether another file was published
_END_WITHIN = 5.0  # seconds that statements which still run may take once it is told to stop


def run(host: str, port: int, warehouse: Path, *, memory: int | None) -> Exit:
    """Serve `warehouse` at `host` and `port` until SIGINT or SIGTERM; `memory` in MiB, None: that of the settings."""
    settings = Settings.read()
    address = Address(host, port)
    ensure_servable(warehouse)
    token, place = _token(settings, warehouse)
    limits = Limits(settings.sql_timeout, settings.sql_memory if memory is None else memory)
    told = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: told.set())
    _ensure_free(address)
    with bounded_process(limits), Server.open(warehouse, address, token, limits) as server:
        _announce(server, address, warehouse, place)
        while not told.wait(_LOOK_EVERY):
            _follow(server)
        sys.stdout.write("Stopped.\n")
        sys.stdout.flush()
        _end_anyway()
    return Exit.DONE


def _token(settings: Settings, warehouse: Path) -> tuple[str, str]:
    """Return the token, and where it stands."""
    if settings.serve_token is not None:
        place = "GREENPAPER_SERVE_TOKEN"
        return ensure_strong(settings.serve_token.get_secret_value(), place), place
    return kept_token(warehouse), str(Paths(warehouse).token)


def _ensure_free(address: Address) -> None:
    """Raise ConfigurationError where nobody can listen there. Quack's own server would share a port with another."""
    try:
        family, *_, where = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
            probe.listen()
    except OSError as error:
        raise ConfigurationError(
            f"cannot listen at {address.host} port {address.port} ({error.strerror or error}): "
            "end what listens there, or choose another --host or --port"
        ) from None


def _announce(server: Server, address: Address, warehouse: Path, place: str) -> None:
    is_everywhere = address.host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
    reached = Address("HOST" if is_everywhere else address.host, address.port)
    sys.stdout.write(
        f"Serving {warehouse}, published {moment(server.published_at)}, at {address.uri}\n"
        f"The token is in {place}. In DuckDB 1.5, with the extensions quack and httpfs:\n\n"
        f"    ATTACH '{reached.uri}' AS greenpaper (TOKEN 'THE TOKEN', DISABLE_SSL true);\n"
        "    FROM greenpaper.people;\n\n"
        "Ctrl-C stops it.\n"
    )
    sys.stdout.flush()
    if not _is_loopback(address.host):
        sys.stderr.write(
            f"greenpaper: {address.host} is reached from other machines, and nothing is encrypted, nor is the token: "
            "put a proxy with TLS before it, or keep it to a network that you trust\n"
        )
        sys.stderr.flush()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _follow(server: Server) -> None:
    try:
        if server.follow():
            sys.stdout.write(f"Serving what was published {moment(server.published_at)}\n")
            sys.stdout.flush()
    except WarehouseError as error:
        sys.stderr.write(f"greenpaper: {one_line(str(error))}; what was published before is served on\n")
        sys.stderr.flush()


def _end_anyway() -> None:
    """End this process in a while: a statement that runs cannot be stopped from outside its session."""
    timer = threading.Timer(_END_WITHIN, os._exit, [Exit.DONE])
    timer.daemon = True
    timer.start()
