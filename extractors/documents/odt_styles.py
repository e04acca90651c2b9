"""OpenDocument's styles: which paragraphs are titles, and how lists and headings are counted (ODF 1.2, part 1)."""

from dataclasses import dataclass, field
from typing import NamedTuple

from extractors.documents.counting import written
from extractors.documents.xml_tree import Element, local, number_of, value

LEVELS = 10
_LONGEST_CHAIN = 20
_COUNTED_IN = {"a": "a", "A": "A", "i": "i", "I": "I", "1": "1"}
_LEVEL_STYLES = frozenset(["list-level-style-number", "list-level-style-bullet", "outline-level-style"])


class Level(NamedTuple):
    """How a level is counted ("1", "a", …; empty for bullets), what stands around it, from which number, with how many
    of the levels above."""

    counted_in: str
    prefix: str
    suffix: str
    start: int
    shown_levels: int


@dataclass(slots=True)
class _Paragraph:
    parent: str
    shown: str
    is_hidden: bool


@dataclass(slots=True)
class OdtStyles:
    """The styles of a document, by name: paragraphs, lists, and the levels of headings."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    outline: dict[int, Level] = field(default_factory=dict)
    _paragraphs: dict[str, _Paragraph] = field(default_factory=dict)

    def read(self, root: Element) -> None:
        """Add the styles of a part: those of content.xml go before those of styles.xml."""
        for element in root.iter():
            name = local(element)
            if name == "list-style":
                self.lists.setdefault(value(element, "name"), _levels(element))
            elif name == "outline-style" and not self.outline:
                self.outline = _levels(element)
            elif name == "style" and value(element, "family") in {"paragraph", "text"}:
                shown = value(element, "display-name") or value(element, "name")
                hidden = any(value(child, "display") == "none" for child in element)
                parent = value(element, "parent-style-name")
                self._paragraphs.setdefault(value(element, "name"), _Paragraph(parent, shown, hidden))

    def is_title(self, name: str) -> bool:
        """Whether a paragraph style is the document title's, or made from it."""
        return any(each.shown.casefold() == "title" for each in self._chain(name))

    def is_hidden(self, name: str) -> bool:
        """Whether a paragraph or text style hides its words."""
        return any(each.is_hidden for each in self._chain(name))

    def _chain(self, name: str) -> list[_Paragraph]:
        chain: list[_Paragraph] = []
        while (found := self._paragraphs.get(name)) is not None and len(chain) < _LONGEST_CHAIN:
            chain.append(found)
            name = found.parent
        return chain


class Counter:
    """The numbers of one list, or of the headings, as they are counted."""

    def __init__(self, levels: dict[int, Level]) -> None:
        """Begin to count at the start."""
        self._levels = levels
        self._counts: list[int | None] = [None] * (LEVELS + 1)

    def following(self, level: int, start: int | None = None) -> str:
        """Return the number of the next item of a level (from 1), empty where it bears none; `start` begins anew."""
        style = self._levels.get(level)
        if style is None or level > LEVELS:
            return ""
        last = self._counts[level]
        first = style.start if start is None else start
        self._counts[level] = first if last is None or start is not None else last + 1
        self._counts[level + 1 :] = [None] * (LEVELS - level)
        if not style.counted_in:
            return ""
        shown = [self._shown(each) for each in range(max(1, level - style.shown_levels + 1), level + 1)]
        return f"{style.prefix}{'.'.join(each for each in shown if each)}{style.suffix}".strip()

    def _shown(self, level: int) -> str:
        style, count = self._levels.get(level), self._counts[level]
        return "" if style is None else written(style.start if count is None else count, style.counted_in)


def _levels(element: Element) -> dict[int, Level]:
    return {
        number_of(value(child, "level"), 1, LEVELS): Level(
            _COUNTED_IN.get(value(child, "num-format"), ""),
            value(child, "num-prefix")[:10],
            value(child, "num-suffix")[:10],
            number_of(value(child, "start-value"), 1),
            number_of(value(child, "display-levels"), 1, LEVELS),
        )
        for child in element
        if local(child) in _LEVEL_STYLES
    }
