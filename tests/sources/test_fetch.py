"""Fetching: within limits, by http and https only, and every failure is either worth another try or not."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from extractors.errors import DocumentTooLarge, FetchError, TransientFetchError
from extractors.sources.fetch import Fetched, FetchLimits, fetch, open_client

LIMITS = FetchLimits(max_bytes=1000, user_agent="tests of greenpaper")
PAGE = "https://example.org/page"


def fetched(respond: Callable[[httpx.Request], httpx.Response], uri: str = PAGE) -> Fetched:
    with open_client(LIMITS, httpx.MockTransport(respond)) as client:
        return fetch(client, uri, LIMITS)


def test_bytes_come_with_their_type_and_final_address() -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        assert request.headers["User-Agent"] == "tests of greenpaper"
        if request.url.path == "/page":
            return httpx.Response(302, headers={"Location": "../moved#part"})
        return httpx.Response(200, content=b"words", headers={"Content-Type": "text/html; charset=utf-8"})

    assert fetched(respond) == Fetched("https://example.org/moved", b"words", "text/html; charset=utf-8")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_refusal_is_final(status: int) -> None:
    with pytest.raises(FetchError, match=str(status)) as raised:
        fetched(lambda _: httpx.Response(status))
    assert not isinstance(raised.value, TransientFetchError)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_servers_trouble_is_worth_another_try(status: int) -> None:
    with pytest.raises(TransientFetchError, match=str(status)):
        fetched(lambda _: httpx.Response(status))


@pytest.mark.parametrize("trouble", [httpx.ReadTimeout, httpx.ConnectTimeout, httpx.ConnectError, httpx.ReadError])
def test_a_lost_connection_is_worth_another_try(trouble: type[httpx.TransportError]) -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        raise trouble("cable\npulled", request=request)

    with pytest.raises(TransientFetchError) as raised:
        fetched(respond)
    assert "\n" not in str(raised.value)


def test_five_redirects_are_followed_and_a_sixth_is_not() -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        left = int(request.url.params["left"])
        return httpx.Response(301, headers={"Location": f"/?left={left - 1}"}) if left else httpx.Response(200)

    assert fetched(respond, "https://example.org/?left=5").content == b""
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetched(respond, "https://example.org/?left=6")


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://example.org/", "https://a:b@example.org/"])
def test_only_the_web_is_followed(location: str) -> None:
    with pytest.raises(FetchError, match="redirects to an address that is not followed"):
        fetched(lambda _: httpx.Response(302, headers={"Location": location}))


def test_an_address_of_another_scheme_is_not_worth_another_try() -> None:
    with open_client(LIMITS) as client, pytest.raises(FetchError) as raised:
        fetch(client, "ftp://example.org/", LIMITS)
    assert not isinstance(raised.value, TransientFetchError)


@pytest.fixture
def server() -> Iterator[str]:
    class Endless(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(1 if self.path == "/short" else 10_000):
                    self.wfile.write(b"x" * 400)
            except (BrokenPipeError, ConnectionResetError):
                pass

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that is overridden
            pass

    with HTTPServer(("127.0.0.1", 0), Endless) as serving:
        thread = threading.Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()
        thread.join()


def test_a_download_ends_at_the_limit_while_it_streams(server: str) -> None:
    with open_client(LIMITS) as client:
        assert len(fetch(client, f"{server}/short", LIMITS).content) == 400
        with pytest.raises(DocumentTooLarge, match=r"1,000 bytes.*GREENPAPER_MAX_BYTES"):
            fetch(client, f"{server}/endless", LIMITS)


def test_a_download_ends_when_its_time_is_over(server: str) -> None:
    limits = FetchLimits(total_timeout=0.0)
    with open_client(limits) as client, pytest.raises(TransientFetchError, match="GREENPAPER_FETCH_TIMEOUT"):
        fetch(client, f"{server}/endless", limits)


def test_a_server_that_is_not_there_is_worth_another_try() -> None:
    with open_client(LIMITS) as client, pytest.raises(TransientFetchError, match="check the address"):
        fetch(client, "http://127.0.0.1:1/", LIMITS)
