"""SIGTERM in a process that stays and runs flows: it ends the process as Ctrl-C does, and is never lost."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType


@contextmanager
def terms_end_it() -> Iterator[Callable[[], None]]:
    """Let SIGTERM do what Ctrl-C does, also where a shell has had Ctrl-C ignored (`greenpaper watch &` in a script).

    Gives a function that raises KeyboardInterrupt where a SIGTERM has come and nothing ended by it: while a flow runs,
    Prefect makes an exception of it, which is lost where it is raised between two steps of the event loop. To be called
    in the main thread, as this.
    """

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    def check() -> None:
        with suppress(BlockingIOError):
            if signal.SIGTERM in os.read(heard, 4096):
                raise KeyboardInterrupt

    heard, hears = os.pipe()  # the interpreter writes a byte for each signal: its number
    os.set_blocking(heard, False)
    os.set_blocking(hears, False)
    before = signal.signal(signal.SIGTERM, interrupt)
    woken = signal.set_wakeup_fd(hears, warn_on_full_buffer=False)
    try:
        yield check
    finally:
        signal.set_wakeup_fd(woken)
        signal.signal(signal.SIGTERM, before)
        os.close(hears)
        os.close(heard)
