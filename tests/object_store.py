"""An object store of a test's own on the loopback address, which speaks as much of S3 as DuckDB asks for."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_MADE = "Sat, 22 Nov 2025 00:00:00 GMT"


class ObjectStore(ThreadingHTTPServer):
    """Keeps objects in memory: path → bytes; `signed` is what requests showed as their authorization."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.objects: dict[str, bytes] = {}
        self.signed: set[str] = set()


class _Answers(BaseHTTPRequestHandler):
    server: ObjectStore
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        self.server.signed.add(self.headers.get("Authorization", ""))
        self.server.objects[urlsplit(self.path).path] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, b"")

    def do_GET(self) -> None:
        self.server.signed.add(self.headers.get("Authorization", ""))
        content = self.server.objects.get(urlsplit(self.path).path)
        if content is None:
            self._answer(404, b"")
            return
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if asked is None:
            self._answer(200, content)
            return
        first, last = int(asked[1]), min(int(asked[2]), len(content) - 1)
        place = {"Content-Range": f"bytes {first}-{last}/{len(content)}"}
        self._answer(206, content[first : last + 1], place)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, status: int, content: bytes, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        said = {"Content-Length": str(len(content)), "Last-Modified": _MADE, "ETag": '"1"', **(more or {})}
        for name, value in said.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


@contextmanager
def object_store() -> Iterator[ObjectStore]:
    """Run a store."""
    with ObjectStore() as store:
        threading.Thread(target=store.serve_forever, daemon=True).start()
        try:
            yield store
        finally:
            store.shutdown()
