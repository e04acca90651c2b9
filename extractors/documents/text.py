"""Plain text: decoded, normalised, its layout told from its white space."""

from extractors.documents.columns import columns_as_bars
from extractors.documents.conversion import graded, text_faults
from extractors.documents.encoding import decode
from extractors.documents.formats import Format, Hints
from extractors.documents.normalise import normalise
from extractors.documents.sniff import TEXT
from extractors.errors import UnreadableDocument
from extractors.layout import plain_text_layout
from extractors.records import ParsedDocument


def parse_text(content: bytes, hints: Hints) -> ParsedDocument:
    """Return the text of `content` with its layout. Raises UnreadableDocument where it is no text or holds no words."""
    text = normalise(columns_as_bars(decode(content, hints.charset)))
    if not any(map(str.isalnum, text)):
        raise UnreadableDocument("it holds no words, only white space and marks; check that it is the file you meant")
    return ParsedDocument(text, TEXT, plain_text_layout(text), conversion=graded(text_faults(text)))


FORMAT = Format(TEXT, "plain text", frozenset({".txt", ".text"}), parse_text)
