"""When a run publishes what it has loaded so far, so that readers need not wait for its end."""

import time
from collections.abc import Awaitable, Callable

from extractors.errors import WarehouseError

Publish = Callable[[], Awaitable[object]]


class Rhythm:
    """Publishes at most every so many seconds, and never for more than half of a run's time.

    A publication during a first load mostly writes the whole file anew, so a large warehouse is published less often
    than a small one.
    """

    def __init__(self, every: float, publish: Publish, clock: Callable[[], float] = time.monotonic) -> None:
        """`every` are the seconds between two publications, 0 for none before the run's end; `clock` counts seconds."""
        self._every = every
        self._publish = publish
        self._clock = clock
        self._last, self._took = clock(), 0.0
        self._at_work = False
        self._refused = False

    async def beat(self) -> None:
        """Publish where that is due; to be called after every load.

        A publication that a check refuses is the last one before the run's end: what is missing may still come, and
        the one at the end says what is wrong.
        """
        if not self._is_due():
            return
        self._at_work = True
        began = self._clock()
        try:
            await self._publish()
        except WarehouseError:
            self._refused = True
        finally:
            self._last = self._clock()
            self._took = self._last - began
            self._at_work = False

    def _is_due(self) -> bool:
        if not self._every or self._at_work or self._refused:
            return False
        return self._clock() - self._last >= max(self._every, self._took)
