"""A disk that is full, or may only be read: one clear line, the old file as it was, and the next run completes."""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from campaign import across, facts, loaded
from small_disk import SmallDisk, small_disk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

PUBLISHED = "data/greenpaper.duckdb"
SOURCES = '[[source]]\nname = "council"\npublisher = "Council"\nlicence = "OGL-UK-3.0"\nfolder = "{inbox}"\n'
RAW = 400_000  # bytes of a document, most of which is no text
STAGES = {  # what is said where each cannot be written
    "archive": re.compile(r"cannot keep a document in data/greenpaper\.store/archive \(No space left on device\)"),
    "load": re.compile(r"data/greenpaper\.store/working\.duckdb could not be written \(No space left on device\)"),
    "publish": re.compile(r"cannot write data/greenpaper\.duckdb, which stays as it was \(No space left on device\)"),
}


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    for batch, numbers in (("first", range(2)), ("second", range(2, 6))):
        (folder / batch).mkdir()
        for number in numbers:
            (folder / batch / f"plan-{number}.html").write_text(_page(number))
    return folder


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory, prefect_server: dict[str, str], inbox: Path) -> Iterator[SmallDisk]:
    """A small disk with a published warehouse of the first documents."""
    with small_disk(tmp_path_factory.mktemp("disk") / "mounted", "80m", prefect_server) as made:
        begun = made.run("ingest", str(inbox / "first"), "--quiet")
        assert (begun.returncode, begun.stderr) == (0, "")
        yield made


@pytest.fixture
def copied(disk: SmallDisk) -> Iterator[SmallDisk]:
    """The small disk, whose warehouse is put back as it was when the test is over."""
    shutil.copytree(disk.seen / "data", disk.seen / "kept")
    yield disk
    disk.make_room()
    shutil.rmtree(disk.seen / "data")
    (disk.seen / "kept").rename(disk.seen / "data")


