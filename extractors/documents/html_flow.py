"""From the tree of a page to its text: what HTML's elements mean for headings, paragraphs, lists and tables."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bs4 import Tag

from extractors.documents.addresses import absolute
from extractors.documents.counting import written
from extractors.documents.html_lines import Anchor, InlineText, Line, PageText, is_marker, own_marker
from extractors.documents.html_rows import Row, Spare, Table
from extractors.documents.html_tree import BLOCKS, HEADINGS, LISTS, attribute, walk
from extractors.records import Span

GIVEN_MARKER = "data-marker"
"""Attribute of a list item with the number that it bears in the document that was turned into HTML: "2.1", "(a)"."""
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_COUNT = re.compile(r"-?\d{1,6}")


@dataclass(slots=True)
class _List:
    """An open list: what its items are counted in (empty for bullets), and the number of the next."""

    counted_in: str
    following: int = 1

    def marker(self) -> str:
        """Return the marker of the next item: "•", "1.", "a.", "i."."""
        number = self.following
        self.following += 1
        return f"{written(number, self.counted_in.lower())}." if self.counted_in else "•"


class Flow:
    """Writes elements to a `PageText`, one after the other, as a browser would lay them out."""

    def __init__(self, base: str | None) -> None:
        """Begin with no text; links are resolved against the address `base`, if there is one."""
        self.page = PageText()
        self._base = base
        self._inline = InlineText()
        self._anchors: list[Anchor | None] = []
        self._heading: Tag | None = None
        self._lists: list[_List] = []
        self._marker = ""
        self._tables: list[Table] = []
        self._spare = Spare()
        self._laying_out: frozenset[int] = frozenset()
        self._row: Row | None = None
        self._preformatted = 0
        self._in_term = False
        self._begin: dict[str, Callable[[Tag], None]] = {"li": self._begin_item, "table": self._begin_table}
        self._begin |= {"tr": self._begin_row, "td": self._begin_cell, "th": self._begin_cell}
        self._begin |= {"dt": self._begin_term, "dd": self._begin_detail, "pre": self._begin_preformatted}
        self._begin |= dict.fromkeys(HEADINGS, self._begin_heading) | dict.fromkeys(LISTS, self._begin_list)
        self._begin |= dict.fromkeys(("thead", "tbody", "tfoot"), self._begin_rows)
        self._end: dict[str, Callable[[], None]] = {"li": self._end_item, "table": self._end_table, "tr": self._end_row}
        self._end |= {"dl": self._end_terms, "pre": self._end_preformatted} | dict.fromkeys(LISTS, self._end_list)

    def write(self, root: Tag) -> None:
        """Write all that a reader sees of `root`."""
        self._laying_out = _tables_for_layout(root)
        for kind, tag, text in walk(root):
            if kind == "text":
                self._write_text(text)
            elif kind == "begin":
                self._begin_tag(tag)
            else:
                self._end_tag(tag)
        self._flush()

    # ---- tags ----------------------------------------------------------------------------------------------------

    def _begin_tag(self, tag: Tag) -> None:
        if tag.name == "a":
            uri = absolute(self._base, attribute(tag, "href"))
            self._anchors.append(Anchor(uri) if uri else None)
        elif tag.name == "q":
            self._add("“")
        elif tag.name == "br":
            self._break()
        elif tag.name in BLOCKS:
            if self._is_one_line():
                self._add(" ")
            else:
                self._begin.get(tag.name, self._begin_block)(tag)

    def _end_tag(self, tag: Tag) -> None:
        if tag.name == "a":
            self._anchors.pop()
        elif tag.name == "q":
            self._add("”")
        elif tag is self._heading:
            self._end_heading()
        elif self._row and tag is self._row.cell:
            self._end_cell()
        elif tag.name in BLOCKS:
            if self._is_one_line():
                self._add(" ")
            else:
                self._end.get(tag.name, self._end_block)()

    def _is_one_line(self) -> bool:
        """Whether all that comes belongs on one line: inside a heading or a table's cell."""
        return self._heading is not None or (self._row is not None and self._row.cell is not None)

    def _begin_block(self, _: Tag) -> None:
        self._end_block()

    def _end_block(self) -> None:
        if self._in_term:
            self._inline.end_line()
        else:
            self._flush()

    # ---- text ----------------------------------------------------------------------------------------------------

    def _add(self, text: str) -> None:
        self._inline.add(text, self._anchors[-1] if self._anchors else None)

    def _break(self) -> None:
        if self._is_one_line():
            self._add(" ")
        else:
            self._inline.end_line()

    def _write_text(self, text: str) -> None:
        if not self._preformatted or self._is_one_line():
            self._add(text)
            return
        for number, paragraph in enumerate(_BLANK_LINES.split(text.replace("\r\n", "\n"))):
            if number:
                self._flush()
            for at, line in enumerate(paragraph.split("\n")):
                if at:
                    self._break()
                self._add(line)

    def _flush(self) -> None:
        """Write the lines that were collected: the open item's first, or a paragraph."""
        lines = self._inline.take()
        if not lines:
            return
        depth = len(self._lists)
        if self._marker:
            lines[0] = lines[0].without_bullet()
            self.page.block("item", lines, level=max(1, depth), marker=self._marker, depth=max(0, depth - 1))
            self._marker = ""
            return
        for group in _by_marker(lines):
            if own_marker(group[0].text):
                self.page.block("item", group, level=depth + 1, depth=depth)
            else:
                self.page.block("paragraph", group, depth=depth)

    # ---- headings, terms, preformatted text ----------------------------------------------------------------------

    def _begin_heading(self, tag: Tag) -> None:
        self._flush()
        self._marker = ""
        self._heading = tag

    def _end_heading(self) -> None:
        level = HEADINGS[self._heading.name] if self._heading else 1
        lines = self._inline.take(on_one_line=True)
        if lines:
            self.page.block("heading", lines, level=level)
        self._heading = None

    def _begin_term(self, _: Tag) -> None:
        self._flush()
        self._in_term = True

    def _begin_detail(self, _: Tag) -> None:
        self._end_block()

    def _end_terms(self) -> None:
        self._flush()
        self._in_term = False

    def _begin_preformatted(self, _: Tag) -> None:
        self._flush()
        self._preformatted += 1

    def _end_preformatted(self) -> None:
        self._flush()
        self._preformatted -= 1

    # ---- lists ---------------------------------------------------------------------------------------------------

    def _begin_list(self, tag: Tag) -> None:
        self._flush()
        self._marker = ""
        counted_in = (attribute(tag, "type") or "1")[:1] if tag.name == "ol" else ""
        self._lists.append(_List(counted_in, _number(attribute(tag, "start"), 1)))

    def _end_list(self) -> None:
        self._flush()
        self._lists.pop()
        self._marker = ""

    def _begin_item(self, tag: Tag) -> None:
        self._flush()
        if self._lists:
            self._lists[-1].following = _number(attribute(tag, "value"), self._lists[-1].following)
        counted = self._lists[-1].marker() if self._lists else "•"
        given = attribute(tag, GIVEN_MARKER)
        self._marker = given if is_marker(given) else counted

    def _end_item(self) -> None:
        self._flush()
        self._marker = ""

    # ---- tables --------------------------------------------------------------------------------------------------

    def _begin_table(self, tag: Tag) -> None:
        self._flush()
        self._tables.append(Table(id(tag) not in self._laying_out, self._spare))

    def _end_table(self) -> None:
        self._flush()
        self._tables.pop()

    def _begin_rows(self, _: Tag) -> None:
        self._flush()
        if self._tables:
            self._tables[-1].reaching.clear()  # no cell spans two groups of rows

    def _begin_row(self, tag: Tag) -> None:
        self._flush()
        if self._tables and self._tables[-1].has_rows:
            self._row = Row(tag.parent is not None and tag.parent.name == "thead")

    def _end_row(self) -> None:
        self._flush()
        row, self._row = self._row, None
        if row is None or not self._tables:
            return
        table = self._tables[-1]
        table.complete(row)
        cells: tuple[Span, ...] = ()
        if any(map(str.isalnum, "".join(cell.text for cell in row.cells))):
            cells = self.page.row(row.cells, row.places, is_header=row.is_header)
        table.end_row(row, cells)

    def _begin_cell(self, tag: Tag) -> None:
        self._flush()
        if self._row:
            self._row.cell = tag
            self._row.headings += tag.name == "th"

    def _end_cell(self) -> None:
        lines = self._inline.take(on_one_line=True, with_marks=True)
        if self._row and self._tables:
            self._tables[-1].end_cell(self._row, lines[0] if lines else Line(""))
            self._row.cell = None


def _tables_for_layout(root: Tag) -> frozenset[int]:
    """Return the identities of the tables that only lay out the page: they say so, or hold headings or tables."""
    found: set[int] = set()
    open_tables: list[Tag] = []
    for kind, tag, _ in walk(root):
        is_table = tag.name == "table" and kind != "text"
        if open_tables and kind == "begin" and (is_table or tag.name in HEADINGS):
            found.add(id(open_tables[-1]))
        if is_table and kind == "begin":
            open_tables.append(tag)
        elif is_table:
            open_tables.pop()
        if is_table and attribute(tag, "role").lower() in {"presentation", "none"}:
            found.add(id(tag))
    return frozenset(found)


def _by_marker(lines: list[Line]) -> list[list[Line]]:
    """Return the lines in groups; each line that begins with a bullet or number begins one."""
    groups = [[lines[0]]]
    for line in lines[1:]:
        if own_marker(line.text) or own_marker(groups[-1][0].text):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _number(text: str, otherwise: int) -> int:
    return int(text) if _COUNT.fullmatch(text) else otherwise
