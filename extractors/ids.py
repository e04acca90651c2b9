"""Stable keys: the same thing has the same id in every run, on every machine."""

import hashlib
import hmac
from collections.abc import Iterator

INSIDE = "!/"
"""What stands in an address between a document and what is inside it."""
_LENGTH = 20  # hex digits, 80 bits: a collision among ten million keys has odds of about 4e-11


def stable_id(*parts: object) -> str:
    """Return a key of 20 hex digits for `parts`, which are told apart by position and joined by a unit separator."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def content_hash(content: bytes) -> str:
    """Return the SHA-256 of a document's raw bytes, as 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def document_id(uri: str) -> str:
    """Return the key of the document that lives at `uri`; its content may change, its key does not."""
    return stable_id("document", uri)


def around(uri: str) -> Iterator[str]:
    """Yield the address of a document, and those of the archives and e-mails around it."""
    yield uri
    while INSIDE in uri:
        uri = uri.rpartition(INSIDE)[0]
        yield uri


def keyed_id(key: bytes, *parts: str) -> str:
    """Return 32 hex digits for `parts` that nobody can make, or test a guess against, who has not the secret `key`."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hmac.digest(key, joined, "sha256").hex()[:32]
