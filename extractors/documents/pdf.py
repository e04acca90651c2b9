"""PDF files: the words of their pages in reading order with their layout and links, without what repeats on each page.

    page → glyphs → words → lines → tables, panels, columns → paragraphs and items → headings → text

Each arrow is a file beside this one (pdf_glyphs, pdf_words, pdf_grid, pdf_aligned, pdf_columns, pdf_paragraphs,
pdf_headings, pdf_text); what needs the whole document (running headers, body size, words known) is told in between.
"""

from collections.abc import Sequence
from itertools import count

from pypdfium2 import PdfDocument, PdfiumError

from extractors.documents import pdf_ocr
from extractors.documents.formats import Format, Hints
from extractors.documents.normalise import normalise
from extractors.documents.pdf_conversion import conversion_of
from extractors.documents.pdf_drafts import Draft
from extractors.documents.pdf_file import opened
from extractors.documents.pdf_furniture import without_furniture
from extractors.documents.pdf_glyphs import content_of
from extractors.documents.pdf_headings import body_style, with_headings
from extractors.documents.pdf_hyphens import Vocabulary
from extractors.documents.pdf_joining import joined_blocks, with_depths
from extractors.documents.pdf_layout import drafts_of, framed, layout_of, plain_lines
from extractors.documents.pdf_paragraphs import pitches_of
from extractors.documents.pdf_properties import metadata_of, title_property
from extractors.documents.pdf_text import Writer
from extractors.documents.pdf_types import Box, Drawings, PageContent
from extractors.documents.pdf_words import lines_of, words_of
from extractors.documents.sniff import PDF
from extractors.errors import DocumentTooLarge, UnreadableDocument
from extractors.layout import plain_text_layout
from extractors.records import ParsedDocument

_MOST_GLYPHS = 10_000_000
"""Of one file; a book of 1,000 pages has 3 million."""


def parse_pdf(content: bytes, hints: Hints) -> ParsedDocument:
    """Return the text of a PDF with its layout, links, pages and properties.

    Raises UnreadableDocument where it is damaged, protected by a password, or holds pictures of pages only.
    """
    with opened(content) as document:
        pages = _contents(document)
        drafts, vocabulary = _drafts(pages, title_property(document))
        writer = Writer(vocabulary)
        for draft in drafts:
            writer.write(draft)
        text = writer.text()
        if not any(map(str.isalnum, text)):
            return _read_pictures(document, pages, hints)
        return ParsedDocument(
            text,
            PDF,
            writer.blocks,
            writer.links,
            metadata_of(document, text, writer.blocks),
            conversion_of(pages, text),
            writer.page_starts(len(pages)),
        )


def _contents(document: PdfDocument) -> list[PageContent]:
    """Return what is on the pages; one that PDFium cannot read is empty."""
    found: list[PageContent] = []
    total = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except PdfiumError:
            found.append(PageContent(1, 1, (), Drawings(), (), unknown=0, turned=0, unread=1))
            continue
        try:
            found.append(content_of(document, page))
        finally:
            page.close()
        total += len(found[-1].glyphs)
        if total > _MOST_GLYPHS:
            raise DocumentTooLarge(
                f"it has more than {_MOST_GLYPHS:,} characters on its first {number + 1:,} pages; split it into parts"
            )
    return found


def _drafts(pages: Sequence[PageContent], title: str) -> tuple[list[Draft], Vocabulary]:
    """Return the blocks of all pages in reading order, and the words of the document."""
    boxes = [Box(0, 0, page.width, page.height) for page in pages]
    outside = [
        framed(lines_of(words_of(page.glyphs, page.links)), page.drawings, box)
        for page, box in zip(pages, boxes, strict=True)
    ]
    kept = without_furniture([lines for lines, _ in outside], [page.height for page in pages])
    layouts = [
        layout_of(number, len(pages), box, lines, tables, page.drawings)
        for number, (page, box, lines, (_, tables)) in enumerate(zip(pages, boxes, kept, outside, strict=True))
    ]
    regions = [region for layout in layouts for region in plain_lines(layout)]
    pitches = pitches_of(regions)
    body = body_style([line for region in regions for line in region])
    counter = count()
    drafts = [each for layout in layouts for each in drafts_of(layout, pitches, body.size, counter)]
    headed = with_headings(drafts, body, title)
    texts = [line.text for region in regions for line in region]
    return with_depths(joined_blocks(headed)), Vocabulary(texts)


def _read_pictures(document: PdfDocument, pages: Sequence[PageContent], hints: Hints) -> ParsedDocument:
    """Return the text that OCR reads on the pages. Raises UnreadableDocument where it is not wanted or not there."""
    count = f"it has {len(pages)} {'page' if len(pages) == 1 else 'pages'} of images and no text"
    if not hints.ocr:
        raise UnreadableDocument(f"{count}; install tesseract and set GREENPAPER_OCR=true")
    if not pdf_ocr.is_installed():
        raise UnreadableDocument(f"{count}, and tesseract, which could read them, is not on the PATH; install it")
    read = [normalise(each) for each in pdf_ocr.pages_of(document)]
    text = normalise("\n\n".join(filter(None, read)))
    if not any(map(str.isalnum, text)):
        raise UnreadableDocument(f"{count} that OCR could read; check the scan")
    blocks = plain_text_layout(text)
    starts: list[int] = []
    at = 0
    for part in read:
        starts.append(at)
        at = min(len(text), at + len(part) + 2) if part else at
    metadata = metadata_of(document, text, blocks)
    return ParsedDocument(text, PDF, blocks, (), metadata, conversion_of(pages, text, range(len(pages))), tuple(starts))


FORMAT = Format(PDF, "PDF", frozenset({".pdf"}), parse_pdf, frozenset({"application/x-pdf"}))
