"""Word's paragraph styles: which are headings, whatever they are called in the author's language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from extractors.documents.docx_numbers import LEVELS
from extractors.documents.xml_tree import Element, local, number_of, value

_HEADING = re.compile(r"heading ([1-9])")  # Word keeps the names of built-in styles in English
_CONTENTS = re.compile(r"toc (?:[1-9]|heading)|contents \d+|table of figures")
_LONGEST_CHAIN = 20
_TITLE = "title"


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says: `level` of a heading (0 is the document's title, None no heading), its list.

    `is_contents` says that its paragraphs are lines of a table of contents.
    """

    level: int | None = None
    is_contents: bool = False
    is_bold: bool = False
    is_hidden: bool = False
    list_id: str = ""
    list_level: int | None = None


_PLAIN = Style()


class Styles:
    """The styles of a document, each with what it inherits."""

    def __init__(self, root: Element | None) -> None:
        """Read styles.xml, if there is one."""
        self._elements: dict[str, Element] = {}
        self._found: dict[str, Style] = {}
        self.default = ""
        for child in () if root is None else root:
            if local(child) == "style":
                self._elements.setdefault(value(child, "styleId"), child)
                if value(child, "type") == "paragraph" and value(child, "default") in {"1", "true", "on"}:
                    self.default = value(child, "styleId")

    def style(self, name: str) -> Style:
        """Return the style with an id, one that says nothing where there is none."""
        if name not in self._found:
            self._found[name] = self._resolved(name)
        return self._found[name]

    def list_styles(self) -> Mapping[str, str]:
        """Return numbering style → list id."""
        numbering = (name for name, each in self._elements.items() if value(each, "type") == "numbering")
        return {name: self.style(name).list_id for name in numbering}

    def _resolved(self, name: str) -> Style:
        chain: list[Element] = []
        while (element := self._elements.get(name)) is not None and len(chain) < _LONGEST_CHAIN:
            chain.append(element)
            name = next((value(child, "val") for child in element if local(child) == "basedOn"), "")
        style = _PLAIN
        for element in reversed(chain):
            style = _with_own(style, element)
        return style


def is_on(properties: Element | None, name: str, *, otherwise: bool = False) -> bool:
    """Whether a yes-or-no property such as bold is on."""
    if properties is None:
        return otherwise
    found = next((child for child in properties if local(child) == name), None)
    return otherwise if found is None else value(found, "val") not in {"0", "false", "off", "none"}


def child_named(element: Element | None, name: str) -> Element | None:
    """Return the first child with a name, None where there is none."""
    return None if element is None else next((child for child in element if local(child) == name), None)


def outline_level(properties: Element | None) -> int | None:
    """Return the heading level that paragraph properties give: 1 to 9, 10 for body text, None where they are silent."""
    found = child_named(properties, "outlineLvl")
    return None if found is None else number_of(value(found, "val"), LEVELS, LEVELS) + 1


def _with_own(style: Style, element: Element) -> Style:
    name = value(child_named(element, "name"), "val").casefold()
    paragraph, run = child_named(element, "pPr"), child_named(element, "rPr")
    level = style.level
    if match := _HEADING.fullmatch(name):
        level = int(match[1])
    elif name == _TITLE:
        level = 0
    elif (outline := outline_level(paragraph)) is not None:
        level = outline if outline <= LEVELS else None
    numbers = child_named(paragraph, "numPr")
    own_list, own_level = child_named(numbers, "numId"), child_named(numbers, "ilvl")
    return replace(
        style,
        level=level,
        is_contents=style.is_contents or bool(_CONTENTS.fullmatch(name)),
        is_bold=is_on(run, "b", otherwise=style.is_bold),
        is_hidden=is_on(run, "vanish", otherwise=style.is_hidden),
        list_id=style.list_id if own_list is None else value(own_list, "val"),
        list_level=style.list_level if own_level is None else number_of(value(own_level, "val"), 0, LEVELS - 1),
    )
