"""A Word document's body made plain before it is converted: what mammoth would lose is put where it keeps it.

Text boxes become paragraphs, fields and alternative content their result, merged cells single ones; what is no text
of the document (pictures, comments, hidden text, lines of a table of contents) goes.
"""

from collections.abc import Iterable, Iterator

from lxml import etree

from extractors.documents.docx_styles import child_named, is_on
from extractors.documents.xml_tree import Element, local, number_of, value

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_DROPPED = frozenset([
    "annotationRef", "commentRangeEnd", "commentRangeStart", "commentReference", "control", "del", "drawing", "movie",
    "moveFrom", "numberingChange", "object", "pict", "proofErr", "sectPr",
])  # fmt: skip
_OPENED = frozenset(["bdo", "dir", "fldSimple", "ins", "moveTo", "ruby", "rubyBase", "smartTag", "subDoc", "customXml"])
_INSTEAD = {"cr": "br", "ptab": "tab"}
_MOST_COLUMNS = 63  # Word's own limit
_MOST_ADDED_CELLS = 20_000


def prepare(root: Element, links: frozenset[str], notes: frozenset[tuple[str, str]]) -> None:
    """Change the tree of a part in place; `links` and `notes` are what its references may point to.

    `notes` are pairs of "footnote" or "endnote" and an id.
    """
    _choose_alternatives(root)
    _move_text_boxes_out(root)
    for element in list(root.iter()):
        name = local(element)
        if _is_dropped(element, name):
            remove(element)
        elif name in _OPENED:
            open_up(element, list(element))
        elif name in _INSTEAD:
            element.tag = word_name(_INSTEAD[name])
        elif name == "oMath":
            _set_as_text(element)
        elif name == "sdt":
            _open_control(element)
        else:
            _mend_reference(element, name, links, notes)
    _make_tables_plain(root)


def _is_dropped(element: Element, name: str) -> bool:
    """Whether an element is no text: hidden, deleted, a picture. A mark says that a row or a paragraph's end is."""
    if name == "r":
        return is_on(child_named(element, "rPr"), "vanish")
    parent = element.getparent()
    is_mark = name == "del" and parent is not None and local(parent) in {"rPr", "trPr"}
    return name in _DROPPED and not is_mark


def paragraphs(root: Element) -> Iterator[Element]:
    """Yield the paragraphs of a part in reading order."""
    return (element for element in root.iter() if local(element) == "p")


def remove(element: Element) -> None:
    """Take an element out of its tree."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def open_up(element: Element, children: Iterable[Element]) -> None:
    """Put `children` in the place of an element."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent[at : at + 1] = list(children)


def word_name(name: str) -> str:
    """Return the full name of one of Word's elements or attributes, in the form of its names that is most common."""
    return f"{{{WORD}}}{name}"


def _choose_alternatives(root: Element) -> None:
    """Keep one of several forms of the same content (ECMA-376 part 3): that which says most."""
    for element in [each for each in root.iter() if local(each) == "AlternateContent"]:
        forms = [child for child in element if local(child) in {"Choice", "Fallback"}]
        open_up(element, list(max(forms, key=lambda form: len(words_of(form)))) if forms else [])


def _move_text_boxes_out(root: Element) -> None:
    """Put the paragraphs of each text box after the paragraph that it hangs on."""
    last: dict[Element, Element] = {}
    for box in [each for each in root.iter() if local(each) == "txbxContent"]:
        host = next((each for each in box.iterancestors() if local(each) == "p"), None)
        if host is None:
            continue
        after = last.get(host, host)
        for child in list(box):
            after.addnext(child)
            after = child
        last[host] = after


def _set_as_text(element: Element) -> None:
    """Turn a formula into a run with its characters."""
    words = "".join(each.text or "" for each in element.iter() if local(each) == "t")
    paragraph = next((each for each in element.iterancestors() if local(each) == "p"), None)
    if paragraph is None:
        remove(element)
        return
    run = etree.Element(word_name("r"))
    etree.SubElement(run, word_name("t")).text = words
    open_up(element, [run])