def test_a_run_that_fills_the_disk_says_so_and_is_completed_when_there_is_room(
    copied: SmallDisk, inbox: Path, tmp_path: Path, repeat_greenpaper: Run, prefect_server: dict[str, str]
) -> None:
    undisturbed = repeat_greenpaper("ingest", str(inbox), "--quiet", env=prefect_server)
    assert (undisturbed.returncode, undisturbed.stderr) == (0, "")
    before, size = _digest(copied), (copied.seen / PUBLISHED).stat().st_size
    # A publication needs room for a whole new file, so it cannot end well within less than the size of the old one.
    guesses = {"archive": 2 * RAW, "load": 4 * RAW + 600_000, "publish": size * 6 // 10}
    for wanted, room in guesses.items():
        _fill_at(wanted, room, size - 500_000, copied, inbox, before)
        assert len(loaded(copied.copy_out(PUBLISHED, tmp_path))) == 2
    copied.make_room()
    completing = copied.run("ingest", str(inbox / "second"), "--quiet")
    assert (completing.returncode, completing.stderr) == (0, "")
    completed = copied.copy_out(PUBLISHED, tmp_path)
    assert facts(completed) == facts(tmp_path / PUBLISHED)
    assert across(completed) == across(tmp_path / PUBLISHED)


def test_cards_that_do_not_fit_leave_no_half_line(copied: SmallDisk) -> None:
    script = """
import sys
from pathlib import Path
from extractors.errors import WarehouseError
from warehouse.journal import Journal
journal = Journal(Path("data/greenpaper.store/archive/cards.jsonl"))
before = [line.text for line in journal.lines()]
try:
    journal.append(['{"number": 900, "said": "' + "x" * 2_000_000 + '"}'])
except WarehouseError as error:
    print(error)
Path("ballast").unlink()
journal.append(['{"number": 901}'])
assert [line.text for line in journal.lines()] == [*before, '{"number": 901}']
"""
    copied.leave(500_000)
    done = copied.call(sys.executable, "-c", script)
    assert (done.returncode, done.stderr) == (0, "")
    assert "cards.jsonl (No space left on device): make room" in done.stdout


@pytest.mark.parametrize(
    ("place", "setting", "said"),
    [
        (
            "parquet",
            "GREENPAPER_PARQUET",
            r"published, but its Parquet files in .* are not .*No space left.*: make room",
        ),
        ("published", "GREENPAPER_KEEP", r"cannot write .*, which stays as it was \(No space left.*\): make room"),
    ],
)
def test_what_is_kept_beside_the_file_may_not_fit(
    copied: SmallDisk, inbox: Path, place: str, setting: str, said: str
) -> None:
    copied.mount(f"data/greenpaper.store/{place}", "16k")
    try:
        ended = copied.run("ingest", str(inbox / "second"), "--quiet", **{setting: "1"})
    finally:
        copied.unmount(f"data/greenpaper.store/{place}")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert re.fullmatch(f"greenpaper: .*{said}.*\n", ended.stderr), ended.stderr
    mended = copied.run("ingest", str(inbox / "second"), "--quiet", **{setting: "1"})
    assert (mended.returncode, mended.stderr) == (0, "")
    assert any((copied.seen / "data/greenpaper.store" / place).iterdir())


def test_reading_commands_work_where_nothing_may_be_written(disk: SmallDisk) -> None:
    disk.remount("ro")
    try:
        for command in (
            ("sql", "select count(*) from documents", "--format", "csv"),
            ("search", "vision"),
            ("status",),
            ("review", "queue"),
            ("review", "list"),
            ("forget", "--list"),
        ):
            ended = disk.run(*command)
            assert (ended.returncode, ended.stderr.count("Traceback")) == (0, 0), (command, ended.stderr)
    finally:
        disk.remount("rw")


def test_writing_commands_say_that_nothing_may_be_written(disk: SmallDisk, inbox: Path) -> None:
    (disk.seen / "sources.toml").write_text(SOURCES.replace("{inbox}", str(inbox)))
    before = _digest(disk)
    disk.remount("ro")
    try:
        for command in (
            ("ingest", str(inbox / "second"), "--quiet"),
            ("refresh", "--quiet"),
            ("reextract", "--quiet"),
            ("review", "reject", "Ash Council", "--by", "Ann"),
            ("forget", "Ann Ash", "--yes", "--by", "Ann"),
            ("ingest", str(inbox / "second"), "--quiet", "--warehouse", "fresh/greenpaper.duckdb"),
        ):
            ended = disk.run(*command)
            assert (ended.returncode, ended.stdout) == (3, ""), (command, ended)
            assert re.fullmatch("greenpaper: .*Read-only file system.*\n", ended.stderr), (command, ended.stderr)
        exported = disk.run("export", "exported")
        assert (exported.returncode, exported.stdout) == (2, "")
        assert re.fullmatch("greenpaper: cannot write exported: Read-only file.*\n", exported.stderr), exported.stderr
    finally:
        disk.remount("rw")
    assert _digest(disk) == before
    assert not (disk.seen / "fresh").exists()


def _fill_at(wanted: str, room: int, most: int, disk: SmallDisk, inbox: Path, before: str) -> None:
    """Run until the disk is full at the stage `wanted`: first with this room on the disk, then with more or less."""
    least, order = 0, list(STAGES)
    for _ in range(6):
        disk.leave(room)
        found = _stage(disk.run("ingest", str(inbox / "second"), "--quiet"))
        assert _digest(disk) == before, f"the published file changed with {room} bytes of room"
        if found == wanted:
            return
        least, most = (room, most) if order.index(found) < order.index(wanted) else (least, room)
        room = (least + most) // 2
    raise AssertionError(f"no room was found with which the disk is full at the stage {wanted}")


def _stage(ended: "subprocess.CompletedProcess[str]") -> str:
    """Return at which stage a run found the disk full; everything else about such a run is asserted."""
    assert (ended.returncode, ended.stdout) == (3, ""), ended
    assert re.fullmatch("greenpaper: .*make room on the disk.*\n", ended.stderr), ended.stderr
    [stage] = [stage for stage, said in STAGES.items() if said.search(ended.stderr)]
    return stage


def _digest(disk: SmallDisk) -> str:
    return hashlib.sha256((disk.seen / PUBLISHED).read_bytes()).hexdigest()


def _page(number: int) -> str:
    town = ("Ash", "Birch", "Corn", "Dun", "Elm")[number % 5]
    return (
        f"<html lang=en><head><title>{town} Council plan {number}</title></head><body><!-- {'x' * RAW} --><main>"
        f"<h1>{town} Council plan {number}</h1><p>Our vision is a town where {number} families have a home.</p>"
        f"<p>{town} Council will spend £{number + 1} million by March 2031 and work with {town} Hospitals Trust.</p>"
        f"<p>Ann {town} is Chief Executive of {town} Council.</p></main></body></html>"
    )
