"""Time as the warehouse keeps it: UTC, without a zone, so that DuckDB needs no time-zone extension."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the present time in UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def as_utc(moment: datetime) -> datetime:
    """Return `moment` in UTC, without a zone; one without a zone is taken to be UTC already."""
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