def _open_control(element: Element) -> None:
    """Keep the content of a form field, but not a placeholder, nor a table of contents that Word made."""
    properties = child_named(element, "sdtPr")
    gallery = (
        next((each for each in properties.iter() if local(each) == "docPartGallery"), None)
        if (properties is not None)
        else None
    )
    content = child_named(element, "sdtContent")
    is_empty = is_on(properties, "showingPlcHdr") or value(gallery, "val").casefold() == "table of contents"
    open_up(element, [] if content is None or is_empty else list(content))


def _mend_reference(element: Element, name: str, links: frozenset[str], notes: frozenset[tuple[str, str]]) -> None:
    """Take away references that lead nowhere, on which mammoth would fail."""
    if name == "hyperlink":
        for key in [each for each in element.attrib if each.endswith("}id") and element.attrib[each] not in links]:
            del element.attrib[key]
    elif name in {"footnoteReference", "endnoteReference"}:
        if (name.removesuffix("Reference"), value(element, "id")) not in notes:
            remove(element)
    elif name == "sym" and not _is_hexadecimal(value(element, "char")):
        remove(element)


def _is_hexadecimal(text: str) -> bool:
    return 0 < len(text) <= 6 and all(each in "0123456789abcdefABCDEF" for each in text)


# ---- tables ------------------------------------------------------------------------------------------------------


def _make_tables_plain(root: Element) -> None:
    left = _MOST_ADDED_CELLS
    for table in reversed([each for each in root.iter() if local(each) == "tbl"]):
        rows = [row for row in table if local(row) == "tr"]
        cells = [[cell for cell in row if local(cell) == "tc"] for row in rows]
        if all(len(row) <= 1 for row in cells):
            open_up(table, [child for row in cells for cell in row for child in cell if local(child) in {"p", "tbl"}])
            continue
        for row in cells:
            for cell in row:
                left -= _part_merged(cell, left)
        if rows and not any(child_named(child_named(row, "trPr"), "tblHeader") is not None for row in rows):
            _mark_header(rows[0], cells)


def _part_merged(cell: Element, most: int) -> int:
    """Turn a cell over several columns into as many cells, and one over several rows into one and empty ones."""
    properties = child_named(cell, "tcPr")
    merged, span = child_named(properties, "vMerge"), child_named(properties, "gridSpan")
    for each in (merged, span):
        if each is not None:
            remove(each)
    if merged is not None and value(merged, "val") != "restart":
        for child in [each for each in cell if local(each) != "tcPr"]:
            cell.remove(child)
    added = min(number_of(value(span, "val"), 1, _MOST_COLUMNS) - 1, most)
    for _ in range(added):
        cell.addnext(etree.Element(word_name("tc")))
    return max(0, added)


def _mark_header(first: Element, cells: list[list[Element]]) -> None:
    """Mark the first row as the table's head where all that it says is bold, and something below it is not."""
    if not _all_bold(cells[0]) or all(map(_all_bold, cells[1:])):
        return
    properties = child_named(first, "trPr")
    if properties is None:
        properties = etree.Element(word_name("trPr"))
        first.insert(0, properties)
    etree.SubElement(properties, word_name("tblHeader"))


def _all_bold(cells: list[Element]) -> bool:
    runs = [run for cell in cells for run in runs_with_words(cell)]
    return bool(runs) and all(is_on(child_named(run, "rPr"), "b") for run in runs)


def runs_with_words(element: Element) -> list[Element]:
    """Return the runs inside an element that hold more than white space."""
    return [run for run in element.iter() if local(run) == "r" and words_of(run)]


def words_of(element: Element) -> str:
    """Return the text inside an element, white space folded."""
    return " ".join("".join(each.text or "" for each in element.iter() if local(each) == "t").split())
