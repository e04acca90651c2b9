"""How long a file that is dropped into a watched folder takes until its rows are visible, warm and cold.

    python benchmarks/latency.py --drops 50

Starts `greenpaper up` in a folder of its own, with a Prefect server and records of its own. Cold is the time from that
start to the rows of a file that was there before, and that of a `greenpaper refresh` in a process of its own. Warm is
each of the drops, one at a time. Visible means that a reader who opens the published file twenty times a second finds
the document. Of the warm time a second is the file's lying still (GREENPAPER_WATCH_QUIET).
Target: a 95th percentile of at most 5 seconds.
"""

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-c", "from flows.cli import main; main()"]
SOURCES = '[[source]]\nname = "inbox"\nfolder = "inbox"\nminimum = 0\n'
TEXT = """Strategy {number}

Ann Archer is Chief Executive of Elmbridge Council. The council will spend £{number} million on parks by 2030.

Our aims

- Every child lives within ten minutes of a park.
- By March 2028 the council plants {number},000 trees with Brookside Housing Association.
"""
PATIENCE = 300.0  # seconds
PERCENTILE = 0.95


def drop(folder: Path, number: int) -> float:
    """Write a file into the watched folder; return when."""
    (folder / "inbox" / f"strategy-{number}.txt").write_text(TEXT.format(number=number + 2))
    return time.monotonic()


def wait_for(folder: Path, documents: int) -> float:
    """Return when the published file held so many documents."""
    published, deadline = folder / "data" / "greenpaper.duckdb", time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(duckdb.Error), duckdb.connect(str(published), read_only=True) as reader:
            if reader.execute("SELECT count(*) FROM documents").fetchone() == (documents,):
                return time.monotonic()
        time.sleep(0.05)
    raise SystemExit(f"no {documents} documents after {PATIENCE:g} s: see {folder}")


@contextmanager
def running(folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Keep `greenpaper up` running in the folder."""
    with (folder / "up.log").open("wb") as log:
        started = subprocess.Popen([*COMMAND, "up"], cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        yield
    finally:
        started.send_signal(signal.SIGTERM)
        started.wait(60)


def percentile(seconds: list[float], share: float) -> float:
    """Return the least of the seconds that so large a share of them does not exceed."""
    return sorted(seconds)[max(0, -(-len(seconds) * int(share * 100) // 100) - 1)]


def measure(folder: Path, drops: int, environment: Mapping[str, str]) -> None:
    """Measure, and print the figures."""
    (folder / "inbox").mkdir()
    (folder / "sources.toml").write_text(SOURCES)
    shutil.copy(ROOT / "prefect.yaml", folder)
    drop(folder, 0)
    began = time.monotonic()
    with running(folder, environment):
        print(
            f"cold, from the start of greenpaper up in an empty folder: {wait_for(folder, 1) - began:.1f} s", flush=True
        )
        warm: list[float] = []
        for number in range(1, drops + 1):
            time.sleep(0.5)
            began = drop(folder, number)
            warm.append(wait_for(folder, number + 1) - began)
        print(
            f"warm, {drops} drops: median {statistics.median(warm):.2f} s, 95th percentile "
            f"{percentile(warm, PERCENTILE):.2f} s, slowest {max(warm):.2f} s",
            flush=True,
        )
    began = drop(folder, drops + 1)
    subprocess.run([*COMMAND, "refresh", "--quiet"], cwd=folder, env=environment, check=True)
    print(f"cold, a greenpaper refresh of its own, without a server: {wait_for(folder, drops + 2) - began:.1f} s")
    print(f"{os.cpu_count()} processors, load {', '.join(f'{each:.1f}' for each in os.getloadavg())}")


def main() -> None:
    """Measure in a folder of its own, which is removed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drops", type=int, default=50)
    drops = parser.parse_args().drops
    with tempfile.TemporaryDirectory() as name:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT_", "GREENPAPER_"))}
        paths = os.pathsep.join(path for path in (str(ROOT), *sys.path) if path)
        measure(Path(name), drops, {**kept, "PREFECT_HOME": f"{name}/prefect", "PYTHONPATH": paths})


if __name__ == "__main__":
    main()
