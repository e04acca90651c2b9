"""One request at a time per host, and a pause between two of them."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from extractors.errors import TransientFetchError


@dataclass(slots=True)
class _Host:
    lock: threading.RLock = field(default_factory=threading.RLock)
    free_at: float = 0.0


class Pace:
    """Who may ask which host when. Threads that ask other hosts do not wait for each other."""

    def __init__(self, max_wait: float, rest: Callable[[float], None], clock: Callable[[], float]) -> None:
        self._max_wait = max_wait
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)

    @contextmanager
    def turn(self, host: str, delay: float) -> Iterator[None]:
        """Hold `host` for one request, once it is free; whoever is next waits `delay` seconds after its end.

        Raises TransientFetchError where the host wants to be left alone for longer than `max_wait` seconds.
        """
        place = self._place(host)
        with place.lock:
            self._wait(host, place)
            try:
                yield
            finally:
                self._hold(place, delay)

    def hold(self, host: str, seconds: float) -> None:
        """Leave `host` alone for `seconds` from now on."""
        place = self._place(host)
        with place.lock:
            self._hold(place, seconds)

    def _place(self, host: str) -> _Host:
        with self._lock:
            return self._hosts[host.lower().rstrip(".")]

    def _hold(self, place: _Host, seconds: float) -> None:
        place.free_at = max(place.free_at, self._clock() + seconds)

    def _wait(self, host: str, place: _Host) -> None:
        seconds = place.free_at - self._clock()
        if seconds > self._max_wait:
            raise TransientFetchError(
                f"{host} asks to be left alone for {seconds:.0f} s more, and at most {self._max_wait:g} s are waited: "
                "run it again after that",
                seconds,
            )
        if seconds > 0:
            self._rest(seconds)
