"""OpenDocument texts, as LibreOffice writes them."""

from extractors.documents.formats import Format, Hints
from extractors.documents.html_fragment import read_fragment
from extractors.documents.odt_markup import Markup
from extractors.documents.odt_styles import OdtStyles
from extractors.documents.office_parts import Parts
from extractors.documents.office_properties import office_metadata
from extractors.documents.sniff import ODT
from extractors.documents.xml_tree import Element, local
from extractors.errors import UnreadableDocument
from extractors.records import ParsedDocument


def parse_odt(content: bytes, hints: Hints) -> ParsedDocument:  # noqa: ARG001 - it tells all itself
    """Return the text, layout, links and properties of an OpenDocument text.

    Headers, footers, comments, tracked deletions, hidden text and tables of contents are left out; text boxes stand
    after the paragraph that they hang on, notes at the end. Raises UnreadableDocument where it is damaged, encrypted
    or without words, DocumentTooLarge where it unpacks to too much.
    """
    parts = Parts(content)
    manifest = parts.spare_tree("META-INF/manifest.xml")
    if manifest is not None and any(local(each) == "encryption-data" for each in manifest.iter()):
        raise UnreadableDocument("it is encrypted; save it without a password")
    document = parts.tree("content.xml")
    body = None if document is None else next((each for each in document.iter() if _is_body(each)), None)
    if document is None or body is None:
        raise UnreadableDocument("its text is missing; open it in LibreOffice and save it again")
    styles = OdtStyles()
    for part in (document, parts.spare_tree("styles.xml")):
        if part is not None:
            styles.read(part)
    markup = Markup(styles)
    fragment = read_fragment(markup.write(body))
    if not fragment.text:
        raise UnreadableDocument(
            "it holds no words, only pictures or nothing at all; check that it is the file you meant"
        )
    metadata = office_metadata(parts.spare_tree("meta.xml"), fragment.title if markup.has_title else None)
    return ParsedDocument(fragment.text, ODT, fragment.blocks, fragment.links, metadata, parts.conversion())


def _is_body(element: Element) -> bool:
    parent = element.getparent()
    return local(element) == "text" and parent is not None and local(parent) == "body"


FORMAT = Format(ODT, "OpenDocument (.odt)", frozenset({".odt", ".ott"}), parse_odt)
