"""Which files lie still: one that is being written is not read yet, whoever found it."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.sources.items import Item

_TICK = 0.1  # seconds between two looks at files that are not still yet
PATIENCE = 10.0  # seconds, beyond those for which they must lie still, that a run waits for files to be written

State = tuple[int, int]


@dataclass(slots=True)
class _Growing:
    state: State | None
    since: float


class Stillness:
    """Files that were touched, until they have lain still for a while: a file that is being written is not read yet."""

    def __init__(self, quiet: float, clock: Callable[[], float] = time.monotonic) -> None:
        """A file lies still when size and time of change were the same for `quiet` seconds of `clock`."""
        self._quiet = quiet
        self._clock = clock
        self._touched: dict[Path, _Growing] = {}

    def touch(self, path: Path) -> None:
        """Begin to wait for a file that was made, changed, renamed or deleted."""
        self._touched[path] = _Growing(_state(path), self._clock())

    @property
    def touched(self) -> frozenset[Path]:
        """The files that do not lie still yet."""
        return frozenset(self._touched)

    def settled(self) -> Iterator[tuple[Path, bool]]:
        """Yield the files that have come to lie still since, and whether they are there."""
        now = self._clock()
        for path, growing in list(self._touched.items()):
            state = _state(path)
            if state != growing.state:
                self._touched[path] = _Growing(state, now)
            elif now - growing.since >= self._quiet:
                del self._touched[path]
                yield path, state is not None


def _state(path: Path) -> State | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def just_written(items: Iterable[Item], quiet: float) -> frozenset[Path]:
    """Return the files among `items` whose last change is less than `quiet` seconds ago, or yet to come."""
    earliest = time.time_ns() - quiet * 1e9
    return frozenset(
        item.path
        for item in items
        if quiet and item.path is not None and (state := _state(item.path)) is not None and state[0] > earliest
    )


async def still_written(files: Iterable[Path], quiet: float, patience: float = PATIENCE) -> frozenset[Path]:
    """Return those of the files that do not come to lie still within `patience` seconds and the `quiet` ones.

    Also files whose time of change is not to be believed (in the future) lie still once it has stayed the same.
    """
    still = Stillness(quiet)
    for path in files:
        still.touch(path)
    deadline = time.monotonic() + quiet + patience + 2 * _TICK
    while still.touched and time.monotonic() < deadline:
        await asyncio.sleep(min(_TICK, quiet))
        list(still.settled())
    return still.touched
