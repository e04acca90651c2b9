"""When a source is to be looked at by a run that keeps to their times."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from extractors.sources.source import Source
from flows.schedules import is_time

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)


def looked(**ago: int) -> datetime:
    """Return a moment before noon, as the warehouse keeps it."""
    return (NOON - timedelta(**ago)).replace(tzinfo=None)


def test_a_source_with_a_schedule_is_looked_at_once_after_each_of_its_times() -> None:
    source = Source(name="news", feed="https://example.org/feed", schedule="0 6 * * *")
    assert is_time(source, looked(hours=7), NOON)
    assert not is_time(source, looked(hours=6), NOON)
    assert not is_time(source, looked(minutes=1), NOON)


def test_a_source_without_one_is_looked_at_as_often_as_its_documents_grow_old() -> None:
    source = Source(name="news", feed="https://example.org/feed", recheck_hours=2)
    assert is_time(source, looked(hours=2), NOON)
    assert not is_time(source, looked(minutes=119), NOON)


def test_a_source_that_nobody_has_looked_at_is_looked_at() -> None:
    assert is_time(Source(name="news", feed="https://example.org/feed", schedule="0 6 * * *"), None, NOON)


def test_a_folder_is_looked_at_every_time() -> None:
    assert is_time(Source(name="inbox", folder=Path("inbox")), looked(minutes=1), NOON)
