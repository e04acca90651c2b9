"""What a page is: its address, its template, and the function that gathers what the template shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from extractors.errors import GreenpaperError
from warehouse.browse import Browse

AT_ONCE = 50
"""How many rows a list shows on one page."""


class NotFound(GreenpaperError):
    """There is nothing at an address."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a page: the open file, what the address names (`path`), and what stands after its "?"."""

    browse: Browse
    warehouse: Path
    path: Mapping[str, str]
    given: Mapping[str, str]
    several: Callable[[str], list[str]]
    """All values of one name."""

    def words(self, name: str) -> str | None:
        """Return what is given under `name`, None where nothing is."""
        return " ".join(self.given.get(name, "").split()) or None

    def number(self, name: str, otherwise: int, least: int = 0, most: int = 1_000_000_000) -> int:
        """Return a whole number that is given, within its bounds; `otherwise` where none is."""
        said = self.given.get(name, "").strip()
        return min(max(int(said), least), most) if said.isascii() and said.isdigit() and len(said) < 12 else otherwise

    def day(self, name: str) -> date | None:
        """Return a day that is given as 2024-05-31, None where none is."""
        try:
            return date.fromisoformat(self.given.get(name, "").strip())
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Page:
    """A page. `path` is a pattern of Starlette's ("/people/{id}"); `name` stands in the navigation."""

    path: str
    template: str
    gather: Callable[[Asked], dict[str, Any]]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Which part of a long list is shown: `number` from 1, of `last`; `found` rows in all."""

    number: int
    found: int

    @property
    def last(self) -> int:
        """The number of the last part."""
        return max(1, -(-self.found // AT_ONCE))


def leafed(asked: Asked) -> dict[str, int]:
    """Return the parameters `most` and `skipped` for the part of a list that is asked for."""
    return {"most": AT_ONCE, "skipped": (asked.number("page", 1, 1, 100_000) - 1) * AT_ONCE}


def leaf(asked: Asked, rows: list[dict[str, Any]]) -> Leaf:
    """Return which part of a list `rows` are."""
    return Leaf(asked.number("page", 1, 1, 100_000), int(rows[0]["found"]) if rows else 0)
