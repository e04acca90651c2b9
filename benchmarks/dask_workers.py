"""Dask's workers against our own worker processes: documents a second of both, in turn, in one run.

    python benchmarks/dask_workers.py [--documents N] [--rounds N] [--workers N]

Both sides parse and extract the same generated documents (`_documents`) as a run has it done: in the batches of an
ingest of a folder, as many at once as there are workers. Dask is a local cluster of single-thread workers, of which
each has one child process that reads; ours are as many child processes. Both have loaded their model before the clock
runs, and each round begins with the other side. What Dask costs is then its scheduler, the way of the bytes there and
back, and what its processes do besides.

Where others use the machine, the clock tells of them too: so the processor time of the whole family of processes is
measured beside it. Needs the extra `dask`. Target: a ratio of at least 0.9.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePath
from typing import NamedTuple

import psutil
from _documents import generate

from extractors.remote.joining import Place
from extractors.remote.workers import DaskWorkers
from extractors.sources.paths import find
from extractors.worker import Extracted, Job, Options
from extractors.workers import Pool, Workers
from flows.batches import make_batches
from flows.reading import job_of_file
from flows.settings import Settings

DOCUMENTS, ROUNDS, WORKERS = 300, 6, 2
SEED = 6


class Spent(NamedTuple):
    """What one side took for a round: seconds by the clock, and of the processors."""

    seconds: float
    processor: float


def batches_of(count: int, folder: Path) -> list[list[Job]]:
    """Write `count` generated documents into a folder; return them as a run gives them to its workers."""
    for at, each in enumerate(generate(count, SEED)):
        (folder / f"{at:06}{PurePath(each.uri).suffix}").write_bytes(each.content)
    settings = Settings.read()
    items = [item for item in find([str(folder)]).items if item.path]
    batches = make_batches(items, settings.batch_chars)
    return [[job for item in each.items if (job := job_of_file(item, settings.max_bytes))] for each in batches]


def read(pool: Pool, batch: Sequence[Job]) -> int:
    """Have one batch read; return how many of its documents were."""
    return sum(isinstance(answer.result, Extracted) for answer in pool.extract(batch))


def spent(pool: Pool, parts: Sequence[Sequence[Job]]) -> Spent:
    """Return what a side takes for all batches, of which it has as many at once as a run gives it."""
    began, processor = time.perf_counter(), processor_time()
    with ThreadPoolExecutor(max(2, pool.breadth)) as threads:
        done = sum(threads.map(lambda part: read(pool, part), parts))
    assert done == sum(map(len, parts)), f"{done} documents were read"
    return Spent(time.perf_counter() - began, processor_time() - processor)


def processor_time() -> float:
    """Return the seconds that the processors have worked for this process and all that it started and that live."""
    own = psutil.Process()
    times = [each.cpu_times() for each in (own, *own.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def told(name: str, rounds: Sequence[Spent], count: int) -> str:
    """Return the medians of one side, a line."""
    speed = count / statistics.median(each.seconds for each in rounds)
    each = statistics.median(each.processor for each in rounds) / count
    return f"  {name:<20}{speed:>6.1f} documents/s, {each * 1000:>5.1f} ms of processor time for each"


def compared(what: str, ratios: Sequence[float]) -> str:
    """Return the median of ratios and how far they lie apart, a line."""
    return f"  ratio by {what:<15}{statistics.median(ratios):.2f} (median; {min(ratios):.2f} to {max(ratios):.2f})"


def main() -> None:
    """Print both speeds and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="documents in each round (%(default)s)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often both sides read them (%(default)s)")
    parser.add_argument("--workers", type=int, default=WORKERS, help="workers of each side (%(default)s)")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        parts = batches_of(wanted.documents, Path(name))
    jobs = [job for part in parts for job in part]
    options = Options()
    with (
        Workers(options, count=wanted.workers) as ours,
        DaskWorkers(options, Place(count=wanted.workers)) as dask,
    ):
        assert ours.ready().version == dask.ready().version
        sides = {"ours": ours, "dask": dask}
        for pool in sides.values():  # every process fills its caches before the clock runs
            spent(pool, parts)
        taken: dict[str, list[Spent]] = {name: [] for name in sides}
        for number in range(wanted.rounds):
            for name in sorted(sides, reverse=number % 2 == 0):
                taken[name].append(spent(sides[name], parts))
    size = sum(len(job.content) for job in jobs)
    print(
        f"dask: {len(jobs)} documents ({size / 1e6:.1f} MB, {len(parts)} batches), {wanted.rounds} rounds of both sides"
    )
    print(f"  with {wanted.workers} workers each; load {' '.join(f'{each:.1f}' for each in os.getloadavg())}")
    print(told("our own processes", taken["ours"], len(jobs)))
    print(told("Dask's workers", taken["dask"], len(jobs)))
    pairs = list(zip(taken["ours"], taken["dask"], strict=True))
    print(compared("the clock", [own.seconds / other.seconds for own, other in pairs]))
    print(compared("processor time", [own.processor / other.processor for own, other in pairs]))


if __name__ == "__main__":  # Dask starts its workers by importing this file
    main()
