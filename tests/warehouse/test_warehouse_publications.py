"""What a publication keeps to: few facts lost, earlier files kept, a Parquet twin, and the old file whatever fails."""

import errno
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from warehouse_builders import VERSIONS, Ask, begin, item, metadata, named, placed, strategy

from extractors.errors import WarehouseError
from extractors.records import DateFact, Extraction, LoadItem
from warehouse.earlier import earlier_publications
from warehouse.paths import Paths
from warehouse.publish import Published
from warehouse.status import read_status
from warehouse.terms import Terms
from warehouse.writer import Writer


def dated(days: int) -> LoadItem:
    """Return a document that names so many days, each a fact."""
    words = [f"day {number:05}" for number in range(days)]
    text = "\n".join(["Calendar", *words])
    some = date(2024, 5, 1)
    facts = tuple(
        placed(DateFact, text, each, start_date=some, end_date=some, precision="day", role=None, is_relative=False)
        for each in words
    )
    return item("file:calendar.txt", text, Extraction(metadata=metadata(), dates=facts))


def publish(published: Path, document: LoadItem, **terms: Any) -> Published:
    """Load a document in a run of its own and publish under these terms."""
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        writer.load(run_id, [document])
        writer.finish_run(run_id, 1)
        return writer.publish(Terms(**terms))


def loss(published: Published) -> tuple[bool, str]:
    return next((each.passed, each.detail) for each in published.checks if each.check_name == "facts_not_lost")


# Facts that are gone


def test_a_first_publication_has_lost_nothing(published: Path) -> None:
    assert loss(publish(published, dated(0))) == (
        True,
        "No more than 50 % of the facts are gone since the last publication.",
    )


def test_half_of_the_facts_may_go(published: Path) -> None:
    begin(published, dated(200))
    assert loss(publish(published, dated(100)))[0]


def test_when_more_than_half_of_the_facts_are_gone_the_file_stays(published: Path, ask: Ask) -> None:
    begin(published, dated(200))
    with pytest.raises(WarehouseError, match=r"There were 200, now there are 99\. .* --accept-loss"):
        publish(published, dated(99))
    assert ask("select count(*) from dates") == [(200,)]


def test_a_loss_is_refused_until_it_is_accepted_and_is_then_no_loss_any_more(published: Path, ask: Ask) -> None:
    begin(published, dated(200))
    for _ in range(2):
        with pytest.raises(WarehouseError, match="facts_not_lost"):
            publish(published, dated(20))
    accepted = publish(published, dated(20), accept_loss=True)
    assert loss(accepted)[1].endswith("There were 200, now there are 20. That was accepted.")
    assert ask("select count(*) from dates") == [(20,)]
    assert loss(publish(published, dated(20)))[0]


def test_how_much_may_go_can_be_set(published: Path) -> None:
    begin(published, dated(200))
    with pytest.raises(WarehouseError, match="No more than 10 % of the facts are gone"):
        publish(published, dated(150), max_loss=10)
    assert publish(published, dated(150), max_loss=30).swapped


def test_few_facts_may_all_go(published: Path) -> None:
    publish(published, dated(99))
    assert loss(publish(published, dated(1)))[0]


def test_the_comparison_stands_among_the_checks_of_the_file(published: Path, ask: Ask) -> None:
    publish(published, dated(3))
    publish(published, dated(4))
    assert ask("select severity, passed from data_quality where check_name = 'facts_not_lost'") == [("fail", True)]


def test_a_loss_that_comes_bit_by_bit_within_a_run_is_a_loss(published: Path, ask: Ask) -> None:
    publish(published, dated(400))
    before = publish(published, dated(250)).before
    with pytest.raises(WarehouseError, match=r"There were 400, now there are 150\."):
        publish(published, dated(150), before=before)
    assert ask("select count(*) from dates") == [(250,)]


def test_a_run_that_published_the_first_file_of_all_has_lost_nothing(published: Path) -> None:
    before = publish(published, dated(200)).before
    assert loss(publish(published, dated(1), before=before))[0]


# Earlier publications


def people(path: Path) -> list[tuple[str]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute("select name from people").fetchall()


def test_no_earlier_publication_is_kept_unless_that_is_asked(published: Path) -> None:
    for name in ("Ann Bee", "Cy Dee"):
        publish(published, named("file:a.txt", name))
    assert earlier_publications(Paths(published)) == []


def test_the_last_publications_are_kept_and_the_oldest_removed(published: Path) -> None:
    for name in ("Ann Bee", "Cy Dee", "Ed Fox", "Gil Hay"):
        publish(published, named("file:a.txt", name), keep=2)
    kept = earlier_publications(Paths(published))
    assert [people(each) for each in kept] == [[("Cy Dee",)], [("Ed Fox",)]]
    assert people(published) == [("Gil Hay",)]
    assert read_status(published).earlier == tuple(kept)


def test_what_a_run_published_on_its_way_displaces_no_earlier_publication(published: Path) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))
    before = publish(published, named("file:a.txt", "Cy Dee"), keep=1).before
    for name in ("Ed Fox", "Gil Hay"):
        publish(published, named("file:a.txt", name), keep=1, before=before)
    assert [people(each) for each in earlier_publications(Paths(published))] == [[("Ann Bee",)]]


def test_an_earlier_publication_is_named_by_the_time_it_was_published(published: Path, ask: Ask) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))
    ((published_at,),) = ask("select published_at from warehouse_info")
    publish(published, named("file:a.txt", "Cy Dee"), keep=1)
    assert [each.name for each in earlier_publications(Paths(published))] == [f"{published_at:%Y%m%dT%H%M%S%f}Z.duckdb"]


