"""Who may ask, and what a browser may do with the answer: Host, Origin and headers of every request.

A page on another site can make a browser send requests here; it must neither read an answer nor decide anything.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_READING = ("GET", "HEAD")
_LONGEST_QUERY = 30_000  # bytes; a statement of the SQL page is part of its address
_HEADERS = {
    # Nothing inline, nothing from elsewhere: markup that came through would have no script to run and no style to set.
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # not no-referrer, with which a browser calls the Origin of our own forms null
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-cache",
}


class Guard:
    """An ASGI application that lets through only requests for these hosts, from pages of these hosts."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        """`hosts` are what the Host header may say ("127.0.0.1:8000"), which keeps out other names for this machine."""
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)
        answer: ASGIApp = PlainTextResponse(f"refused: {refusal}\n", 403) if refusal else self._app

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await answer(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> str:
        """Return why a request is not answered, empty where it is."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return "this server goes by another name"
        origins = headers.getlist("origin")
        if any(not self._is_ours(origin) for origin in origins):
            return "the request comes from another site"
        if len(scope["query_string"]) > _LONGEST_QUERY:
            return "the address is too long"
        if scope["method"] not in _READING:
            return "" if scope["method"] == "POST" and origins else "the request does not say from which page it comes"
        is_followed_link = headers.get("sec-fetch-mode", "navigate") == "navigate"
        if is_foreign(headers) and not is_followed_link:
            return "another site's page asks for it"
        return ""

    def _is_ours(self, origin: str) -> bool:
        parts = urlsplit(origin)
        return parts.scheme == "http" and parts.netloc.lower() in self._hosts


def is_foreign(headers: Headers) -> bool:
    """Whether a browser says that another site's page led to this request."""
    return headers.get("sec-fetch-site", "none") not in ("none", "same-origin")


def host_names(address: str, port: int) -> list[str]:
    """Return what the Host header may say of a server that listens at `address` and `port`."""
    names = ["127.0.0.1", "localhost", "[::1]"] if is_loopback(address) else [_bracketed(address)]
    return [f"{name.lower()}:{port}" for name in names] + ([name.lower() for name in names] if port == 80 else [])


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach a server at `address`."""
    return address in ("127.0.0.1", "localhost", "::1")


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address
