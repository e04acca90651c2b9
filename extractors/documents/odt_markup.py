"""OpenDocument's text as HTML: headings, lists, tables, links and notes, without what is no text of the document."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from lxml import etree

from extractors.documents.html_flow import GIVEN_MARKER
from extractors.documents.html_lines import is_marker
from extractors.documents.odt_styles import Counter, OdtStyles
from extractors.documents.xml_tree import Element, local, number_of, value

_SKIPPED = frozenset([
    "tracked-changes", "annotation", "annotation-end", "forms", "table-of-content", "alphabetical-index",
    "illustration-index", "table-index", "object-index", "user-index", "bibliography", "sequence-decls",
    "variable-decls", "user-field-decls", "dde-connection-decls", "object", "object-ole", "ruby-text",
    "note-citation", "hidden-paragraph", "hidden-text", "script", "number", "event-listeners", "header", "footer",
])  # fmt: skip
_DEEPEST_HEADING = 6
_MOST_SPACES = 20
_MOST_COLUMNS = 64
_MOST_ADDED_CELLS = 20_000


@dataclass(slots=True)
class _Block:
    """An open paragraph, heading or note: its HTML so far, and that of the text boxes that hang on it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)


class Markup:
    """Writes the body of a document as HTML, in one pass over its tree."""

    def __init__(self, styles: OdtStyles) -> None:
        """Begin with nothing; numbers are counted by the document's `styles`."""
        self.has_title = False
        self._styles = styles
        self._open = [_Block()]
        self._notes: list[str] = []
        self._lists: list[str] = []
        self._item_number = ""
        self._counters: dict[str, Counter] = {}
        self._headings = Counter(styles.outline)
        self._left = _MOST_ADDED_CELLS
        self._ends: dict[Element, Callable[[], None]] = {}
        self._begin: dict[str, Callable[[Element], str]] = {
            "p": self._paragraph, "h": self._heading, "list": self._list, "list-item": self._item, "a": self._link,
            "s": self._spaces, "tab": lambda _: " ", "line-break": lambda _: "<br>", "note": self._note,
            "text-box": self._box, "table": lambda _: "<table>", "table-header-rows": lambda _: "<thead>",
            "table-row": lambda _: "<tr>", "table-cell": self._cell, "covered-table-cell": self._cell,
        }  # fmt: skip
        self._end = {
            "list-item": "</li>", "a": "</a>", "table": "</table>", "table-header-rows": "</thead>",
            "table-row": "</tr>", "table-cell": "</td>", "covered-table-cell": "</td>",
        }  # fmt: skip

    def write(self, body: Element) -> str:
        """Return the HTML of all that a reader sees of `body`, its notes last."""
        walk = etree.iterwalk(body, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "start":
                if self._is_skipped(element, name):
                    walk.skip_subtree()
                    self._ends[element] = lambda: None
                    continue
                self._write(self._begin[name](element) if name in self._begin else "")
                self._write(escape(element.text or ""))
            else:
                self._finish(element, name)
                if element is not body:
                    self._write(escape(element.tail or ""))
        notes = "".join(f"<li>{note}</li>" for note in self._notes)
        return "".join(self._open[0].parts) + (f"<ol>{notes}</ol>" if notes else "")

    def _is_skipped(self, element: Element, name: str) -> bool:
        is_picture_title = name in {"title", "desc"} and ":svg" in str(element.tag)  # the text's own title is shown
        return name in _SKIPPED or is_picture_title or self._styles.is_hidden(value(element, "style-name"))

    def _write(self, markup: str) -> None:
        if markup:
            self._open[-1].parts.append(markup)

    def _finish(self, element: Element, name: str) -> None:
        end = self._ends.pop(element, None)
        if end is not None:
            end()
        else:
            self._write(self._end.get(name, ""))

    # ---- blocks --------------------------------------------------------------------------------------------------

    def _paragraph(self, element: Element) -> str:
        is_title = self._styles.is_title(value(element, "style-name")) and not self._lists
        self.has_title = self.has_title or is_title
        self._begin_block(element, "h1" if is_title else "p")
        return ""

    def _heading(self, element: Element) -> str:
        level = max(1, number_of(value(element, "outline-level"), 1))
        number = "" if value(element, "is-list-header") == "true" else self._headings.following(level)
        number, self._item_number = number or self._item_number, ""
        tag = f"h{min(level + self.has_title, _DEEPEST_HEADING)}"
        self._begin_block(element, tag)
        marked = f"{number}." if is_marker(f"{number}.") and not is_marker(number) else number
        return f"{escape(marked)} " if number else ""

    def _begin_block(self, element: Element, tag: str) -> None:
        self._open.append(_Block())

        def end() -> None:
            block = self._open.pop()
            self._write(f"<{tag}>{''.join(block.parts)}</{tag}>{''.join(block.boxes)}")

        self._ends[element] = end

    def _box(self, element: Element) -> str:
        """A text box stands after the paragraph that it hangs on."""
        self._open.append(_Block())

        def end() -> None:
            words = "".join(self._open.pop().parts)
            self._open[-1].boxes.append(words) if len(self._open) > 1 else self._write(words)

        self._ends[element] = end
        return ""

    def _note(self, element: Element) -> str:
        self._notes.append("")
        number = len(self._notes)
        self._open.append(_Block())

        def end() -> None:
            self._notes[number - 1] = "".join(self._open.pop().parts)

        self._ends[element] = end
        self._open[-2].parts.append(f"[{number}]")
        return ""

    # ---- lists ---------------------------------------------------------------------------------------------------

    def _list(self, element: Element) -> str:
        """Open a list: within another one of the same style, which is counted on only where it says so."""
        outer = self._lists[-1] if self._lists else ""
        name = value(element, "style-name") or outer
        continues = value(element, "continue-numbering") == "true" or value(element, "continue-list")
        if name not in self._counters or not (continues or (self._lists and name == outer)):
            self._counters[name] = Counter(self._styles.lists.get(name, {}))
        self._lists.append(name)

        def end() -> None:
            self._lists.pop()
            self._write("</ul>")

        self._ends[element] = end
        return "<ul>"

    def _item(self, element: Element) -> str:
        if not self._lists:
            return "<li>"
        said = value(element, "start-value")
        start = number_of(said, 1) if said else None
        number = self._item_number = self._counters[self._lists[-1]].following(len(self._lists), start)
        forms = (form for form in (number, f"{number}.", number.lower()) if number and is_marker(form))
        marker = next(forms, "")
        return f'<li {GIVEN_MARKER}="{marker}">' if marker else "<li>"

    # ---- tables and words ----------------------------------------------------------------------------------------

    def _cell(self, element: Element) -> str:
        """Open a cell; one that is repeated, as a thousand empty ones may be, is so only within bounds."""
        again = number_of(value(element, "number-columns-repeated"), 1, _MOST_COLUMNS) - 1
        is_margin = element.getnext() is None and not any(word.strip() for word in element.itertext())
        again = 0 if is_margin else max(0, min(again, self._left))
        self._left -= again
        return "<td></td>" * again + "<td>"

    def _link(self, element: Element) -> str:
        return f'<a href="{escape(value(element, "href"))}">'

    def _spaces(self, element: Element) -> str:
        return " " * max(1, number_of(value(element, "c"), 1, _MOST_SPACES))
