"""Which of the documents that a listing names are to be fetched now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from extractors.sources.listings.items import ListedItem


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a document from earlier runs; moments in UTC.

    `stamp` is the listing's stamp when it was last taken, `taken_at` when that was, changed or not.
    """

    stamp: str | None
    taken_at: datetime


def due(
    items: Iterable[ListedItem], seen: Mapping[str, Seen], now: datetime, recheck: timedelta
) -> tuple[ListedItem, ...]:
    """Return the items to be fetched, in their order; `seen` is by address.

    Due is what was never taken, what has another stamp than when it was taken, and what gives no date of change and
    was not asked for within `recheck`.
    """
    return tuple(item for item in items if _is_due(item, seen.get(item.uri), now, recheck))


def _is_due(item: ListedItem, seen: Seen | None, now: datetime, recheck: timedelta) -> bool:
    if seen is None:
        return True
    if item.stamp is not None and item.stamp != seen.stamp:
        return True
    if item.stamp is not None and item.tells_changes:
        return False
    # A moment in the future comes from a clock that was wrong.
    return not timedelta(0) <= now - seen.taken_at < recheck
