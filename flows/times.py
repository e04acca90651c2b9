"""Where the time of a run goes: seconds by step, counted from any thread, cheap enough to be counted always."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal, ParamSpec, TypedDict, TypeVar

Step = Literal["start", "fetch", "read", "parse", "model", "rules", "load", "resolve", "publish", "Prefect"]

STEPS: dict[str, str] = {
    "start": "until a worker process has loaded its model, as far as that was waited for",
    "fetch": "asking servers, waits between requests included",
    "read": "reading files, hashing, archiving",
    "parse": "bytes to text, in the worker processes",
    "model": "the model's recogniser, in the worker processes",
    "rules": "our rules and fingerprints, in the worker processes",
    "load": "facts into the working database",
    "resolve": "names and documents that are one",
    "publish": "checks, search index, the new file",
    "Prefect": "its server's start, the flow, its tasks, events and artifacts",
    "waiting": "of the worker processes, for documents",
}
"""Each step and what is counted there; all but the last are measured, that one is what the others leave."""
P = ParamSpec("P")
R = TypeVar("R")

_IN_WORKERS = ("parse", "model", "rules")


class Profile(TypedDict):
    """Where a run's time went. `seconds` are those of the whole command, `steps` those of each step.

    Steps overlap, and there are several worker processes (`workers`), so that they add up to more than the whole.
    """

    seconds: float
    workers: int
    steps: dict[str, float]


class Times:
    """Seconds by step, from the moment on when it is made."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` counts seconds."""
        self._clock = clock
        self._began = clock()
        self._seconds: Counter[str] = Counter()
        self._turn = threading.Lock()

    def add(self, step: Step, seconds: float) -> None:
        """Count seconds to a step."""
        with self._turn:
            self._seconds[step] += seconds  # type: ignore[assignment]  # a Counter of floats

    @contextmanager
    def step(self, step: Step) -> Iterator[None]:
        """Count what happens inside to a step."""
        with self._counting(step, 1):
            yield

    def counted(self, step: Step, call: Callable[P, R]) -> Callable[P, R]:
        """Return `call`, with its time counted to a step."""

        def counting(*arguments: P.args, **options: P.kwargs) -> R:
            with self.step(step):
                return call(*arguments, **options)

        return counting

    @contextmanager
    def apart(self, step: Step) -> Iterator[None]:
        """Leave what happens inside out of a step that is counted around it."""
        with self._counting(step, -1):
            yield

    @contextmanager
    def _counting(self, step: Step, sign: int) -> Iterator[None]:
        began = self._clock()
        try:
            yield
        finally:
            self.add(step, sign * (self._clock() - began))

    def profile(self, workers: int) -> Profile:
        """Return where the time went until now; `workers` is the number of worker processes."""
        whole = self._clock() - self._began
        with self._turn:
            steps = {step: max(0.0, float(self._seconds[step])) for step in STEPS}
        steps["waiting"] = max(0.0, workers * whole - sum(steps[step] for step in _IN_WORKERS))
        return Profile(
            seconds=round(whole, 3), workers=workers, steps={step: round(each, 3) for step, each in steps.items()}
        )
