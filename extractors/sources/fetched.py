"""What a fetched address answered, in the form in which it is handed on."""

from dataclasses import dataclass

import httpx

from extractors.errors import DocumentGone, DocumentTooLarge, FetchError
from extractors.sources.exchange import Answer
from extractors.sources.way import Way

_REASONS = {
    206: "it sends a part alone, which was not asked for",
    304: "it says that nothing has changed, which was not asked for",
    404: "there is no such page",
    410: "the page was removed",
}
_GONE = frozenset({404, 410})
_LONGEST_VALIDATOR = 1_000  # characters


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the state of a page, as it sent it: whoever sends it back is told whether that changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered.

    `uri` is where the last redirect led, `media_type` the Content-Type header as sent, `redirects` every address after
    the one that was asked. `content` is None where the server says that it is unchanged since `validators` were sent.
    """

    uri: str
    content: bytes | None
    media_type: str | None
    validators: Validators = Validators()
    redirects: tuple[str, ...] = ()
    status: int = 200

    @property
    def is_unchanged(self) -> bool:
        """Whether the server says that nothing has changed since the last time."""
        return self.content is None


def conditions(validators: Validators) -> dict[str, str]:
    """Return the headers that ask for what has changed since `validators` (RFC 9110, 13.1)."""
    conditions = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, given in conditions.items() if (value := _sendable(given))}


def fetched(way: Way, answer: Answer, sent: Validators) -> Fetched:
    """Return what the answer at the end of `way` says. Raises FetchError and DocumentTooLarge."""
    is_unchanged = answer.status == 304 and sent != Validators()
    if not is_unchanged:
        _check_status(answer.status)
    if not answer.body.is_whole:
        raise DocumentTooLarge(f"larger than {way.max_bytes:,} bytes: raise GREENPAPER_MAX_BYTES")
    return Fetched(
        str(way.at),
        None if is_unchanged else answer.body.content,
        answer.headers.get("Content-Type"),
        _validators(answer.headers, sent if is_unchanged else Validators()),
        way.redirects,
        answer.status,
    )


def _check_status(status: int) -> None:
    if 200 <= status < 300 and status != 206:
        return
    reason = _REASONS.get(status, "the server refuses it")
    message = f"the server answered {status}: {reason}; check the address"
    raise DocumentGone(message, status) if status in _GONE else FetchError(message)


def _validators(headers: httpx.Headers, before: Validators) -> Validators:
    """Return the validators of an answer; where it leaves one out, that of `before` (RFC 9111, 3.2)."""
    return Validators(
        _sendable(headers.get("ETag")) or before.etag,
        _sendable(headers.get("Last-Modified")) or before.last_modified,
    )


def _sendable(value: str | None) -> str | None:
    """Return a header's value where it can be sent back as it is."""
    return value if value and value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR else None
