"""The parts of `greenpaper up`: child processes that are started again when they end, and end with their parent.

Each is this interpreter in a process group of its own, so that a Ctrl-C is the parent's alone; a pipe to its standard
input that nothing is ever written to tells it when the parent is gone, however that ended.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

_BEGIN = "from flows.parts import end_with_parent; end_with_parent(); "
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 60.0
_HEALTHY = 60.0  # seconds after which a part's faults are forgotten
_GRACE = 30.0  # seconds that a part may take to end by itself
_TICK = 0.2
_MOST_SAID = 10 << 20  # bytes of one file of what a part says; the one before it is kept
_TAIL = 64 << 10  # bytes of it in which its last words are looked for


class Waits:
    """How long to wait before something that ended is started again: twice as long each time it ends soon."""

    def __init__(self) -> None:
        self._next = _FIRST_WAIT

    def after(self, lived: float) -> float:
        """Return the seconds to wait after it has lived for `lived` seconds."""
        wait = _FIRST_WAIT if lived >= _HEALTHY else self._next
        self._next = min(wait * 2, _LONGEST_WAIT)
        return wait


class Part:
    """One child process, or the next one after it."""

    def __init__(
        self,
        name: str,
        code: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        said: Path | None = None,
    ) -> None:
        """`code` is what the interpreter runs; what it says goes to the file `said`, or where ours goes."""
        self.name = name
        self._code, self._arguments, self._environment, self._said = _BEGIN + code, arguments, environment, said
        self._popen: subprocess.Popen[bytes] | None = None
        self._waits = Waits()
        self._began = self._next = 0.0

    def look(self, tell: Callable[[str], None]) -> None:
        """Start it where it does not run and its time has come; tell when it has ended."""
        now = time.monotonic()
        if self._popen is not None and (code := self._popen.poll()) is not None:
            self._close()
            wait = self._waits.after(now - self._began)
            self._next = now + wait
            how = f"signal {-code}" if code < 0 else f"exit code {code}{self._last_words()}"
            tell(f"the {self.name} ended ({how}); it is started again in {wait:g} s")
        if self._popen is None and now >= self._next:
            self._start()

    def end(self, hurry: threading.Event) -> None:
        """Ask the process to end by itself, and wait for it; kill it when that takes too long, or `hurry` is set."""
        if self._popen is None:
            return
        if self._popen.poll() is None:
            self._popen.terminate()
        deadline = time.monotonic() + _GRACE
        while self._popen.poll() is None and time.monotonic() < deadline and not hurry.wait(_TICK):
            pass
        self._popen.kill()
        self._close()

    def _start(self) -> None:
        with ExitStack() as stack:
            said = stack.enter_context(_to_append(self._said)) if self._said else None
            self._popen = subprocess.Popen(  # noqa: S603 - our own interpreter, and arguments of ours
                [sys.executable, "-P", "-c", self._code, *self._arguments],
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=said,
                env={**self._environment, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
                process_group=0,
            )
        self._began = time.monotonic()

    def _close(self) -> None:
        if self._popen is not None:
            self._popen.wait()
            assert self._popen.stdin is not None  # noqa: S101 - a pipe was asked for
            self._popen.stdin.close()
            self._popen = None

    def _last_words(self) -> str:
        if self._said is None:
            return ""
        try:
            with self._said.open("rb") as said:
                said.seek(max(0, said.seek(0, os.SEEK_END) - _TAIL))
                lines = said.read().decode(errors="replace").splitlines()
        except OSError:
            return ""
        words = [line.strip() for line in lines if line.strip()]
        return f": {words[-1][:200]}, see {self._said}" if words else ""


def _to_append(file: Path) -> BinaryIO:
    """Open a file that tells of earlier starts too; one that has become long is put aside, in the place of the last."""
    if file.exists() and file.stat().st_size > _MOST_SAID:
        file.replace(file.with_name(f"{file.name}.1"))
    return file.open("ab")


def keep_running(
    parts: Sequence[Part], tell: Callable[[str], None], end: threading.Event, hurry: threading.Event
) -> None:
    """Keep the parts running until `end` is set; then end them, the last first, one after the other.

    A part that has not ended after half a minute, or once `hurry` is set, is killed.
    """
    try:
        while not end.wait(_TICK):
            for part in parts:
                part.look(tell)
    finally:
        for part in reversed(parts):
            part.end(hurry)


def end_with_parent() -> None:
    """Let this process, a part, end when its parent has: as SIGTERM would end it, and at the latest after a while."""
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    os.read(0, 1)  # nothing ever comes: the pipe closes when the parent ends
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os._exit(1)
