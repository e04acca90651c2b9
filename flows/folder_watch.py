"""Watching folders: what the operating system tells of them → wake-ups for the files that have come to lie still."""

import os
import sys
import threading
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from watchfiles import watch

from extractors.sources.paths import is_listed_file
from extractors.sources.source import Source
from flows.stillness import Stillness
from flows.watching import Wakeups

_TICK = 200  # milliseconds between two looks at files that are not still yet
_START = 10.0  # seconds that the system may take to begin
_PAUSE = 5.0  # seconds until folders that could not be watched are watched again, twice as long each time
_LONGEST_PAUSE = 320.0
_HEALTHY = 60.0  # seconds of watching after which earlier faults are forgotten
_BURST = 200  # milliseconds for which changes are gathered


class FolderWatch:
    """A thread that watches the folders of sources; a context manager.

    A folder that does not exist yet, or goes and comes back, is watched from when it is there. Changes that nobody told
    of (a network file system, a full queue of notifications) are found by the source's next whole look.
    """

    def __init__(self, sources: Collection[Source], wakeups: Wakeups, suffixes: Collection[str], quiet: float) -> None:
        """`suffixes` are the endings of files that are read, `quiet` the seconds for which a file must lie still."""
        self._folders = {source.name: source.folder.resolve() for source in sources if source.folder is not None}
        self._wakeups = wakeups
        self._suffixes = frozenset(suffixes)
        self._still = Stillness(quiet)
        self._at_first = frozenset[Path]()
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
            folders, began = self._present(), time.monotonic()
            try:
                self._watch(folders, missed=folders - looked_at)
            except (OSError, RuntimeError) as error:  # no notifications left, or a name that is no UTF-8, for example
                pause = _PAUSE if time.monotonic() - began > _HEALTHY else pause
                sys.stderr.write(f"greenpaper: cannot watch folders ({error}): trying again in {pause:g} s\n")
                self._stop.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            self._watching.clear()
            looked_at = frozenset()

    def _present(self) -> frozenset[Path]:
        return frozenset(folder for folder in self._folders.values() if folder.is_dir())

    def _watch(self, folders: frozenset[Path], missed: frozenset[Path]) -> None:
        """Watch these folders until another set of them is there, or the end; in `missed` nobody looked before."""
        if not folders:
            self._stop.wait(1)
            return
        ticks = watch(
            *folders, watch_filter=None, debounce=_BURST, step=50, rust_timeout=_TICK, yield_on_timeout=True,
            stop_event=self._stop, raise_interrupt=False,
        )  # fmt: skip
        for changes in ticks:
            if not self._watching.is_set():  # from the first tick on the system tells of changes
                self._watching.set()
                for name in (name for name, folder in self._folders.items() if folder in missed):
                    self._wakeups.look_at(name)
            for _, changed in changes:
                for path in _files(Path(changed)):
                    self._touch(path)
            self._tell()
            if (present := self._present()) != folders:
                for name in (name for name, folder in self._folders.items() if folder in folders - present):
                    self._wakeups.look_at(name)  # which tells that the folder is gone
                return

    def _touch(self, path: Path) -> None:
        if path.parent.resolve() != path.parent:  # through a link to a folder, which no look at the source follows
            return
        if any(is_listed_file(path, folder, self._suffixes) for folder in self._folders.values()):
            self._still.touch(path)

    def _tell(self) -> None:
        for path, is_there in self._still.settled():
            for name, folder in self._folders.items():
                if not is_listed_file(path, folder, self._suffixes):
                    continue
                if is_there:
                    self._wakeups.read(name, [path.as_uri()])
                else:  # whether that is a withdrawal, a look at the whole folder tells
                    self._wakeups.look_at(name)


def _files(path: Path) -> Iterator[Path]:
    """Yield a file, or the files of a folder: of one that was moved here as a whole, only the folder is told."""
    if not path.is_dir():
        yield path
        return
    for name, _, files in os.walk(path):
        yield from (Path(name, each) for each in files)
