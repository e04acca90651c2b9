"""What the warehouse tells its callers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from extractors.looks import Sign


@dataclass(frozen=True, slots=True)
class Versions:
    """What a run ran with: this project, its extractors (what facts depend on), and the spaCy pipeline."""

    greenpaper: str
    extractor: str
    pipeline: str


@dataclass(frozen=True, slots=True)
class Known:
    """The current edition of a document that the warehouse holds. `first_seen_at` is UTC without a zone.

    `contents` are the SHA-256 of all raw bytes that were seen as this edition; `fingerprint` is empty where not made.
    """

    document_id: str
    edition: int
    content_sha256: str
    extractor_version: str
    first_seen_at: datetime
    fingerprint: str = ""
    contents: frozenset[str] = frozenset()

    def holds(self, sha256: str) -> bool:
        """Whether the bytes with this SHA-256 were seen as this edition."""
        return sha256 == self.content_sha256 or sha256 in self.contents


@dataclass(frozen=True, slots=True)
class RunCounts:
    """How the documents ended that a run was asked for: loaded + unchanged + skipped + failed = asked."""

    asked: int
    loaded: int
    unchanged: int
    skipped: int
    failed: int

    @property
    def accounted(self) -> int:
        """How many documents have an outcome."""
        return self.loaded + self.unchanged + self.skipped + self.failed


@dataclass(frozen=True, slots=True, eq=False)
class Signed:
    """What a document is compared by: its MinHash (empty where the text is short), and hashes of its content."""

    signature: NDArray[np.int64]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """An item of a source that was not there, at how many `looks` in a row, and when first (UTC without a zone)."""

    sign: Sign
    looks: int
    first_at: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """An item that is gone from its source, and of how many that are alike: listed, or attached to a page."""

    uri: str
    sign: Sign
    is_listed: bool
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look at a source tells of documents that it has no more.

    `named` are all addresses in the listing; only where it `is_complete` is another one missing. A listing that
    `is_paged` can lose a document between two pages while it is read, so that it takes two looks. One that `may_move`
    may be a window on what is new: what is missing from it has left only where it is that much shorter. An address
    must answer 404 at two looks with the `spacing` between them. `max_withdrawn` is the share in percent that may go
    at once, 0 where none may.
    """

    named: frozenset[str]
    is_complete: bool
    is_paged: bool
    may_move: bool
    spacing: timedelta
    max_withdrawn: float
