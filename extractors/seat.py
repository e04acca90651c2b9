"""A place at which documents are read by one child process, and by a fresh one where that has ended."""

from dataclasses import dataclass

from extractors.child import Child, Died, TooSlow
from extractors.errors import ConfigurationError, ExtractionError
from extractors.worker import Job, ListingJob, Options, Ready, Result

_ATTEMPTS = 2  # a worker may be ended from outside: a document is blamed when it ends two


@dataclass(frozen=True, slots=True)
class Answer:
    """How the reading of one document, or of one listing page, ended."""

    job: Job | ListingJob
    result: Result


class Seat:
    """A place for one worker process: seats a fresh one when the last has ended. For one thread; `close` for any."""

    def __init__(self, options: Options, document_timeout: float) -> None:
        """Start a process, which begins to load its model; a document may take `document_timeout` seconds."""
        self._options = options
        self._timeout = document_timeout
        self._is_closed = False
        self._fault: ConfigurationError | None = None
        self._child = Child(options)

    @property
    def is_faulty(self) -> bool:
        """Whether it is of no use any more: it was closed, or its process could not load (which another one may)."""
        return self._is_closed or self._fault is not None

    def ready(self) -> Ready | ConfigurationError:
        """Return what the worker can read, or what keeps it from loading."""
        try:
            return self._ready_child().wait_ready()
        except ConfigurationError as error:
            return error

    def read(self, job: Job | ListingJob) -> Answer | ConfigurationError:
        """Return how the reading of the document ended, or what keeps the worker from loading."""
        try:
            return Answer(job, self._read(job))
        except ConfigurationError as error:
            return error

    def _read(self, job: Job | ListingJob) -> Result:
        how = ""
        for _ in range(_ATTEMPTS):
            try:
                return self._ready_child().ask(job, self._timeout)
            except TooSlow:
                return ExtractionError(
                    f"reading it took longer than {self._timeout:g} s: split it, or raise GREENPAPER_DOCUMENT_TIMEOUT"
                )
            except Died as died:
                how = str(died)
        return ExtractionError(f"reading it ended its worker process ({how}): its content may be damaged")

    def _ready_child(self) -> Child:
        if self._is_closed:
            raise ConfigurationError("the run was stopped before all was read: run the command again")
        if self._fault is not None:
            raise self._fault
        if self._child.ready is not None and not self._child.is_alive:
            self._child.release()
            self._child = Child(self._options)
        try:
            self._child.wait_ready()
        except ConfigurationError as fault:
            self._fault = fault
            raise
        return self._child

    def close(self) -> None:
        """End the process at once, and start no other; from any thread."""
        self._is_closed = True
        self._child.kill()

    def release(self) -> None:
        """Let go of what the process held, once it was closed or is not needed."""
        self._child.release()
