"""Documents on their way through a run: which there are, in which batches they go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePath

from extractors.errors import DocumentError
from extractors.looks import Absence, FetchRecord, ItemKey, TakenItem, WaitingItem
from extractors.records import LoadItem, Outcome
from extractors.sources.fetch import Fetched
from extractors.sources.items import Item
from extractors.workers import batches

_ADDRESSES_IN_A_BATCH = 10
_MOST = 5
"""How many times its usual size a batch of files may have where there are many: what a stopped run reads again."""
_BYTES_A_CHARACTER = {
    ".html": 8, ".htm": 8, ".xhtml": 8, ".pdf": 10, ".docx": 10, ".odt": 10,
}  # fmt: skip
"""How many bytes of a file make one character of its text, roughly: of 60 web pages, half had twelve and more."""
_HOLD_FILES = frozenset({".zip", ".eml"})
MOST_BYTES_INSIDE = 200 << 20
MOST_FILES_INSIDE = 5_000


@dataclass(slots=True)
class Allowance:
    """What may still be taken out of one document, at all depths together.

    An archive has limits of its own; archives in a hundred e-mails in an archive would have them a hundred times.
    """

    bytes_left: int = MOST_BYTES_INSIDE
    files_left: int = MOST_FILES_INSIDE

    def take(self, size: int) -> bool:
        """Count a file of `size` bytes, and return whether it may be taken out."""
        if size > self.bytes_left or not self.files_left:
            return False
        self.bytes_left -= size
        self.files_left -= 1
        return True


@dataclass(frozen=True, slots=True)
class Content:
    """The raw bytes of one document, the name that tells their format, and the media type that came with them.

    `depth` counts the files around it: 0 for one that stands by itself, 1 for a member of an archive. `allowance` is
    that of the outermost of them.
    """

    item: Item
    content: bytes
    name: str
    media_type: str | None = None
    depth: int = 0
    allowance: Allowance = field(default_factory=Allowance)


class Batch:
    """Documents that one task reads and extracts, and one transaction loads.

    A plain class on purpose: Prefect walks through dataclasses that are given to a task.
    """

    def __init__(self, items: Iterable[Item], outcomes: Iterable[Outcome] = ()) -> None:
        """Begin with items of which nothing is read, and `outcomes` of documents that ended when they were found.

        `unread` holds bytes until it is known whether they may be kept, `unkept` the addresses of those that may not;
        both are empty where nothing is forgotten.
        """
        self.items = tuple(items)
        self.started_at = datetime.now(UTC)
        self.fetched: dict[str, Fetched | DocumentError] = {}
        self.ready: list[LoadItem] = []
        self.outcomes = list(outcomes)
        self.fetches: list[FetchRecord] = []
        self.taken: list[TakenItem] = []
        self.absences: list[Absence] = []
        self.settled: list[ItemKey] = []
        self.failed: list[WaitingItem] = []
        self.unread: dict[str, bytes] = {}
        self.unkept: set[str] = set()
        self.asked = len(self.items) + len(self.outcomes)

    def let_go(self) -> None:
        """Forget all but how many documents there were: what was loaded must not stay in memory to the run's end."""
        self.items = ()
        self.unread, self.unkept = {}, set()
        self.fetched, self.ready, self.outcomes = {}, [], []
        self.fetches, self.taken, self.absences = [], [], []
        self.settled, self.failed = [], []


def make_batches(items: Sequence[Item], limit: int) -> list[Batch]:
    """Return the items in batches of at most about `limit` characters; of addresses, whose sizes are not known, ten.

    A batch costs a transaction and two tasks of Prefect, whatever is in it: pages of which one byte in eight is text
    would make eight times as many batches as their text needs. Of many files, five times as much makes one.
    """
    sizes = [_size(item, limit) for item in items]
    most = limit if any(item.path is None for item in items) else _MOST * limit
    return [Batch(items[at] for at in positions) for positions in batches(sizes, limit, most)]


def _size(item: Item, limit: int) -> int:
    suffix = PurePath(item.name).suffix.lower()
    if suffix in _HOLD_FILES:  # what it unpacks to is in memory at once: a batch of its own
        return _MOST * limit
    if item.path is None:
        return max(1, limit // _ADDRESSES_IN_A_BATCH)
    try:
        return item.path.stat().st_size // _BYTES_A_CHARACTER.get(suffix, 1)
    except OSError:  # told when it is read
        return 0
