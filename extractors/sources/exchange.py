"""One request and its answer: what the status means, when to come again, and the body within its limits."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import cast

import httpx

from extractors.errors import FetchError, TransientFetchError
from extractors.sources.body import Body, read_body
from extractors.sources.network import ENDS_AT
from extractors.sources.wording import one_line

# Answers after which the same request may succeed (RFC 9110, 15.5.9 and 15.6; RFC 8470, 5.2; RFC 6585, 4): these and
# all of 5xx, but for what the server will not learn within the hour: 501 Not Implemented, 505 Version Not Supported.
_TRANSIENT_STATUSES = frozenset({408, 425, 429})
_LASTING_SERVER_ERRORS = frozenset({501, 505})
_MOST_SECONDS = 10**9
_SHORT_BODY = 65_536  # bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered at `uri`. The body of other answers than 2xx is not read."""

    uri: str
    status: int
    headers: httpx.Headers
    body: Body

    @property
    def is_success(self) -> bool:
        """Whether the body is what was asked for."""
        return 200 <= self.status < 300


def ask(
    transport: httpx.BaseTransport,
    request: httpx.Request,
    *,
    max_bytes: int,
    is_start_enough: bool,
    clock: Callable[[], float],
) -> Answer:
    """Send `request` and return the answer, with at most `max_bytes` of its body.

    A body that says to be larger is not read at all, unless its start is enough.

    Raises TransientFetchError where asking again may help: time-outs, lost connections, 408, 425, 429 and most of 5xx;
    FetchError where it cannot be asked.
    """
    try:
        response = transport.handle_request(request)
        try:
            body = _body(response, max_bytes, is_start_enough)
            _check_trouble(response)
            return Answer(str(request.url), response.status_code, response.headers, body)
        finally:
            response.close()
    except httpx.TimeoutException:
        if clock() >= request.extensions[ENDS_AT]:
            raise TransientFetchError(
                "not complete in time: try again later, or raise GREENPAPER_FETCH_TIMEOUT"
            ) from None
        raise TransientFetchError("the server did not answer in time: try again later") from None
    except (httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
        raise FetchError(f"cannot be fetched ({one_line(error)}): check the address") from None
    except httpx.TransportError as error:
        reason = one_line(error) or type(error).__name__
        raise TransientFetchError(f"the connection failed ({reason}): check the address and the network") from None


def retry_after(headers: httpx.Headers) -> float | None:
    """Return in how many seconds the server wants to be asked again (RFC 9110, 10.2.3), None where it does not say.

    A date is counted from the server's own clock, where it tells it.
    """
    value = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]+", value):
        return float(min(int(value[:10]), _MOST_SECONDS))
    until = _date(value)
    if until is None:
        return None
    now = _date(headers.get("Date", "")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds())


def _check_trouble(response: httpx.Response) -> None:
    status = response.status_code
    if status not in _TRANSIENT_STATUSES and not (500 <= status < 600 and status not in _LASTING_SERVER_ERRORS):
        return
    seconds = retry_after(response.headers)
    when = "it may work later" if seconds is None else f"it wants to be asked again in {seconds:.0f} s"
    raise TransientFetchError(f"the server answered {status}: {when}", seconds)


def _body(response: httpx.Response, max_bytes: int, is_start_enough: bool) -> Body:
    if not response.is_success:
        _pass_over(response)
        return Body(b"")
    if not is_start_enough and _length(response) > max_bytes:
        return Body(b"", is_whole=False)
    return read_body(_chunks(response), response.headers.get("Content-Encoding", ""), max_bytes=max_bytes)


def _pass_over(response: httpx.Response) -> None:
    """Read a short body that nobody wants, so that its connection can be used again."""
    if 0 < _length(response) <= _SHORT_BODY:
        with suppress(httpx.TransportError):
            for _ in _chunks(response):
                pass


def _chunks(response: httpx.Response) -> Iterable[bytes]:
    """Return the body as it comes over the net, still encoded."""
    return cast(httpx.SyncByteStream, response.stream)


def _length(response: httpx.Response) -> int:
    """Return the length that the answer says to have, 0 where it says none; the connection has checked its form."""
    return int(response.headers.get("Content-Length", "0"))


def _date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
