"""robots.txt: fetched once for each site, and obeyed."""

import gzip
import threading
from dataclasses import replace

import pytest
from fetching import LIMITS, Make, Waits, failed_for_now, first, refused
from loopback import LoopbackSite

FORBIDDING = b"User-agent: *\nDisallow: /private\n\nUser-agent: greenpaper\nDisallow: /drafts/\nAllow: /drafts/public\n"


def test_what_a_site_forbids_us_is_not_asked_for(site: LoopbackSite, fetcher: Make) -> None:
    site.routes |= {"/robots.txt": FORBIDDING, "/drafts/public": b"words", "/private": b"words"}
    fetching = fetcher()
    assert "robots.txt of 127.0.0.1 forbids this address for greenpaper" in str(
        refused(fetching, site.uri("/drafts/plan"))
    )
    assert fetching.fetch(site.uri("/drafts/public")).content == b"words"
    assert fetching.fetch(site.uri("/private")).content == b"words"  # a group of our own goes before that of all
    assert site.paths == ["/robots.txt", "/drafts/public", "/private"]


def test_a_robot_of_another_name_is_under_the_rules_for_all(site: LoopbackSite, fetcher: Make) -> None:
    site.routes |= {"/robots.txt": FORBIDDING, "/drafts/plan": b"words"}
    fetching = fetcher(replace(LIMITS, user_agent="other/1.0 (not greenpaper)"))
    assert fetching.fetch(site.uri("/drafts/plan")).content == b"words"
    assert "for other" in str(refused(fetching, site.uri("/private")))


def test_a_redirect_to_what_is_forbidden_is_not_followed(site: LoopbackSite, fetcher: Make) -> None:
    site.routes |= {"/robots.txt": FORBIDDING, "/page": (302, {"Location": "/drafts/plan"}, b"")}
    assert "forbids this address" in str(refused(fetcher(), site.uri("/page")))
    assert site.paths == ["/robots.txt", "/page"]


def test_each_site_of_a_redirect_is_asked_for_its_own_rules(site: LoopbackSite, fetcher: Make) -> None:
    with LoopbackSite({"/robots.txt": FORBIDDING, "/drafts/plan": b"words"}) as other:
        site.routes["/page"] = (302, {"Location": other.uri("/drafts/plan")}, b"")
        fetching = fetcher(allowed_hosts={site.host, other.host})
        assert "forbids this address" in str(refused(fetching, site.uri("/page")))
        assert other.paths == ["/robots.txt"]


