"""What wakes the watcher: files that have come to lie still, bursts that are one call, times that have come."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from extractors.sources.source import Source
from flows.watching import Calls, Stillness, Timetable, Wakeups

NOON = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


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


def test_a_burst_is_one_call_and_what_comes_meanwhile_is_the_next() -> None:
    wakeups = Wakeups()
    for number in range(200):
        wakeups.read("inbox", [f"file:///inbox/{number}.txt"])
    wakeups.look_at("council")
    first = wakeups.take(0)
    assert (first.whole, len(first.files["inbox"])) == ({"council"}, 200)
    wakeups.read("inbox", ["file:///inbox/late.txt"])  # while the first is at work
    assert wakeups.take(0).files == {"inbox": {"file:///inbox/late.txt"}}
    assert not wakeups.take(0)


def test_a_look_at_a_whole_source_takes_in_its_files() -> None:
    wakeups = Wakeups()
    wakeups.read("inbox", ["file:///inbox/a.txt"])
    wakeups.look_at("inbox")
    assert wakeups.take(0) == Calls(frozenset({"inbox"}), {})


def test_what_could_not_be_done_is_asked_for_again() -> None:
    wakeups = Wakeups()
    calls = Calls(frozenset({"council"}), {"inbox": frozenset({"file:///inbox/a.txt"}), "feed": frozenset()})
    wakeups.put_back(calls)
    assert wakeups.take(0) == calls


def test_runs_that_are_asked_for_are_done_once_each_in_their_order() -> None:
    wakeups, first, second = Wakeups(), uuid4(), uuid4()
    wakeups.run([first])
    wakeups.run([second, first])
    calls = wakeups.take(0)
    assert calls.runs == (first, second)
    assert not wakeups.take(0)
    wakeups.put_back(calls)
    assert wakeups.take(0) == calls


def test_a_source_is_looked_at_by_its_schedule_or_else_as_often_as_its_items_grow_old() -> None:
    sources = [
        Source(name="daily", urls=("https://example.org/",), schedule="30 14 * * *"),
        Source(name="hourly", urls=("https://example.org/",), recheck_hours=1),
        Source(name="restless", urls=("https://example.org/",), recheck_hours=0),
    ]
    timetable = Timetable(sources, NOON)
    assert timetable.due(NOON) == []
    assert timetable.next_at() == NOON + timedelta(minutes=1)
    assert timetable.due(NOON + timedelta(hours=1)) == ["hourly", "restless"]
    assert timetable.due(NOON + timedelta(hours=3)) == ["daily", "hourly", "restless"]
    assert timetable.due(NOON + timedelta(hours=3)) == []
