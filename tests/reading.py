"""A document's bytes, read by the real parsers and the real rules."""

from collections.abc import Callable

from extractors.documents.registry import parse
from extractors.ids import content_hash
from extractors.pipeline import Extractor
from extractors.records import LoadItem


def reader(extractor: Extractor) -> Callable[[str, bytes], LoadItem]:
    """Return a function that parses and extracts one document. The same one is not read twice."""
    read: dict[tuple[str, bytes], LoadItem] = {}

    def make(uri: str, content: bytes) -> LoadItem:
        if (uri, content) not in read:
            document = parse(content, name=uri)
            read[uri, content] = LoadItem(
                uri=uri,
                source="test",
                content_sha256=content_hash(content),
                byte_count=len(content),
                extractor_version=extractor.version,
                document=document,
                extraction=extractor.extract(document),
            )
        return read[uri, content]

    return make
