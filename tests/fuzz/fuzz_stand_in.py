"""An extractor that finds nothing, so that worker processes parse, and only parse."""

from pathlib import Path

from extractors.records import DocumentMetadata, Extraction, ParsedDocument

PARSER = "extractors.documents.registry:parse"
EXTRACTOR = "fuzz_stand_in:Nothing"


class Nothing:
    """Finds nothing in any document."""

    version = "nothing 1"
    model_seconds = 0.0

    def __init__(self, model: str | None = None, config: Path | None = None, registers: tuple[Path, ...] = ()) -> None:
        pass

    def extract(self, document: ParsedDocument) -> Extraction:
        """Return no facts."""
        return Extraction(
            metadata=DocumentMetadata(
                title=None, document_type="page", publisher=None, publisher_id=None, language=None, published_on=None,
                modified_on=None, coverage_start=None, coverage_end=None,
            )
        )  # fmt: skip
