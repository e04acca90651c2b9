"""What has to be known of a document's bytes to read them again just as they were read.

Part of the vocabulary of `extractors.records`: only the standard library, so that everything may import it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAs:
    """What came with a document's bytes when they were read.

    `name` is the file name or address that tells their format, `media_type` what was declared; `title`, `publisher` and
    `published_on` are what its source says of it, None where it says nothing.
    """

    name: str = ""
    media_type: str | None = None
    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An edition of a document whose bytes are in the archive, to be read again as what it is.

    `content_sha256` is that of the bytes, `contents` of all bytes that were seen as this edition. Moments are UTC
    without a zone. `read_by` is the version of the extractors that its facts come from, None where the warehouse does
    not hold it. `is_masked` says that it names somebody who is forgotten, so that its bytes are not kept.
    """

    uri: str
    edition: int
    source: str
    content_sha256: str
    first_seen_at: datetime
    last_seen_at: datetime
    found_on: str | None = None
    licence: str | None = None
    read_as: ReadAs = field(default_factory=ReadAs)
    contents: tuple[str, ...] = ()
    read_by: str | None = None
    is_masked: bool = False
