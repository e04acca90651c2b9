"""OpenDocument texts, as LibreOffice writes them."""

from extractors.documents.formats import Format, Hints
from extractors.documents.html_fragment import read_fragment
from extractors.documents.odt_markup import Markup
from extractors.documents.odt_styles import OdtStyles
from extractors.documents.office_properties import office_metadata
from extractors.documents.sniff import ODT
from extractors.documents.xml_tree import Element, local, parse_xml
from extractors.documents.zips import Parts
from extractors.errors import UnreadableDocument
from extractors.records import ParsedDocument

_MOST_BYTES = 48 << 20  # of all parts together


def parse_odt(content: bytes, hints: Hints) -> ParsedDocument:  # noqa: ARG001 - it tells all itself
    """Return the text, layout, links and properties of an OpenDocument text.

    Headers, footers, comments, tracked deletions, hidden text and tables of contents are left out; text boxes stand
    after the paragraph that they hang on, notes at the end. Raises UnreadableDocument where it is damaged, encrypted
    or without words, DocumentTooLarge where it unpacks to too much.
    """
    parts = Parts(content, _MOST_BYTES)
    if b"encryption-data" in (parts.read("META-INF/manifest.xml") or b""):
        raise UnreadableDocument("it is encrypted; save it without a password")
    document = _tree(parts, "content.xml")
    body = None if document is None else next((each for each in document.iter() if _is_body(each)), None)
    if document is None or body is None:
        raise UnreadableDocument("its text is missing; open it in LibreOffice and save it again")
    styles = OdtStyles()
    for part in (document, _tree(parts, "styles.xml")):
        if part is not None:
            styles.read(part)
    markup = Markup(styles)
    fragment = read_fragment(markup.write(body))
    if not fragment.text:
        raise UnreadableDocument(
            "it holds no words, only pictures or nothing at all; check that it is the file you meant"
        )
    metadata = office_metadata(_tree(parts, "meta.xml"), fragment.title if markup.has_title else None)
    return ParsedDocument(fragment.text, ODT, fragment.blocks, fragment.links, metadata)


def _is_body(element: Element) -> bool:
    parent = element.getparent()
    return local(element) == "text" and parent is not None and local(parent) == "body"


def _tree(parts: Parts, name: str) -> Element | None:
    content = parts.read(name)
    return None if content is None else parse_xml(content, name)


FORMAT = Format(ODT, "OpenDocument (.odt)", frozenset({".odt", ".ott"}), parse_odt)
