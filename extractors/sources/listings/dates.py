"""Dates as listings write them: RFC 822 in RSS, ISO 8601 everywhere else."""

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 100


def stamp_of(words: str | None) -> str | None:
    """Return the moment in ISO 8601 and UTC, a date without a time as the date, anything else verbatim.

    A time without a zone is taken as UTC.
    """
    written = " ".join((words or "").split())[:_LONGEST]
    if not written:
        return None
    moment = _moment(written)
    if moment is None or _is_date(written):
        return written if moment is None else moment.date().isoformat()
    try:
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except OverflowError:  # at the ends of the calendar
        return written


def day_of(words: str | None) -> date | None:
    """Return the day, in the time zone that the words name; None where they hold no date."""
    moment = _moment(" ".join((words or "").split())[:_LONGEST])
    return moment.date() if moment else None


def _moment(written: str) -> datetime | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(written)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _is_date(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
