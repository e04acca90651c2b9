"""Plain text: decoded, normalised, its layout told from its white space."""

from extractors.documents.encoding import decode
from extractors.documents.formats import Format, Hints
from extractors.documents.normalise import normalise
from extractors.documents.sniff import TEXT
from extractors.errors import UnreadableDocument
from extractors.layout import plain_text_layout
from extractors.layout_rules import marker_of
from extractors.records import ParsedDocument


def parse_text(content: bytes, hints: Hints) -> ParsedDocument:
    """Return the text of `content` with its layout. Raises UnreadableDocument where it is no text or holds no words."""
    text = normalise(tabs_as_bars(decode(content, hints.charset)))
    if not any(map(str.isalnum, text)):
        raise UnreadableDocument("it holds no words, only white space and marks; check that it is the file you meant")
    return ParsedDocument(text, TEXT, plain_text_layout(text))


def tabs_as_bars(text: str) -> str:
    """Return `text` with tabs between the columns of a table as " | ", which normalising would fold to a space.

    A table is two or more lines on end with the same number of tabs between words; a tab after a bullet or a number
    sets off an item, and is none of them.
    """
    if "\t" not in text:
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    columns = [_column_count(line) for line in lines]
    for at, count in enumerate(columns):
        beside = columns[max(0, at - 1) : at] + columns[at + 1 : at + 2]
        if count > 1 and count in beside:
            words = lines[at].strip()
            indent = lines[at][: lines[at].index(words)]
            lines[at] = indent + words.replace("\t", " | ")
    return "\n".join(lines)


def _column_count(line: str) -> int:
    words = line.strip()
    marker = marker_of(words)
    return 0 if marker and "\t" in words[: marker.end] else words.count("\t") + 1


FORMAT = Format(TEXT, "plain text", frozenset({".txt", ".text", ".md"}), parse_text, frozenset({"text/markdown"}))
