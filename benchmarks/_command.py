"""Commands as people run them: processes of their own, with nothing set but the defaults; and what they took."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

from _documents import Document, generate

ROOT = Path(__file__).parent.parent
GREENPAPER = [sys.executable, "-c", "from flows.cli import main; main()"]
SEED, LENGTH = 11, 2
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")


class Taken(NamedTuple):
    """What a command took: seconds by the clock, and of processor time with all its processes."""

    clock: float
    processor: float


def environment(home: Path, **settings: str) -> dict[str, str]:
    """Return what a command runs in: the defaults but for `settings`, the records of Prefect in `home`."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT_", "GREENPAPER_"))}
    paths = os.pathsep.join(path for path in (str(ROOT), *sys.path) if path)
    return {**kept, **_ONE_THREAD, "PREFECT_HOME": str(home), "PYTHONPATH": paths, **settings}


def taken(
    command: list[str],
    settings: Mapping[str, str],
    folder: Path,
    wait: Callable[[subprocess.Popen[bytes]], object] = subprocess.Popen.wait,
) -> Taken:
    """Run a command, `wait` for its end, and return what it took. Raises CalledProcessError where it failed."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with subprocess.Popen(command, env=settings, cwd=folder) as started:
        wait(started)
    clock, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if started.returncode:
        raise subprocess.CalledProcessError(started.returncode, command)
    return Taken(clock, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def ingest(folder: Path, warehouse: Path) -> list[str]:
    """Return the command that ingests a folder and says nothing."""
    return [*GREENPAPER, "ingest", str(folder), "--warehouse", str(warehouse), "--quiet"]


def warm_up(folder: Path, settings: Mapping[str, str]) -> None:
    """Ingest two pages in `folder`: Prefect's own database is made once on a machine, and not once a run."""
    pages(folder / "first", 2)
    taken(ingest(folder / "first", folder / "first.duckdb"), settings, folder)


def pages(folder: Path, wanted: int) -> None:
    """Write so many web pages below a folder."""
    for document in islice(_pages(wanted), wanted):
        path = folder / document.uri.partition("://")[2].replace("!/", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(document.content)


def _pages(wanted: int) -> Iterator[Document]:
    for seed in count(SEED):
        yield from (each for each in generate(2 * wanted, seed, length=LENGTH) if each.uri.endswith(".html"))


def load() -> str:
    """Return how busy the machine is, in words."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
