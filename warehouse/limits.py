"""How much one query may take: time, memory, and space on disk for what does not fit into memory."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extractors.errors import ConfigurationError
from warehouse.scratch import ScratchFolder

_MIB = 1 << 20
_BESIDE_QUERY = 1024  # MiB that may be mapped beside DuckDB's own memory: threads, and rows on their way out
_GRACE_SECONDS = 5.0  # what DuckDB takes to notice an interruption, with room to spare
_FOLDER = "greenpaper-sql-"
_SPILL_TIMES_MEMORY = 10  # a sort or a join of ten times the memory ends by itself; what needs more is a runaway


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: `seconds` of time, `memory` in MiB, and on disk ten times that."""

    seconds: float
    memory: int
    give_up: Callable[[], None] | None = None
    """Called where a query goes on for five seconds after it was told to stop: one call of a function that DuckDB
    cannot interrupt. It may end the process."""


class Spill:
    """A folder of its own, readable by its user alone, for what a query does not hold in memory.

    Raises ConfigurationError where none can be made.
    """

    def __init__(self, limits: Limits) -> None:
        try:
            self._folder = ScratchFolder(_FOLDER)
        except OSError as error:
            raise ConfigurationError(
                f"cannot make a folder for what a query does not hold in memory ({error.strerror or error}): "
                "make room in the temporary folder, or name another with TMPDIR"
            ) from error
        self.folder = self._folder.path
        self.settings: dict[str, str] = {
            "memory_limit": f"{limits.memory}MiB",
            "temp_directory": str(self.folder / "spill"),
            "max_temp_directory_size": f"{limits.memory * _SPILL_TIMES_MEMORY}MiB",
        }

    def close(self) -> None:
        """Remove the folder with what is in it."""
        self._folder.close()


class Alarm:
    """Calls `interrupt` once, when the time is over, and what gives up where that does not help, unless it is closed
    before; `rang` says whether it did."""

    def __init__(self, limits: Limits, interrupt: Callable[[], None]) -> None:
        self.rang = False
        self._interrupt = interrupt
        self._give_up = limits.give_up
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._wait, args=(limits.seconds,), daemon=True)
        self._thread.start()

    def _wait(self, seconds: float) -> None:
        if self._closed.wait(min(seconds, threading.TIMEOUT_MAX)):
            return
        self.rang = True
        self._interrupt()
        if not self._closed.wait(_GRACE_SECONDS) and self._give_up:
            self._give_up()

    def close(self) -> None:
        """Return when it can ring no more."""
        self._closed.set()
        self._thread.join()


@contextmanager
def bounded_process(limits: Limits) -> Iterator[None]:
    """Hold this process to the memory that it has, that of the limits, and 1 GiB, for as long as the block runs.

    DuckDB does not count what one call of a function makes (`repeat('x', 4000000000)`). Linux only.
    """
    if sys.platform != "linux":
        yield
        return
    import resource  # noqa: PLC0415 - POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    mapped = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    wanted = mapped + (limits.memory + _BESIDE_QUERY) * _MIB
    bounds = [bound for bound in (soft, hard) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(wanted, *bounds) if bounds else wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
