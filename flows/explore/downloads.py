"""What is saved rather than shown: rows as CSV, and a document's bytes as they came."""

import csv
import io
import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response, StreamingResponse

from extractors.errors import ConfigurationError
from flows.explore.ask import ask_csv
from flows.explore.page import Asked, NotFound
from flows.explore.pages.figures import filters_of
from flows.explore.pages.sql import given_to, own_page
from warehouse.archive import Archive
from warehouse.output import cell_text

_MOST_ROWS = 100_000
_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Download:
    """An address, and what answers it; the folder is that of an analyst's own pages."""

    path: str
    answer: Callable[[Asked, Path | None], Response]


def _figures(asked: Asked, _: Path | None) -> Response:
    rows = asked.browse.rows("pages/figures", **filters_of(asked), most=_MOST_ROWS, skipped=0)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = [name for name in (rows[0] if rows else {"measure": None}) if name != "found"]
    writer.writerow(columns)
    writer.writerows([cell_text(row[name]) for name in columns] for row in rows)
    return _as_csv(iter([out.getvalue().encode()]), "figures")


def _sql(asked: Asked, _: Path | None) -> Response:
    statement = asked.given.get("q", "").strip()
    if not statement:
        raise ConfigurationError("the query is empty: write one on the page SQL")
    return _as_csv(ask_csv(asked.warehouse, statement), "query")


def _own(asked: Asked, folder: Path | None) -> Response:
    page = own_page(folder, asked.path["name"])
    return _as_csv(ask_csv(asked.warehouse, page.statement, given_to(page, dict(asked.given))), page.name)


def _source(asked: Asked, _: Path | None) -> Response:
    """A document's bytes: a PDF to be looked at, everything else to be saved: it might be a page with scripts."""
    found = asked.browse.one("pages/document", document_id=asked.path["id"], edition=asked.number("edition", 0) or None)
    if found is None:
        raise NotFound(f"no document {asked.path['id']}")
    content = Archive.of(asked.warehouse).get(found["content_sha256"])
    if found["media_type"] == _PDF and content.startswith(b"%PDF"):
        # The browser's own viewer does not run under the policy of our pages.
        headers = {"content-disposition": "inline", "content-security-policy": "frame-ancestors 'none'"}
        return Response(content, media_type=_PDF, headers=headers)
    suffix = mimetypes.guess_extension(found["media_type"]) or ".bin"
    headers = {"content-disposition": f'attachment; filename="{found["document_id"]}{suffix}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


def _as_csv(chunks: Iterator[bytes], name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(chunks, media_type="text/csv; charset=utf-8", headers=headers)


DOWNLOADS = (
    Download("/figures.csv", _figures),
    Download("/sql.csv", _sql),
    Download("/pages/{name}.csv", _own),
    Download("/documents/{id}/source", _source),
)
