"""Word documents: read by mammoth, after its body was made plain and its layout was told from styles and numbering."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError

import mammoth
from lxml import etree

from extractors.documents.docx_layout import BULLETS, HEADING_STYLE, LIST_LEVELS, ORDERED, mark_layout, with_markers
from extractors.documents.docx_numbers import Numbering
from extractors.documents.docx_prepare import prepare, word_name
from extractors.documents.docx_styles import Styles
from extractors.documents.formats import Format, Hints
from extractors.documents.html_fragment import Fragment, read_fragment
from extractors.documents.office_parts import Parts
from extractors.documents.office_properties import office_metadata
from extractors.documents.sniff import DOCX
from extractors.documents.xml_tree import Element, local, value
from extractors.errors import UnreadableDocument
from extractors.records import ParsedDocument

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NOTES = ("footnote", "endnote")
# What mammoth and the standard library's XML parser raise where a document breaks the rules of its format.
_ODD = (ExpatError, LookupError, ValueError, TypeError, AttributeError, OSError)
_STYLE_MAP = "\n".join(f"p.{HEADING_STYLE}{level} => h{level}:fresh" for level in range(1, 7))
_BACK_TO_REFERENCE = re.compile(r'<a href="#(?:foot|end)note-ref-[^"]*">↑</a>')
_NO_WORDS = "it holds no words, only pictures or nothing at all; if it is a scan, have its text recognised"


@dataclass(slots=True)
class _Part:
    """A part of the document: its tree, the addresses it links to by id, the parts that belong to it by kind."""

    root: Element
    links: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)


def parse_docx(content: bytes, hints: Hints) -> ParsedDocument:  # noqa: ARG001 - a Word document tells all itself
    """Return the text, layout, links and properties of a Word document.

    Headers, footers, comments, tracked deletions, hidden text and tables of contents are left out; text boxes stand
    after the paragraph that they hang on, footnotes and endnotes at the end. Raises UnreadableDocument where it is
    damaged, encrypted or without words, DocumentTooLarge where it unpacks to too much.
    """
    parts = Parts(content)
    main = _main_name(parts)
    tree = parts.tree(main)
    if tree is None:
        raise UnreadableDocument("its main part is missing; open it in Word and save it again")
    body = _part(parts, main, tree)
    notes: dict[str, _Part] = {}
    for kind in _NOTES:
        name = body.named.get(f"{kind}s", "")
        if (tree := parts.spare_tree(name)) is not None:
            notes[kind] = _part(parts, name, tree)
    has_title = _lay_out(parts, body, notes)
    fragment, reasons = _converted(body, notes)
    if not fragment.text:
        raise UnreadableDocument(_NO_WORDS)
    properties = parts.spare_tree("docProps/core.xml")
    metadata = office_metadata(properties, fragment.title if has_title else None)
    return ParsedDocument(fragment.text, DOCX, fragment.blocks, fragment.links, metadata, parts.conversion(*reasons))


def _main_name(parts: Parts) -> str:
    """Return the name of the part with the body."""
    named = next((name for kind, name, _ in _relationships(parts, "") if kind.endswith("/officeDocument")), "")
    return named or "word/document.xml"


def _part(parts: Parts, name: str, root: Element) -> _Part:
    part = _Part(root)
    for kind, target, link in _relationships(parts, name):
        if link:
            part.links[link] = target
        else:
            part.named.setdefault(kind.rpartition("/")[2], target)
    return part


def _relationships(parts: Parts, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield kind and target of a part's relationships; hyperlinks have an id, other targets are parts' names."""
    folder, _, last = name.rpartition("/")
    tree = parts.spare_tree(posixpath.join(folder, "_rels", f"{last}.rels"))
    for each in () if tree is None else tree:
        kind, target = value(each, "Type"), value(each, "Target")
        if kind.endswith("/hyperlink"):
            yield kind, target, value(each, "Id")
        else:
            yield kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"), ""


def _lay_out(parts: Parts, body: _Part, notes: Mapping[str, _Part]) -> bool:
    """Prepare all parts for the conversion; return whether the document has a title of its own."""
    styles = Styles(parts.spare_tree(body.named.get("styles", "")))
    numbering = Numbering(parts.spare_tree(body.named.get("numbering", "")), styles.list_styles())
    known = frozenset((kind, value(each, "id")) for kind, part in notes.items() for each in _notes(part, kind))
    prepare(body.root, frozenset(body.links), known)
    has_title = mark_layout(body.root, styles, numbering)
    for part in notes.values():
        prepare(part.root, frozenset(part.links), frozenset())
        mark_layout(part.root, styles, numbering)
    return has_title


def _notes(part: _Part, kind: str) -> Iterator[Element]:
    """Yield the notes of a part, without the lines that Word draws above them."""
    return (each for each in part.root if local(each) == kind and "eparator" not in value(each, "type"))


def _converted(body: _Part, notes: Mapping[str, _Part]) -> tuple[Fragment, tuple[str, ...]]:
    try:
        result = mammoth.convert_to_html(
            _package(body, notes),
            style_map=_STYLE_MAP,
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except RecursionError:
        raise UnreadableDocument("it is nested too deep; save it again from Word") from None
    except _ODD:
        raise UnreadableDocument("its parts do not fit together; open it in Word and save it again") from None
    lost = sum("unsupported character" in message.message for message in result.messages)
    reasons = (f"{lost} signs of a symbol font are left out, for nobody can tell what they are",) if lost else ()
    return read_fragment(_BACK_TO_REFERENCE.sub("", with_markers(result.value))), reasons


# ---- what mammoth is given ---------------------------------------------------------------------------------------


def _package(body: _Part, notes: Mapping[str, _Part]) -> io.BytesIO:
    """Return a Word document of nothing but the prepared parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/styles.xml", _styles())
        archive.writestr("word/numbering.xml", _numbering())
        for name, part in (("document", body), *((f"{kind}s", part) for kind, part in notes.items())):
            archive.writestr(f"word/{name}.xml", etree.tostring(part.root))
            archive.writestr(f"word/_rels/{name}.xml.rels", _links(part.links))
    content.seek(0)
    return content


def _styles() -> bytes:
    root = etree.Element(word_name("styles"))
    for level in range(1, 7):
        style = _add(root, "style", type="paragraph", styleId=f"{HEADING_STYLE}{level}")
        _add(style, "name", val=f"{HEADING_STYLE}{level}")
    return bytes(etree.tostring(root))


def _numbering() -> bytes:
    root = etree.Element(word_name("numbering"))
    for name, counted_in in ((ORDERED, "decimal"), (BULLETS, "bullet")):
        abstract = _add(root, "abstractNum", abstractNumId=name)
        for level in range(LIST_LEVELS):
            _add(_add(abstract, "lvl", ilvl=str(level)), "numFmt", val=counted_in)
    for name in (ORDERED, BULLETS):
        _add(_add(root, "num", numId=name), "abstractNumId", val=name)
    return bytes(etree.tostring(root))


def _links(links: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{{{_RELATIONSHIPS}}}Relationships")
    for name, target in links.items():
        etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship", Id=name, Target=target, Type=f"{_R}/hyperlink")
    return bytes(etree.tostring(root))


def _add(parent: Element, name: str, **attributes: str) -> Element:
    return etree.SubElement(parent, word_name(name), {word_name(key): said for key, said in attributes.items()})


FORMAT = Format(
    DOCX,
    "Word (.docx)",
    frozenset({".docx", ".docm", ".dotx"}),
    parse_docx,
    frozenset({"application/vnd.ms-word.document.macroenabled.12"}),
)
