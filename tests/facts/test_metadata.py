"""Metadata: title, type, publisher, dates and period, from what the document says of itself."""

from collections.abc import Callable
from datetime import date

import pytest

from extractors.records import Extraction

Extract = Callable[[str], Extraction]


def test_labels_at_the_head(extraction: Extract) -> None:
    found = extraction(
        "Corporate Strategy\n\nFrom:\n  Barset County Council\n\nPublication date:\n31 March 2020\n"
        "Date range:\nJanuary 2020 - January 2023\n\n"
        "Introduction\n\nWe serve the county.\n"
    ).metadata
    assert (found.title, found.document_type, found.publisher) == (
        "Corporate Strategy",
        "strategy",
        "Barset County Council",
    )
    assert found.published_on == date(2020, 3, 31)
    assert (found.coverage_start, found.coverage_end) == (date(2020, 1, 1), date(2023, 1, 31))


def test_period_in_the_title(extraction: Extract) -> None:
    found = extraction("Barset plan: 2015 to 2020\n\nWe serve the county.\n").metadata
    assert (found.coverage_start, found.coverage_end) == (date(2015, 1, 1), date(2020, 12, 31))


def test_date_of_a_listed_document_is_not_the_pages(extraction: Extract) -> None:
    found = extraction("Our plans\n\nRead our plans\n- 2019 version (published November 2019)\n").metadata
    assert found.published_on is None


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("Health and Wellbeing Strategy", "We serve the county.", "strategy"),
        ("Local Transformation Plan", "We serve the county.", "plan"),
        ("Our governance", "The board meets.", "governance"),
        ("Minutes of the Board", "Apologies were received.", "minutes"),
        ("Annual report and accounts", "We serve the county.", "report"),
        ("Guidance for schools", "You must apply.", "guidance"),
        (
            "Council launches report",
            "Date: 3 May 2019\n\nLeader Ann Archer said: “This is a very good day for all.”",
            "news",
        ),
        ("Something else", "It is here.", "page"),
    ],
)
def test_type(extraction: Extract, title: str, body: str, kind: str) -> None:
    assert extraction(f"{title}\n\n{body}\n").metadata.document_type == kind


def test_no_publisher_where_none_is_named(extraction: Extract) -> None:
    assert extraction("Health in the county\n\nWe will act together for all.\n").metadata.publisher is None


def test_english_is_told_by_its_words(extraction: Extract) -> None:
    text = "About us\n\nWe are here for all of the people of the county, and we will do what we can to help them now.\n"
    assert extraction(text).metadata.language == "en"
    assert extraction("1 2 3\n").metadata.language is None


def test_figures_belong_to_the_body_named_before_them_or_the_publisher(extraction: Extract) -> None:
    found = extraction(
        "Our plan\n\nFrom:\n  Barset County Council\n\n"
        "We spent £3 million on roads. Lower Barset NHS Trust spent £4 million.\n"
    )
    assert [f.organisation for f in found.figures] == ["Barset County Council", "Lower Barset NHS Trust"]
