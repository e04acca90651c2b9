"""What a watcher knows without looking: what is to be looked at now, and when to look again."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from extractors.sources.source import Source
from flows.schedules import next_look


@dataclass(frozen=True, slots=True)
class Calls:
    """What is to be done: sources that are to be looked at whole, and addresses of files of others that changed.

    A source that stands in `files` without any is to be asked only for what earlier runs left to do. `runs` are ids of
    flow runs that somebody asked the server for, in their order.
    """

    whole: frozenset[str] = frozenset()
    files: Mapping[str, frozenset[str]] = field(default_factory=dict)
    runs: tuple[UUID, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.whole or self.files or self.runs)


class Wakeups:
    """What wakes the watcher, gathered until it takes it: a burst is one call, and none is lost while it is at work."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._whole: set[str] = set()
        self._files: dict[str, set[str]] = {}
        self._runs: dict[UUID, None] = {}

    def look_at(self, source: str) -> None:
        """Ask for a look at a whole source."""
        with self._changed:
            self._whole.add(source)
            self._changed.notify_all()

    def read(self, source: str, uris: Iterable[str] = ()) -> None:
        """Ask for files of a source, and for what earlier runs left to do of it."""
        with self._changed:
            self._files.setdefault(source, set()).update(uris)
            self._changed.notify_all()

    def run(self, flow_runs: Iterable[UUID]) -> None:
        """Ask for flow runs; one that is asked for already stays where it is."""
        with self._changed:
            self._runs.update(dict.fromkeys(flow_runs))
            self._changed.notify_all()

    def put_back(self, calls: Calls) -> None:
        """Ask again for what could not be done."""
        for source in calls.whole:
            self.look_at(source)
        for source, uris in calls.files.items():
            self.read(source, uris)
        self.run(calls.runs)

    def take(self, timeout: float) -> Calls:
        """Return all that was asked for since, and forget it; wait for it, at most `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._whole or self._files or self._runs, timeout)
            calls = Calls(
                frozenset(self._whole),
                {source: frozenset(uris) for source, uris in self._files.items() if source not in self._whole},
                tuple(self._runs),
            )
            self._whole, self._files, self._runs = set(), {}, {}
            return calls


class Timetable:
    """When each source is to be looked at again: by its `schedule`, else every `recheck_hours`, a minute at least."""

    def __init__(self, sources: Iterable[Source], now: datetime | None = None) -> None:
        """Begin at `now`, a moment with a zone (default: the present, in this machine's zone)."""
        self._sources = {source.name: source for source in sources}
        now = now or datetime.now(UTC).astimezone()
        self._next = {name: next_look(source, now) for name, source in self._sources.items()}

    def due(self, now: datetime) -> list[str]:
        """Return the sources whose time has come, and look for their next one."""
        names = [name for name, at in self._next.items() if at <= now]
        for name in names:
            self._next[name] = next_look(self._sources[name], now)
        return names

    def next_at(self) -> datetime:
        """Return when the next source is to be looked at."""
        return min(self._next.values())
