"""When a source is to be looked at again: by its `schedule`, a cron line, or else every `recheck_hours`."""

from datetime import UTC, datetime, timedelta

from cronsim import CronSim

from extractors.sources.source import Source

_LEAST_PAUSE = timedelta(minutes=1)


def next_look(source: Source, after: datetime) -> datetime:
    """Return when a source that was looked at at `after` is to be looked at again, a minute later at least.

    `after` has a zone, in which the cron line is read.
    """
    if source.schedule is not None:
        return next(CronSim(source.schedule, after))
    return after + max(source.recheck, _LEAST_PAUSE)


def is_time(source: Source, last_look: datetime | None, now: datetime) -> bool:
    """Whether a source is to be looked at now, that was last looked at at `last_look` (UTC without a zone).

    A folder always is: to look at it asks nobody for anything. Cron lines are read in the zone of `now`.
    """
    if last_look is None or source.folder is not None:
        return True
    return next_look(source, last_look.replace(tzinfo=UTC).astimezone(now.tzinfo)) <= now
