"""The workers of a Dask cluster that a run has given to it: jobs go out, results come back, losses are noticed.

Dask decides where what is read, and gives what a lost worker had to do to another one.
"""

import contextlib
import math
import pickle
import queue
import threading
import time
import uuid
from asyncio import CancelledError as LoopCancelled
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError
from typing import Any

from extractors.errors import ConfigurationError
from extractors.remote import seats
from extractors.remote.joining import Place, join, one_line
from extractors.seat import Seat
from extractors.worker import Job, ListingJob, Options, Ready, Result

_IDLE = 600.0  # seconds for which a cluster keeps processes that nobody uses: loading them again takes some
_NO_WORKERS_AT_MOST = 60.0  # seconds; a nanny takes some to start a worker that has died
_FETCH_TIMEOUT = 10.0  # seconds for a result that is there; then it is looked whether anybody is left
_LOOK_EVERY = 1.0  # seconds between looks whether the cluster is still there
_COUNT_EVERY = 5.0  # seconds for which the number of workers is taken to be the same
_CLOSE_TIMEOUT = 3.0  # seconds
_PER_THREAD = 2  # one is read while the next one is on its way


class WorkersDied(Exception):
    """Whatever worker was given the jobs, it died; Dask has given up."""


class Crew:
    """The workers of a cluster, which hold to one version of the extractors. Made by `connect`; to be closed."""

    def __init__(self, place: Place, client: Any, cluster: Any, order: seats.Order) -> None:
        """`cluster` is None where it is not ours to end."""
        self.place = place
        self._client, self._cluster, self._order = client, cluster, order
        self._threads, self._counted_at = 0, 0.0
        self._alone_since: float | None = None
        self._turn = threading.Condition()
        self._on_their_way = 0
        self._is_closed = False
        self.ready: Ready
        """What the workers can read."""

    @property
    def breadth(self) -> int:
        """How many documents the workers read at once, as far as is known."""
        if time.monotonic() - self._counted_at > _COUNT_EVERY:
            self._count()
        return max(self._threads, 1)

    @property
    def is_lost(self) -> bool:
        """Whether the scheduler has gone away."""
        return bool(self._client.status != "running")

    def take_turn(self, *, wait: bool) -> bool:
        """Return whether another portion of jobs may be given away now; with `wait`, wait until it may."""
        with self._turn:
            while self._on_their_way >= _PER_THREAD * self.breadth:
                if not wait:
                    return False
                self._turn.wait(_LOOK_EVERY)
                self.check()
            self._on_their_way += 1
            return True

    def end_turn(self) -> None:
        """Say that a portion is back."""
        with self._turn:
            self._on_their_way -= 1
            self._turn.notify()

    def give(self, jobs: Sequence[Job | ListingJob], ended: "queue.SimpleQueue[Any]") -> Any:
        """Give jobs to the cluster, and return Dask's future of them, which is put into `ended` when it is done."""
        content = pickle.dumps(jobs, pickle.HIGHEST_PROTOCOL)
        future = self._client.submit(seats.read, self._order, self.ready.version, content, pure=False)
        future.add_done_callback(ended.put)
        return future

    def take_back(self, future: Any) -> None:
        """Say that what a future stands for is not wanted any more."""
        self.end_turn()
        with contextlib.suppress(Exception):  # the cluster is gone
            future.cancel()

    def next_ended(self, ended: "queue.SimpleQueue[Any]") -> Any:
        """Return the next future that is done. Raises ConfigurationError where the cluster is gone."""
        while True:
            with contextlib.suppress(queue.Empty):
                return ended.get(timeout=_LOOK_EVERY)
            self.check()

    def results(self, future: Any) -> Sequence[Result]:
        """Return what a future holds. Raises WorkersDied, or ConfigurationError where workers cannot do their work."""
        from distributed.comm import CommClosedError  # noqa: PLC0415 - an extra, and slow to import
        from distributed.scheduler import KilledWorker  # noqa: PLC0415 - an extra, and slow to import

        try:
            results = pickle.loads(self._fetched(future))  # noqa: S301 - whom we ask, we trust: docs/scaling.md
        except (CancelledError, LoopCancelled, CommClosedError):
            raise self._lost() from None
        except KilledWorker:
            raise WorkersDied from None
        except Exception as error:  # noqa: BLE001 - whatever a worker that is made otherwise may raise
            raise ConfigurationError(_unable("a Dask worker", error)) from None
        if isinstance(results, ConfigurationError):
            raise ConfigurationError(f"a Dask worker refuses: {results}")
        found: Sequence[Result] = results
        return found

    def check(self) -> None:
        """Raise ConfigurationError where the scheduler is lost, or has had no worker for long."""
        self._count()
        if self._threads:
            self._alone_since = None
            return
        self._alone_since = self._alone_since or time.monotonic()
        if time.monotonic() - self._alone_since > _NO_WORKERS_AT_MOST:
            raise ConfigurationError(
                f"{self.place.name} has had no worker for {_NO_WORKERS_AT_MOST:g} s: start some; what was loaded is "
                "kept, and the next run completes it"
            )

    def begin(self, own: Ready | None) -> None:
        """Have all workers that are there load, and see that they read as `own` does, or at least all alike.

        Raises ConfigurationError where one does not.
        """
        answers = self._client.run(seats.begin, self._order, on_error="return")
        self.ready = agreed(answers, own, self.place)

    def close(self) -> None:
        """End what the workers do for this run, and let go of the cluster."""
        self._is_closed = True
        if not self.is_lost:
            _within(_CLOSE_TIMEOUT, lambda: self._client.run(seats.drop, self._order.run, on_error="ignore"))
        _within(_CLOSE_TIMEOUT, lambda: self._client.close(timeout=_CLOSE_TIMEOUT))
        if self._cluster is not None:
            _within(_CLOSE_TIMEOUT, lambda: self._cluster.close(timeout=_CLOSE_TIMEOUT))

    def _fetched(self, future: Any) -> bytes:
        while True:
            try:
                return bytes(future.result(timeout=_FETCH_TIMEOUT))
            except TimeoutError:  # who held it died, and Dask has it made again
                self.check()

    def _count(self) -> None:
        if self.is_lost:  # it would be asked again and again for half a minute
            raise self._lost()
        try:
            self._threads = sum(self._client.nthreads().values())
        except Exception:  # noqa: BLE001 - an OSError, or one of Dask's own: it does not answer
            raise self._lost() from None
        self._counted_at = time.monotonic()

    def _lost(self) -> ConfigurationError:
        if self._is_closed:
            return ConfigurationError("the run was stopped before all was read: run the command again")
        return ConfigurationError(
            f"{self.place.name} was lost during the run: see that it runs; what was loaded is kept, and the next run "
            "completes it"
        )


