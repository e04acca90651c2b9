"""What a feed asks for that did not change: two refreshes, each as a process that starts anew.

    python benchmarks/unchanged_feed.py --entries 5

An RSS feed on the loopback address answers conditional requests; counted is what the second look asks for.
Target: one conditional request for the feed. What unchanged files cost is told by `growth.py`.
"""

import argparse
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

from _command import GREENPAPER, Taken, environment, taken, warm_up
from _documents import generate

ENTRIES = 5
SOURCE = (
    '[[source]]\nname = "news"\nfeed = "http://{host}/feed.xml"\nallowed_hosts = ["{host}"]\nrecheck_hours = 1000\n'
)


class Site(BaseHTTPRequestHandler):
    """Serves a feed and its pages, with validators, and keeps what it was asked: path, and whether conditionally."""

    bodies: ClassVar[dict[str, bytes]] = {}
    asked: ClassVar[list[tuple[str, int]]] = []

    def do_GET(self) -> None:
        """Answer, with 304 to whoever has this already."""
        body = self.bodies.get(self.path)
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"' if body else ""
        status = 404 if body is None else 304 if self.headers.get("If-None-Match") == tag else 200
        self.asked.append((self.path, status))
        self.send_response(status)
        self.send_header("ETag", tag)
        kind = "application/rss+xml" if self.path.endswith(".xml") else "text/html; charset=utf-8"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body or b"") if status == 200 else 0))
        self.end_headers()
        if status == 200 and body:
            self.wfile.write(body)

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name that is overridden
        """Say nothing."""


@contextmanager
def site(entries: int) -> Iterator[str]:
    """Serve a feed with so many entries; gives host and port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        host = f"127.0.0.1:{server.server_port}"
        documents = [each for each in generate(4 * entries, 3) if each.uri.endswith(".html")][:entries]
        lines = ""
        for number, document in enumerate(documents):
            Site.bodies[f"/{number}.html"] = document.content
            lines += f"<item><title>News {number}</title><link>http://{host}/{number}.html</link></item>"
        Site.bodies["/feed.xml"] = f'<rss version="2.0"><channel><title>News</title>{lines}</channel></rss>'.encode()
        Thread(target=server.serve_forever, daemon=True).start()
        yield host
        server.shutdown()


def feed(folder: Path, settings: dict[str, str], entries: int) -> None:
    """Measure the refresh of an unchanged feed."""
    with site(entries) as host:
        (folder / "sources.toml").write_text(SOURCE.format(host=host))
        command = [*GREENPAPER, "refresh", "--warehouse", str(folder / "feed.duckdb"), "--quiet"]
        print(f"unchanged: feed of {entries} entries", flush=True)
        _tell("first refresh", taken(command, settings, folder))
        Site.asked.clear()
        _tell("unchanged", taken(command, settings, folder))
        said = ", ".join(f"{path}: {status}" for path, status in Site.asked)
        print(f"  asked of the server at the second look: {said}", flush=True)


def _tell(what: str, ended: Taken) -> None:
    print(f"  {what:20} {ended.clock:8.1f} s   {ended.processor:8.1f} s of processor time", flush=True)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = environment(folder / "prefect", GREENPAPER_FETCH_DELAY="0")
        warm_up(folder, settings)
        feed(folder, settings, options.entries)


if __name__ == "__main__":
    main()
