"""Memory of a run over many documents: whether the command's own process grows with how many there are.

    python benchmarks/memory.py [DOCUMENTS] [--way ingest|folder|site] [--size BYTES]

Generated documents (text and HTML, a few KB each, every fiftieth 100 KB; or all of --size) are read by the command in a
process of its own, with Prefect's server and the worker processes as its children: `ingest` of a folder, `refresh` of a
folder source, or `refresh` of a listing on a site on the loopback address. Resident memory is sampled every tenth of
a second; what the warehouse says of when each document was loaded tells how far the run was.

Printed are the peak of the command in the first quarter of the documents (after the first tenth, in which everything is
imported), that in the last, and the slope between; its peak while names are resolved and the file is published; and
the peaks of its children. Linux only: it reads /proc.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from _processes import processes, resident, status

from warehouse.connection import open_published

DOCUMENTS = 300
SIZES = (1_500, 3_000, 6_000)  # bytes
LARGE_EVERY, LARGE = 50, 100_000
WARM_UP = 0.1
INTERVAL = 0.1  # seconds
MEGABYTE = 1_000_000
KINDS = {"flows.local_server": "Prefect's server", "extractors.worker": "worker processes"}

FIRST = ("Alma", "Bram", "Cleo", "Dina", "Egon", "Fay", "Gus", "Hetty", "Ivor", "Joan", "Kit", "Lena", "Moss", "Nell")
LAST = ("Ashby", "Brook", "Croft", "Dale", "Elder", "Firth", "Gill", "Heath", "Innes", "Kerr", "Lund", "Marsh", "Nash")
PLACES = ("Elmbridge", "Farnmouth", "Goldwick", "Harrowden", "Ivelton", "Kelmarsh", "Larkhill", "Millbrook", "Norwold")
BODIES = ("{} Council", "{} County Council", "{} NHS Trust", "{} Hospitals NHS Foundation Trust", "{} Parish Council")
SENTENCES = (
    "{person}, Chief Executive of {body}, said on {date} that the plan would go on.",
    "{body} spent £{sum} million on roads in {place} in {year}/24.",
    "Our partners are {body} and {other}, who work together on housing.",
    "{person} is the Chair of the board; {someone} is its Director of Finance.",
    "By {date} we will open {count} new places in schools, {share}% more than before.",
    "The strategy of {body} for {place} was agreed on {date} and costs £{sum}m.",
    "We will make the streets of {place} safe, clean and quiet for the people who live there.",
    "The committee heard how the bus service between {place} and the coast is used, and by whom.",
)


class Sample(NamedTuple):
    """Resident bytes at a moment (seconds since 1970): of the command, and of its children by kind."""

    moment: float
    command: int
    children: dict[str, int]


def words(chance: random.Random, size: int) -> Iterator[str]:
    """Yield paragraphs of at least `size` characters in all, about invented people and bodies."""
    written = 0
    while written < size:
        body, other = (chance.choice(BODIES).format(chance.choice(PLACES)) for _ in range(2))
        person, someone = (f"{chance.choice(FIRST)} {chance.choice(LAST)}" for _ in range(2))
        date = f"{chance.randint(1, 28)} {chance.choice(('March', 'June', 'October'))} {chance.randint(2015, 2030)}"
        told = {
            "body": body, "other": other, "person": person, "someone": someone, "place": chance.choice(PLACES),
            "date": date, "sum": chance.randint(2, 900) / 10, "count": chance.randint(20, 9000), "year": 2023,
            "share": chance.randint(1, 80),
        }  # fmt: skip
        paragraph = " ".join(sentence.format(**told) for sentence in chance.sample(SENTENCES, 3))
        yield paragraph
        written += len(paragraph)


def make_documents(folder: Path, count: int, size: int | None) -> list[str]:
    """Write `count` documents into `folder` and return their names; every second one is HTML."""
    chance = random.Random(1)  # the same documents in every run
    names = []
    for number in range(count):
        wanted = size or (LARGE if number % LARGE_EVERY == LARGE_EVERY - 1 else chance.choice(SIZES))
        title = f"Report {number} of {chance.choice(PLACES)} Council"
        paragraphs = list(words(chance, wanted))
        if number % 2:
            markup = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
            name, text = f"{number:06}.html", f"<html lang='en'><title>{title}</title><h1>{title}</h1>\n{markup}</html>"
        else:
            name, text = f"{number:06}.txt", "\n\n".join([title, *paragraphs, ""])
        (folder / name).write_text(text, encoding="utf-8")
        names.append(name)
    return names


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name that is overridden
        pass


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback address; gives host and port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def command(way: str, folder: Path, names: list[str], home: Path) -> Iterator[list[str]]:
    """Give the arguments of the command that reads the documents in this way; what it needs stands in `home`."""
    if way == "ingest":
        yield ["ingest", str(folder)]
        return
    configured = home / "sources.toml"
    source = f'[[source]]\nname = "made"\nmaximum = {len(names) + 1}\n'
    with site(folder) as host:
        if way == "folder":
            place = f"folder = {json.dumps(str(folder))}"
        else:
            links = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in names)
            (folder / "index.html").write_text(f"<html><ul>{links}</ul></html>", encoding="utf-8")
            place = f'allowed_hosts = ["{host}"]\nlisting = {{ url = "http://{host}/index.html", links = "li a" }}'
        configured.write_text(source + place + "\n", encoding="utf-8")
        yield ["refresh", "--sources", str(configured)]


def kind_of(process: Path) -> str:
    """Return what a child of the command is."""
    try:
        called = (process / "cmdline").read_text(encoding="utf-8", errors="replace")
    except OSError:
        called = ""
    return next((kind for sign, kind in KINDS.items() if sign in called), "others")


def sample(pid: int) -> Sample:
    """Return the resident memory of the command, and of its children."""
    children: dict[str, int] = {}
    for process, said in processes():
        if said["PPid"].strip() == str(pid):
            kind = kind_of(process)
            children[kind] = children.get(kind, 0) + resident(said)
    return Sample(time.time(), resident(status(Path(f"/proc/{pid}"))), children)


def run(arguments: list[str], warehouse: Path, home: Path) -> list[Sample]:
    """Run the command and return the samples of its memory. Raises CalledProcessError with what it said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "GREENPAPER_"))}
    given = {name: value for name, value in os.environ.items() if name.startswith("GREENPAPER_")}
    environment = {
        **kept, "GREENPAPER_FETCH_DELAY": "0", **given, "PREFECT_HOME": str(home / "prefect"),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }  # fmt: skip
    line = [sys.executable, "-c", "from flows.cli import main; main()", *arguments]
    samples = []
    with tempfile.TemporaryFile("w+") as said:
        started = subprocess.Popen(
            [*line, "--quiet", "--warehouse", str(warehouse)], env=environment, cwd=home, stderr=said
        )
        while started.poll() is None:
            samples.append(sample(started.pid))
            time.sleep(INTERVAL)
        said.seek(0)
        sys.stderr.write(said.read())
    return samples


