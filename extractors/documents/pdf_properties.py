"""What a PDF says of itself beside its words: title, language, the day it was last changed.

The day on which the file was made is not taken for the day of publication: a file is made when it is exported, often
again long after.
"""

import re
from collections.abc import Sequence

from pypdfium2 import PdfDocument

from extractors.documents.normalise import normalise
from extractors.documents.pdf_file import day_of, language_of, property_of
from extractors.records import Block, Metadata

_JUNK = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|powerpoint presentation|untitled|document\d*|slide \d+|presentation\d*|"
    r"title|template|print|layout \d+|pdf|blank)\b.{0,3}|"
    r"microsoft (?:word|powerpoint|excel) - .*|.*\.(?:docx?|indd|pdf|pptx?|xlsx?|rtf|odt|qxp|qxd|pub|txt|dotx?|html?)|"
    r"[\w-]*_[\w-]*|\S*\d\S*|.{0,3}",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 250
_SHARED = 0.6
"""Of the words of a title, that the document's beginning must hold: one of another document was left in a template."""
_BEGINNING = 3_000  # characters


def title_property(document: PdfDocument) -> str:
    """Return the title that the file gives, empty where it gives none or a file's name."""
    title = " ".join(normalise(property_of(document, "Title")).split())
    return "" if len(title) > _LONGEST or _JUNK.fullmatch(title) else title


def metadata_of(document: PdfDocument, text: str, blocks: Sequence[Block]) -> Metadata:
    """Return the metadata of a document; a title of which its own words know nothing is another document's."""
    return Metadata(
        title=_title(title_property(document), text, blocks),
        modified_on=day_of(property_of(document, "ModDate")),
        language=language_of(document),
    )


def _title(said: str, text: str, blocks: Sequence[Block]) -> str | None:
    headings = (text[b.start : b.end] for b in blocks if (b.kind, b.level) == ("heading", 1))
    heading = " ".join(next(headings, "").split()) or None
    beginning = set(_words(text[:_BEGINNING]))
    wanted = _words(said)
    is_ours = bool(wanted) and sum(word in beginning for word in wanted) >= _SHARED * len(wanted)
    return said if is_ours or (said and not heading) else heading


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
