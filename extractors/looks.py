"""What servers and sources said when they were looked at.

Part of the vocabulary of `extractors.records`: only the standard library, so that everything may import it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRecord:
    """What a server last said of an address: enough to ask whether it changed. The two validators are headers as they
    came; `redirects` are the addresses passed on the way to `final_uri`, in order. `fetched_at` is UTC."""

    uri: str
    final_uri: str
    etag: str | None
    last_modified: str | None
    content_sha256: str
    media_type: str | None
    fetched_at: datetime
    redirects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenItem:
    """An item of a source, as it was listed when it was taken; another `stamp` means that it is due again.

    `fetch_uri` is where its bytes are, if not at `uri`; `found_on` is the listing. `taken_at` is UTC."""

    source: str
    uri: str
    label: str | None
    stamp: str | None
    published_on: date | None
    fetch_uri: str | None
    found_on: str | None
    taken_at: datetime


Sign = Literal["404", "410", "unlisted"]
"""What tells that a document is gone from its source: its server's answer, or that the source names it no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """An item of a source that was not there when it was looked for; `looked_at` is UTC."""

    source: str
    uri: str
    sign: Sign
    looked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRun:
    """How one look at a source ended, with numbers of items; `reason` says why it is not complete. Times are UTC.

    `minimum` and `maximum` are how many it should list, None where that was not written down."""

    source: str
    kind: str
    status: Literal["complete", "partly", "stopped"]
    reason: str
    listed: int
    due: int
    loaded: int
    started_at: datetime
    finished_at: datetime
    publisher: str | None
    licence: str | None
    schedule: str | None
    minimum: int | None = None
    maximum: int | None = None
    withdrawn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemKey:
    """What an item is known by: the name of its source, and its address there."""

    source: str
    uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingItem:
    """An item of a source that is left to do: it was found, and is not loaded as it was found.

    `label` to `found_on` are as of `TakenItem`. `attempts` is how many failed in a row, `error` why the last did, at
    `last_at`; from `next_at` on it is to be tried again, None where a person has to look at it first. Times are UTC."""

    source: str
    uri: str
    state: Literal["found", "fetched", "failed"]
    label: str | None = None
    stamp: str | None = None
    published_on: date | None = None
    fetch_uri: str | None = None
    found_on: str | None = None
    found_at: datetime
    attempts: int = 0
    last_at: datetime | None = None
    next_at: datetime | None = None
    error: str | None = None
    extractor_version: str | None = None
