"""A web site on the loopback address, for tests: what it answers is given, what it was asked is recorded."""

import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `path` is with its query, the names of `headers` are in lower case, `number` counts from 1."""

    path: str
    headers: Mapping[str, str]
    number: int


Body = bytes | Iterable[bytes]
Answer = tuple[int, Mapping[str, str], Body]
Route = bytes | Answer | Callable[[Asked], Answer]


class LoopbackSite:
    """A site whose `routes` are path → bytes, answer, or a function of the request; a context manager.

    A path is looked up with its query first, then without. Content-Length and Date are sent where the answer does not
    hold them; a body that is not bytes has no length, and ends with the connection. What is not there answers 404.
    """

    def __init__(self, routes: Mapping[str, Route] | None = None) -> None:
        self.routes: dict[str, Route] = dict(routes or {})
        self.requests: list[Asked] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def host(self) -> str:
        """Host and port, as an address and a list of allowed hosts name them."""
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in its order."""
        return [each.path for each in self.requests]

    def uri(self, path: str = "/") -> str:
        """Return the address of a path of this site."""
        return f"http://{self.host}{path}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, error: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, path: str, headers: Mapping[str, str]) -> Answer:
        """Record a request and return what is to be answered."""
        with self._lock:
            asked = Asked(path, {name.lower(): value for name, value in headers.items()}, len(self.requests) + 1)
            self.requests.append(asked)
        route = self.routes.get(path, self.routes.get(urlsplit(path).path))
        if route is None:
            return 404, {}, b"not here"
        if isinstance(route, bytes):
            return 200, {"Content-Type": "text/html; charset=utf-8"}, route
        return route(asked) if callable(route) else route

    def begin(self) -> None:
        """Count a request that is being answered."""
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)

    def end(self) -> None:
        """Count it no more."""
        with self._lock:
            self._at_once -= 1


def _handler(site: LoopbackSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # head and body are written one after the other

        def handle(self) -> None:
            with suppress(BrokenPipeError, ConnectionResetError):  # who asked has gone away
                super().handle()

        def do_GET(self) -> None:
            site.begin()
            try:
                self._send(*site.answer(self.path, dict(self.headers.items())))
            finally:
                site.end()

        def _send(self, status: int, headers: Mapping[str, str], body: Body) -> None:
            chunks: Iterable[bytes] = [body] if isinstance(body, bytes) else body
            own = {"Date": self.date_time_string()}
            if isinstance(body, bytes) and status != 304:
                own["Content-Length"] = str(len(body))
            self.send_response_only(status)
            for name, value in {**own, **headers}.items():
                self.send_header(name, value)
            # A body without a length, or with a wrong one, ends with its connection.
            self.close_connection = self.close_connection or not isinstance(body, bytes) or "Content-Length" in headers
            if self.close_connection:
                self.send_header("Connection", "close")
            self.end_headers()
            for chunk in chunks:
                self.wfile.write(chunk)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that is overridden
            pass

    return Handler
