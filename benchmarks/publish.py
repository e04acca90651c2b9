"""What one changed document costs in a small warehouse and in a large one, publishing included.

    python benchmarks/publish.py --documents 20000 --keep FOLDER

Makes two warehouses of generated documents by the one writer (`_warehouse`), without extraction. Then one document with
another text is taken into each in turn, `--rounds` times: loaded, compared with all others, its names judged, and
published. Printed are the medians of the seconds by the clock and of processor time, step by step, and their ratio.
Target: the large warehouse costs at most twice what one of 200 documents costs.

With --keep the large warehouse stays in that folder, and is not made again the next time.
"""

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from _documents import document
from _documents.world import World
from _warehouse import SEED, Clock, fill, take

from warehouse.connection import open_published

DOCUMENTS = 2_000
FEW = 200
ROUNDS = 3
STEPS = ("load", "duplicates", "resolve", "publish")


class Stopwatch(Clock):
    """A clock that keeps every step's seconds by the clock and of processor time."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: dict[str, list[tuple[float, float]]] = defaultdict(list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Note how long what happens inside takes; what a step does in several goes is added up."""
        clock, processor = time.perf_counter(), time.process_time()
        yield
        self.taken[name].append((time.perf_counter() - clock, time.process_time() - processor))

    def medians(self) -> dict[str, tuple[float, float]]:
        """Return the median seconds of each step."""
        return {
            name: (statistics.median(clock for clock, _ in some), statistics.median(cpu for _, cpu in some))
            for name, some in self.taken.items()
        }


def editions(published: Path) -> tuple[int, int]:
    """Return the highest edition of any document, and how many editions there are."""
    connection = open_published(published)
    try:
        row = connection.execute("SELECT max(edition), count(*) FROM store.editions").fetchone()
        assert row is not None
        return int(row[0]), int(row[1])
    finally:
        connection.close()


def one_more(published: Path, count: int, watch: Stopwatch) -> None:
    """Take a document with another text than it had: another one each time, also in a warehouse that was kept."""
    newest, number = editions(published)
    changed = document(World(count, SEED), number % count, edition=newest + 1)
    take(published, "one more", [changed], watch)
    if editions(published)[1] != number + 1:
        raise SystemExit(f"document {number % count} was to change, and did not")


def main() -> None:
    """Fill both warehouses, change documents in each in turn, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="in the large one (%(default)s)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="changes to each (%(default)s)")
    parser.add_argument("--keep", type=Path, help="a folder in which the large warehouse stays for the next time")
    options = parser.parse_args()
    print(f"publish: one changed document among {FEW:,} and among {options.documents:,}")
    with tempfile.TemporaryDirectory(prefix="greenpaper-") as name:
        watches: dict[int, Stopwatch] = {}
        places = {FEW: Path(name), options.documents: options.keep or Path(name)}
        for count, folder in places.items():
            published = folder / f"{count}.duckdb"
            if not published.exists():
                folder.mkdir(parents=True, exist_ok=True)
                fill(published, count, Clock())
            one_more(published, count, Stopwatch())  # what an older version published is made whole
            watches[count] = Stopwatch()
        for _ in range(options.rounds):
            for count, watch in watches.items():
                one_more(places[count] / f"{count}.duckdb", count, watch)
    few, many = (watches[count].medians() for count in (FEW, options.documents))
    print(f"  {'':12} {FEW:>9,} {'(processor)':>12} {options.documents:>9,} {'(processor)':>12}   s")
    for step in STEPS:
        print(f"  {step:12} {few[step][0]:9.2f} {few[step][1]:12.2f} {many[step][0]:9.2f} {many[step][1]:12.2f}")
    sums = [[sum(each[step][kind] for step in STEPS) for kind in (0, 1)] for each in (few, many)]
    print(f"  {'all':12} {sums[0][0]:9.2f} {sums[0][1]:12.2f} {sums[1][0]:9.2f} {sums[1][1]:12.2f}")
    print(
        f"  ratio {sums[1][0] / sums[0][0]:.2f}, of processor time {sums[1][1] / sums[0][1]:.2f} (target: at most 2.0)"
    )


if __name__ == "__main__":
    main()
