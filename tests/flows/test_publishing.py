"""When a run publishes before its end."""

import asyncio

from extractors.errors import WarehouseError
from flows.publishing import Rhythm


class Readers:
    """What readers see: the moments at which something was published, on a clock that a publication moves on."""

    def __init__(self, takes: float = 0.0, refused: bool = False) -> None:
        self.now, self.moments = 0.0, list[float]()
        self._takes, self._refused = takes, refused

    async def publish(self) -> None:
        self.moments.append(self.now)
        self.now += self._takes
        if self._refused:
            raise WarehouseError("a check failed")


def beats(readers: Readers, every: float, seconds: int) -> list[float]:
    """Return when something was published in a run that loads a batch each second."""

    async def run() -> None:
        rhythm = Rhythm(every, readers.publish, lambda: readers.now)
        while readers.now < seconds:
            readers.now += 1
            await rhythm.beat()

    asyncio.run(run())
    return readers.moments


def test_it_publishes_after_so_many_seconds() -> None:
    assert beats(Readers(), every=10, seconds=35) == [10, 20, 30]


def test_nothing_is_published_before_the_end_of_a_run_where_that_is_asked_for() -> None:
    assert beats(Readers(), every=0, seconds=1000) == []


def test_publishing_takes_at_most_half_of_the_time() -> None:
    assert beats(Readers(takes=50), every=10, seconds=250) == [10, 110, 210]


def test_what_a_check_refuses_is_left_to_the_end_of_the_run() -> None:
    assert beats(Readers(refused=True), every=10, seconds=100) == [10]


def test_batches_that_end_meanwhile_do_not_publish_too() -> None:
    asked = 0

    async def slowly() -> None:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0.01)

    async def run() -> None:
        now = 0.0
        rhythm = Rhythm(1, slowly, lambda: now)
        now = 5.0
        await asyncio.gather(*(rhythm.beat() for _ in range(5)))

    asyncio.run(run())
    assert asked == 1
