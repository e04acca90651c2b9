"""Documents → facts on the workers of a Dask cluster: the same answers as `extractors.workers` gives, from elsewhere.

Jobs travel with their bytes, in small portions and not many at a time, so that what is on its way stays little. A
worker that dies costs the portion that it read another try, elsewhere; what a document does to its reader it does to a
child process of the Dask worker (`extractors.remote.seats`).
"""

import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self

from extractors.errors import ConfigurationError, ExtractionError
from extractors.remote.crew import Crew, WorkersDied, connect
from extractors.remote.joining import Place, check_scheduler, require_dask
from extractors.seat import Answer
from extractors.sources.listings.items import ListingPage
from extractors.worker import Job, ListingJob, Options, Ready
from extractors.workers import batches, page_of

_PORTION = 256_000  # bytes of documents that one task of Dask reads at most: some, so that they share its cost
_CLOSE_TIMEOUT = 5.0  # seconds


class DaskWorkers:
    """The workers of a Dask cluster, which begin to load their model at once. Close it, or use it with `with`."""

    def __init__(self, options: Options, place: Place, *, document_timeout: float = 300.0) -> None:
        """Begin to connect to the cluster of `place`, or to start it; a document may take `document_timeout` seconds.

        Raises ConfigurationError where the extra `dask` is not installed, or the scheduler does not answer.
        """
        require_dask()
        check_scheduler(place)
        self._options, self._place, self._timeout = options, place, document_timeout
        self._lock = threading.Lock()
        self._is_closed = self._is_told = False
        self._connecting = self._connect()

    @property
    def breadth(self) -> int:
        """How many documents are read at once."""
        return self._crew().breadth

    def extract(self, jobs: Iterable[Job]) -> Iterator[Answer]:
        """Yield one answer for every job, in the order in which they are done. May be called from several threads.

        Raises ConfigurationError where the workers cannot load what they need, or the cluster is gone.
        """
        return self._read(tuple(jobs))

    def list(self, job: ListingJob) -> ListingPage:
        """Return what a listing page lists. Raises the DocumentError that says why not, or as `extract` does."""
        (answer,) = self._read([job])
        return page_of(answer)

    def ready(self) -> Ready:
        """Return what the workers can read, once those that are there have loaded. Raises as `extract` does."""
        return self._crew().ready

    def close(self) -> None:
        """End what the cluster does for us at once, and the cluster, where it is ours."""
        with self._lock:
            self._is_closed = True
            connecting = self._connecting
        try:
            connecting.result(_CLOSE_TIMEOUT).close()
        except (ConfigurationError, TimeoutError):  # there is nothing to close, or it ends with this process
            return

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def _read(self, jobs: Sequence[Job | ListingJob]) -> Iterator[Answer]:
        crew = self._crew()
        waiting = deque(_portions(jobs, crew.breadth))
        suspects = deque[Job | ListingJob]()  # what was with a worker that died
        asked: dict[Any, list[Any]] = {}
        alone: Any = None
        ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
        try:
            while waiting or asked or suspects:
                while waiting and crew.take_turn(wait=not asked):
                    portion = waiting.popleft()
                    asked[crew.give(portion, ended)] = portion
                if not asked:  # nothing else of these is with the workers: whoever dies now has died of this
                    crew.take_turn(wait=True)
                    portion = [suspects.popleft()]
                    alone = crew.give(portion, ended)
                    asked[alone] = portion
                future = crew.next_ended(ended)
                portion = asked.pop(future)
                crew.end_turn()
                try:
                    yield from map(Answer, portion, crew.results(future))
                except WorkersDied:
                    if future is alone:
                        yield Answer(portion[0], _deadly())
                    else:
                        suspects.extend(portion)
        finally:
            for future in asked:
                crew.take_back(future)

    def _crew(self) -> Crew:
        """Return the cluster's workers. Where they were lost, or not found when last asked for, connect anew."""
        with self._lock:
            if self._is_closed:
                raise ConfigurationError("the run was stopped before all was read: run the command again")
            if self._is_told or self._lose():
                self._is_told = False
                self._connecting = self._connect()
            connecting = self._connecting
        try:
            return connecting.result()
        except ConfigurationError:
            self._is_told = True
            raise

    def _lose(self) -> bool:
        """Return whether the cluster is lost; let go of it then."""
        if not self._connecting.done() or self._connecting.exception() or not self._connecting.result().is_lost:
            return False
        threading.Thread(target=self._connecting.result().close, daemon=True).start()
        return True

    def _connect(self) -> "Future[Crew]":
        connecting: Future[Crew] = Future()

        def run() -> None:
            try:
                connecting.set_result(connect(self._place, self._options, self._timeout))
            except BaseException as error:  # noqa: BLE001 - it is raised where the workers are wanted
                connecting.set_exception(error)

        threading.Thread(target=run, name="connect to Dask", daemon=True).start()
        return connecting


def _portions(jobs: Sequence[Job | ListingJob], breadth: int) -> Iterator[list[Job | ListingJob]]:
    """Yield the jobs in portions that one task of Dask reads each: enough of them that every worker has some."""
    sizes = [len(job.content) for job in jobs]
    for positions in batches(sizes, min(_PORTION, sum(sizes) // (4 * breadth))):
        yield [jobs[at] for at in positions]


def _deadly() -> ExtractionError:
    return ExtractionError(
        "every Dask worker that was to read it died: its content may be damaged, or look at their logs"
    )
