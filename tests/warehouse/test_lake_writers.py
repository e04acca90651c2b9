"""Several processes write to one lake at once, some die, and a reader sees whole batches all the while."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from warehouse_builders import VERSIONS, named

from warehouse.lake import Lake, open_lake
from warehouse.writer import Writer

pytestmark = pytest.mark.slow

BATCHES = 10

_BEGIN = """
import json, sys
from pathlib import Path
sys.path.insert(0, str(Path(sys.argv[1]) / "tests/warehouse"))
from warehouse.lake import Lake
from warehouse.lake_address import LakeAddress
from warehouse.writer import Writer
from warehouse_builders import VERSIONS, named
name, published, batches = sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
lake = Lake(LakeAddress(sys.stdin.readline().strip()))
"""
# Every batch has a document of its own, one that both writers load as it is, and one that each changes.
WRITES = f"""{_BEGIN}
with Writer.open(published, lake=lake) as writer:
    run_id = writer.begin_run(name, VERSIONS)
    for number in range(batches):
        writer.load(run_id, [
            named(f"file:{{name}}-{{number}}.txt", "Jane Doe", more=f"{{name}} {{number}}"),
            named(f"file:both-{{number}}.txt", "Ann Example", more=str(number)),
            named("file:changing.txt", "Bo Example", more=f"{{name}} {{number}}"),
        ])
    counts = writer.finish_run(run_id, 3 * batches)
print(json.dumps([counts.loaded, counts.unchanged]))
"""
STOPS_IN_ITS_TURN = f"""{_BEGIN}
with Writer.open(published, lake=lake) as writer, writer.alone():
    writer.begin_run(name, VERSIONS)
    print("has the turn", flush=True)
    sys.stdin.readline()
"""
ROOT = Path(__file__).parents[2]

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(lake: Lake, tmp_path: Path) -> Start:
    """Start a program of a machine's own on a lake that has been made: `start(program, name)`."""
    with Writer.open(tmp_path / "maker.duckdb", lake=lake):
        pass

    def started(program: str, name: str) -> "subprocess.Popen[str]":
        published = tmp_path / f"{name}.duckdb"
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(ROOT), name, str(published), str(BATCHES)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        assert process.stdin
        process.stdin.write(f"ducklake:postgres:{lake.address.connection}\n")
        process.stdin.flush()
        return process

    return started


def seen(session: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return what a reader sees in one transaction: of all batches that are there, all rows."""
    session.execute("BEGIN TRANSACTION")
    counts = session.execute("""
        SELECT
            (SELECT count(*) FROM store.ingestions) AS outcomes,
            (SELECT count(*) FROM store.documents) AS documents,
            (SELECT count(DISTINCT uri) FROM store.documents) AS addresses,
            (SELECT count(*) FROM store.mentions ANTI JOIN store.editions USING (document_id, edition)) AS orphans,
            (SELECT count(*) FROM store.editions ANTI JOIN store.mentions USING (document_id, edition)) AS unnamed,
            (SELECT count(*) - count(DISTINCT document_id) FROM store.editions WHERE is_current) AS doubles
    """)
    names = [column[0] for column in counts.description or ()]
    found = dict(zip(names, counts.fetchone() or (), strict=True))
    session.execute("COMMIT")
    return found


def test_two_writers_at_once_and_a_reader_lose_nothing_and_double_nothing(
    lake: Lake, start: Start, tmp_path: Path
) -> None:
    writers = [start(WRITES, name) for name in ("one", "two")]
    reads: list[dict[str, Any]] = []
    with closing(open_lake(lake)) as session:
        while any(each.poll() is None for each in writers):
            reads.append(seen(session))
        reads.append(seen(session))
    ended = [json.loads(each.communicate(timeout=120)[0]) for each in writers]

    assert [loaded + unchanged for loaded, unchanged in ended] == [3 * BATCHES] * 2
    assert sum(unchanged for _, unchanged in ended) >= BATCHES  # what both loaded was new once
    assert len(reads) > 2
    for earlier, later in pairwise(reads):
        assert later["outcomes"] >= earlier["outcomes"]
    for each in reads:
        assert each["outcomes"] % 3 == 0
        assert each["documents"] == each["addresses"]
        assert (each["orphans"], each["unnamed"], each["doubles"]) == (0, 0, 0)
    assert reads[-1]["outcomes"] == 6 * BATCHES
    assert reads[-1]["documents"] == 3 * BATCHES + 1

    with Writer.open(tmp_path / "published.duckdb", lake=lake) as writer:
        published = writer.publish()
    assert [check.check_name for check in published.checks if not check.passed] == []
    with duckdb.connect(str(published.path), read_only=True) as connection:
        editions = "SELECT edition FROM documents WHERE uri = 'file:changing.txt' ORDER BY edition"
        numbers = [edition for (edition,) in connection.execute(editions).fetchall()]
        assert numbers == list(range(1, 2 * BATCHES + 1))
        one_after_the_other = "SELECT count(*), max(revision), count(DISTINCT revision) FROM store.revisions"
        assert len(set(connection.execute(one_after_the_other).fetchone() or ())) == 1


def test_a_writer_that_is_killed_in_its_turn_holds_nobody_up_and_leaves_nothing_half_done(
    lake: Lake, start: Start, tmp_path: Path
) -> None:
    killed = start(STOPS_IN_ITS_TURN, "killed")
    assert killed.stdout
    assert killed.stdout.readline() == "has the turn\n"
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=60)
    with Writer.open(tmp_path / "after.duckdb", lake=lake) as writer:
        run_id = writer.begin_run("after", VERSIONS)
        assert [each.status for each in writer.load(run_id, [named("file:a.txt", "Jane Doe")])] == ["loaded"]
