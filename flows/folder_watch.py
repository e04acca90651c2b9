"""Watching folders: what the operating system tells of them → wake-ups for the files that have come to lie still."""

import os
import stat
import sys
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from watchfiles import Change, watch

from extractors.sources.paths import is_listed_file
from extractors.sources.source import Source
from flows.display import one_line
from flows.stillness import Stillness
from flows.watching import Wakeups

_TICK = 200  # milliseconds between two looks at files that are not still yet
_START = 10.0  # seconds that the system may take to begin
_PAUSE = 5.0  # seconds until folders that could not be watched are watched again, twice as long each time
_LONGEST_PAUSE = 320.0
_HEALTHY = 60.0  # seconds of watching after which earlier faults are forgotten
_BURST = 200  # milliseconds for which changes are gathered


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the folder of a source stands just now: links followed, and which folder it is on its disk."""

    path: Path
    identity: tuple[int, int]


Places = Mapping[str, _Place]
"""Source → its place; without those whose folder is not there."""


class FolderWatch:
    """A thread that watches the folders of sources; a context manager.

    A folder that does not exist yet, goes and comes back, or is replaced by another one of its name, is watched from
    when it is there. Changes that nobody told of (a network file system, a full queue of notifications) are found by
    the source's next whole look.
    """

    def __init__(self, sources: Collection[Source], wakeups: Wakeups, suffixes: Collection[str], quiet: float) -> None:
        """`suffixes` are the endings of files that are read, `quiet` the seconds for which a file must lie still."""
        self._folders = {source.name: source.folder.absolute() for source in sources if source.folder is not None}
        self._wakeups = wakeups
        self._suffixes = frozenset(suffixes)
        self._still = Stillness(quiet)
        self._at_first: Places = {}
        self._places: Places = {}
        self._inner = set[Path]()
        self._stop = threading.Event()
        self._watching = threading.Event()
        self._thread = threading.Thread(target=self._run, name="folders", daemon=True)

    def __enter__(self) -> Self:
        self._at_first = self._present()
        if self._folders:
            self._thread.start()
        if self._at_first:
            self.wait_watching(_START)  # who looks at the folders now misses nothing between the look and the watch
        return self

    def __exit__(
        self, error: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stop.set()
        if self._folders:
            self._thread.join(5)

    def wait_watching(self, timeout: float) -> bool:
        """Wait until the folders are watched: whether that came within `timeout` seconds."""
        return self._watching.wait(timeout)

    def _run(self) -> None:
        looked_at, pause = self._at_first, _PAUSE
        while not self._stop.is_set():
            places, began = self._present(), time.monotonic()
            missed = {name for name, place in places.items() if looked_at.get(name) != place}
            try:
                self._watch(places, missed)
            except (OSError, RuntimeError) as error:  # no notifications left, or a name that is no UTF-8, for example
                pause = _PAUSE if time.monotonic() - began > _HEALTHY else pause
                sys.stderr.write(
                    f"greenpaper: cannot watch folders ({one_line(str(error))}): looking at them again in {pause:g} s; "
                    "if a name is not UTF-8, rename that file\n"
                )
                self._stop.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            self._watching.clear()
            looked_at = {}

    def _present(self) -> Places:
        return {name: _Place(self._folders[name].resolve(), each) for name, each in self._identities().items()}

    def _identities(self) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for name, folder in self._folders.items():
            with suppress(OSError):
                seen = folder.stat()
                if stat.S_ISDIR(seen.st_mode):
                    found[name] = seen.st_dev, seen.st_ino
        return found

    def _watch(self, places: Places, missed: Collection[str]) -> None:
        """Watch these folders until others are there, or the end; nobody looked at those of the sources `missed`."""
        if not places:
            self._stop.wait(1)
            return
        self._places = places
        identities = {name: place.identity for name, place in places.items()}
        ticks = watch(
            *{place.path for place in places.values()}, watch_filter=None, debounce=_BURST, step=50,
            rust_timeout=_TICK, yield_on_timeout=True, stop_event=self._stop, raise_interrupt=False,
        )  # fmt: skip
        for changes in ticks:
            if not self._watching.is_set():  # from the first tick on the system tells of changes
                self._inner = {inner for place in places.values() for inner, _ in _walk(place.path)}
                self._watching.set()
                self._look_at(missed)
            for change, changed in changes:
                self._changed(change, Path(changed))
            self._tell()
            if (present := self._identities()) != identities:
                # what has gone is told by a look, and so is what stands in its place now
                self._look_at(name for name, identity in identities.items() if present.get(name) != identity)
                return

    def _look_at(self, names: Iterable[str]) -> None:
        for name in names:
            self._wakeups.look_at(name)

    def _changed(self, change: Change, path: Path) -> None:
        """Note what became of a file, or of all files of a folder: of one that came or went, only itself is told."""
        if path in self._inner and (change is Change.deleted or not path.is_dir()):
            self._inner = {inner for inner in self._inner if not inner.is_relative_to(path)}
            self._look_at(name for name, place in self._places.items() if path.is_relative_to(place.path))
        if not path.is_dir():
            self._touch(path)
            return
        for inner, names in _walk(path):
            if inner.resolve() == inner:  # else it is reached through a link to a folder, which no look follows twice
                self._inner.add(inner)
                for name in names:
                    self._touch(inner / name)

    def _touch(self, path: Path) -> None:
        if path.parent.resolve() != path.parent:  # through a link to a folder, which no look at the source follows
            return
        if any(is_listed_file(path, place.path, self._suffixes) for place in self._places.values()):
            self._still.touch(path)

    def _tell(self) -> None:
        for path, is_there in self._still.settled():
            for name, place in self._places.items():
                if not is_listed_file(path, place.path, self._suffixes):
                    continue
                if is_there:
                    self._wakeups.read(name, [path.as_uri()])
                else:  # whether that is a withdrawal, a look at the whole folder tells
                    self._wakeups.look_at(name)


def _walk(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """Yield every folder in a folder, itself too, with the names of its files; links to folders are not followed."""
    for name, _, files in os.walk(folder):
        yield Path(name), files
