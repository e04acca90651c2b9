"""One worker process and the two pipes to it: start it, ask it, end it. `extractors.worker` is what runs in it."""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading

from extractors.errors import ConfigurationError, DocumentError, GreenpaperError
from extractors.worker import FOLDER_PREFIX, Extracted, Job, Listed, ListingJob, Options, Ready, Result, Unpacked

_START_TIMEOUT = 180.0  # seconds to load a model; the large ones take some ten
_ENTRY = "from extractors.worker import main; main()"  # not `-m`, which would give its records a second identity
# One core per worker: numerical libraries that start a thread per core each would only get in each other's way.
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
# What a Dask worker sets for itself and what it starts. To hand memory back at every turn costs 6% of the time; hashes
# of a known seed let a document be made that is slow to read.
_NOT_FOR_US = frozenset({"MALLOC_TRIM_THRESHOLD_", "PYTHONHASHSEED"})
# What reads the documents of strangers needs no password: none of databases, object stores, servers.
_SECRET = ("AWS_", "GREENPAPER_SERVE_TOKEN", "GREENPAPER_WAREHOUSE", "PG", "PREFECT_API_")


class Died(Exception):
    """The child ended without an answer; the message says how."""


class TooSlow(Exception):
    """The child was ended because its time was over."""


class Child:
    """A worker process, which begins to load its model at once. Not for use by several threads, but for `kill`."""

    def __init__(self, options: Options) -> None:
        """Start the process in an empty folder, with this import path, one thread for numerics, and this environment
        but for what may hold a password.
        """
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `release`
        self._folder = tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX)
        self._popen = subprocess.Popen(  # noqa: S603 - our own interpreter and a constant
            [sys.executable, "-P", "-c", _ENTRY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            cwd=self._folder.name,
            env={**_inherited(), **_ONE_THREAD, "PYTHONPATH": _import_path(), "TMPDIR": self._folder.name},
            process_group=0,  # Ctrl-C in a terminal is for the parent, which then ends its children
        )
        self.ready: Ready | None = None
        """What it can read; None as long as it loads."""
        self._send(options)

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._popen.poll() is None

    def wait_ready(self) -> Ready:
        """Return what it can read, once the model is loaded. Raises ConfigurationError where it cannot be."""
        if self.ready is not None:
            return self.ready
        try:
            answer = self._receive(_START_TIMEOUT)
        except (Died, TooSlow) as error:
            raise ConfigurationError(
                f"a worker process did not start ({error}): check GREENPAPER_SPACY_MODEL and GREENPAPER_WORKER_MEMORY"
            ) from None
        if isinstance(answer, GreenpaperError):
            raise answer
        assert isinstance(answer, Ready)  # noqa: S101 - see `extractors.worker`
        self.ready = answer
        return answer

    def ask(self, job: Job | ListingJob, timeout: float) -> Result:
        """Return the child's answer. Raises TooSlow after `timeout` seconds, Died where the process ends before."""
        self._send(job)
        answer = self._receive(timeout)
        if isinstance(answer, Extracted | Unpacked | Listed | DocumentError):
            return answer
        raise Died(f"it answered with {type(answer).__name__}")

    def kill(self) -> None:
        """End the process at once; from any thread. Whoever waits for its answer gets Died."""
        self._popen.kill()

    def release(self) -> None:
        """End the process and close the pipes."""
        self._popen.kill()
        self._popen.wait()
        for stream in (self._popen.stdin, self._popen.stdout, self._said):
            with contextlib.suppress(BrokenPipeError):  # what was still to be sent
                stream.close()  # type: ignore[union-attr]  # all three are open files
        self._folder.cleanup()

    def _send(self, message: object) -> None:
        assert self._popen.stdin is not None  # noqa: S101 - a pipe was asked for
        with contextlib.suppress(BrokenPipeError):  # a child that has ended is noticed when its answer is read
            pickle.dump(message, self._popen.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            self._popen.stdin.flush()

    def _receive(self, timeout: float) -> object:
        assert self._popen.stdout is not None  # noqa: S101 - a pipe was asked for
        is_late = threading.Event()

        def end() -> None:
            is_late.set()
            self._popen.kill()

        timer = threading.Timer(timeout, end)
        timer.daemon = True
        timer.start()
        try:
            return pickle.load(self._popen.stdout)  # noqa: S301 - written by our own child process
        except (EOFError, pickle.UnpicklingError):
            self._popen.wait()
            if is_late.is_set():
                raise TooSlow(f"{timeout:g} s were over") from None
            raise Died(self._last_words()) from None
        finally:
            timer.cancel()

    def _last_words(self) -> str:
        """Return how the child ended: its signal or exit code, and the last line that it wrote to standard error."""
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").splitlines()
        said = next((f": {line.strip()}" for line in reversed(lines) if line.strip()), "")
        return _ending(self._popen.returncode) + said[:200]


def _inherited() -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if name not in _NOT_FOR_US and not name.startswith(_SECRET)
    }


def _import_path() -> str:
    """Return where this process imports from, for one that works in another folder."""
    return os.pathsep.join(os.path.abspath(path) for path in sys.path if path)  # noqa: PTH100 - no link is to be followed


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"
