"""A web address → its bytes, within limits of time and size, by http and https only, at every hop."""

import time
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from extractors.errors import DocumentTooLarge, FetchError, TransientFetchError
from extractors.sources.addresses import web_uri

MAX_REDIRECTS = 5
# Answers after which the same request may succeed (RFC 9110, 15.5.9 and 15.6; RFC 8470, 5.2; RFC 6585, 4).
_TRANSIENT_STATUSES = frozenset({408, 425, 429})
_GONE = {404: "there is no such page", 410: "the page was removed"}


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How long (seconds) and how large (bytes, decompressed) a download may be, and who asks for it."""

    connect_timeout: float = 10.0
    read_timeout: float = 30.0
    total_timeout: float = 120.0
    max_bytes: int = 25_000_000
    user_agent: str = "greenpaper"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered. `uri` is where the last redirect led, `media_type` the Content-Type header as sent."""

    uri: str
    content: bytes
    media_type: str | None


def open_client(limits: FetchLimits, transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """Return a client that keeps its connections, for `fetch`; close it after use."""
    timeout = httpx.Timeout(limits.read_timeout, connect=limits.connect_timeout)
    headers = {"User-Agent": limits.user_agent, "Accept": "text/html,application/xhtml+xml,text/plain,*/*;q=0.5"}
    return httpx.Client(timeout=timeout, headers=headers, follow_redirects=False, transport=transport)


def fetch(client: httpx.Client, uri: str, limits: FetchLimits) -> Fetched:
    """Return the bytes at `uri`, following up to MAX_REDIRECTS redirects.

    Raises TransientFetchError where trying again may help (time-outs, lost connections, 408, 425, 429, 5xx),
    FetchError where not, and DocumentTooLarge over `limits.max_bytes`.
    """
    deadline = time.monotonic() + limits.total_timeout
    at = uri
    for _ in range(MAX_REDIRECTS + 1):
        answer = _request(client, at, limits, deadline)
        if isinstance(answer, Fetched):
            return answer
        at = answer
    raise FetchError(f"more than {MAX_REDIRECTS} redirects: open it in a browser and give the final address")


def _request(client: httpx.Client, uri: str, limits: FetchLimits, deadline: float) -> Fetched | str:
    """Return what `uri` answers: its content, or the address that it redirects to."""
    try:
        with client.stream("GET", uri) as response:
            if response.is_redirect:
                return _next_hop(uri, response.headers.get("Location", ""))
            _check_status(response.status_code)
            content = _read(response, limits, deadline)
            return Fetched(uri, content, response.headers.get("Content-Type"))
    except httpx.TimeoutException:
        raise TransientFetchError("the server did not answer in time: it is tried again later") from None
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.DecodingError) as error:
        raise FetchError(f"cannot be fetched: {' '.join(str(error).split())}") from None
    except httpx.TransportError as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise TransientFetchError(f"the connection failed ({reason}): check the address and the network") from None


def _next_hop(uri: str, location: str) -> str:
    try:
        return web_uri(urljoin(uri, location))
    except ValueError as error:
        raise FetchError(f"redirects to an address that is not followed: {error}") from None


def _check_status(status: int) -> None:
    if 200 <= status < 300:
        return
    if status >= 500 or status in _TRANSIENT_STATUSES:
        raise TransientFetchError(f"the server answered {status}: it may work later")
    reason = _GONE.get(status, "the server refuses it")
    raise FetchError(f"the server answered {status}: {reason}; check the address")


def _read(response: httpx.Response, limits: FetchLimits, deadline: float) -> bytes:
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > limits.max_bytes:
            raise DocumentTooLarge(
                f"{response.url}: larger than {limits.max_bytes:,} bytes: raise GREENPAPER_MAX_BYTES"
            )
        if time.monotonic() > deadline:
            raise TransientFetchError(
                f"{response.url}: not complete after {limits.total_timeout:g} s: GREENPAPER_FETCH_TIMEOUT"
            )
    return bytes(content)
