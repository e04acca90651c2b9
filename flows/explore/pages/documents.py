"""The list of documents, one document with its facts marked, and two editions beside each other."""

from itertools import pairwise
from typing import Any

from flows.explore.editions import beside
from flows.explore.highlights import Block, Heading, Mark, Piece, blocks, parts, pieces
from flows.explore.page import Asked, NotFound, Page, leaf, leafed
from flows.explore.places import beginning, find
from flows.explore.rendering import KINDS
from warehouse.browse import Browse, Row

_PART = 40_000  # characters of a document that are shown at once
_LONGEST_COMPARED = 3_000_000  # characters


def _documents(asked: Asked) -> dict[str, Any]:
    filters = {name: asked.words(name) for name in ("words", "type", "publisher")}
    year = asked.number("year", 0)
    rows = asked.browse.rows("pages/documents", **filters, year=year or None, **leafed(asked))
    return {
        "title": "Documents",
        "rows": rows,
        "leaf": leaf(asked, rows),
        "filters": {**filters, "year": year or None},
        "types": [row["label"] for row in asked.browse.rows("pages/documents_by_type")],
    }


def _document(asked: Asked) -> dict[str, Any]:
    found = _edition(asked.browse, asked.path["id"], asked.number("edition", 0) or None)
    text: str = found.pop("text")
    of = {"document_id": found["document_id"], "edition": found["edition"]}
    headings = [
        Heading(row["ordinal"], row["level"], row["heading"], row["start_char"])
        for row in asked.browse.rows("pages/document_sections", **of)
    ]
    divided = parts(blocks(text, headings, _PART), _PART) or [[]]
    wanted = beginning(text, asked.number("at", -1)) if "at" in asked.given else find(text, asked.words("find"))
    number = _part_of(divided, wanted[0]) if wanted else asked.number("part", 1, 1, len(divided))
    shown = divided[number - 1]
    chosen = [kind for kind in asked.several("kind") if kind in KINDS] or list(KINDS)
    facts = _facts(asked.browse, found, shown)
    marks = [
        Mark(each["number"], each["kind"], each["start_char"], each["end_char"])
        for each in facts
        if each["kind"] in chosen
    ]
    if wanted:
        marks.append(Mark(0, "hit", *wanted))
    return {
        "title": found["title"] or found["uri"],
        "document": found,
        "blocks": [_marked(text, block, marks) for block in shown],
        "facts": [each for each in facts if each["kind"] in chosen],
        "chosen": chosen,
        "counts": {kind: sum(each["kind"] == kind for each in facts) for kind in KINDS},
        "part": number,
        "last_part": len(divided),
        "contents": [(heading, _part_of(divided, heading.start)) for heading in headings[:400]],
        "editions": asked.browse.rows("pages/document_editions", document_id=found["document_id"]),
        "target": next((each["number"] for each in facts if wanted and each["start_char"] == wanted[0]), None),
        "is_pdf": found["media_type"] == "application/pdf",
    }


def _edition(browse: Browse, document_id: str, edition: int | None) -> Row:
    found = browse.one("pages/document", document_id=document_id, edition=edition)
    if found is None:
        raise NotFound(f"no document {document_id}" + (f" with an edition {edition}" if edition else ""))
    return found


def _facts(browse: Browse, found: Row, shown: list[Block]) -> list[Row]:
    """Return the facts of the part that is shown, numbered; none of an edition that was replaced."""
    if not shown or not found["is_current"]:
        return []
    rows = browse.rows(
        "pages/document_facts",
        document_id=found["document_id"],
        begin_char=shown[0].start,
        end_char=shown[-1].end,
    )
    return [{**row, "number": number} for number, row in enumerate(rows, start=1)]


def _part_of(divided: list[list[Block]], place: int) -> int:
    return next((n for n, part in enumerate(divided, start=1) if part and place < part[-1].end), len(divided))


def _marked(text: str, block: Block, marks: list[Mark]) -> dict[str, Any]:
    heading: list[Piece] = pieces(text, block.start, block.body, marks) if block.body > block.start else []
    return {
        "heading": block.heading,
        "heading_pieces": heading,
        "pieces": pieces(text, block.body, block.end, marks) if block.end > block.body else [],
    }


def _editions(asked: Asked) -> dict[str, Any]:
    document_id = asked.path["id"]
    editions = asked.browse.rows("pages/document_editions", document_id=document_id)
    if not editions:
        raise NotFound(f"no document {document_id}")
    numbers = sorted(row["edition"] for row in editions)
    usual = next(reversed(list(pairwise(numbers))), (numbers[-1], numbers[-1]))
    one, other = sorted((asked.number("from", usual[0]), asked.number("to", usual[1])))
    before, after = (_edition(asked.browse, document_id, each) for each in (one, other))
    return {
        "title": f"Editions of {after['title'] or after['uri']}",
        "document": after,
        "numbers": numbers,
        "before": before,
        "after": after,
        "rows": beside(before.pop("text")[:_LONGEST_COMPARED], after.pop("text")[:_LONGEST_COMPARED]),
        "changes": asked.browse.rows(
            "pages/document_changes", document_id=document_id, from_edition=one, to_edition=other
        ),
    }


PAGES = (
    Page("/documents", "documents.html", _documents, "Documents"),
    Page("/documents/{id}", "document.html", _document),
    Page("/documents/{id}/editions", "editions.html", _editions),
)
