"""A watched folder: what lands in it is told once it lies still, by whatever way it came."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.sources.source import Source
from flows.folder_watch import FolderWatch
from flows.watching import Calls, Wakeups

PATIENCE = 60.0  # seconds until a test gives up


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def wakeups(inbox: Path) -> Iterator[Wakeups]:
    wakeups = Wakeups()
    source = Source(name="inbox", folder=inbox)
    with FolderWatch([source], wakeups, {".txt", ".docx"}, 0.2) as watching:
        watching.wait_watching(PATIENCE)
        yield wakeups


def told(wakeups: Wakeups, number: int = 1) -> set[str]:
    """Return the names of the first files that are told."""
    names: set[str] = set()
    while len(names) < number:
        calls = wakeups.take(PATIENCE)
        assert calls, f"only {names} were told"
        assert not calls.whole
        names |= {Path(uri).name for uri in calls.files["inbox"]}
    return names


def test_a_file_that_is_written_or_renamed_into_the_folder_is_told(wakeups: Wakeups, inbox: Path) -> None:
    (inbox / "written.txt").write_text("A plan")
    assert told(wakeups) == {"written.txt"}
    (inbox / "download.txt.part").write_text("A plan")
    (inbox / "download.txt.part").rename(inbox / "download.txt")
    assert told(wakeups) == {"download.txt"}


def test_a_folder_that_is_moved_in_is_told_file_by_file(wakeups: Wakeups, inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    for name in ("a.txt", "b.txt", ".hidden.txt", "~$c.docx", "picture.png", "README.txt"):
        (tmp_path / "2024" / name).write_text("A plan")
    shutil.move(tmp_path / "2024", inbox)
    assert told(wakeups, 2) == {"a.txt", "b.txt"}


def test_a_folder_that_goes_asks_for_a_look_which_tells_that_it_is_gone(wakeups: Wakeups, inbox: Path) -> None:
    inbox.rmdir()
    assert wakeups.take(PATIENCE) == Calls(whole=frozenset({"inbox"}))


def test_a_folder_that_is_replaced_is_looked_at_and_watched(wakeups: Wakeups, inbox: Path) -> None:
    inbox.rename(inbox.with_name("old"))
    inbox.mkdir()
    assert wakeups.take(PATIENCE).whole == {"inbox"}
    deadline = time.monotonic() + PATIENCE  # it is looked at once more when it is watched: by then nothing is missed
    while time.monotonic() < deadline:
        (inbox / "plan.txt").write_text(f"A plan of {time.monotonic()}")
        if wakeups.take(1.0).files:
            return
    raise AssertionError("nothing was told")


def test_a_link_to_a_folder_that_is_set_to_another_one_is_followed(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    link = tmp_path / "current"
    link.symlink_to("first")
    wakeups = Wakeups()
    with FolderWatch([Source(name="inbox", folder=link)], wakeups, {".txt"}, 0.2) as watching:
        watching.wait_watching(PATIENCE)
        (tmp_path / "link").symlink_to("second")
        (tmp_path / "link").replace(link)
        assert wakeups.take(PATIENCE).whole == {"inbox"}


def test_a_folder_in_it_that_is_moved_out_or_renamed_asks_for_a_look_at_the_whole(
    wakeups: Wakeups, inbox: Path, tmp_path: Path
) -> None:
    (inbox / "2024" / "spring").mkdir(parents=True)
    (inbox / "2024" / "spring" / "plan.txt").write_text("A plan")
    assert told(wakeups) == {"plan.txt"}
    (inbox / "2024").rename(inbox / "2023")
    assert wakeups.take(PATIENCE).whole == {"inbox"}
    wakeups.take(2.0)  # the file under its new name
    (inbox / "2023").rename(tmp_path / "away")
    assert wakeups.take(PATIENCE).whole == {"inbox"}


def test_a_file_that_is_deleted_asks_for_a_look_at_the_whole_folder(wakeups: Wakeups, inbox: Path) -> None:
    (inbox / "plan.txt").write_text("A plan")
    assert told(wakeups) == {"plan.txt"}
    (inbox / "plan.txt").unlink()
    assert wakeups.take(PATIENCE).whole == {"inbox"}


def test_a_link_to_a_folder_tells_no_file_twice(wakeups: Wakeups, inbox: Path) -> None:
    (inbox / "loop").symlink_to(inbox)
    (inbox / "loop" / "plan.txt").write_text("A plan")
    calls = wakeups.take(PATIENCE)
    assert calls.files == {"inbox": {(inbox / "plan.txt").as_uri()}}


def test_a_folder_that_comes_later_is_watched_from_then_on(tmp_path: Path) -> None:
    wakeups, folder = Wakeups(), tmp_path / "later"
    with FolderWatch([Source(name="inbox", folder=folder)], wakeups, {".txt"}, 0.2) as watching:
        folder.mkdir()
        assert wakeups.take(PATIENCE).whole == {"inbox"}
        watching.wait_watching(PATIENCE)
        (folder / "plan.txt").write_text("A plan")
        assert told(wakeups) == {"plan.txt"}
