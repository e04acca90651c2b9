"""From bytes to characters: which encoding a text is in, and a clear refusal where it is no text."""

import codecs
import re

from charset_normalizer import from_bytes

from extractors.documents.sniff import BINARY, TEXTUAL, describe, sniff, wide_encoding
from extractors.errors import UnreadableDocument

# Encodings of text only: Python also has codecs that unpack, escape or import.
_TEXT_CODEC = re.compile(
    r"utf-?8|utf[-_]?(?:16|32)(?:[-_][lb]e)?|ascii|iso8859-\d+|cp\d+|koi8-[rut]|mac[-_]\w+|big5\w*|gb\w+|hz|"
    r"euc[-_]\w+|shift_jis\w*|iso2022_\w+|johab|tis-620|ptcp154|kz1048"
)
# The WHATWG Encoding Standard reads these labels as Windows-1252, for that is what pages with them are in.
_MEANS_WINDOWS_1252 = frozenset({"ascii", "iso8859-1"})
_SAMPLE = 1 << 18
_WESTERN_SHARE = 0.25
"""Western text has at most this share of letters beyond ASCII; Greek or Cyrillic text has far more."""


def decode(content: bytes, declared: str | None = None) -> str:
    """Return the text that `content` holds; `declared` is the encoding that the server or the page names, if any.

    Looked at in this order: byte order mark; UTF-8, which no other encoding's text satisfies by chance; the declared
    encoding; UTF-8 with a few damaged characters; Windows-1252 where the text is Western; what charset_normalizer
    finds. Raises UnreadableDocument for content that is no text, or whose encoding cannot be told.
    """
    kind = sniff(content)
    if kind not in TEXTUAL or (b"\x00" in content and not wide_encoding(content)):
        found = describe(kind if kind not in TEXTUAL else BINARY)
        raise UnreadableDocument(f"the bytes are not text: they look like {found}; fetch or export it again as text")
    text = _by_bytes(content) or _by_declaration(content, declared) or _by_likelihood(content)
    if text is None:
        raise UnreadableDocument("its character encoding cannot be told; save it as UTF-8 and ingest it again")
    return text.removeprefix("\ufeff")


def _by_bytes(content: bytes) -> str | None:
    return _attempt(content, wide_encoding(content) or "utf-8")


def _by_declaration(content: bytes, declared: str | None) -> str | None:
    codec = text_codec(declared)
    return _attempt(content, codec) if codec else None


def _by_likelihood(content: bytes) -> str | None:
    damaged = content.decode("utf-8", "replace")
    lost = damaged.count("\ufffd")
    kept = len(damaged) - lost - _ascii_count(content)
    if kept >= 5 * lost:
        return damaged
    beyond = len(content) - _ascii_count(content)
    if beyond <= _WESTERN_SHARE * len(content):
        return _attempt(content, "cp1252") or content.decode("cp1252", "replace")
    best = from_bytes(content[:_SAMPLE]).best()
    return content.decode(best.encoding, "replace") if best else None


def text_codec(label: str | None) -> str | None:
    """Return Python's codec for an encoding label as pages give it, None where it names no text encoding."""
    if not label:
        return None
    try:
        codec = codecs.lookup(label.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    if not _TEXT_CODEC.fullmatch(codec):
        return None
    return "cp1252" if codec in _MEANS_WINDOWS_1252 else codec


def _attempt(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _ascii_count(content: bytes) -> int:
    return len(content) - len(content.translate(None, bytes(range(128))))
