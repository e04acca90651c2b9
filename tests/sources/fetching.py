"""What the tests of fetching share: limits, a clock that moves only when somebody waits, and how a failure is read."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from loopback import Answer, Asked

from extractors.errors import FetchError, TransientFetchError
from extractors.sources.fetch import Fetcher, FetchLimits

LIMITS = FetchLimits(max_bytes=100_000, delay=0.0, user_agent="greenpaper/9.9 (tests) (+mailto:web@example.org)")

Make = Callable[..., Fetcher]


@dataclass(slots=True)
class Waits:
    """Every wait, in seconds; as a clock, their sum."""

    seconds: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return sum(self.seconds)


def first(*answers: Answer) -> Callable[[Asked], Answer]:
    """Return a route that gives one answer after the other, and stays with the last."""
    left = list(answers)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def refused(fetcher: Fetcher, uri: str) -> FetchError:
    """Return the error of an address that is worth no other try."""
    with pytest.raises(FetchError) as raised:
        fetcher.fetch(uri)
    assert not isinstance(raised.value, TransientFetchError)
    assert "\n" not in str(raised.value)
    return raised.value


def failed_for_now(fetcher: Fetcher, uri: str) -> TransientFetchError:
    """Return the error of an address that may work later."""
    with pytest.raises(TransientFetchError) as raised:
        fetcher.fetch(uri)
    assert "\n" not in str(raised.value)
    return raised.value
