"""Files that are being written: they are read once they lie still, whoever found them."""

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.sources.items import Item
from flows.stillness import Stillness, just_written, still_written


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def written_on(path: Path) -> Iterator[None]:
    """Add to a file again and again."""
    end = threading.Event()

    def write() -> None:
        with path.open("a") as file:
            while not end.wait(0.02):
                file.write("more\n")
                file.flush()

    thread = threading.Thread(target=write)
    path.write_text("a plan\n")
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()


def growing(*paths: Path, patience: float = 30.0) -> frozenset[Path]:
    items = [Item(path.as_uri(), path.name, path) for path in paths]
    return asyncio.run(still_written(just_written(items, 0.2), 0.2, patience))


def test_a_file_is_taken_once_it_has_stopped_growing(tmp_path: Path) -> None:
    clock, path = Clock(), tmp_path / "plan.txt"
    still = Stillness(1.0, clock)
    path.write_text("a")
    still.touch(path)
    assert list(still.settled()) == []
    clock.now = 0.9
    path.write_text("ab")  # it grows, and nobody tells
    assert list(still.settled()) == []
    clock.now = 1.8
    assert list(still.settled()) == []
    clock.now = 2.0
    assert list(still.settled()) == [(path, True)]
    assert list(still.settled()) == []


def test_a_file_that_is_written_in_place_is_not_still_although_its_size_stays(tmp_path: Path) -> None:
    clock, path = Clock(), tmp_path / "plan.txt"
    still = Stillness(1.0, clock)
    path.write_text("a")
    still.touch(path)
    clock.now = 1.0
    os.utime(path, ns=(0, 1))
    assert list(still.settled()) == []
    clock.now = 2.0
    assert list(still.settled()) == [(path, True)]


def test_a_file_that_goes_and_comes_back_was_never_gone(tmp_path: Path) -> None:
    clock, path = Clock(), tmp_path / "plan.txt"
    still = Stillness(1.0, clock)
    still.touch(path)
    clock.now = 0.5
    path.write_text("a")
    list(still.settled())
    clock.now = 1.5
    assert list(still.settled()) == [(path, True)]
    path.unlink()
    still.touch(path)
    clock.now = 2.5
    assert list(still.settled()) == [(path, False)]


def test_a_file_that_is_still_being_written_is_named_and_not_waited_for_for_ever(tmp_path: Path) -> None:
    (tmp_path / "done.txt").write_text("a plan")
    with written_on(tmp_path / "plan.txt"):
        assert growing(tmp_path / "plan.txt", tmp_path / "done.txt", patience=0.3) == {tmp_path / "plan.txt"}


def test_a_file_that_is_written_meanwhile_is_waited_for(tmp_path: Path) -> None:
    with written_on(tmp_path / "plan.txt"):
        threading.Timer(0.3, (tmp_path / "plan.txt").rename, [tmp_path / "away.txt"]).start()  # its last change
        assert growing(tmp_path / "plan.txt") == frozenset()


def test_a_file_whose_time_of_change_is_to_come_is_believed_once_it_stays_the_same(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("a plan")
    os.utime(path, (time.time() + 3600, time.time() + 3600))
    assert growing(path) == frozenset()


def test_addresses_and_files_that_are_gone_are_not_waited_for(tmp_path: Path) -> None:
    items = [Item("https://www.example.org/plan", "plan"), Item("file:///plan.txt", "plan.txt", tmp_path / "plan.txt")]
    assert just_written(items, 3600.0) == frozenset()
