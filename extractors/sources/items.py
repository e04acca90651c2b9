"""Documents that are to be read, wherever they were found."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from extractors.cards import Kept
from extractors.looks import ItemKey
from extractors.sources.listings.items import ListedItem


@dataclass(frozen=True, slots=True)
class Origin:
    """The source that an item was found in: its name, and what it says of all its documents.

    `allowed_hosts` may have private addresses; `delay` is in seconds between two requests to one host. `recheck` is how
    long a document that gives no date of change is taken as fresh.
    """

    source: str
    publisher: str | None = None
    licence: str | None = None
    allowed_hosts: tuple[str, ...] = ()
    delay: float | None = None
    recheck: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Item:
    """One document to be read. `path` is None where it must be fetched; `name` ends in its suffix.

    `listed` is what the source says of it, `found_on` the address of the page, archive or mail that it was found in.
    `is_archived` says that its bytes, as they were last seen, are to be read again without asking for newer ones.
    `is_noted` says that what its source says of it is on record as it is: nothing new is to be noted when it is taken.
    `kept` is the edition whose bytes are to be read again as what it is, whatever was seen since; `path` is theirs.
    """

    uri: str
    name: str
    path: Path | None = None
    origin: Origin | None = None
    listed: ListedItem | None = None
    found_on: str | None = None
    is_archived: bool = False
    is_noted: bool = False
    kept: Kept | None = None

    @property
    def key(self) -> ItemKey | None:
        """What it is known by at its source; None of what is no item of one: files in archives, editions read again."""
        if self.origin is None or self.listed is None or self.kept is not None:
            return None
        return ItemKey(source=self.origin.source, uri=self.uri)

    @property
    def asked(self) -> str:
        """The address from which the bytes are had."""
        return (self.listed.fetch_uri if self.listed else None) or self.uri
