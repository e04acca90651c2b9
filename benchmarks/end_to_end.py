"""HTML files on disk → a published file with all facts, against the plain loop: pages a second of both.

    python benchmarks/end_to_end.py --pages 2000 --rounds 3

Ours is the whole command `greenpaper ingest FOLDER`, as people run it: start, Prefect, two worker processes, archive,
checks, names across documents, search index, published file. The plain loop is `_plain_loop.py`: Beautiful Soup's
`get_text`, `nlp.pipe(n_process=2)` of the whole stock model, rows of entities and sentences into DuckDB. Both are
processes that start anew, in turns, over the same generated pages (about 38 KB each, half of them with 2,700 characters
of text and more, and as much around it), numerical libraries with one thread per process.
Target: at least 2.0 times the plain loop's pages a second at 2,000 pages.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

import duckdb
from _documents import Document, generate

ROOT = Path(__file__).parent.parent
INGEST = [sys.executable, "-c", "from flows.cli import main; main()"]
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
SEED, LENGTH = 11, 2
PAGES, ROUNDS = 60, 1


def pages(folder: Path, wanted: int) -> None:
    """Write so many web pages."""
    for document in islice(_pages(wanted), wanted):
        path = folder / document.uri.partition("://")[2].replace("!/", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(document.content)


def _pages(wanted: int) -> Iterator[Document]:
    for seed in count(SEED):
        yield from (each for each in generate(2 * wanted, seed, length=LENGTH) if each.uri.endswith(".html"))


def environment(home: Path) -> dict[str, str]:
    """Return what both sides run in: no settings but the defaults, records of Prefect in `home`."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT_", "GREENPAPER_"))}
    paths = os.pathsep.join(path for path in (str(ROOT), *sys.path) if path)
    return {**kept, **ONE_THREAD, "PREFECT_HOME": str(home), "PYTHONPATH": paths}


class Taken(NamedTuple):
    """What a command took: seconds by the clock, and of processor time with all its processes."""

    clock: float
    processor: float


def taken(command: list[str], settings: Mapping[str, str], folder: Path) -> Taken:
    """Run a command, and return what it took."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, env=settings, cwd=folder, check=True)
    clock, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Taken(clock, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def round_of(folder: Path, settings: Mapping[str, str], number: int) -> tuple[Taken, Taken]:
    """Return what ours and the plain loop took; every second round begins with the other one."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        sides = (
            [*INGEST, "ingest", str(folder), "--warehouse", f"{place}/ours.duckdb", "--quiet"],
            [sys.executable, str(ROOT / "benchmarks" / "_plain_loop.py"), str(folder), f"{place}/loop.duckdb"],
        )
        ended = {side: taken(sides[side], settings, place) for side in ((0, 1) if number % 2 == 0 else (1, 0))}
        mentions, entities = _rows(place / "ours.duckdb", "mentions"), _rows(place / "loop.duckdb", "entities")
    print(
        f"  round {number + 1}: {ended[0].clock:.1f} s and {ended[1].clock:.1f} s; {mentions:,} mentions and "
        f"{entities:,} entities; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return ended[0], ended[1]


def _rows(path: Path, table: str) -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        return int(connection.table(table).count("*").fetchall()[0][0])


def main() -> None:
    """Print the speeds and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = environment(folder / "prefect")
        (folder / "first").mkdir()
        pages(folder / "first", 2)
        subprocess.run(  # Prefect's own database is made once on a machine, not once a run
            [*INGEST, "ingest", "first", "--warehouse", "first.duckdb", "--quiet"],
            env=settings, cwd=folder, check=True,
        )  # fmt: skip
        pages(folder / "pages", options.pages)
        print(f"end to end: {options.pages} pages, {options.rounds} rounds, ours and the plain loop in turns")
        rounds = [round_of(folder / "pages", settings, number) for number in range(options.rounds)]
    for at, who in enumerate(("ours, the whole command", "the plain loop")):
        clock, processor = (statistics.median(times) for times in zip(*(each[at] for each in rounds), strict=True))
        print(f"  {who:24} {clock:7.1f} s {options.pages / clock:6.1f} pages/s   {processor:7.1f} s of processor time")
    ratio, of_processor = (statistics.median(loop[of] / own[of] for own, loop in rounds) for of in (0, 1))
    print(f"  ours: {ratio:.2f} times the plain loop's speed, {of_processor:.2f} times by processor time")


if __name__ == "__main__":
    main()
