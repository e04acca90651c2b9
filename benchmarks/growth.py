"""How cost grows with the number of documents: time for each, memory, a second look, and one document more.

    python benchmarks/growth.py --few 200 --some 2000 --many 20000

Three folders of generated web pages, each ingested into a warehouse of its own by the command `greenpaper ingest`, as a
process that starts anew. Then, `--rounds` times in turns: the same again with nothing new, and the same again with one
page more. Resident memory of the command and all its processes is looked at every fifth of a second; what they share is
counted once. Linux only: it reads /proc.

Targets: time per document among many at most 1.15 times that among some; peak memory at most 1.2 times, and less than
2.5 GiB; nothing new in at most 1/100 of the first ingest; one more among many at most twice as much as among few.
"""

import argparse
import os
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from _command import environment, ingest, load, pages, taken, warm_up
from _documents import generate
from _processes import watched

FEW, SOME, MANY, ROUNDS = 10, 30, 90, 1
INTERVAL = 0.2  # seconds
MEBIBYTE = 1024 * 1024
NEW_SEED = 12  # the pages of the folders have another


class Cost(NamedTuple):
    """Of one command: seconds by the clock, seconds of processor time, highest resident bytes of all its processes."""

    clock: float
    processor: float
    memory: int


def cost(folder: Path, settings: Mapping[str, str]) -> Cost:
    """Ingest the pages of a folder into the warehouse beside them, and return what that took."""
    peaks: list[int] = []
    command = ingest(folder / "pages", folder / "greenpaper.duckdb")
    took = taken(command, settings, folder, lambda started: peaks.append(watched(started, INTERVAL)))
    return Cost(*took, *peaks)


def new_pages(wanted: int) -> Iterator[bytes]:
    """Give web pages that are in no folder yet."""
    generated = generate(4 * wanted + 4, NEW_SEED)
    yield from islice((each.content for each in generated if each.uri.endswith(".html")), wanted)


def measure(folders: Mapping[int, Path], settings: Mapping[str, str], rounds: int) -> dict[str, dict[int, list[Cost]]]:
    """Return the costs of each thing that was done, by the number of documents."""
    costs: dict[str, dict[int, list[Cost]]] = defaultdict(lambda: defaultdict(list))

    def note(what: str, count: int) -> None:
        took = cost(folders[count], settings)
        costs[what][count].append(took)
        print(
            f"  {count:>7,}  {what:13} {took.clock:8.1f} s {took.processor:8.1f} s of processor time "
            f"{took.memory / MEBIBYTE:7,.0f} MiB   {load()}",
            flush=True,
        )

    for count in folders:
        note("first", count)
    for number, page in enumerate(new_pages(rounds)):
        for count, folder in folders.items():
            note("nothing new", count)
            (folder / "pages" / f"one-more-{number}.html").write_bytes(page)
            note("one more", count)
    return costs


def report(costs: Mapping[str, Mapping[int, list[Cost]]], few: int, some: int, many: int) -> None:
    """Print the ratios of the medians, each by the clock and of processor time."""

    def median(what: str, count: int, of: int) -> float:
        return statistics.median(each[of] for each in costs[what][count])

    def each(what: str, count: int, of: int) -> float:
        return median(what, count, of) / count

    print("                                                  clock  processor  target")
    for name, ratio, target in (
        (f"a document of {many:,} / of {some:,}", lambda of: each("first", many, of) / each("first", some, of), "1.15"),
        (
            f"one more in {many:,} / in {few:,}",
            lambda of: median("one more", many, of) / median("one more", few, of),
            "2.0",
        ),
        (
            f"nothing new / first, {many:,}",
            lambda of: median("nothing new", many, of) / median("first", many, of),
            "0.01",
        ),
    ):
        print(f"  {name:44} {ratio(0):8.3f}   {ratio(1):8.3f}  at most {target}")
    peaks = {count: max(took.memory for of in costs.values() for took in of[count]) for count in (some, many)}
    print(
        f"  peak of all processes: {peaks[many] / MEBIBYTE:,.0f} MiB of {many:,}, {peaks[some] / MEBIBYTE:,.0f} MiB of "
        f"{some:,}, ratio {peaks[many] / peaks[some]:.2f} (at most 1.2, and 2,560 MiB); {os.cpu_count()} processors"
    )


def main() -> None:
    """Print what everything took, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--few", type=int, default=FEW)
    parser.add_argument("--some", type=int, default=SOME)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--keep", type=Path, help="a folder in which the pages and warehouses stay")
    options = parser.parse_args()
    if not Path("/proc/self/status").exists():
        print("growth: not measured: this system has no /proc")
        return
    counts = (options.few, options.some, options.many)
    with tempfile.TemporaryDirectory(prefix="greenpaper-") as name:
        home = Path(name)
        settings = environment(home / "prefect")
        warm_up(home, settings)
        folders = {count: (options.keep or home) / str(count) for count in counts}
        for count, folder in folders.items():
            pages(folder / "pages", count)
        print(f"growth: {', '.join(f'{count:,}' for count in counts)} web pages, {options.rounds} rounds", flush=True)
        report(measure(folders, settings, options.rounds), *counts)


if __name__ == "__main__":
    main()
