"""The pages, served inside this process or by the command itself."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Protocol

import httpx
import uvicorn

from flows.explore.server import application
from flows.explore.site import Choices, Site

HOST = "127.0.0.1:8000"


class Serve(Protocol):
    """Gives a client of the pages over a warehouse, which takes the server to be http://127.0.0.1:8000."""

    def __call__(self, warehouse: Path, choices: Choices | None = None) -> httpx.Client: ...


@contextmanager
def served(warehouse: Path, choices: Choices) -> Iterator[httpx.Client]:
    """Run the site in a thread, and give a client of it that does not follow redirections."""
    app = application(Site(warehouse, choices), [HOST])
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, log_level="critical", lifespan="off", ws="none"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            sleep(0.01)
        port = listening.getsockname()[1]
        try:
            with httpx.Client(
                base_url=f"http://127.0.0.1:{port}", headers={"host": HOST}, timeout=120, trust_env=False
            ) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


def environment() -> dict[str, str]:
    """Return this process's environment without settings of ours, in which our code is found."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GREENPAPER_")}
    return {**kept, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


@contextmanager
def explored(warehouse: Path, *options: str) -> Iterator[str]:
    """Run `greenpaper explore` and give its address."""
    command = [sys.executable, "-c", "from flows.cli import main; main()", "explore", "--no-browser", *options]
    command += ["--warehouse", str(warehouse)]
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as run:
        try:
            assert run.stdout
            yield run.stdout.readline().strip().rstrip("/")
        finally:
            run.terminate()
            run.wait(20)
