"""Publications in tables: a column of titles beside columns of dates, formats, sizes and links."""

from collections.abc import Iterator
from typing import NamedTuple

from extractors.entities.findings import Findings
from extractors.facts import publications_details as details
from extractors.facts.publications_cited import ends_with_noun
from extractors.facts.publications_listed import Listed, may_be_label, without_lead
from extractors.page import Page
from extractors.records import Block, Span

_DOCUMENT_HEADS = frozenset(
    {"document", "document name", "document title", "documents", "file", "file name", "name of document", "paper",
     "publication", "publication title", "publications", "report", "report title", "reports", "title of document",
     "title of publication", "version"}
)  # fmt: skip
_TITLE_HEADS = frozenset({"description", "item", "name", "plan", "policy", "strategy", "subject", "title", "topic"})
_FILE_HEADS = frozenset(
    {"attachment", "date published", "date of publication", "document type", "download", "file format", "file size",
     "file type", "format", "last updated", "pages", "publication date", "published", "size"}
)  # fmt: skip
_DATE_HEADS = frozenset(
    {
        "date",
        "date published",
        "date of publication",
        "last updated",
        "publication date",
        "published",
        "updated",
        "year",
    }
)
_OTHER_HEADS = frozenset({"author", "date", "link", "type", "updated", "version", "year"})


class _Columns(NamedTuple):
    title: int
    dated: int | None
    is_sure: bool  # the heads leave no doubt that each row is a document


def rows(findings: Findings) -> Iterator[Listed]:
    """Rows of tables that list documents, and rows that close with a format or size."""
    page = findings.page
    columns: _Columns | None = None
    before: Block | None = None
    for block in page.blocks:
        if block.kind == "row":
            begins = before is None or before.kind != "row"
            heads = _columns(page, block) if begins or block.is_header else None
            if begins or heads:
                columns = heads
            entry = None if heads else _entry(page, block, columns)
            if entry:
                yield entry
        before = block


def _columns(page: Page, block: Block) -> _Columns | None:
    """Read a row as the head of a table of documents."""
    heads = [page.words(cell.start, cell.end).casefold().rstrip(":") for cell in block.cells]
    of_documents = next((at for at, head in enumerate(heads) if head in _DOCUMENT_HEADS), None)
    titled = next((at for at, head in enumerate(heads) if head in _TITLE_HEADS), None)
    dated = next((at for at, head in enumerate(heads) if head in _DATE_HEADS), None)
    of_files = any(head in _FILE_HEADS for head in heads)
    if of_documents is not None and (of_files or any(head in _OTHER_HEADS for head in heads)):
        version_only = heads[of_documents] == "version" and titled is not None
        return _Columns(titled if version_only and titled is not None else of_documents, dated, is_sure=True)
    if titled is not None and (of_files or "date" in heads or "year" in heads):
        return _Columns(titled, dated, is_sure=of_files)
    return None


def _entry(page: Page, block: Block, columns: _Columns | None) -> Listed | None:
    said = [page.flat[cell.start : cell.end] for cell in block.cells]
    has_file = any(details.is_details(words) and details.tells_file(words) for words in said if words)
    at = columns.title if columns else next((n for n, words in enumerate(said) if words), 0)
    if at >= len(said) or not (has_file or columns):
        return None
    ends = details.cut(said[at])
    end = ends.end if ends else len(said[at].rstrip())
    own = without_lead(said[at][:end])
    label = said[at][own:end]
    sure = has_file or (columns is not None and columns.is_sure)
    if not may_be_label(label, sure=sure) or (details.is_details(label) and not columns):
        return None
    if not sure and not ends_with_noun().search(label):
        return None
    cell, whole = block.cells[at], Span(block.start, block.end)
    span = Span(cell.start + own, cell.start + end)
    dated = _dated(block, columns) if columns else None
    return Listed(*span, whole, "table", 0.95 if has_file else 0.85, details=True, dated=dated)


def _dated(block: Block, columns: _Columns) -> Span:
    at = columns.dated
    return block.cells[at] if at is not None and at < len(block.cells) else Span(block.start, block.start)
