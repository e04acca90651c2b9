"""Documents → facts, in worker processes: a document that crashes, hangs or fills the memory costs only itself.

Each worker is one child process that has loaded the model once and reads one document at a time, so that it is known
which document it died on. One thread per worker talks to it; all reading is done in the children.
"""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from extractors.ahead import Ahead
from extractors.child import Child, Died, TooSlow
from extractors.errors import ConfigurationError, DocumentError, ExtractionError
from extractors.sources.listings.items import ListingPage
from extractors.worker import Job, Listed, ListingJob, Options, Ready, Result

_CLOSE_TIMEOUT = 5.0  # seconds
_ATTEMPTS = 2  # a worker may be ended from outside: a document is blamed when it ends two


@dataclass(frozen=True, slots=True)
class Answer:
    """How the reading of one document, or of one listing page, ended."""

    job: Job | ListingJob
    result: Result


def batches(sizes: Sequence[int], limit: int) -> list[range]:
    """Return runs of positions whose `sizes` add up to at most `limit`, or that are one position that is over it."""
    found: list[range] = []
    start, total = 0, 0
    for at, size in enumerate(sizes):
        if at > start and total + size > limit:
            found.append(range(start, at))
            start, total = at, 0
        total += size
    return [*found, range(start, len(sizes))] if sizes else []


class Workers:
    """A fixed number of worker processes, which begin to load their model at once. Close it, or use it with `with`."""

    def __init__(
        self, options: Options, *, count: int = 1, document_timeout: float = 300.0, at_once: int | None = None
    ) -> None:
        """Start `count` workers; a document may take `document_timeout` seconds.

        Where it is likely that nothing is to be read, `at_once` says how many of them start now; the others start once
        there are documents for them.
        """
        self._requests: queue.SimpleQueue[Callable[[_Seat], None] | None] = queue.SimpleQueue()
        self._options, self._count, self._timeout = options, count, document_timeout
        self._seats: list[_Seat] = []
        self._threads: list[threading.Thread] = []
        self._turn = threading.Lock()
        self._is_closed = False
        self._ready: Ready | None = None
        self._ahead: dict[Job, Ahead[Answer | ConfigurationError]] = {}
        self._begin(count if at_once is None else at_once)

    def _begin(self, wanted: int) -> None:
        """See to it that so many workers have started, as far as there are to be so many."""
        with self._turn:
            while len(self._seats) < min(wanted, self._count) and not self._is_closed:
                seat = _Seat(self._options, self._timeout)
                self._seats.append(seat)
                thread = threading.Thread(target=self._serve, args=(seat,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def extract(self, jobs: Iterable[Job]) -> Iterator[Answer]:
        """Yield one answer for every job, in the order in which they are done. May be called from several threads.

        Raises ConfigurationError where the workers cannot load what they need.
        """
        answers: queue.SimpleQueue[Answer | ConfigurationError] = queue.SimpleQueue()
        asked = 0
        for job in jobs:
            asked += 1
            if (begun := self._ahead.pop(job, None)) is not None:
                begun.claim(answers.put)
                continue
            self._requests.put(lambda seat, job=job: answers.put(seat.read(job)))  # type: ignore[misc]  # the default binds
            self._begin(asked)
        for _ in range(asked):
            answer = answers.get()
            if isinstance(answer, ConfigurationError):
                raise answer
            yield answer

    def read_ahead(self, jobs: Iterable[Job]) -> None:
        """Begin to read documents that `extract` will be asked for; where it is not, what they say is forgotten."""
        for job in jobs:
            begun = self._ahead[job] = Ahead[Answer | ConfigurationError]()
            self._requests.put(lambda seat, job=job, begun=begun: begun.answer(seat.read(job)))  # type: ignore[misc]  # the defaults bind

    def list(self, job: ListingJob) -> ListingPage:
        """Return what a listing page lists. Raises the DocumentError that says why not, or as `extract` does."""
        answers: queue.SimpleQueue[Answer | ConfigurationError] = queue.SimpleQueue()
        self._requests.put(lambda seat: answers.put(seat.read(job)))
        answer = answers.get()
        if isinstance(answer, ConfigurationError):
            raise answer
        if not isinstance(answer.result, Listed):
            raise answer.result if isinstance(answer.result, DocumentError) else ExtractionError("it is no listing")
        return answer.result.page

    def ready(self) -> Ready:
        """Return what the workers can read, once the first of them has loaded. Raises as `extract` does."""
        if self._ready is not None:
            return self._ready
        answers: queue.SimpleQueue[Ready | ConfigurationError] = queue.SimpleQueue()
        self._requests.put(lambda seat: answers.put(seat.ready()))
        answer = answers.get()
        if isinstance(answer, ConfigurationError):
            raise answer
        self._ready = answer
        return answer

    def close(self) -> None:
        """End all workers at once, whatever they do."""
        with self._turn:
            self._is_closed = True
        for seat in self._seats:
            seat.close()
        for _ in self._threads:
            self._requests.put(None)
        for thread in self._threads:
            thread.join(_CLOSE_TIMEOUT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def _serve(self, seat: "_Seat") -> None:
        while (request := self._requests.get()) is not None:
            request(seat)
        seat.release()


class _Seat:
    """A place for one worker process: seats a fresh one when the last one has ended."""

    def __init__(self, options: Options, document_timeout: float) -> None:
        self._options = options
        self._timeout = document_timeout
        self._is_closed = False
        self._fault: ConfigurationError | None = None
        self._child = Child(options)

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
        self._is_closed = True
        self._child.kill()

    def release(self) -> None:
        self._child.release()
