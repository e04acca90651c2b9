"""When what failed is tried again: after growing waits, up to a limit; from then on a person has to look at it."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from extractors.looks import ItemKey, WaitingItem
from extractors.sources.items import Item

_GROWTH = 3.0
_LONGEST = 24 * 3600.0  # seconds: what is looked at once a day is tried once a day
_JITTER = 0.2  # what failed together must not come back together


@dataclass(frozen=True, slots=True)
class Patience:
    """`first` is the wait after the first failure in seconds, `most` how many failures in a row are taken."""

    first: float = 300.0
    most: int = 8

    def next_at(self, attempts: int, now: datetime) -> datetime | None:
        """Return when an item is tried again that failed `attempts` times in a row; None where it is not."""
        if attempts >= self.most:
            return None
        wait = min(self.first * _GROWTH ** min(attempts - 1, 50), _LONGEST)
        return now + timedelta(seconds=wait * random.uniform(1 - _JITTER, 1 + _JITTER))  # noqa: S311 - no secret


def found_item(item: Item, key: ItemKey) -> WaitingItem:
    """Return the record of an item that was found, to be read at once."""
    listed, now = item.listed, datetime.now(UTC)
    return WaitingItem(
        source=key.source,
        uri=key.uri,
        state="found",
        label=listed.label if listed else None,
        stamp=listed.stamp if listed else None,
        published_on=listed.published_on if listed else None,
        fetch_uri=listed.fetch_uri if listed else None,
        found_on=item.found_on,
        found_at=now,
        next_at=now,
    )


def failed_item(
    item: Item, key: ItemKey, error: str, before: WaitingItem | None, patience: Patience, version: str
) -> WaitingItem:
    """Return the record of an item that failed, which was on record as `before`; `version` is the extractors'."""
    found = found_item(item, key)
    now = found.found_at
    attempts = (before.attempts if before else 0) + 1
    return WaitingItem(
        source=key.source,
        uri=key.uri,
        state="failed",
        label=found.label,
        stamp=found.stamp,
        published_on=found.published_on,
        fetch_uri=found.fetch_uri,
        found_on=found.found_on,
        found_at=before.found_at if before else now,
        attempts=attempts,
        last_at=now,
        next_at=patience.next_at(attempts, now),
        error=error,
        extractor_version=version,
    )


def news(found: Iterable[WaitingItem], before: Mapping[ItemKey, WaitingItem]) -> list[WaitingItem]:
    """Return the items that were not on record before as what they are now; what only waits to be tried again was."""
    keys = [(ItemKey(source=each.source, uri=each.uri), each) for each in found]
    return [each for key, each in keys if key not in before or before[key].stamp != each.stamp]


def is_due(waiting: WaitingItem | None, stamp: str | None, now: datetime, version: str) -> bool:
    """Whether an item that is listed as `stamp` now may be tried: it has not failed just so, or has waited enough."""
    if waiting is None or waiting.state != "failed":
        return True
    if waiting.stamp != stamp or waiting.extractor_version != version:
        return True
    return waiting.next_at is not None and waiting.next_at.replace(tzinfo=UTC) <= now
