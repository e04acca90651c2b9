"""A PDF file opened with PDFium: its pages, its properties, and why it cannot be opened.

PDFium keeps the whole state of a file in one process and is not safe under threads: one document at a time.
"""

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from extractors.errors import DocumentTooLarge, UnreadableDocument

MOST_PAGES = 5_000
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8}){0,3}")
_LONGEST_VALUE = 4096


@contextmanager
def opened(content: bytes) -> Iterator[PdfDocument]:
    """Open a PDF file, with the empty password if it wants one.

    Raises UnreadableDocument where it is protected, damaged or without pages, DocumentTooLarge over `MOST_PAGES`.
    """
    try:
        document = PdfDocument(content)
    except PdfiumError as problem:
        if getattr(problem, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableDocument(
                "it is protected by a password; save a copy without one and ingest that"
            ) from problem
        raise UnreadableDocument("it is a damaged PDF file; fetch or export it again") from problem
    try:
        pages = len(document)
        if pages < 1:
            raise UnreadableDocument("it is a PDF file without pages; fetch or export it again")
        if pages > MOST_PAGES:
            raise DocumentTooLarge(f"it has {pages:,} pages; {MOST_PAGES:,} are read at most: split it into parts")
        yield document
    finally:
        document.close()


def property_of(document: PdfDocument, name: str) -> str:
    """Return one of the document's properties ("Title", "ModDate"), empty where it has none."""
    return str(document.get_metadata_value(name))[:_LONGEST_VALUE].strip()


def day_of(value: str) -> date | None:
    """Return the day of a PDF date ("D:20200131120000Z", ISO 32000-1, 7.9.4), None where it is no day."""
    found = _DATE.match(value)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    except ValueError:
        return None


def language_of(document: PdfDocument) -> str | None:
    """Return the language tag that the catalog gives ("en-GB") in its shortest usual form, None where there is none."""
    tag = _wide_string(pdfium.FPDFCatalog_GetLanguage, document.raw)
    return tag if _LANGUAGE.fullmatch(tag) else None


def _wide_string(call: Any, *arguments: Any) -> str:
    """Return what a PDFium call writes as UTF-16, of `_LONGEST_VALUE` bytes at most."""
    size = int(call(*arguments, None, 0))
    if not 2 <= size <= _LONGEST_VALUE:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    call(*arguments, buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace").strip()
