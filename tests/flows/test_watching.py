"""What wakes the watcher: bursts that are one call, times that have come."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from extractors.sources.source import Source
from flows.watching import Calls, Timetable, Wakeups

NOON = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)


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
