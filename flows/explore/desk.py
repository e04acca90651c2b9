"""Decisions that were made on the page Review, recorded one lot after the other by a thread of their own.

To publish takes a while on a large warehouse; what is decided meanwhile makes the next lot, and is published at once.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.errors import GreenpaperError
from flows.deciding import Author, Making, compared, judged, record, undone

_REMEMBERED = 30


@dataclass(frozen=True, slots=True)
class Slip:
    """A decision on its way. `state` is waiting, publishing, published or failed; `why` says why it failed."""

    number: int
    says: str
    state: str
    why: str = ""


class Desk:
    """Takes decisions for one warehouse, in the name of one person (the system's user, where None)."""

    def __init__(self, warehouse: Path, by: str | None) -> None:
        self._warehouse = warehouse
        self._by = by
        self._slips: list[Slip] = []
        self._waiting: list[tuple[int, Making]] = []
        self._is_at_work = False
        self._lock = threading.Lock()

    def take(self, decision: str, subject: str, other: str, why: str) -> None:
        """Take a decision, which is recorded soon. Raises GreenpaperError where it decides nothing."""
        author = Author(self._warehouse, why, self._by)
        making = self._making(decision, subject, other, author)
        with self._lock:
            number = self._slips[-1].number + 1 if self._slips else 1
            says = f"{decision} {subject}" + (f" and {other}" if other else "")
            self._slips = [*self._slips, Slip(number, says, "waiting")][-_REMEMBERED:]
            self._waiting.append((number, making))
            if not self._is_at_work:
                self._is_at_work = True
                threading.Thread(target=self._work, name="decisions").start()

    def slips(self) -> list[Slip]:
        """Return the last decisions, the newest first."""
        with self._lock:
            return self._slips[::-1]

    def _making(self, decision: str, subject: str, other: str, author: Author) -> Making:
        match decision:
            case "same" | "different":
                return compared(decision, subject, other, author)[0]
            case "confirm" | "reject":
                return judged(decision, subject, author)
            case "undo":
                return undone(subject, author)
        raise DecisionUnknown(f"{decision!r} is no decision: same, different, confirm, reject and undo are")

    def _work(self) -> None:
        while True:
            with self._lock:
                lot, self._waiting = self._waiting, []
                if not lot:
                    self._is_at_work = False
                    return
            numbers = {number for number, _ in lot}
            self._tell(numbers, lambda slip: replace(slip, state="publishing"))
            why = self._recorded([making for _, making in lot])
            self._tell(numbers, lambda slip, why=why: replace(slip, state="failed" if why else "published", why=why))  # type: ignore[misc]

    def _recorded(self, makings: list[Making]) -> str:
        """Record decisions, and return why that failed, empty where it did not."""
        try:
            record(Author(self._warehouse, "", self._by), makings)
        except GreenpaperError as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 - the thread's last boundary: the page tells it
            return f"a fault of greenpaper, please report it: {type(error).__name__}: {error}"
        return ""

    def _tell(self, numbers: set[int], changed: Callable[[Slip], Slip]) -> None:
        with self._lock:
            self._slips = [changed(slip) if slip.number in numbers else slip for slip in self._slips]


class DecisionUnknown(GreenpaperError):
    """A form asks for a decision that there is not."""
