"""What the warehouse tells its callers."""

from dataclasses import dataclass
from datetime import datetime


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


@dataclass(frozen=True, slots=True)
class Signed:
    """What a document is compared by: its MinHash (empty where the text is short), and hashes of its content."""

    signature: tuple[int, ...]
    keys: tuple[str, ...]
