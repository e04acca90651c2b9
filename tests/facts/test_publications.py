"""Publications: what a page lists, cites or tells to read."""

from collections.abc import Callable
from datetime import date

from extractors.records import Extraction

Extract = Callable[[str], Extraction]


def labels(extraction: Extraction) -> list[tuple[str, int | None]]:
    return [(p.label, p.year) for p in extraction.publications]


def test_versions_of_a_plan_with_dates(extraction: Extract) -> None:
    found = extraction(
        "Read our plans\n\n- Our Plan 2022\n- 2019 version (PDF, 4.6 MB) (published November 2019)\n"
        "- Summary version - (published May 2015)\n"
    )
    assert labels(found) == [("Our Plan 2022", 2022), ("2019 version", 2019), ("Summary version", 2015)]
    second = found.publications[1]
    assert (second.media_type, second.size_bytes, second.published_on) == (
        "application/pdf",
        4_600_000,
        date(2019, 11, 1),
    )


def test_line_with_format_and_size(extraction: Extract) -> None:
    found = extraction("Minutes of meetings\n\n21 September 2017 (MS Word Document, 72.5KB)\n\n2016-17 (PDF, 84KB)\n")
    assert labels(found) == [("21 September 2017", 2017), ("2016-17", None)]


def test_source_line(extraction: Extract) -> None:
    assert labels(extraction("Plan\n\nWe spend more each year.\n\nSource: Spending Review 2015\n")) == [
        ("Spending Review 2015", 2015)
    ]


def test_sentence_that_offers_a_document(extraction: Extract) -> None:
    text = "Board\n\nBoard meeting summaries from 2012 and earlier are available on the archive website.\n"
    assert labels(extraction(text)) == [("Board meeting summaries from 2012 and earlier", 2012)]


def test_ordinary_lists_are_no_publications(extraction: Extract) -> None:
    assert (
        labels(extraction("Strategy\n\nOur values\n\n• Respect\n• Openness\n\nWe met 40 people in May 2019.\n")) == []
    )


def test_entry_over_several_lines(extraction: Extract) -> None:
    found = extraction(
        "Flood plans\n\nCurrent plan\n\nFlood Plan, version 4\n  27 February 2025\n  PDF, 3.1MB, 94 pages\n"
    )
    assert labels(found) == [("Flood Plan, version 4", 2025)]
    assert found.publications[0].published_on == date(2025, 2, 27)
