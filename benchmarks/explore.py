"""How long the pages of `greenpaper explore` take over a large warehouse.

    python benchmarks/explore.py --documents 20000 --keep FOLDER

Makes a warehouse of generated documents (`_documents`) through the one writer (`_warehouse`), starts the command, and
says after how many seconds the start page is there, and what every page takes: the median of requests that differ, so
that none is answered with a page that was kept. Target: 3 s for the start, 2 s for a page, at 20,000 documents.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
from _warehouse import Clock, fill

DOCUMENTS = 1_000
ROUNDS = 3
PAGES = (
    "/", "/documents", "{document}", "{document}/editions", "/strategies", "/strategies?compare={strategy}",
    "/partnerships", "/partnerships?organisation={organisation}&steps=2", "/organisations/{organisation}", "/people",
    "{person}", "/posts", "/figures", "/figures?measure=income", "/search?words=mental+health", "/sql",
    "/sql?q=select+person,+title+from+roles+limit+100", "/review",
)  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        published = folder / f"explore-{asked.documents}.duckdb"
        if not published.exists():
            fill(published, asked.documents, Clock())
        print(f"pages over {asked.documents:,} documents, in seconds")
        _measure(published)


def _measure(published: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", "from flows.cli import main; main()", "explore", "--no-browser", "--warehouse"]
    began = time.perf_counter()
    with subprocess.Popen([*command, published], env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            address = server.stdout.readline().strip().rstrip("/")
            with httpx.Client(base_url=address, timeout=120, trust_env=False) as client:
                client.get("/").raise_for_status()
                print(f"  {time.perf_counter() - began:6.2f}  from the command to the start page")
                _ask(client)
        finally:
            server.terminate()


def _ask(client: httpx.Client) -> None:
    names = {
        "document": _first(client, "/documents", r'href="(/documents/[0-9a-f]+)"'),
        "strategy": _first(client, "/strategies", r'name="compare" value="([0-9a-f]+)"'),
        "organisation": _first(client, "/partnerships", r'href="/organisations/([0-9a-f]+)"'),
        "person": _first(client, "/people", r'href="(/people/[0-9a-f]+)"'),
    }
    for page in PAGES:
        path = page.format(**names)
        taken = []
        for number in range(ROUNDS):
            began = time.perf_counter()
            client.get(f"{path}{'&' if '?' in path else '?'}n={number}").raise_for_status()
            taken.append(time.perf_counter() - began)
        print(f"  {statistics.median(taken):6.2f}  {page}")


def _first(client: httpx.Client, path: str, pattern: str) -> str:
    found = re.search(pattern, client.get(path).text)
    assert found, f"{path} lists nothing"
    return found.group(1)


if __name__ == "__main__":
    main()
