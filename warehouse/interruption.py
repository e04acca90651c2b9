"""Ctrl-C while DuckDB is at work.

Python does what a signal asks for between two steps of its own, and a query is one step. The number of the signal is
written to a socket at once, though, and there another thread waits for it.
"""

import signal
import socket
import threading
from collections.abc import Callable


class Interruption:
    """Calls `interrupt` as soon as Ctrl-C comes, until it is closed; KeyboardInterrupt follows from Python itself.

    Only the main thread hears signals. In another one, or where somebody else listens already, this does nothing.
    """

    def __init__(self, interrupt: Callable[[], None]) -> None:
        self._thread: threading.Thread | None = None
        if threading.current_thread() is not threading.main_thread():
            return
        heard, told = socket.socketpair()
        told.setblocking(False)
        before = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
        if before != -1:
            signal.set_wakeup_fd(before)
            heard.close()
            told.close()
            return
        self._told = told
        self._thread = threading.Thread(target=_wait, args=(heard, interrupt), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Return when it can interrupt no more."""
        if self._thread is not None:
            signal.set_wakeup_fd(-1)
            self._told.close()
            self._thread.join()
            self._thread = None


def _wait(heard: socket.socket, interrupt: Callable[[], None]) -> None:
    with heard:
        while number := heard.recv(1):
            if number[0] == signal.SIGINT:
                interrupt()
