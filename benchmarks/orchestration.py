"""What Prefect costs: the same ingest as a command, and by the core functions called directly.

    python benchmarks/orchestration.py --pages 2000 --rounds 3

Three sides in turns over the same generated pages, each a process that starts anew: the core functions alone
(`_direct.py`); `greenpaper ingest` with a Prefect server that runs (`PREFECT_API_URL`), which it also leaves progress,
events and artifacts with; and `greenpaper ingest` without one, which starts a server for itself.
Target: at most 5% longer than the core functions at 2,000 pages.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from _command import ROOT, Taken, environment, ingest, load, pages, taken, warm_up

from flows.local_server import free_port

PAGES, ROUNDS = 60, 1
SIDES = ("the core functions", "with a server that runs", "with a server of its own")
PATIENCE = 120.0  # seconds


@contextmanager
def server(settings: Mapping[str, str], folder: Path) -> Iterator[str]:
    """Run Prefect's server as `prefect server start` does; gives the address of its API."""
    port = free_port()
    quiet = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1", "PREFECT_SERVER_UI_ENABLED": "false"}
    line = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        started = subprocess.Popen(line, env={**settings, **quiet}, cwd=folder, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/api/health")
        yield f"http://127.0.0.1:{port}/api"
    finally:
        started.terminate()
        started.wait(30)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"no answer from {address} after {PATIENCE:g} s")


def round_of(folder: Path, home: Path, api: str, number: int) -> list[Taken]:
    """Return what each side took; each round begins with another one."""
    alone = environment(home)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        direct = [sys.executable, str(ROOT / "benchmarks" / "_direct.py"), str(folder), str(place / "0.duckdb")]
        heard = environment(home, PREFECT_API_URL=api)
        sides = (
            (direct, alone), (ingest(folder, place / "1.duckdb"), heard), (ingest(folder, place / "2.duckdb"), alone)
        )  # fmt: skip
        ended: dict[int, Taken] = {}
        for turn in range(len(sides)):
            side = (turn + number) % len(sides)
            ended[side] = taken(*sides[side], place)
    print(f"  round {number + 1}: {', '.join(f'{ended[side].clock:.1f} s' for side in range(3))}; {load()}", flush=True)
    return [ended[side] for side in range(len(sides))]


def main() -> None:
    """Print what each side took, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, home = Path(name), Path(name) / "prefect"
        warm_up(folder, environment(home))
        pages(folder / "pages", options.pages)
        print(f"orchestration: {options.pages} pages, {options.rounds} rounds, three sides in turns", flush=True)
        with server(environment(home), folder) as api:
            rounds = [round_of(folder / "pages", home, api, number) for number in range(options.rounds)]
    direct = [each[0] for each in rounds]
    for side, what in enumerate(SIDES):
        ended = [each[side] for each in rounds]
        clock, processor = (statistics.median(times) for times in zip(*ended, strict=True))
        ratios = [
            statistics.median(own[of] / other[of] for own, other in zip(ended, direct, strict=True)) for of in (0, 1)
        ]
        print(
            f"  {what:26} {clock:7.1f} s   {processor:7.1f} s of processor time   "
            f"{ratios[0]:.3f} of the first by the clock, {ratios[1]:.3f} by processor time"
        )
    print(f"  processor time of the server that runs is not counted; {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
