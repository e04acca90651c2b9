"""Loading into a lake by two processes at once, with a reader all the while, beside one process and a file of DuckDB's.

Each side loads the same generated documents in the same batches; reading and publishing are left out. The PostgreSQL of
the catalog and the files of the lake are on this machine. Processor time is that of the writers, and on the lake's side
of PostgreSQL too (from /proc, Linux); the reader's is nobody's.

    python benchmarks/lake.py [--batches 50] [--size 85]
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Iterator, MutableSequence
from contextlib import closing, contextmanager
from itertools import islice
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from _documents import generate
from _warehouse import SEED, VERSION, loadable
from postgres import binaries, postgres

from extractors.errors import ConfigurationError
from extractors.records import LoadItem
from warehouse.extensions import ensure_extensions
from warehouse.lake import Lake, open_catalog, open_lake
from warehouse.lake_address import LakeAddress
from warehouse.records import Versions
from warehouse.writer import Writer

_WRITERS = 2
_CONSISTENT = """
    SELECT
        (SELECT count(*) FROM store.ingestions) AS outcomes,
        (SELECT count(*) FROM store.documents) AS documents,
        (SELECT count(DISTINCT document_id) FROM store.documents) AS different,
        (SELECT count(*) FROM store.mentions ANTI JOIN store.editions USING (document_id, edition)) AS orphans
