"""Documents → facts, in worker processes: a document that crashes, hangs or fills the memory costs only itself.

Each worker is one child process that has loaded the model once and reads one document at a time, so that it is known
which document it died on. One thread per worker talks to it; all reading is done in the children.
"""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self

from extractors.errors import ConfigurationError, DocumentError, ExtractionError
from extractors.seat import Answer, Seat
from extractors.sources.listings.items import ListingPage
from extractors.worker import Job, Listed, ListingJob, Options, Ready

_CLOSE_TIMEOUT = 5.0  # seconds


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

    def __init__(self, options: Options, *, count: int = 1, document_timeout: float = 300.0) -> None:
        """Start `count` workers; a document may take `document_timeout` seconds."""
        self._requests: queue.SimpleQueue[Callable[[Seat], None] | None] = queue.SimpleQueue()
        self._seats = [Seat(options, document_timeout) for _ in range(count)]
        self._threads = [threading.Thread(target=self._serve, args=(seat,), daemon=True) for seat in self._seats]
        for thread in self._threads:
            thread.start()

    @property
    def breadth(self) -> int:
        """How many documents are read at once."""
        return len(self._seats)

    def extract(self, jobs: Iterable[Job]) -> Iterator[Answer]:
        """Yield one answer for every job, in the order in which they are done. May be called from several threads.

        Raises ConfigurationError where the workers cannot load what they need.
        """
        answers: queue.SimpleQueue[Answer | ConfigurationError] = queue.SimpleQueue()
        asked = 0
        for job in jobs:
            self._requests.put(lambda seat, job=job: answers.put(seat.read(job)))  # type: ignore[misc]  # the default binds
            asked += 1
        for _ in range(asked):
            answer = answers.get()
            if isinstance(answer, ConfigurationError):
                raise answer
            yield answer

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
        answers: queue.SimpleQueue[Ready | ConfigurationError] = queue.SimpleQueue()
        self._requests.put(lambda seat: answers.put(seat.ready()))
        answer = answers.get()
        if isinstance(answer, ConfigurationError):
            raise answer
        return answer

    def close(self) -> None:
        """End all workers at once, whatever they do."""
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
