"""`greenpaper up`: all that one machine needs, kept running by one command.

It starts a Prefect server where none is set, and the watcher (`greenpaper watch --deployments`), which reads what it
sees and what the deployments are asked for, in one process, one after the other. So the way from a file to its rows is
short, and no two writers ever wait for each other. This process does nothing but start again what has ended.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType

from filelock import FileLock, Timeout

from extractors.errors import ConfigurationError
from flows.exits import Exit
from flows.local_server import free_port, is_free
from flows.parts import Part, keep_running
from flows.prefect_defaults import SERVER_DEFAULTS
from flows.readiness import Finding, all_findings, findings

_OURS = "from flows.cli import main; main()"
_PREFECT = "from prefect.cli import app; app()"
_USUAL_PORT = 4200
_LOCK_WAIT = 3600  # seconds; runs wait for a command that writes, and only one of them runs at a time


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be kept running: where sources, warehouse and deployments are, and where the server listens."""

    sources: Path | None
    warehouse: Path
    deployments: Path
    port: int | None


def check(wish: Wish) -> Exit:
    """Tell what is there and what is missing, a line each."""
    found = all_findings(wish.sources, wish.warehouse, wish.deployments, wish.port)
    for each in found:
        sys.stdout.write(f"{'ok     ' if each.fault is None else 'missing'}  {each.what}: {each.fault or each.told}\n")
    return Exit.USAGE if any(each.fault for each in found) else Exit.DONE


def run(wish: Wish) -> Exit:
    """Keep all that is needed running until Ctrl-C or SIGTERM.

    Raises ConfigurationError where something is missing.
    """
    _refuse(findings(wish.sources, wish.warehouse, wish.deployments, wish.port))
    from prefect.settings import get_current_settings  # noqa: PLC0415 - Prefect reads its settings when it is imported

    prefect = get_current_settings()
    parts: list[Part] = []
    pages = prefect.api.url
    if pages is None:
        port = wish.port or (_USUAL_PORT if is_free(_USUAL_PORT) else free_port())
        pages = f"http://127.0.0.1:{port}/api"
        parts.append(_server(port, prefect.home))
    parts.append(_watcher(wish, pages))
    with _alone(prefect.home), _signals() as (end, hurry):
        _say(f"Prefect's pages: {pages.removesuffix('/api')} (PREFECT_API_URL={pages})")
        _say(f"the warehouse: {wish.warehouse}")
        keep_running(parts, _say, end, hurry)
    _say("ended; what was loaded is kept, and what is left is done when it is started again")
    return Exit.DONE


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold what only one `greenpaper up` may hold: two would keep two servers on one database, and one stop the other.

    Raises ConfigurationError where another one holds it.
    """
    home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home / "greenpaper-up.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise ConfigurationError(
            f"greenpaper up is running already with the PREFECT_HOME {home}: end that one first, or set another"
        ) from None
    try:
        yield
    finally:
        lock.release()


def _refuse(found: Sequence[Finding]) -> None:
    if missing := [f"{each.what}: {each.fault}" for each in found if each.fault]:
        raise ConfigurationError(f"{'; '.join(missing)} (greenpaper up --check tells all that is needed)")


def _server(port: int, home: Path) -> Part:
    arguments = ["server", "start", "--host", "127.0.0.1", "--port", str(port)]
    return Part(
        "Prefect server", _PREFECT, arguments, {**SERVER_DEFAULTS, **os.environ}, home / "greenpaper-server.log"
    )


def _watcher(wish: Wish, api: str) -> Part:
    options = ["--warehouse", str(wish.warehouse), "--deployments", str(wish.deployments), f"--wait={_LOCK_WAIT}"]
    if wish.sources:
        options += ["--sources", str(wish.sources)]
    environment = {**os.environ, "PREFECT_API_URL": api}
    return Part("watcher", _OURS, ["watch", *options], environment)


@contextmanager
def _signals() -> Iterator[tuple[threading.Event, threading.Event]]:
    """Give an event that Ctrl-C and SIGTERM set, and one that a second of them sets."""
    end, hurry = threading.Event(), threading.Event()

    def heard(_signal: int, _frame: FrameType | None) -> None:
        (hurry if end.is_set() else end).set()

    before = {each: signal.signal(each, heard) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield end, hurry
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(words: str) -> None:
    sys.stdout.write(f"{datetime.now().astimezone():%H:%M:%S} {words}\n")
    sys.stdout.flush()
