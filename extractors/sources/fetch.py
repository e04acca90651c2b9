"""A web address → its bytes: politely, from the public internet alone, and within limits of time and size."""

import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

import httpx
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential, wait_random

from extractors.errors import FetchError, TransientFetchError
from extractors.sources.body import ACCEPT_ENCODING
from extractors.sources.exchange import Answer, ask
from extractors.sources.fetched import Fetched, Validators, conditions, fetched
from extractors.sources.hosts import Resolve, is_allowed, system_resolve
from extractors.sources.network import ENDS_AT, Network, anywhere, public_only
from extractors.sources.pace import Pace
from extractors.sources.robots import MAX_ROBOTS_BYTES, Robots
from extractors.sources.way import Way, web_url
from extractors.sources.wording import one_line

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "text/html,application/xhtml+xml,text/plain,*/*;q=0.5"
_ACCEPT_ROBOTS = "text/plain,*/*;q=0.5"
_FIRST_WAIT_SECONDS = 2.0

__all__ = ["FetchLimits", "Fetched", "Fetcher", "Validators"]


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How long (seconds) and how large (bytes, decompressed) a download may be, how often, and who asks for it.

    `total_timeout` is for one request with its answer, waiting for one's turn left out; `retries` for one address with
    its redirects. `delay` passes between two requests to one host; `max_wait` is the longest wait that a server may ask
    for, by Retry-After or Crawl-delay. A robots.txt knows us by the first word of `user_agent`, up to "/".
    """

    connect_timeout: float = 10.0
    read_timeout: float = 30.0
    total_timeout: float = 120.0
    max_bytes: int = 25_000_000
    retries: int = 3
    delay: float = 1.0
    max_wait: float = 60.0
    user_agent: str = "greenpaper"


class Fetcher:
    """Fetches for one run, from any number of threads; a context manager.

    - Only hosts of the public internet are asked, at every redirect, but for those in `allowed_hosts` ("host" or
      "host:port"). No cookies are kept, and nothing is taken from the environment, proxies included.
    - robots.txt is fetched once per site and obeyed; a host has one request at a time, and rests in between.
    - What may succeed later is tried again, after growing waits; when the Fetcher is closed, nobody waits any more.

    `transport` replaces the network, with its choice of hosts; `sleep`, `clock` (seconds) and `resolve` replace the
    system's.
    """

    def __init__(
        self,
        limits: FetchLimits,
        *,
        allowed_hosts: Collection[str] = (),
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
        resolve: Resolve = system_resolve,
    ) -> None:
        self._limits = limits
        self._allowed_hosts = frozenset(allowed_hosts)
        self._clock = clock
        self._closed = threading.Event()
        self._sleep = sleep or self._closed.wait
        self._pace = Pace(limits.max_wait, self._rest, clock)
        self._robots = Robots(limits.user_agent.partition("/")[0].split()[0])
        tls = httpx.create_ssl_context()
        self._public = transport or Network(public_only(resolve), clock, tls)
        self._allowed = transport or Network(anywhere(resolve), clock, tls)

    def fetch(
        self,
        uri: str,
        *,
        validators: Validators | None = None,
        allowed_hosts: Collection[str] = (),
        delay: float | None = None,
        accept: str | None = None,
    ) -> Fetched:
        """Return what is at `uri`, following up to five redirects, none of which leads from https to http.

        `validators` of an earlier answer are sent along, to every hop, so that what is unchanged is not sent again.
        `allowed_hosts` are added to those of the Fetcher, `delay` replaces that of its limits, `accept` is the header.

        Raises TransientFetchError where trying again later may help (time-outs, lost connections, 408, 425, 429, 5xx, a
        robots.txt that cannot be had, a wait longer than `limits.max_wait`), FetchError where not (DocumentGone after
        404 and 410), and DocumentTooLarge over `limits.max_bytes`.
        """
        sent = validators or Validators()
        way = Way(
            _url(uri),
            headers={"Accept": accept or _ACCEPT, **conditions(sent)},
            allowed_hosts=self._allowed_hosts | frozenset(allowed_hosts),
            delay=self._limits.delay if delay is None else delay,
            max_bytes=self._limits.max_bytes,
            tries=self._limits.retries + 1,
        )
        try:
            answer = self._answer(way, self._permission)
            return fetched(way, answer, sent)
        except FetchError as error:
            if way.redirects:
                error.args = (f"after a redirect to {one_line(way.redirects[-1])}: {error}",)
            raise

    def close(self) -> None:
        """Close all connections, and let nobody wait any more."""
        self._closed.set()
        self._public.close()
        self._allowed.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _answer(self, way: Way, permission: Callable[[Way], float]) -> Answer:
        """Return the answer at the end of `way`; `permission` gives the seconds for which each of its hosts rests."""
        while True:
            answer = self._try(way, max(way.delay, permission(way)))
            if answer.status not in _REDIRECTS:
                return answer
            way.follow(answer.headers.get("Location", ""))

    def _permission(self, way: Way) -> float:
        return self._robots.check(way.at, lambda address: self._robots_txt(address, way))

    def _robots_txt(self, address: str, way: Way) -> Answer:
        robots_way = replace(
            way,
            at=httpx.URL(address),
            headers={"Accept": _ACCEPT_ROBOTS},
            max_bytes=MAX_ROBOTS_BYTES,
            is_start_enough=True,
            tries=self._limits.retries + 1,
            redirects=(),
        )
        return self._answer(robots_way, lambda _: 0.0)

    def _try(self, way: Way, delay: float) -> Answer:
        """Ask where `way` is, again and again while that may help and tries are left."""
        tries = Retrying(
            stop=stop_after_attempt(way.tries),
            wait=wait_exponential(_FIRST_WAIT_SECONDS, max=self._limits.max_wait) + wait_random(0, 1),
            retry=retry_if_exception(self._is_worth_another_try),
            sleep=self._rest,
            reraise=True,
        )
        answer = tries(self._ask, way, delay)
        way.tries -= tries.statistics["attempt_number"] - 1
        return answer

    def _ask(self, way: Way, delay: float) -> Answer:
        host, limits = way.at.host, self._limits
        with self._pace.turn(host, delay):
            self._check_open()
            timeout = httpx.Timeout(limits.read_timeout, connect=limits.connect_timeout).as_dict()
            headers = {"User-Agent": limits.user_agent, "Accept-Encoding": ACCEPT_ENCODING, **way.headers}
            extensions = {"timeout": timeout, ENDS_AT: self._clock() + limits.total_timeout}
            request = httpx.Request("GET", way.at, headers=headers, extensions=extensions)
            try:
                return ask(
                    self._network(way),
                    request,
                    max_bytes=way.max_bytes,
                    is_start_enough=way.is_start_enough,
                    clock=self._clock,
                )
            except TransientFetchError as error:
                self._check_open()
                self._pace.hold(host, error.retry_after or 0.0)
                raise

    def _network(self, way: Way) -> httpx.BaseTransport:
        return self._allowed if is_allowed(way.at.host, way.port, way.allowed_hosts) else self._public

    def _is_worth_another_try(self, error: BaseException) -> bool:
        if not isinstance(error, TransientFetchError) or self._closed.is_set():
            return False
        return (error.retry_after or 0.0) <= self._limits.max_wait

    def _rest(self, seconds: float) -> None:
        self._sleep(seconds)
        self._check_open()

    def _check_open(self) -> None:
        if self._closed.is_set():
            raise TransientFetchError("the run ended before it was fetched: run it again")


def _url(address: str) -> httpx.URL:
    try:
        return web_url(address)
    except ValueError as error:
        raise FetchError(str(error)) from None