def test_what_was_kept_stays_when_no_more_are_to_be_kept(published: Path) -> None:
    for name, keep in (("Ann Bee", 1), ("Cy Dee", 1), ("Ed Fox", 0)):
        publish(published, named("file:a.txt", name), keep=keep)
    assert [people(each) for each in earlier_publications(Paths(published))] == [[("Ann Bee",)]]


def test_where_the_file_system_has_no_links_the_earlier_publication_is_copied(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    for name in ("Ann Bee", "Cy Dee"):
        publish(published, named("file:a.txt", name), keep=1)
    assert [people(each) for each in earlier_publications(Paths(published))] == [[("Ann Bee",)]]


# The Parquet twin


def named_in(twin: Path) -> list[str]:
    return list(pq.read_table(twin / "people.parquet").column("name").to_pylist())


def test_every_publication_has_its_twin(published: Path) -> None:
    twin = Paths(published).twin
    publish(published, named("file:a.txt", "Ann Bee"), parquet=True)
    assert named_in(twin) == ["Ann Bee"]
    publish(published, named("file:a.txt", "Cy Dee"), parquet=True)
    assert named_in(twin) == ["Cy Dee"]


def test_a_reader_of_the_earlier_twin_keeps_it_until_the_publication_after_the_next(published: Path) -> None:
    publish(published, named("file:a.txt", "Ann Bee"), parquet=True)
    earlier = Paths(published).twin.resolve()
    publish(published, named("file:a.txt", "Cy Dee"), parquet=True)
    assert named_in(earlier) == ["Ann Bee"]
    publish(published, named("file:a.txt", "Ed Fox"), parquet=True)
    assert not earlier.exists()


def test_a_twin_that_was_lost_is_made_again_although_nothing_is_new(published: Path) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))
    with Writer.open(published) as writer:
        assert not writer.publish(Terms(parquet=True)).swapped
    assert named_in(Paths(published).twin) == ["Ann Bee"]


def test_a_twin_that_is_there_is_not_made_again(published: Path) -> None:
    publish(published, named("file:a.txt", "Ann Bee"), parquet=True)
    before = (Paths(published).twin / "people.parquet").stat().st_ino
    with Writer.open(published) as writer:
        writer.publish(Terms(parquet=True))
    assert (Paths(published).twin / "people.parquet").stat().st_ino == before


def test_warehouse_and_twin_can_be_moved_together(published: Path, tmp_path: Path) -> None:
    publish(published, named("file:a.txt", "Ann Bee"), parquet=True)
    moved = tmp_path / "moved"
    moved.mkdir()
    paths = Paths(published)
    for each in (paths.published, paths.store, paths.twin):
        each.rename(moved / each.name)
    assert named_in(moved / paths.twin.name) == ["Ann Bee"]


def test_a_folder_of_somebody_else_in_the_twins_place_is_left_alone(published: Path) -> None:
    twin = Paths(published).twin
    twin.mkdir()
    (twin / "diary.txt").write_text("Dear diary")
    with pytest.raises(WarehouseError, match="is in the place of the Parquet files: move it away"):
        publish(published, strategy(), parquet=True)
    assert (twin / "diary.txt").read_text() == "Dear diary"
    assert not published.exists()


# What the disk refuses

_PUBLISH_WITH_SMALL_FILES = """
import resource, sys
from pathlib import Path
from extractors.errors import WarehouseError
from warehouse.writer import Writer
with Writer.open(Path(sys.argv[1])) as writer:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
    try:
        writer.publish()
    except WarehouseError as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


def test_a_file_that_cannot_grow_leaves_the_old_one_and_says_so(published: Path, ask: Ask) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        writer.load(run_id, [named("file:a.txt", "Cy Dee")])
        writer.finish_run(run_id, 1)
    done = subprocess.run(
        [sys.executable, "-c", _PUBLISH_WITH_SMALL_FILES, str(published)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"cannot write {published}, which stays as it was (")
    assert "make room on the disk" in line
    assert ask("select name from people") == [("Ann Bee",)]
    assert list(Paths(published).store.glob("next-*")) == []
    assert publish(published, named("file:b.txt", "Ed Fox")).swapped
    assert ask("select name from people order by name") == [("Cy Dee",), ("Ed Fox",)]


REFUSALS = {"a full disk": errno.ENOSPC, "a read-only disk": errno.EROFS, "no right to write": errno.EACCES}


@pytest.mark.parametrize("number", REFUSALS.values(), ids=REFUSALS)
def test_a_rename_that_the_disk_refuses_leaves_the_old_file_and_says_so(
    number: int, published: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(WarehouseError, match=r"which stays as it was .*: make room on the disk") as caught:
        publish(published, named("file:a.txt", "Cy Dee"))
    assert os.strerror(number) in str(caught.value)
    assert ask("select name from people") == [("Ann Bee",)]
    assert list(Paths(published).store.glob("next-*")) == []


def test_a_twin_that_cannot_be_written_leaves_the_earlier_twin_and_says_that_the_file_is_new(
    published: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(published, named("file:a.txt", "Ann Bee"), parquet=True)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as disk:
        disk.setattr(os, "symlink", refuse)
        with pytest.raises(WarehouseError, match="is published, but its Parquet files"):
            publish(published, named("file:a.txt", "Cy Dee"), parquet=True)
    assert ask("select name from people") == [("Cy Dee",)]
    assert named_in(Paths(published).twin) == ["Ann Bee"]
    with Writer.open(published) as writer:
        writer.publish(Terms(parquet=True))
    assert named_in(Paths(published).twin) == ["Cy Dee"]