def connect(place: Place, options: Options, document_timeout: float) -> Crew:
    """Return the workers of a cluster, once all of them have loaded. Raises ConfigurationError where there are none."""
    order = seats.Order(uuid.uuid4().hex, options, document_timeout, _IDLE if place.scheduler else math.inf)
    own = Seat(options, document_timeout) if place.scheduler else None  # what we would read with ourselves
    try:
        crew = Crew(place, *join(place), order)
        try:
            crew.begin(_loaded(own))
        except BaseException:
            crew.close()
            raise
        return crew
    finally:
        if own is not None:
            own.release()


def agreed(answers: Mapping[str, Any], own: Ready | None, place: Place) -> Ready:
    """Return what all workers can read; `answers` is address → Ready, or what was raised there.

    Raises ConfigurationError that names a worker which cannot read, or reads with other extractors than `own` (where
    that is None: than the others). A worker that went away meanwhile is passed over.
    """
    found = own
    for address, answer in answers.items():
        if isinstance(answer, OSError):
            continue
        if isinstance(answer, ConfigurationError):
            raise ConfigurationError(f"the Dask worker {address}: {answer}")
        if not isinstance(answer, Ready):
            raise ConfigurationError(_unable(f"the Dask worker {address}", answer))
        found = found or answer
        if answer.version != found.version:
            raise ConfigurationError(f"the Dask worker {address}: {seats.other_version(answer.version, found.version)}")
    if found is None:
        raise ConfigurationError(f"no worker of {place.name} answers: run the command again")
    return found


def _loaded(own: Seat | None) -> Ready | None:
    ready = own.ready() if own is not None else None
    if isinstance(ready, ConfigurationError):
        raise ready
    return ready


def _unable(who: str, error: object) -> str:
    return (
        f"{who} cannot read documents ({one_line(error)}): install the same greenpaper[dask] on the scheduler and on "
        "all workers (docs/scaling.md)"
    )


def _within(seconds: float, call: Callable[[], object]) -> None:
    """Do `call`, but wait no longer for it than `seconds`; what it raises is of no use when all is to end."""

    def quietly() -> None:
        with contextlib.suppress(Exception, LoopCancelled):
            call()

    thread = threading.Thread(target=quietly, daemon=True)
    thread.start()
    thread.join(seconds)
