"""Fetching from a real server: what is answered, what is tried again, and what is refused."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fetching import LIMITS, Make, Waits, failed_for_now, first, refused
from loopback import Answer, Asked, LoopbackSite

from extractors.errors import DocumentGone, DocumentTooLarge
from extractors.sources.fetch import Fetched, Validators

MARCH = "Tue, 04 Mar 2025 09:00:00 GMT"

# What is answered


def test_bytes_come_with_their_type_address_and_validators(site: LoopbackSite, fetcher: Make) -> None:
    headers = {"Content-Type": "text/html; charset=utf-8", "ETag": '"7"', "Last-Modified": MARCH}
    site.routes["/page"] = (200, headers, b"words")
    assert fetcher().fetch(site.uri("/page#part")) == Fetched(
        site.uri("/page"),
        b"words",
        "text/html; charset=utf-8",
        Validators('"7"', MARCH),
    )


def test_a_server_is_told_who_asks_and_what_is_understood(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/feed"] = b"words"
    limits = replace(LIMITS, user_agent="greenpaper/9.9 (+mailto:web@example.org)")
    fetcher(limits).fetch(site.uri("/feed"), accept="application/atom+xml")
    for asked in site.requests:
        assert asked.headers["user-agent"] == "greenpaper/9.9 (+mailto:web@example.org)"
        assert asked.headers["accept-encoding"] == "gzip, deflate, br"
    assert site.requests[-1].headers["accept"] == "application/atom+xml"


def test_no_cookie_is_kept(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/page"] = (200, {"Set-Cookie": "visitor=7"}, b"words")
    fetching = fetcher()
    fetching.fetch(site.uri("/page"))
    fetching.fetch(site.uri("/page"))
    assert all("cookie" not in asked.headers for asked in site.requests)


def test_what_the_server_says_of_the_type_is_handed_on_as_it_is(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/plan.pdf"] = (200, {"Content-Type": "application/pdf"}, b"<html>not a PDF at all")
    answer = fetcher().fetch(site.uri("/plan.pdf"))
    assert (answer.media_type, answer.content) == ("application/pdf", b"<html>not a PDF at all")


@pytest.mark.parametrize("status", [203, 204])
def test_every_success_is_one(site: LoopbackSite, fetcher: Make, status: int) -> None:
    site.routes["/page"] = (status, {}, b"")
    answer = fetcher().fetch(site.uri("/page"))
    assert (answer.status, answer.content) == (status, b"")


# What has not changed


def test_what_has_not_changed_by_its_etag_is_not_sent_again(site: LoopbackSite, fetcher: Make) -> None:
    def page(asked: Asked) -> Answer:
        return (304, {}, b"") if asked.headers.get("if-none-match") == '"7"' else (200, {"ETag": '"7"'}, b"words")

    site.routes["/page"] = page
    fetching = fetcher()
    before = fetching.fetch(site.uri("/page"))
    again = fetching.fetch(site.uri("/page"), validators=before.validators)
    assert (before.is_unchanged, again.is_unchanged, again.content, again.status) == (False, True, None, 304)
    assert again.validators == before.validators == Validators(etag='"7"')


def test_what_has_not_changed_by_its_date_is_not_sent_again(site: LoopbackSite, fetcher: Make) -> None:
    def page(asked: Asked) -> Answer:
        is_known = asked.headers.get("if-modified-since") == MARCH
        return (304, {"ETag": '"new"'}, b"") if is_known else (200, {"Last-Modified": MARCH}, b"words")

    site.routes["/page"] = page
    again = fetcher().fetch(site.uri("/page"), validators=Validators(last_modified=MARCH))
    assert again.is_unchanged
    assert again.validators == Validators('"new"', MARCH)


def test_what_has_changed_comes_with_new_validators_alone(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/page"] = (200, {"ETag": '"8"'}, b"other words")
    changed = fetcher().fetch(site.uri("/page"), validators=Validators('"7"', MARCH))
    assert (changed.content, changed.validators) == (b"other words", Validators('"8"'))


def test_unchanged_is_no_answer_to_who_did_not_ask(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/page"] = (304, {}, b"")
    assert "304" in str(refused(fetcher(), site.uri("/page")))


@pytest.mark.parametrize("etag", ['"naïve"', '"' + "7" * 2000 + '"'])
def test_a_validator_that_cannot_be_sent_back_is_dropped(site: LoopbackSite, fetcher: Make, etag: str) -> None:
    site.routes["/page"] = (200, {"ETag": etag}, b"words")
    assert fetcher().fetch(site.uri("/page")).validators == Validators()


def test_a_validator_that_cannot_be_sent_is_left_out(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/page"] = b"words"
    fetcher().fetch(site.uri("/page"), validators=Validators(etag='"naïve\n"', last_modified=MARCH))
    assert "if-none-match" not in site.requests[-1].headers
    assert site.requests[-1].headers["if-modified-since"] == MARCH


# Redirects


def test_redirects_are_followed_and_recorded(site: LoopbackSite, fetcher: Make) -> None:
    site.routes |= {
        "/old/page": (301, {"Location": "../new?year=2025#part"}, b""),
        "/new": (302, {"Location": site.uri("/final page")}, b""),
        "/final%20page": b"words",
    }
    answer = fetcher().fetch(site.uri("/old/page"))
    assert answer.content == b"words"
    assert answer.redirects == (site.uri("/new?year=2025"), site.uri("/final%20page"))
    assert answer.uri == answer.redirects[-1]


def test_five_redirects_are_followed_and_a_sixth_is_not(site: LoopbackSite, fetcher: Make) -> None:
    site.routes |= {f"/{left}": (308, {"Location": f"/{left - 1}"}, b"") for left in range(1, 7)}
    site.routes["/0"] = b"words"
    fetching = fetcher()
    assert len(fetching.fetch(site.uri("/5")).redirects) == 5
    assert "more than 5 redirects" in str(refused(fetching, site.uri("/6")))


def test_a_circle_of_redirects_ends(site: LoopbackSite, fetcher: Make) -> None:
    site.routes |= {"/a": (302, {"Location": "/b"}, b""), "/b": (302, {"Location": "/a"}, b"")}
    assert "more than 5 redirects" in str(refused(fetcher(), site.uri("/a")))
    assert len(site.requests) == 7  # robots.txt and six pages


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://example.org/", "http://a:b@example.org/", "http://[x"]
)
def test_only_the_web_is_followed_and_no_password_is_told(site: LoopbackSite, fetcher: Make, location: str) -> None:
    site.routes["/page"] = (302, {"Location": location}, b"")
    told = str(refused(fetcher(), site.uri("/page")))
    assert "redirects to an address that is not followed" in told
    assert "a:b" not in told


def test_a_redirect_to_nowhere_is_told(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/page"] = (302, {}, b"")
    assert "redirects to nowhere" in str(refused(fetcher(), site.uri("/page")))


def test_a_failure_after_a_redirect_says_where(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/page"] = (302, {"Location": "/gone"}, b"")
    told = str(refused(fetcher(), site.uri("/page")))
    assert told.startswith(f"after a redirect to {site.uri('/gone')}: the server answered 404")


@pytest.mark.parametrize("uri", ["ftp://example.org/", "https://a:secret@example.org/", "https://exa mple.org/", "x"])
def test_what_is_no_web_address_is_refused(fetcher: Make, uri: str) -> None:
    assert "secret" not in str(refused(fetcher(), uri))


# Refusals, and what is worth another try


@pytest.mark.parametrize("status", [206, 300, 400, 401, 403, 404, 410, 451, 501, 505])
def test_a_refusal_is_final(site: LoopbackSite, fetcher: Make, status: int) -> None:
    site.routes["/page"] = (status, {}, b"no")
    assert str(status) in str(refused(fetcher(), site.uri("/page")))
    assert site.paths == ["/robots.txt", "/page"]


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_not_there_is_told_from_what_is_refused(site: LoopbackSite, fetcher: Make, status: int) -> None:
    site.routes = {"/page": (status, {}, b"no"), "/shut": (403, {}, b"no")}
    error = refused(fetcher(), site.uri("/page"))
    assert isinstance(error, DocumentGone)
    assert error.status == status
    assert not isinstance(refused(fetcher(), site.uri("/shut")), DocumentGone)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_servers_trouble_is_tried_again(site: LoopbackSite, fetcher: Make, waits: Waits, status: int) -> None:
    site.routes["/page"] = first((status, {}, b""), (status, {}, b""), (200, {}, b"words"))
    assert fetcher().fetch(site.uri("/page")).content == b"words"
    assert site.paths == ["/robots.txt", "/page", "/page", "/page"]
    assert len(waits.seconds) == 2
    assert 2 <= waits.seconds[0] <= 3 < 4 <= waits.seconds[1] <= 5


def test_tries_end_and_are_counted_over_all_redirects(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/page"] = first((500, {}, b""), (302, {"Location": "/other"}, b""))
    site.routes["/other"] = (500, {}, b"")
    error = failed_for_now(fetcher(replace(LIMITS, retries=2)), site.uri("/page"))
    assert "the server answered 500" in str(error)
    assert site.paths == ["/robots.txt", "/page", "/page", "/other", "/other"]


def test_a_wait_that_the_server_asks_for_is_kept(site: LoopbackSite, fetcher: Make, waits: Waits) -> None:
    site.routes["/page"] = first((429, {"Retry-After": "30"}, b""), (200, {}, b"words"))
    assert fetcher().fetch(site.uri("/page")).content == b"words"
    assert sum(waits.seconds) == pytest.approx(30)


def test_a_wait_until_a_date_is_kept_by_the_servers_clock(site: LoopbackSite, fetcher: Make, waits: Waits) -> None:
    dates = {"Date": MARCH, "Retry-After": "Tue, 04 Mar 2025 09:00:40 GMT"}
    site.routes["/page"] = first((503, dates, b""), (200, {}, b"words"))
    assert fetcher().fetch(site.uri("/page")).content == b"words"
    assert sum(waits.seconds) == pytest.approx(40)


@pytest.mark.parametrize("value", ["soon", "-5", "1.5", MARCH.replace("04", "99"), MARCH.replace("2025", "1970")])
def test_a_wait_that_makes_no_sense_is_as_none(site: LoopbackSite, fetcher: Make, waits: Waits, value: str) -> None:
    site.routes["/page"] = first((503, {"Retry-After": value}, b""), (200, {}, b"words"))
    assert fetcher().fetch(site.uri("/page")).content == b"words"
    assert sum(waits.seconds) <= 3


@pytest.mark.parametrize("seconds", ["7200", "9" * 5000])
def test_too_long_a_wait_ends_the_attempt_and_the_whole_host_is_left_alone(
    site: LoopbackSite, fetcher: Make, waits: Waits, seconds: str
) -> None:
    site.routes |= {"/busy": (429, {"Retry-After": seconds}, b""), "/page": b"words"}
    fetching = fetcher()
    error = failed_for_now(fetching, site.uri("/busy"))
    assert error.retry_after is not None
    assert error.retry_after >= 7200
    assert f"{error.retry_after:.0f} s" in str(error)
    assert failed_for_now(fetching, site.uri("/page")).retry_after == error.retry_after
    assert site.paths == ["/robots.txt", "/busy"]
    assert waits.seconds == []


def test_a_server_that_is_not_there_is_worth_another_try(fetcher: Make, waits: Waits) -> None:
    error = failed_for_now(fetcher(allowed_hosts={"127.0.0.1"}), "http://127.0.0.1:1/")
    assert "check the address and the network" in str(error)
    assert len(waits.seconds) == 3


def test_a_body_that_is_cut_off_is_asked_for_again(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/page"] = first((200, {"Content-Length": "100"}, b"half of "), (200, {}, b"all of it"))
    assert fetcher().fetch(site.uri("/page")).content == b"all of it"


def test_a_body_ends_where_its_length_says(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/page"] = (200, {"Content-Length": "5"}, b"words and more")
    assert fetcher().fetch(site.uri("/page")).content == b"words"


# Limits


def test_what_says_to_be_too_large_is_not_read(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/page"] = (200, {"Content-Length": "100001"}, b"")
    with pytest.raises(DocumentTooLarge, match=r"100,000 bytes.*GREENPAPER_MAX_BYTES"):
        fetcher().fetch(site.uri("/page"))
    assert site.paths == ["/robots.txt", "/page"]


def test_a_body_without_length_ends_at_the_limit_while_it_streams(site: LoopbackSite, fetcher: Make) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 1_000_000_000:
            sent += 50_000
            yield b"x" * 50_000

    site.routes["/page"] = lambda _: (200, {}, endless())
    with pytest.raises(DocumentTooLarge, match="GREENPAPER_MAX_BYTES"):
        fetcher().fetch(site.uri("/page"))
    assert sent < 1_000_000_000


def test_a_body_of_just_the_limit_is_read(site: LoopbackSite, fetcher: Make) -> None:
    site.routes["/page"] = b"x" * 100_000
    content = fetcher().fetch(site.uri("/page")).content
    assert content is not None
    assert len(content) == 100_000


def test_an_answer_whose_body_drips_is_left_when_its_time_is_over(site: LoopbackSite, fetcher: Make) -> None:
    def drip() -> Iterator[bytes]:
        for _ in range(200):
            time.sleep(0.05)
            yield b"x"

    site.routes["/page"] = lambda _: (200, {}, drip())
    limits = replace(LIMITS, total_timeout=0.2, read_timeout=5.0, retries=0)
    fetching = fetcher(limits, clock=time.monotonic)
    assert "GREENPAPER_FETCH_TIMEOUT" in str(failed_for_now(fetching, site.uri("/page")))


def test_a_server_that_says_nothing_is_left(site: LoopbackSite, fetcher: Make) -> None:
    def silent(_: Asked) -> Answer:
        time.sleep(0.5)
        return 200, {}, b"late"

    site.routes["/page"] = silent
    limits = replace(LIMITS, read_timeout=0.1, retries=0)
    assert "did not answer in time" in str(failed_for_now(fetcher(limits), site.uri("/page")))
