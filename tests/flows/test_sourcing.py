"""What of a source is to be read again, told by what the warehouse knows of it."""

from datetime import UTC, datetime

from extractors.looks import TakenItem
from extractors.records import Publication
from extractors.sources.source import Source
from flows.sourcing import items_attached, items_outdated
from warehouse.records import Known

NOW = datetime(2024, 6, 1)
SOURCE = Source(name="council", urls=("https://example.org/a.zip",))


def test_an_archive_is_read_again_where_other_extractors_have_read_what_is_in_it() -> None:
    taken = {
        uri: TakenItem(source="council", uri=uri, label=None, stamp=None, published_on=None, fetch_uri=None,
                       found_on=None, taken_at=NOW)
        for uri in ("https://example.org/a.zip", "https://example.org/b.zip", "https://example.org/c")
    }  # fmt: skip
    known = {
        "https://example.org/a.zip!/mail.eml!/plan.txt": Known("1", 1, "x", "old", NOW),
        "https://example.org/b.zip!/plan.txt": Known("2", 1, "x", "new", NOW),
        "https://example.org/c": Known("3", 1, "x", "old", NOW),
    }
    outdated = items_outdated(SOURCE, taken, known, "new", ())
    assert [(each.uri, each.is_archived) for each in outdated] == [
        ("https://example.org/a.zip", True), ("https://example.org/c", True),
    ]  # fmt: skip
    assert items_outdated(SOURCE, taken, known, "new", outdated) == []


def test_an_attachment_that_another_page_lists_now_is_taken_anew_with_that_page() -> None:
    annex = "https://example.org/files/annex.pdf"
    taken = {
        annex: TakenItem(source="council", uri=annex, label=None, stamp=None, published_on=None, fetch_uri=None,
                         found_on="https://example.org/old", taken_at=datetime.now(UTC).replace(tzinfo=None))
    }  # fmt: skip

    def found_on(*pages: str) -> list[str | None]:
        listed = {page: [attached(annex)] for page in pages}
        return [item.found_on for item in items_attached(SOURCE, listed, taken)]

    assert found_on("https://example.org/new") == ["https://example.org/new"]
    assert found_on("https://example.org/new", "https://example.org/old") == []


def attached(uri: str) -> Publication:
    return Publication(
        start_char=0, end_char=5, text="Annex", evidence="Annex", extractor="test", confidence=1.0, label="Annex",
        year=None, published_on=None, uri=uri, media_type=None, size_bytes=None,
    )  # fmt: skip
