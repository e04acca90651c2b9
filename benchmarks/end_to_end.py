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
import statistics
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import duckdb
from _command import ROOT, Taken, environment, ingest, load, pages, taken, warm_up

PAGES, ROUNDS = 60, 1


def round_of(folder: Path, settings: Mapping[str, str], number: int) -> tuple[Taken, Taken]:
    """Return what ours and the plain loop took; every second round begins with the other one."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        sides = (
            ingest(folder, place / "ours.duckdb"),
            [sys.executable, str(ROOT / "benchmarks" / "_plain_loop.py"), str(folder), f"{place}/loop.duckdb"],
        )
        ended = {side: taken(sides[side], settings, place) for side in ((0, 1) if number % 2 == 0 else (1, 0))}
        mentions, entities = _rows(place / "ours.duckdb", "mentions"), _rows(place / "loop.duckdb", "entities")
    print(
        f"  round {number + 1}: {ended[0].clock:.1f} s and {ended[1].clock:.1f} s; {mentions:,} mentions and "
        f"{entities:,} entities; {load()}",
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
        warm_up(folder, settings)
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
