"""What is to be fetched: what is new, what has another date, and what tells no changes and was not asked for long."""

from datetime import UTC, datetime, timedelta

import pytest

from extractors.sources.due import Seen, due
from extractors.sources.listings.items import ListedItem

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(hours=24)
PAGE = "https://barset.example/plan"


def hours_ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


UNDATED = ListedItem(PAGE)
CHANGED_MAY = ListedItem(PAGE, stamp="2025-05-01")
PUBLISHED_MAY = ListedItem(PAGE, stamp="2025-05-01", tells_changes=False)


@pytest.mark.parametrize(
    ("item", "seen", "is_due", "why"),
    [
        (UNDATED, None, True, "never heard of"),
        (CHANGED_MAY, None, True, "never heard of"),
        (CHANGED_MAY, Seen("2025-04-01", hours_ago(1)), True, "another date of change"),
        (CHANGED_MAY, Seen(None, hours_ago(1)), True, "a date where there was none"),
        (CHANGED_MAY, Seen("2025-05-01", hours_ago(9999)), False, "the same date of change"),
        (UNDATED, Seen(None, hours_ago(25)), True, "no date, not asked for a day"),
        (UNDATED, Seen(None, hours_ago(23)), False, "no date, asked for within the day"),
        (UNDATED, Seen(None, hours_ago(24)), True, "no date, taken a day ago"),
        (UNDATED, Seen(None, hours_ago(23)), False, "no date, taken within the day"),
        (UNDATED, Seen("2025-05-01", hours_ago(23)), False, "its date is gone, taken within the day"),
        (UNDATED, Seen(None, hours_ago(-5)), True, "taken in the future, by a wrong clock"),
        (PUBLISHED_MAY, Seen("2025-05-01", hours_ago(25)), True, "published only, not asked for a day"),
        (PUBLISHED_MAY, Seen("2025-05-01", hours_ago(23)), False, "published only, asked for today"),
        (PUBLISHED_MAY, Seen("2025-04-01", hours_ago(1)), True, "published anew"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_item_is_due(item: ListedItem, seen: Seen | None, is_due: bool, why: str) -> None:
    assert due([item], {PAGE: seen} if seen else {}, NOW, DAY) == ((item,) if is_due else ())


def test_what_is_due_keeps_the_order_of_the_listing() -> None:
    items = [ListedItem(f"https://barset.example/{name}") for name in "cabd"]
    seen = {items[1].uri: Seen(None, hours_ago(1))}
    assert due(items, seen, NOW, DAY) == (items[0], items[2], items[3])


def test_with_no_time_to_rest_undated_items_are_always_due() -> None:
    assert due([UNDATED], {PAGE: Seen(None, NOW)}, NOW, timedelta(0)) == (UNDATED,)
