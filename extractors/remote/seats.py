"""What runs on a Dask worker: documents are read by child processes of it, one for each of its threads.

The Dask worker itself parses nothing. What a document does to its reader it does to a child, as in
`extractors.workers`: the sandbox, the limits and what is told of the document are the same.
"""

import asyncio
import pickle
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from extractors.errors import ConfigurationError
from extractors.seat import Seat
from extractors.worker import Job, ListingJob, Options, Ready

_LOOK_FOR_IDLE_EVERY = 5.0  # seconds
_LET_GO = 2.0  # seconds until a thread whose process was ended has tidied up


@dataclass(frozen=True, slots=True)
class Order:
    """What one run wants of the Dask workers; each run has seats of its own.

    A document may take `document_timeout` seconds. Seats that were not used for `idle` seconds are given up, because a
    run that was killed cannot say that it needs them no more.
    """

    run: str
    options: Options
    document_timeout: float
    idle: float


class _DaskWorker(Protocol):
    @property
    def state(self) -> "_State": ...


class _State(Protocol):
    nthreads: int


class Seats:
    """The seats of one Dask worker; for all of its threads."""

    def __init__(self) -> None:
        """Begin without any."""
        self._changed = threading.Condition()
        self._waiting: list[tuple[Order, Seat, float]] = []
        self._taken: list[tuple[Order, Seat]] = []
        self._sweeper: threading.Thread | None = None

    def prepare(self, order: Order, count: int) -> None:
        """Have `count` seats at least, whose processes begin to load their model."""
        with self._changed:
            there = sum(each[0] == order for each in (*self._waiting, *self._taken))
            made = [Seat(order.options, order.document_timeout) for _ in range(count - there)]
            self._waiting += [(order, seat, time.monotonic()) for seat in made]
            self._begin_to_sweep()

    @contextmanager
    def one(self, order: Order) -> Iterator[Seat]:
        """Give a seat that nobody else uses meanwhile."""
        seat = self._take(order)
        try:
            yield seat
        finally:
            self._put_back(order, seat)

    def drop(self, run: str) -> None:
        """End all processes of a run at once, whatever they do."""
        with self._changed:
            waiting = [seat for order, seat, _ in self._waiting if order.run == run]
            self._waiting = [each for each in self._waiting if each[0].run != run]
            taken = [seat for order, seat in self._taken if order.run == run]
        for seat in (*waiting, *taken):
            seat.close()
        for seat in waiting:
            seat.release()
        with self._changed:  # what is taken, its thread lets go of, with the folder in which it worked
            self._changed.wait_for(lambda: all(order.run != run for order, _ in self._taken), _LET_GO)

    def give_up_idle(self) -> None:
        """End the processes that were not used for as long as their order says."""
        now = time.monotonic()
        with self._changed:
            idle = [each for each in self._waiting if now - each[2] > each[0].idle]
            self._waiting = [each for each in self._waiting if each not in idle]
        for _, seat, _ in idle:
            seat.release()

    def _take(self, order: Order) -> Seat:
        with self._changed:
            at = next((at for at, each in enumerate(self._waiting) if each[0] == order), None)
            seat = Seat(order.options, order.document_timeout) if at is None else self._waiting.pop(at)[1]
            self._taken.append((order, seat))
            self._begin_to_sweep()
        return seat

    def _put_back(self, order: Order, seat: Seat) -> None:
        if seat.is_faulty:
            seat.release()
        with self._changed:
            self._taken = [each for each in self._taken if each[1] is not seat]
            if not seat.is_faulty:
                self._waiting.append((order, seat, time.monotonic()))
            self._changed.notify_all()

    def _begin_to_sweep(self) -> None:
        if self._sweeper is None:
            self._sweeper = threading.Thread(target=self._sweep, name="greenpaper seats", daemon=True)
            self._sweeper.start()

    def _sweep(self) -> None:
        while True:
            time.sleep(_LOOK_FOR_IDLE_EVERY)
            self.give_up_idle()


_SEATS = Seats()


async def begin(order: Order, *, dask_worker: _DaskWorker) -> Ready | ConfigurationError:
    """Start a seat for each thread of the worker; return what the first one can read, once it has loaded."""
    _SEATS.prepare(order, dask_worker.state.nthreads)
    return await asyncio.to_thread(_ready, order)


def _ready(order: Order) -> Ready | ConfigurationError:
    with _SEATS.one(order) as seat:
        return seat.ready()


def read(order: Order, version: str, jobs: bytes) -> bytes:
    """Return, pickled, the results of pickled jobs in their order, or the ConfigurationError that keeps us from them.

    Both are bytes so that Dask passes them on as they are. `version` is that of the run's extractors: another one
    reads nothing.
    """
    return pickle.dumps(_read(order, version, pickle.loads(jobs)), pickle.HIGHEST_PROTOCOL)  # noqa: S301 - the run's own


def _read(order: Order, version: str, jobs: Sequence[Job | ListingJob]) -> object:
    results = []
    with _SEATS.one(order) as seat:
        ready = seat.ready()
        if isinstance(ready, ConfigurationError):
            return ready
        if ready.version != version:
            return ConfigurationError(other_version(ready.version, version))
        for job in jobs:
            answer = seat.read(job)
            if isinstance(answer, ConfigurationError):
                return answer
            results.append(answer.result)
    return results


def other_version(theirs: str, ours: str) -> str:
    """Return what to say where a Dask worker would read otherwise than the run expects."""
    return (
        f"it reads with the extractors {theirs}, this run with {ours}: install the same greenpaper, libraries, model, "
        "pipeline config and registers on both"
    )


def drop(run: str) -> None:
    """End what the worker does for a run."""
    _SEATS.drop(run)
