"""Documents → facts, in worker processes: a document that crashes, hangs or fills the memory costs only itself.

Each worker is one child process that has loaded the model once and reads one document at a time, so that it is known
which document it died on. One thread per worker talks to it; all reading is done in the children.
"""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self

from extractors.ahead import Ahead
from extractors.errors import ConfigurationError, DocumentError, ExtractionError
from extractors.seat import Answer, Seat
from extractors.sources.listings.items import ListingPage
from extractors.worker import Job, Listed, ListingJob, Options, Ready

_CLOSE_TIMEOUT = 5.0  # seconds
_SHARE = 4
"""One part in so many of what is left makes the largest batch: the last ones are small, and no worker is idle."""


class Pool(Protocol):
    """What reads documents for a run: worker processes of this machine, or those of a Dask cluster.

    All of it may be called from several threads. Use it with `with`, or close it.
    """

    @property
    def breadth(self) -> int:
        """How many documents are read at once; known once `ready` has answered."""

    def extract(self, jobs: Iterable[Job]) -> Iterator[Answer]:
        """Yield one answer for every job, in the order in which they are done.

        Raises ConfigurationError where the workers cannot load what they need, or there are none any more.
        """

    def list(self, job: ListingJob) -> ListingPage:
        """Return what a listing page lists. Raises the DocumentError that says why not, or as `extract` does."""

    def ready(self) -> Ready:
        """Return what the workers can read, once one of them has loaded. Raises as `extract` does."""

    def close(self) -> None:
        """End all that was started, at once, whatever it does."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None: ...


def page_of(answer: Answer) -> ListingPage:
    """Return what a listing page was found to list. Raises the DocumentError that says why it was not."""
    if not isinstance(answer.result, Listed):
        raise answer.result if isinstance(answer.result, DocumentError) else ExtractionError("it is no listing")
    return answer.result.page


def batches(sizes: Sequence[int], limit: int, most: int = 0) -> list[range]:
    """Return runs of positions whose `sizes` add up to at most `limit`, or that are one position that is over it.

    Where `most` is larger than `limit`, a run may also hold a quarter of all that is not in the runs before it, up to
    `most`: few where there is much, and small ones at the end, when nothing else goes on beside the last.
    """
    found: list[range] = []
    start, total, left = 0, 0, sum(sizes)
    for at, size in enumerate(sizes):
        if at > start and total + size > max(limit, min(most, left // _SHARE)):
            found.append(range(start, at))
            start, total, left = at, 0, left - total
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
        self._requests: queue.SimpleQueue[Callable[[Seat], None] | None] = queue.SimpleQueue()
        self._options, self._count, self._timeout = options, count, document_timeout
        self._seats: list[Seat] = []
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
                seat = Seat(self._options, self._timeout)
                self._seats.append(seat)
                thread = threading.Thread(target=self._serve, args=(seat,), daemon=True)
                self._threads.append(thread)
                thread.start()

    @property
    def breadth(self) -> int:
        """How many documents are read at once."""
        return self._count

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
        return page_of(answer)

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

    def _serve(self, seat: Seat) -> None:
        while (request := self._requests.get()) is not None:
            request(seat)
        seat.release()
