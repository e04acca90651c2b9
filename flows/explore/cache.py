"""Pages that were made once are kept for as long as the publication stands of which they are made."""

import threading
from collections import OrderedDict
from collections.abc import Hashable

_MOST_BYTES = 48_000_000


class PageCache:
    """What was made of one publication, the least recently used forgotten first. Safe to share between threads."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._of: Hashable = None
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, publication: Hashable, key: Hashable) -> bytes | None:
        """Return what was kept under `key` for this publication, None where nothing was."""
        with self._lock:
            if self._of != publication or key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def put(self, publication: Hashable, key: Hashable, made: bytes) -> None:
        """Keep what was made; what was made of another publication is forgotten."""
        with self._lock:
            if self._of != publication:
                self._kept.clear()
                self._of, self._bytes = publication, 0
            self._bytes += len(made) - len(self._kept.pop(key, b""))
            self._kept[key] = made
            while self._bytes > self._most_bytes:
                self._bytes -= len(self._kept.popitem(last=False)[1])
