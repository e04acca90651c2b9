"""Readers of the published file while a run publishes again and again: no error, no partial state, no wait.

`READ_ARCHIVES=200 pytest --log-cli-level=INFO tests/flows/test_readers.py` runs longer, and so publishes more often.
"""

import json
import logging
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from campaign import FILES, MEMBERS, ended_well, loaded, start, write_inbox

from warehouse.earlier import earlier_publications
from warehouse.paths import Paths

READ_ARCHIVES = int(os.environ.get("READ_ARCHIVES", "5"))
READERS = 2

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300 + 10 * READ_ARCHIVES)]

# Opens the file, asks, closes, again and again, until `stop` is there. Prints what it saw, as JSON.
READING = """
import json, sys, time
from pathlib import Path
import duckdb

published, stop = map(Path, sys.argv[1:])
seen, partial, longest, reads = set(), [], 0.0, 0
while not stop.exists():
    began = time.monotonic()
    with duckdb.connect(str(published), read_only=True) as connection:
        (at,) = connection.execute("SELECT published_at FROM warehouse_info").fetchone()
        archives = connection.execute(
            "SELECT split_part(uri, '!/', 1), count(*) FROM documents WHERE contains(uri, '!/') GROUP BY 1"
        ).fetchall()
        facts = connection.execute(
            "SELECT count(*) FROM documents WHERE document_id NOT IN (SELECT document_id FROM mentions)"
        ).fetchone()
    longest = max(longest, time.monotonic() - began)
    reads += 1
    time.sleep(0.02)
    seen.add(str(at))
    partial += [row for row in archives if row[1] != 20] + [facts for _ in [0] if facts[0]]
print(json.dumps({"seen": sorted(seen), "partial": partial, "longest": longest, "reads": reads}))
"""


def test_readers_meet_no_error_and_no_partial_state(tmp_path: Path, prefect_server: dict[str, str]) -> None:
    write_inbox(tmp_path / "inbox", READ_ARCHIVES)
    published, stop = tmp_path / "data" / "greenpaper.duckdb", tmp_path / "stop"
    run = start(tmp_path, published, {**prefect_server, "GREENPAPER_KEEP": "3"})
    _wait_for(published)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READING, str(published), str(stop)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(READERS)
    ]
    ended_well(run)
    stop.touch()
    told = [reader.communicate(timeout=60) for reader in readers]
    assert [(reader.returncode, said) for reader, (_, said) in zip(readers, told, strict=True)] == [(0, "")] * READERS
    saw = [json.loads(out) for out, _ in told]
    assert [each["partial"] for each in saw] == [[]] * READERS
    publications = {at for each in saw for at in each["seen"]}
    assert len(publications) > 1
    assert earlier_publications(Paths(published)) == []  # what a run publishes on its way is not kept
    assert len(loaded(published)) == FILES + READ_ARCHIVES * MEMBERS
    reads, longest = sum(each["reads"] for each in saw), max(each["longest"] for each in saw)
    logging.getLogger(__name__).info(
        "%d reads of %d publications; the longest took %.2f s", reads, len(publications), longest
    )


def _wait_for(published: Path) -> None:
    deadline = time.monotonic() + 120
    while not published.exists():
        assert time.monotonic() < deadline, "nothing was published"
        time.sleep(0.01)