def loaded_at(warehouse: Path) -> list[float]:
    """Return the moments at which the documents were loaded, in order."""
    connection = open_published(warehouse)
    try:
        rows = connection.execute("SELECT finished_at FROM ingestions ORDER BY finished_at").fetchall()
    finally:
        connection.close()
    return [moment.replace(tzinfo=UTC).timestamp() for (moment,) in rows if isinstance(moment, datetime)]


def report(samples: list[Sample], moments: list[float]) -> None:
    """Print what the samples say of the documents that were loaded at these moments."""
    count = len(moments)
    sizes = [(bisect_right(moments, each.moment), each.command / MEGABYTE) for each in samples]
    reading = [(done, size) for done, size in sizes if count * WARM_UP <= done < count]
    first = [size for done, size in reading if done <= count * (WARM_UP + 0.25)]
    last = [size for done, size in reading if done >= count * 0.75]
    ended = [size for done, size in sizes[:-1] if done == count]
    took = samples[-1].moment - samples[0].moment
    read = moments[-1] - samples[0].moment
    print(f"  {took:.0f} s, {read:.0f} of them until all was loaded; the command's own process:")
    if first and last and len({done for done, _ in reading}) > 1:
        slope = statistics.linear_regression(*zip(*reading, strict=True)).slope * 1_000
        print(f"  peak in the first quarter {max(first):.0f} MB, in the last {max(last):.0f} MB", end=": ")
        print(f"ratio {max(last) / max(first):.3f}, slope {slope:+.1f} MB per 1,000 documents")
    print(f"  peak until all was loaded {max(size for done, size in sizes if done < count):.0f} MB", end="")
    print(f", while it resolved and published {max(ended):.0f} MB" if ended else "")
    for kind in sorted({kind for each in samples for kind in each.children}):
        print(f"  {kind}: peak {max(each.children.get(kind, 0) for each in samples) / MEGABYTE:.0f} MB")


def main() -> None:
    """Make documents, read them, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="?", type=int, default=DOCUMENTS, help="how many (%(default)s)")
    parser.add_argument("--way", choices=("ingest", "folder", "site"), default="ingest", help="how they are read")
    parser.add_argument("--size", type=int, help="bytes of each document, all alike")
    options = parser.parse_args()
    print(f"memory: {options.documents:,} documents, {options.way}")
    if not Path("/proc/self/status").exists():
        print("  not measured: this system has no /proc")
        return
    with tempfile.TemporaryDirectory(prefix="greenpaper-") as name:
        home = Path(name)
        folder, warehouse = home / "documents", home / "warehouse.duckdb"
        folder.mkdir()
        names = make_documents(folder, options.documents, options.size)
        with command(options.way, folder, names, home) as arguments:
            samples = run(arguments, warehouse, home)
        report(samples, loaded_at(warehouse))


if __name__ == "__main__":
    main()