def test_nothing_is_fetched_twice_without_need(site: LoopbackSite, fetcher: Make) -> None:
    site.routes |= {
        "/robots.txt": first((503, {}, b""), (200, {}, FORBIDDING), (500, {}, b"")),
        **{f"/{number}": b"words" for number in range(12)},
    }
    fetching = fetcher()
    threads = [threading.Thread(target=fetching.fetch, args=(site.uri(f"/{number}"),)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert site.paths[:2] == ["/robots.txt", "/robots.txt"]
    assert sorted(site.paths[2:]) == sorted(f"/{number}" for number in range(12))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_rules_allows_everything(site: LoopbackSite, fetcher: Make, status: int) -> None:
    site.routes |= {"/robots.txt": (status, {}, b"User-agent: *\nDisallow: /"), "/page": b"words"}
    assert fetcher().fetch(site.uri("/page")).content == b"words"


@pytest.mark.parametrize("status", [429, 500, 501, 503])
def test_a_site_whose_rules_cannot_be_had_is_left_alone_for_now(site: LoopbackSite, fetcher: Make, status: int) -> None:
    site.routes |= {"/robots.txt": (status, {}, b""), "/page": b"words", "/other": b"words"}
    fetching = fetcher(replace(LIMITS, retries=1))
    for path in ("/page", "/other"):
        told = str(failed_for_now(fetching, site.uri(path)))
        assert "robots.txt of 127.0.0.1 cannot be had" in told
        assert str(status) in told
    assert set(site.paths) == {"/robots.txt"}
    assert len(site.paths) == (1 if status == 501 else 2)


def test_a_host_that_does_not_answer_is_tried_for_one_address_alone(fetcher: Make, waits: Waits) -> None:
    fetching = fetcher(allowed_hosts={"127.0.0.1"})
    for number in range(5):
        failed_for_now(fetching, f"http://127.0.0.1:1/{number}")
    assert len(waits.seconds) == 3


def test_redirects_of_a_robots_txt_are_followed(site: LoopbackSite, fetcher: Make) -> None:
    with LoopbackSite({"/robots.txt": b"User-agent: *\nDisallow: /private\n", "/page": b"words"}) as other:
        site.routes["/robots.txt"] = (301, {"Location": other.uri("/robots.txt")}, b"")
        fetching = fetcher(allowed_hosts={site.host, other.host})
        assert "forbids this address" in str(refused(fetching, site.uri("/private")))
        assert fetching.fetch(other.uri("/page")).content == b"words"
        assert other.paths == ["/robots.txt", "/page"]


def test_a_robots_txt_that_leads_within_is_not_followed(site: LoopbackSite, fetcher: Make) -> None:
    site.routes |= {"/robots.txt": (302, {"Location": "http://169.254.169.254/"}, b""), "/page": b"words"}
    told = str(refused(fetcher(), site.uri("/page")))
    assert told.startswith(f"{site.uri('/robots.txt')}: 169.254.169.254 is not on the public internet")


def test_rules_beyond_500_kib_count_as_not_written(site: LoopbackSite, fetcher: Make) -> None:
    line = b"# " + b"x" * 97 + b"\n"
    long = b"User-agent: *\nDisallow: /early\n" + line * 5200 + b"Disallow: /late\n"
    site.routes |= {"/robots.txt": (200, {"Content-Encoding": "gzip"}, gzip.compress(long)), "/late": b"words"}
    fetching = fetcher()
    assert "forbids" in str(refused(fetching, site.uri("/early")))
    assert fetching.fetch(site.uri("/late")).content == b"words"


def test_half_a_rule_at_the_end_of_500_kib_is_no_rule(site: LoopbackSite, fetcher: Make) -> None:
    start = b"User-agent: *\nDisallow: /private\n"
    cut = b"Allow: /private"
    site.routes["/robots.txt"] = start + b"#" * (500 * 1024 - len(start) - len(cut) - 1) + b"\n" + cut + b"/but/this\n"
    assert "forbids" in str(refused(fetcher(), site.uri("/private")))


def test_rules_that_would_fill_the_memory_are_not_read(site: LoopbackSite, fetcher: Make) -> None:
    agents = b"".join(b"User-agent: a%d\n" % number for number in range(10_000))
    rules = b"".join(b"Disallow: /%d\n" % number for number in range(10_000))
    site.routes |= {"/robots.txt": agents + rules, "/page": b"words"}
    assert "too many robots and rules" in str(failed_for_now(fetcher(), site.uri("/page")))


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"<html>User-agent: x</html>", b"\xef\xbb\xbfUser-agent: *\nDisallow:"]
)
def test_what_is_no_robots_txt_forbids_nothing(site: LoopbackSite, fetcher: Make, content: bytes) -> None:
    site.routes |= {"/robots.txt": content, "/page": b"words"}
    assert fetcher().fetch(site.uri("/page")).content == b"words"


def test_a_mark_at_the_beginning_hides_no_rule(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/robots.txt"] = b"\xef\xbb\xbfUser-agent: *\nDisallow: /"
    assert "forbids" in str(refused(fetcher(), site.uri("/page")))


# How slowly


def test_a_host_rests_between_two_requests(site: LoopbackSite, fetcher: Make, waits: Waits) -> None:
    site.routes |= {"/1": b"one", "/2": b"two"}
    fetching = fetcher(replace(LIMITS, delay=1.5))
    fetching.fetch(site.uri("/1"))
    fetching.fetch(site.uri("/2"), delay=7.0)
    fetching.fetch(site.uri("/1"))
    assert waits.seconds == [1.5, 1.5, 7.0]


def test_a_site_can_ask_to_be_read_more_slowly(site: LoopbackSite, fetcher: Make, waits: Waits) -> None:
    site.routes |= {"/robots.txt": b"User-agent: *\nCrawl-delay: 20\n", "/1": b"one", "/2": b"two"}
    fetching = fetcher(replace(LIMITS, delay=1.0))
    for path in ("/1", "/2", "/1"):
        fetching.fetch(site.uri(path))
    assert waits.seconds == [1.0, 20.0, 20.0]


def test_a_site_that_asks_for_too_long_a_wait_is_read_once_a_run(site: LoopbackSite, fetcher: Make) -> None:
    site.routes |= {"/robots.txt": b"User-agent: *\nCrawl-delay: 3600\n", "/1": b"one", "/2": b"two"}
    fetching = fetcher()
    assert fetching.fetch(site.uri("/1")).content == b"one"
    error = failed_for_now(fetching, site.uri("/2"))
    assert error.retry_after == 3600
    assert "at most 60 s are waited" in str(error)
