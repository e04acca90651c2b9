"""One request at a time per host; other hosts do not wait for it, and nobody waits once the run is over."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from fetching import LIMITS, Make
from loopback import Answer, Asked, LoopbackSite

from extractors.errors import TransientFetchError
from extractors.sources.fetch import Fetcher
from extractors.sources.pace import Pace


def test_a_host_has_one_request_at_a_time(site: LoopbackSite, fetcher: Make) -> None:
    def slow(_: Asked) -> Answer:
        time.sleep(0.01)
        return 200, {}, b"words"

    site.routes["/page"] = slow
    fetching = fetcher()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: fetching.fetch(site.uri("/page")), range(8)))
    assert len(site.requests) == 9
    assert site.most_at_once == 1


def test_other_hosts_do_not_wait() -> None:
    pace = Pace(60.0, rest=lambda _: None, clock=lambda: 0.0)
    is_there, may_go = threading.Event(), threading.Event()

    def long() -> None:
        with pace.turn("slow.example", 1.0):
            is_there.set()
            may_go.wait(10)

    thread = threading.Thread(target=long)
    thread.start()
    assert is_there.wait(10)
    with pace.turn("fast.example", 1.0):
        assert thread.is_alive()
    may_go.set()
    thread.join()


@pytest.mark.parametrize("name", ["plans.example", "PLANS.example", "plans.example."])
def test_a_host_is_one_in_all_its_spellings(name: str) -> None:
    waited: list[float] = []
    pace = Pace(60.0, rest=waited.append, clock=lambda: 0.0)
    with pace.turn("plans.example", 3.0):
        pass
    with pace.turn(name, 3.0):
        pass
    assert waited == [3.0]


def test_what_is_under_way_when_the_fetcher_is_closed_ends_and_is_not_tried_again(site: LoopbackSite) -> None:
    fetcher = Fetcher(LIMITS, allowed_hosts={site.host})

    def close(_: Asked) -> Answer:
        fetcher.close()
        return 503, {}, b""

    site.routes["/robots.txt"] = close
    with pytest.raises(TransientFetchError, match="the run ended before it was fetched"):
        fetcher.fetch(site.uri("/page"))
    assert site.paths == ["/robots.txt"]


def test_nobody_waits_once_the_fetcher_is_closed(site: LoopbackSite) -> None:
    site.routes |= {"/robots.txt": b"", "/page": b"words"}
    fetcher = Fetcher(replace(LIMITS, delay=50.0), allowed_hosts={site.host})
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(fetcher.fetch, site.uri("/page"))
        while not site.requests:
            time.sleep(0.001)
        fetcher.close()
        with pytest.raises(TransientFetchError, match="the run ended before it was fetched"):
            waiting.result(10)
