"""HTTP/1.1 over connections that lead only where `hosts.py` lets them, and that end when their time is over.

Beneath `httpx` stands `httpcore`, whose network backend is the one place where connections are made. There the host is
resolved and checked, and the connection goes to the address that was checked; TLS still verifies the host's name.
"""

import math
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from extractors.errors import FetchError
from extractors.sources.hosts import Resolve, known_addresses, public_addresses

ENDS_AT = "ends_at"
"""The request extension that says when, by the clock, a request with its answer must be over."""

_IDLE_CONNECTIONS = 20
_IDLE_SECONDS = 30.0

Clock = Callable[[], float]
Addresses = Callable[[str, int], Sequence[str]]


class Network(httpx.BaseTransport):
    """Connections to hosts whose addresses `addresses` gives; they are kept for a while and used again.

    A request and its answer are read in one thread. Nothing is taken from the environment but SSL_CERT_FILE and
    SSL_CERT_DIR: no proxies, no credentials from a .netrc.
    """

    def __init__(self, addresses: Addresses, clock: Clock, tls: ssl.SSLContext) -> None:
        self._deadline = _Deadline(clock)
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls,
            max_connections=None,  # what is asked at once is bounded by whoever asks
            max_keepalive_connections=_IDLE_CONNECTIONS,
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=_Backend(addresses, self._deadline),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` and return the answer, whose body is still to be read."""
        self._deadline.at = request.extensions.get(ENDS_AT, math.inf)
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _httpx_errors():
            answer = self._pool.handle_request(asked)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


def public_only(resolve: Resolve) -> Addresses:
    """Return what gives the addresses of public hosts, and raises FetchError for all others."""
    return lambda host, port: public_addresses(host, port, resolve)


def anywhere(resolve: Resolve) -> Addresses:
    """Return what gives the addresses of all hosts: for those that were named as allowed."""
    return lambda host, port: known_addresses(host, port, resolve)


class _Deadline(threading.local):
    """When the request of this thread must be over."""

    def __init__(self, clock: Clock) -> None:
        self.at = math.inf
        self._clock = clock

    def within(self, timeout: float | None) -> float | None:
        """Return `timeout`, shortened to what is left. Raises httpcore.ReadTimeout where nothing is."""
        left = self.at - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("out of time")
        return min(left, math.inf if timeout is None else timeout) if left < math.inf else timeout


class _Backend(httpcore.NetworkBackend):
    def __init__(self, addresses: Addresses, deadline: _Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._addresses(host, port):
            within = self._deadline.within(timeout)
            try:
                stream = self._sockets.connect_tcp(address, port, within, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A connection on which no reading or writing waits longer than the deadline of the request that it serves.

    The time-outs of sockets count from the last byte: alone, they let a server drip for ever.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                reason = error.__cause__.verify_message
                raise FetchError(
                    f"the certificate of {server_hostname} is not valid ({reason}): tell its owner"
                ) from None
            raise
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _httpx_errors():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        with _httpx_errors():
            self._answer.close()


@contextmanager
def _httpx_errors() -> Iterator[None]:
    """Raise httpcore's errors as those of the same name in httpx."""
    try:
        yield
    except tuple(_ERRORS) as error:
        raise _ERRORS[type(error)](str(error)) from None


_ERRORS: dict[type[Exception], type[httpx.TransportError]] = {
    httpcore.ConnectTimeout: httpx.ConnectTimeout,
    httpcore.ReadTimeout: httpx.ReadTimeout,
    httpcore.WriteTimeout: httpx.WriteTimeout,
    httpcore.PoolTimeout: httpx.PoolTimeout,
    httpcore.ConnectError: httpx.ConnectError,
    httpcore.ReadError: httpx.ReadError,
    httpcore.WriteError: httpx.WriteError,
    httpcore.LocalProtocolError: httpx.LocalProtocolError,
    httpcore.RemoteProtocolError: httpx.RemoteProtocolError,
    httpcore.UnsupportedProtocol: httpx.UnsupportedProtocol,
}
