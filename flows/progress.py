"""A progress bar on standard error, on a terminal, for what takes longer than two seconds."""

import threading
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

_PATIENCE = 2.0  # seconds


class ProgressBar:
    """Shows itself only on a terminal, and only once two seconds are over; until a number is told, it just moves."""

    def __init__(self, label: str, *, is_wanted: bool = True) -> None:
        """Prepare the bar; the seconds count from where it is entered. Without `is_wanted` nothing is ever shown."""
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=console, transient=True, disable=not (is_wanted and console.is_terminal))
        self._task = self._bar.add_task(label, total=None)
        self._begin = threading.Timer(_PATIENCE, self._bar.start)
        self._begin.daemon = True

    def expect(self, total: int) -> None:
        """Say how many documents there are."""
        self._bar.update(self._task, total=total)

    def tell(self, more: int) -> None:
        """Say that `more` documents are done."""
        self._bar.advance(self._task, more)

    def __enter__(self) -> Self:
        self._begin.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._begin.cancel()
        self._bar.stop()
