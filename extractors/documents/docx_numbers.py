"""Numbers and bullets of Word's lists, counted as Word counts them (ECMA-376 part 1, 17.9)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from extractors.documents.counting import written
from extractors.documents.xml_tree import Element, local, number_of, value

LEVELS = 9
_FORMATS = {
    "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I", "none": "", "bullet": "",
}  # fmt: skip


class Level(NamedTuple):
    """How one level of a list is counted and shown; `template` is such as "%1.%2", `counted_in` such as "a"."""

    start: int
    counted_in: str
    template: str
    is_bullet: bool
    is_legal: bool
    style: str


class Place(NamedTuple):
    """The list and level that a paragraph stands in."""

    list_id: str
    level: int


class Number(NamedTuple):
    """What stands before a paragraph: its text as Word shows it, empty before bullets."""

    text: str
    is_bullet: bool
    level: int


@dataclass(slots=True)
class _List:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class Numbering:
    """The lists of a document; asked for each numbered paragraph in reading order, for it counts."""

    def __init__(self, root: Element | None, list_styles: Mapping[str, str]) -> None:
        """Read numbering.xml, if there is one; `list_styles` is numbering style → list id."""
        self._abstracts: dict[str, dict[int, Level]] = {}
        self._linked: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._list_styles = list_styles
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[Place] = set()
        for child in () if root is None else root:
            if local(child) == "abstractNum":
                self._read_abstract(child)
            elif local(child) == "num":
                self._read_list(child)

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """Return the level of a list that belongs to a paragraph style."""
        levels = self._levels(list_id)
        return next((number for number, level in levels.items() if level.style and level.style == style), None)

    def following(self, place: Place) -> Number | None:
        """Count one more paragraph at `place`; None where it bears no number or bullet."""
        level = self._levels(place.list_id).get(place.level)
        if level is None:
            return None
        counts = self._count(place, level)
        if level.is_bullet:
            return Number("", is_bullet=True, level=place.level)
        text = self._shown(place, level, counts).strip()
        return Number(text, is_bullet=False, level=place.level) if text else None

    def _count(self, place: Place, level: Level) -> list[int | None]:
        found = self._lists[place.list_id]
        counts = self._counts.setdefault(found.abstract, [None] * LEVELS)
        start = found.starts.get(place.level)
        last = counts[place.level]
        if start is not None and place not in self._restarted:
            self._restarted.add(place)
            last = None
        first = level.start if start is None else start
        counts[place.level] = first if last is None else last + 1
        counts[place.level + 1 :] = [None] * (LEVELS - place.level - 1)
        return counts

    def _shown(self, place: Place, level: Level, counts: list[int | None]) -> str:
        levels = self._levels(place.list_id)
        text = level.template
        for number in range(place.level + 1):
            mark = f"%{number + 1}"
            if mark in text:
                other = levels.get(number, level)
                count = counts[number]
                shown = written(other.start if count is None else count, "1" if level.is_legal else other.counted_in)
                text = text.replace(mark, shown)
        return text

    def _levels(self, list_id: str) -> Mapping[int, Level]:
        found = self._lists.get(list_id)
        if found is None:
            return {}
        abstract = found.abstract
        if linked := self._lists.get(self._list_styles.get(self._linked.get(abstract, ""), "")):
            abstract = linked.abstract
        return (
            {**self._abstracts.get(abstract, {}), **found.levels} if found.levels else self._abstracts.get(abstract, {})
        )

    def _read_abstract(self, element: Element) -> None:
        name = value(element, "abstractNumId")
        levels: dict[int, Level] = {}
        for child in element:
            if local(child) == "lvl":
                levels.setdefault(number_of(value(child, "ilvl"), 0, LEVELS - 1), _level(child))
            elif local(child) == "numStyleLink":
                self._linked[name] = value(child, "val")
        self._abstracts[name] = levels

    def _read_list(self, element: Element) -> None:
        found = _List("")
        for child in element:
            if local(child) == "abstractNumId":
                found.abstract = value(child, "val")
            elif local(child) == "lvlOverride":
                at = number_of(value(child, "ilvl"), 0, LEVELS - 1)
                for part in child:
                    if local(part) == "startOverride":
                        found.starts[at] = number_of(value(part, "val"), 1)
                    elif local(part) == "lvl":
                        found.levels[at] = _level(part)
        self._lists[value(element, "numId")] = found


def _level(element: Element) -> Level:
    parts = {local(child): value(child, "val") for child in element}
    counted_in = parts.get("numFmt", "decimal")
    return Level(
        number_of(parts.get("start", ""), 1),
        _FORMATS.get(counted_in, "1"),
        parts.get("lvlText", "")[:50],
        counted_in == "bullet",
        "isLgl" in parts,
        parts.get("pStyle", ""),
    )
