"""One writer at a time, and a writer that is killed at any instant."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from warehouse_builders import VERSIONS, Ask, named, run

from extractors.errors import WarehouseBusy
from warehouse.paths import Paths
from warehouse.writer import Writer

# Loads one document after the other, for ever: file:0.txt, file:1.txt, …
LOADING = """
import itertools, sys
from pathlib import Path
from warehouse_builders import VERSIONS, named
from warehouse.writer import Writer

with Writer.open(Path(sys.argv[1])) as writer:
    run_id = writer.begin_run("test", VERSIONS)
    for number in itertools.count():
        names = [f"Person {number} {index}" for index in range(200)]
        writer.load(run_id, [named(f"file:{number}.txt", *names)])
        print(number, flush=True)
        if number % 3 == 2:
            writer.publish()
"""


def loading(published: Path) -> "subprocess.Popen[str]":
    """Start another process that loads until it is killed, and return once it has loaded something."""
    here = Path(__file__).resolve()
    paths = os.pathsep.join([str(here.parent), str(here.parents[2])])
    process = subprocess.Popen(
        [sys.executable, "-c", LOADING, str(published)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def kill(process: "subprocess.Popen[str]") -> int:
    """Kill the process as a power cut does, and return how many documents it had said were loaded."""
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate()
    return 1 + len(said.split())


def test_a_second_writer_is_told_who_the_first_is(published: Path) -> None:
    first = loading(published)
    try:
        with pytest.raises(
            WarehouseBusy, match=rf"process {first.pid} since 20.* \(on .*wait for it to end and run again"
        ):
            Writer.open(published, wait_seconds=0.1).__enter__()
    finally:
        kill(first)


def test_a_second_writer_in_the_same_process_is_busy_too(published: Path) -> None:
    with (
        Writer.open(published),
        pytest.raises(WarehouseBusy, match=f"process {os.getpid()}"),
        Writer.open(published, wait_seconds=0),
    ):
        pass


def test_the_next_writer_can_begin_when_the_first_has_ended(published: Path) -> None:
    with Writer.open(published):
        assert json.loads(Paths(published).holder.read_text())["pid"] == os.getpid()
    assert not Paths(published).holder.exists()
    with Writer.open(published, wait_seconds=0):
        pass


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.21])
def test_a_killed_writer_loses_nothing_and_the_next_run_completes(delay: float, published: Path, ask: Ask) -> None:
    writer = loading(published)
    time.sleep(delay)
    said = kill(writer)
    uris = [f"file:{number}.txt" for number in range(said + 2)]
    with Writer.open(published, wait_seconds=5) as after:
        kept = after.known(uris)
        assert set(uris[:said]) <= set(kept)
        after.publish()
    # Whatever is there is there whole: a document, its 200 mentions and its row in ingestions.
    assert ask("select count(*) from ingestions where status = 'loaded'") == [(len(kept),)]
    assert {count for (count,) in ask("select count(*) from mentions group by document_id")} == {200}
    documents = [named(uri, *(f"Person {number} {index}" for index in range(200))) for number, uri in enumerate(uris)]
    ended = run(published, *documents)
    assert [end.status for end in ended] == ["unchanged"] * len(kept) + ["loaded"] * (len(uris) - len(kept))
    assert ask("select count(*) from mentions") == [(200 * len(uris),)]


def test_a_killed_run_stays_on_record_as_unfinished(published: Path, ask: Ask) -> None:
    with Writer.open(published) as writer:
        writer.load(writer.begin_run("killed", VERSIONS), [named("file:a.txt", "Ann Bee")])
    run(published, named("file:b.txt", "Cy Dee"))
    assert ask("select command, finished_at is null from store.runs order by started_at") == [
        ("killed", True),
        ("test", False),
    ]
