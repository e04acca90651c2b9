"""Real PDF documents, which are no part of the project: measured where they lie beside it."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from extractors.documents.normalise import normalise
from extractors.documents.registry import parse
from extractors.records import ParsedDocument

FOLDER = Path(__file__).parents[2].parent / "shared" / "binary"
FILES = sorted(FOLDER.glob("*.pdf"))


@pytest.mark.slow
@pytest.mark.skipif(not FILES, reason="no shared/binary beside the project")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:2])
def test_a_real_document_comes_over_well(path: Path) -> None:
    document = parse(path.read_bytes(), name=path.name)
    assert isinstance(document, ParsedDocument)
    assert normalise(document.text) == document.text
    assert document.metadata.title
    assert document.conversion.grade != "poor"
    levels = [block.level for block in document.blocks if block.kind == "heading"]
    assert len(levels) >= 3
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    headings = {document.text[block.start : block.end] for block in document.blocks if block.kind == "heading"}
    pages = [  # a heading may return in every chapter
        {line.strip() for line in document.text[start:end].splitlines() if line.strip()} - headings
        for start, end in zip(document.page_starts, (*document.page_starts[1:], len(document.text)), strict=True)
    ]
    counts = Counter(line for page in pages for line in page)
    assert [line for line, count in counts.items() if len(pages) > 3 and 2 * count > len(pages)] == []
