"""Which formats are read, and the one call that reads a document of any of them.

A format is one file that ends in a `Format`. The ones that come with greenpaper are listed here; another package
adds its own by an entry point in the group "greenpaper.parsers" that names its `Format`, and replaces ours by naming
the same media type:

    [project.entry-points."greenpaper.parsers"]
    markdown = "my_package.markdown:FORMAT"
"""

from email.message import Message
from functools import cache
from importlib.metadata import entry_points

from extractors.documents import archive, docx, govuk, html, mail, markdown, odt, pdf, text
from extractors.documents.formats import Format, Hints
from extractors.documents.sniff import EMPTY, HTML, MARKDOWN, TEXT, describe, is_whole_page, sniff
from extractors.errors import ConfigurationError, UnreadableDocument, UnsupportedDocument
from extractors.records import Package, ParsedDocument

ENTRY_POINT_GROUP = "greenpaper.parsers"

_OURS = (
    text.FORMAT, html.FORMAT, markdown.FORMAT, pdf.FORMAT, docx.FORMAT, odt.FORMAT, mail.FORMAT, archive.FORMAT,
    govuk.FORMAT,
)  # fmt: skip
_SAY_NOTHING = frozenset({None, TEXT, "application/octet-stream"})  # what servers declare that do not know
_INSTEAD = {
    "application/x-ole-storage": "save it as .docx",
    "application/rtf": "save it as .docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "save its words as .docx or text",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "save it as .docx or text",
}


def parse(
    content: bytes, *, name: str, declared_media_type: str | None = None, ocr: bool = False
) -> ParsedDocument | Package:
    """Return the text, layout, links and metadata of a document, or the files that an archive holds.

    `name` (a file name or address) and `declared_media_type` (a Content-Type) are hints: what the bytes are decides.
    `ocr` lets scanned pages be read by OCR.
    Raises UnreadableDocument where they are empty, damaged or without words, UnsupportedDocument where their format
    is not one that is read, DocumentTooLarge where they unpack to too much. The messages leave it to the caller
    to say which document it was.
    """
    declared, charset = _content_type(declared_media_type)
    hints = Hints(name, charset, ocr)
    media_type = sniff(content)
    if media_type == EMPTY:
        raise UnreadableDocument("it is empty; fetch or export it again")
    found = formats().get(media_type)
    if found is None:
        read = ", ".join(sorted({each.description for each in formats().values()}))
        instead = f" ({_INSTEAD[media_type]})" if media_type in _INSTEAD else ""
        raise UnsupportedDocument(f"it is {describe(media_type)}, which is not read{instead}; what is read: {read}")
    if media_type == TEXT or (media_type == HTML and not is_whole_page(content)):
        found = _as_said(media_type, hints, declared) or found
    return found.parse(content, hints)


@cache
def formats() -> dict[str, Format]:
    """Return the formats that are read, by media type. Raises ConfigurationError for a broken entry point."""
    read = {each.media_type: each for each in _OURS}
    for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda each: each.name):
        try:
            added = point.load()
        except (ImportError, AttributeError) as problem:
            raise ConfigurationError(
                f"the parser {point.value!r} cannot be loaded: {problem}; reinstall or remove its package"
            ) from problem
        if not isinstance(added, Format):
            raise ConfigurationError(f"the parser {point.value!r} is no Format; correct or remove its package")
        read[added.media_type] = added
    return read


def supported_suffixes() -> frozenset[str]:
    """Return the file endings (".txt", in small letters) of the formats that are read."""
    return frozenset(suffix for each in formats().values() for suffix in each.suffixes)


def _as_said(media_type: str, hints: Hints, declared: str | None) -> Format | None:
    """Return the format that a text is declared to be, or else named as: its bytes alone leave that open.

    A fragment of HTML and Markdown begin as plain text does, and Markdown may begin as a fragment of HTML does.
    """
    texts = [each for each in formats().values() if each.media_type.startswith("text/")]
    open_to_it = texts if media_type == TEXT else [each for each in texts if each.media_type == MARKDOWN]
    by_type = (each for each in open_to_it if declared in {each.media_type, *each.also})
    by_name = (each for each in open_to_it if hints.suffix in each.suffixes)
    return next(by_name if declared in _SAY_NOTHING else by_type, None)


def _content_type(declared: str | None) -> tuple[str | None, str | None]:
    """Return the media type and the charset of a Content-Type as servers send it: "text/html; charset=UTF-8"."""
    if not declared:
        return None, None
    message = Message()
    message["Content-Type"] = " ".join(declared.split())
    charset = message.get_param("charset")
    return message.get_content_type(), charset if isinstance(charset, str) else None