"""
_SPAWN = multiprocessing.get_context("spawn")


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batches", type=int, default=50, help="of each writer")
    parser.add_argument(
        "--size", type=int, default=85, help="documents of a batch: as many as GREENPAPER_BATCH_CHARS takes"
    )
    asked = parser.parse_args()
    programs = binaries()
    if programs is None:
        print("left out: PostgreSQL (initdb, postgres) is not installed")
        return
    try:
        ensure_extensions(("ducklake", "postgres_scanner"), extra="lake")
    except ConfigurationError as error:
        print(f"left out: {error}")
        return
    count = _WRITERS * asked.batches * asked.size
    print(f"{count:,} documents in {_WRITERS * asked.batches} batches of {asked.size}")
    with tempfile.TemporaryDirectory() as folder, postgres(programs) as server:
        address = f"ducklake:postgres:host=127.0.0.1 port={urlsplit(server).port} user=prefect dbname=postgres"
        lake = Lake(LakeAddress(address), f"{folder}/files")
        with Writer.open(Path(folder, "made.duckdb"), lake=lake):
            pass  # the tables are made once, and are no part of loading
        before = _by_one(Path(folder, "before.duckdb"), asked.batches, asked.size)
        with _reader(lake) as reads:
            in_lake = _by_two(folder, lake, asked.batches, asked.size)
            _ensure_whole(lake, count)
        after = _by_one(Path(folder, "after.duckdb"), asked.batches, asked.size)
        in_file = Taken((before.clock + after.clock) / 2, (before.processor + after.processor) / 2)
        _tell("a file of DuckDB's, one process (before and after)", count, in_file)
        _tell("a lake, two processes at once, and a reader", count, in_lake)
        print(
            f"ratio of documents a second: {in_file.clock / in_lake.clock:.2f} (target: at least 0.5); "
            f"of processor time: {in_file.processor / in_lake.processor:.2f}"
        )
        print(f"reads meanwhile: {reads[0]:,}, errors: {reads[1]:,}, inconsistent: {reads[2]:,}")


class Taken(NamedTuple):
    """Seconds by the clock, and of processor time."""

    clock: float
    processor: float


def _tell(what: str, count: int, taken: Taken) -> None:
    print(
        f"  {what:52} {taken.clock:7.1f} s ({taken.processor:.1f} s of processor time)  "
        f"{count / taken.clock:7.1f} documents a second"
    )


def _items(count: int, part: int) -> list[LoadItem]:
    """Return the documents of one writer; two writers have none in common."""
    documents = generate(_WRITERS * count, SEED, edition=1)
    return [loadable(each) for each in islice(documents, part * count, (part + 1) * count)]


def _load(writer: Writer, items: list[LoadItem], batches: int, size: int) -> None:
    run_id = writer.begin_run("benchmark", Versions(greenpaper="0", extractor=VERSION, pipeline="none"))
    for number in range(batches):
        writer.load(run_id, items[number * size : (number + 1) * size])
    writer.finish_run(run_id, batches * size)


def _by_one(published: Path, batches: int, size: int) -> Taken:
    """Return what it takes one process to load into a file what both writers would."""
    parts = [_items(batches * size, part) for part in range(_WRITERS)]
    with Writer.open(published) as writer:
        began, used = time.perf_counter(), time.process_time()
        for items in parts:
            _load(writer, items, batches, size)
        return Taken(time.perf_counter() - began, time.process_time() - used)


def _by_two(folder: str, lake: Lake, batches: int, size: int) -> Taken:
    ready, used = _SPAWN.Barrier(_WRITERS + 1), _SPAWN.Array("d", _WRITERS)
    writers = [
        _SPAWN.Process(target=_write, args=(Path(folder, f"{part}.duckdb"), lake, part, batches, size, ready, used))
        for part in range(_WRITERS)
    ]
    for each in writers:
        each.start()
    ready.wait(600)
    began, servers = time.perf_counter(), _used_by_postgres(lake)
    for each in writers:
        each.join()
    if any(each.exitcode for each in writers):
        sys.exit("a writer failed")
    return Taken(time.perf_counter() - began, sum(used) + _used_by_postgres(lake) - servers)


def _write(
    published: Path, lake: Lake, part: int, batches: int, size: int, ready: Barrier, used: MutableSequence[float]
) -> None:
    items = _items(batches * size, part)
    with Writer.open(published, lake=lake) as writer:
        ready.wait(600)
        began = time.process_time()
        _load(writer, items, batches, size)
        used[part] = time.process_time() - began


def _used_by_postgres(lake: Lake) -> float:
    """Return the seconds of processor time that the server and all its processes have used, those that ended too."""
    with closing(open_catalog(lake, "server")) as session:
        asked = "SELECT pid FROM postgres_query('server', 'SELECT pg_backend_pid() AS pid')"
        (own,) = session.execute(asked).fetchone() or (0,)
        server = _stat(own)[1]
        ours = [_stat(int(each.name)) for each in Path("/proc").iterdir() if each.name.isdigit()]
    ticks = sum(sum(stat[11:13]) for stat in ours if server in stat[:2]) + sum(_stat(server)[13:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(process: int) -> list[int]:
    """Return the numbers of a process: itself, its parent, …; 11 to 14 are ticks, its own and of ended children."""
    try:
        said = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return [0] * 15
    return [process, *(int(each) for each in said.rpartition(")")[2].split()[1:15])]


@contextmanager
def _reader(lake: Lake) -> Iterator[list[int]]:
    """Read all the while, in a process of its own; gives [reads, errors, inconsistent reads] once it has ended."""
    counted = _SPAWN.Array("q", 3)
    ended = _SPAWN.Event()
    reader = _SPAWN.Process(target=_read, args=(lake, counted, ended))
    reader.start()
    found = [0, 0, 0]
    try:
        yield found
    finally:
        ended.set()
        reader.join()
    found[:] = list(counted)


def _read(lake: Lake, counted: list[int], ended: Event) -> None:
    with closing(open_lake(lake)) as session:
        while not ended.wait(1):
            counted[0] += 1
            try:
                session.execute("BEGIN TRANSACTION")
                outcomes, documents, different, orphans = session.execute(_CONSISTENT).fetchone() or (0, 0, 0, 0)
                session.execute("COMMIT")
            except Exception as error:  # noqa: BLE001 - any error is what is looked for
                counted[1] += 1
                print(f"reader: {error}", file=sys.stderr)
                continue
            counted[2] += not (outcomes == documents == different and not orphans)


def _ensure_whole(lake: Lake, count: int) -> None:
    with closing(open_lake(lake)) as session:
        found = session.execute(_CONSISTENT).fetchone()
    if found != (count, count, count, 0):
        sys.exit(f"the lake does not hold what was loaded: {found}, asked for {count}")
    print("the lake holds all documents, none twice")


if __name__ == "__main__":
    main()
