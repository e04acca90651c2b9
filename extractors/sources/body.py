"""The body of an answer → bytes: decompressed piece by piece, and never more of it held than the limit.

A few kilobytes can expand to gigabytes; each step of decompression therefore gives at most one piece.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import brotli

from extractors.errors import FetchError, TransientFetchError

ACCEPT_ENCODING = "gzip, deflate, br"

_PIECE = 65_536  # bytes
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Body:
    """What was read of a body: all of it, or, where it is over the limit, as much as the limit allows."""

    content: bytes
    is_whole: bool = True


def read_body(chunks: Iterable[bytes], encoding: str, *, max_bytes: int) -> Body:
    """Return the body whose bytes come over the net as `chunks`, encoded as the header Content-Encoding says.

    `max_bytes` bounds what comes over the net as well as what it expands to. Raises FetchError where the encoding is
    not one of ours or the bytes are not encoded so, and TransientFetchError where the encoded bytes end too early.
    """
    decoder = _decoder(encoding)
    content = bytearray()
    received = 0
    for chunk in chunks:
        received += len(chunk)
        for piece in _decoded(decoder, chunk, encoding):
            content += piece
            if len(content) > max_bytes:
                return Body(bytes(content[:max_bytes]), is_whole=False)
        if received > max_bytes:
            return Body(bytes(content), is_whole=False)
    if received and not decoder.is_complete():
        raise TransientFetchError("the answer ends too early: its compressed content is cut off; try again later")
    return Body(bytes(content))


class _Decoder(Protocol):
    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what `chunk` expands to, in pieces of limited size."""

    def is_complete(self) -> bool:
        """Whether the content has come to its end."""


def _decoder(encoding: str) -> _Decoder:
    name = encoding.strip().lower()
    if name not in _DECODERS:
        raise FetchError(f"the answer is encoded as {encoding[:40]!r}, which is not read: only {ACCEPT_ENCODING} are")
    return _DECODERS[name]()


def _decoded(decoder: _Decoder, chunk: bytes, encoding: str) -> Iterator[bytes]:
    try:
        yield from decoder.pieces(chunk)
    except (zlib.error, brotli.error):
        raise FetchError(
            f"the answer is not {encoding}, as it says to be: open it in a browser, save it and give the file"
        ) from None


class _Identity:
    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk

    def is_complete(self) -> bool:
        return True


class _Zlib:
    """gzip or deflate. What follows the end is left unread, as browsers do."""

    def __init__(self, window_bits: int) -> None:
        self._inflate = zlib.decompressobj(window_bits)

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        while not self._inflate.eof:
            piece = self._inflate.decompress(chunk, _PIECE)
            chunk = self._inflate.unconsumed_tail
            if piece:
                yield piece
            elif not chunk:
                return

    def is_complete(self) -> bool:
        return self._inflate.eof


class _Gzip(_Zlib):
    def __init__(self) -> None:
        super().__init__(_GZIP)


class _Deflate(_Zlib):
    """zlib's format, as RFC 9110, 8.4.1.2 has it, or bare deflate, which some servers send: the head tells which."""

    def __init__(self) -> None:
        super().__init__(zlib.MAX_WBITS)
        self._head = b""

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        if len(self._head) < 2:
            self._head += chunk
            if len(self._head) < 2:
                return
            chunk = self._head
            if not _is_zlib_head(chunk):
                self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        yield from super().pieces(chunk)


def _is_zlib_head(start: bytes) -> bool:
    """Whether bytes begin as RFC 1950, 2.2 says: method 8, and a multiple of 31."""
    return start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0


class _Brotli:
    def __init__(self) -> None:
        self._decompress = brotli.Decompressor()

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        piece = self._decompress.process(chunk, output_buffer_limit=_PIECE)
        # What is left is input that was not looked at yet, or output that did not fit into the last piece.
        while piece or not self._decompress.can_accept_more_data():
            yield piece
            piece = self._decompress.process(b"", output_buffer_limit=_PIECE)

    def is_complete(self) -> bool:
        return bool(self._decompress.is_finished())


_DECODERS: dict[str, Callable[[], _Decoder]] = {
    "": _Identity,
    "identity": _Identity,
    "gzip": _Gzip,
    "x-gzip": _Gzip,  # an alias (RFC 9110, 8.4.1.3)
    "deflate": _Deflate,
    "br": _Brotli,
}
