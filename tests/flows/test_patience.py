"""What failed is tried again after growing waits, and from some failures on by a person's word alone."""

from datetime import UTC, datetime, timedelta

from extractors.looks import ItemKey
from extractors.sources.items import Item, Origin
from extractors.sources.listings.items import ListedItem
from flows.patience import Patience, failed_item, found_item, is_due

NOW = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
KEY = ItemKey(source="council", uri="https://example.org/page")
ITEM = Item(KEY.uri, "page.html", origin=Origin("council"), listed=ListedItem(KEY.uri, "A page", "2024-06-01"))


def waits(patience: Patience, attempts: int) -> float | None:
    """Return the seconds until the next attempt."""
    at = patience.next_at(attempts, NOW)
    return None if at is None else (at - NOW).total_seconds()


def test_each_wait_is_three_times_as_long_a_day_at_most_and_a_fifth_off_by_chance() -> None:
    patience = Patience(first=300, most=50)
    for attempts, middle in ((1, 300), (2, 900), (3, 2700), (7, 86_400), (49, 86_400)):
        found = {waits(patience, attempts) for _ in range(50)}
        assert len(found) > 1
        assert all(each is not None and 0.8 * middle <= each <= 1.2 * middle for each in found)


def test_from_the_limit_on_nothing_is_tried_without_a_person() -> None:
    assert waits(Patience(first=300, most=3), 2) is not None
    assert waits(Patience(first=300, most=3), 3) is None


def test_an_item_that_fails_again_counts_on_from_its_record() -> None:
    first = failed_item(ITEM, KEY, "no answer", found_item(ITEM, KEY), Patience(), "1")
    again = failed_item(ITEM, KEY, "too slow", first, Patience(), "1")
    assert (first.attempts, again.attempts, again.error, again.found_at) == (1, 2, "too slow", first.found_at)
    assert (again.label, again.stamp, again.extractor_version) == ("A page", "2024-06-01", "1")


def test_what_failed_is_due_again_in_time_or_in_another_state_or_for_other_extractors() -> None:
    failed = failed_item(ITEM, KEY, "no answer", None, Patience(first=300), "1")
    now = failed.found_at
    assert not is_due(failed, "2024-06-01", now, "1")
    assert is_due(failed, "2024-06-01", now + timedelta(hours=1), "1")
    assert is_due(failed, "2024-06-02", now, "1")
    assert is_due(failed, "2024-06-01", now, "2")
    assert is_due(found_item(ITEM, KEY), "2024-06-01", now, "1")
    assert is_due(None, None, now, "1")


def test_what_needs_a_person_is_never_due_by_itself() -> None:
    stuck = failed_item(ITEM, KEY, "no answer", None, Patience(most=1), "1")
    assert not is_due(stuck, "2024-06-01", stuck.found_at + timedelta(days=365), "1")
