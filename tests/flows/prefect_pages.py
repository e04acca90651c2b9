"""What Prefect's pages show of runs, by its API; and a server in front of it that takes no accounts of runs."""

import json
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError

from servers import asked

_LOGGED = 20.0  # seconds until lines of a log have come


class Pages:
    """A server's pages; those of the run that began last."""

    def __init__(self, api: str) -> None:
        self.api = api

    def asked(self, path: str, **body: Any) -> Any:
        """Return what the API answers to a filter."""
        return asked(f"{self.api}{path}", body)

    def flow_run(self) -> dict[str, Any]:
        """Return the flow run that began last; those that a schedule has planned have not."""
        begun = {"state": {"type": {"not_any_": ["SCHEDULED"]}}}
        (run,) = self.asked("/flow_runs/filter", flow_runs=begun, sort="START_TIME_DESC", limit=1)
        return dict(run)

    def task_names(self) -> set[str]:
        """Return the names of its task runs."""
        runs = self.asked("/task_runs/filter", flow_runs={"id": {"any_": [self.flow_run()["id"]]}})
        return {run["name"] for run in runs}

    def artifacts(self) -> dict[str, Any]:
        """Return its artifacts by key; a table is a list of rows, each a tuple of its cells."""
        found = self.asked("/artifacts/filter", artifacts={"flow_run_id": {"any_": [self.flow_run()["id"]]}})
        return {each["key"]: _shown(each) for each in found}

    def log(self, last: str) -> list[str]:
        """Return the lines of its log with their levels, once one that begins with `last` is there."""
        lines: list[str] = []
        deadline = time.monotonic() + _LOGGED
        while time.monotonic() < deadline:
            found = self.asked("/logs/filter", logs={"flow_run_id": {"any_": [self.flow_run()["id"]]}})
            lines = [f"{each['level']} {each['message']}" for each in found]
            if any(line.startswith(last) for line in lines):
                break
            time.sleep(0.2)
        return lines

    def everything(self) -> str:
        """Return all that is kept of all runs."""
        kept = [self.asked(f"/{what}/filter") for what in ("flow_runs", "task_runs", "artifacts", "logs", "events")]
        return json.dumps(kept)


def _shown(artifact: Mapping[str, Any]) -> Any:
    if artifact["type"] == "table":
        return [tuple(row.values()) for row in json.loads(artifact["data"])]
    return artifact["data"]


@contextmanager
def taking_no_accounts(api: str, *, hangs: bool) -> Iterator[str]:
    """Give the address of a server that answers as the one at `api` does, but for artifacts.

    Of those, and of logs, it says that it is broken; or, where it `hangs`, of artifacts nothing as long as this lasts.
    """
    ended = threading.Event()
    refused = ("/api/artifacts",) if hangs else ("/api/artifacts", "/api/logs")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._pass_on(None)

        def do_POST(self) -> None:
            self._pass_on(self.rfile.read(int(self.headers.get("Content-Length", 0))))

        do_PATCH = do_POST  # noqa: N815 - so the library calls it

        def _pass_on(self, body: bytes | None) -> None:
            if self.path.startswith(refused):
                if hangs:
                    ended.wait()
                with suppress(BrokenPipeError, ConnectionResetError):  # who asked has given up
                    self._answer(500, "application/json", b"{}")
                return
            url = f"{api.removesuffix('/api')}{self.path}"
            headers = {"Content-Type": self.headers.get("Content-Type", "application/json")}
            request = urllib.request.Request(url, body, headers, method=self.command)
            try:
                with urllib.request.urlopen(request, timeout=60) as response:
                    self._answer(response.status, response.headers.get("Content-Type", ""), response.read())
            except HTTPError as error:
                self._answer(error.code, "application/json", error.read())

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing on standard error."""

    with _serving(Handler) as address:
        try:
            yield address
        finally:
            ended.set()


@contextmanager
def taking_lists(count: int) -> Iterator[str]:
    """Give the address of a server that takes so many lists of events, and says of all else that it is broken."""
    taken: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # for a token that it has not
            self.send_error(404)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            is_taken = self.path == "/api/events" and len(taken) < count
            taken.append(self.path)
            self.send_response(204 if is_taken else 500)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing on standard error."""

    with _serving(Handler) as address:
        yield address


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Give the address of an API that answers as the handler does; who still waits for an answer is left alone."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
