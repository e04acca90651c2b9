"""What tests of every area share."""

from collections.abc import Callable

import pytest

from extractors.layout import plain_text_layout
from extractors.pipeline import Extractor
from extractors.records import Extraction, ParsedDocument


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The pipeline with the model, loaded once for the whole session."""
    return Extractor()


@pytest.fixture(scope="session")
def extraction(extractor: Extractor) -> Callable[[str], Extraction]:
    """Extract from plain text: `extraction("Ann Example\\nChief Executive, …")`."""

    def extract(text: str) -> Extraction:
        document = ParsedDocument(text=text, media_type="text/plain", blocks=plain_text_layout(text))
        return extractor.extract(document)

    return extract
