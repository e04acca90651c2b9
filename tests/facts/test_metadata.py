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


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Press release\n\nA new bridge for Vale\n\nIt is open.\n", "news"),
        ("Home > News > 2024\n\nA new bridge for Vale\n\nIt is open.\n", "news"),
        ("Case study\n\nBARSET\n\nThe bridge is open to all.\n", "report"),
        ("A new bridge for Vale\n\nGuidance\n\nFrom: Vale Council\n\nIt is open.\n", "guidance"),
        ("Bridges in Vale\n\nIt is long. The following report sums up what was said.\n", "report"),
        ("Dear all,\n\nGrants for 2024 to 2025 and next steps\n\nI write to you.\n\nYours sincerely\n", "page"),
        ("Cabinet, 3 May\n\nPresent:\nAnn Example\n\nApologies: Bo Vale\n\nIt was agreed.\n", "minutes"),
        (
            "Council and executive\n\nMembers of Council\n\nAnn Example\n\nCommittees of Council\n\nIt has two.\n",
            "governance",
        ),
        (
            "Pharmacy assessment\n\nAll versions are here.\n\n"
            + "".join(f"Version {n} (PDF, {n}MB)\n\n" for n in range(1, 10)),
            "listing",
        ),
        ("Our plans and policies\n\n" + "".join(f"Plan {n} (PDF, {n}MB)\n\n" for n in range(1, 5)), "listing"),
        (
            "Have your say on our plan\n\nDate: 3 May 2019\n\nThe plan is out. Leader Ann Archer said: “It is good.”\n",
            "news",
        ),
    ],
)
def test_type_from_head_body_and_layout(extraction: Extract, text: str, kind: str) -> None:
    assert extraction(text).metadata.document_type == kind


YEAR = (date(2023, 4, 1), date(2024, 3, 31))
PERIOD = (date(2024, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Barset Council\n\nAnnual report for 2023/24\n\nWe serve the county.\n", YEAR),
        ("Annual report\n\n2023/24\n\nWe serve the county.\n", YEAR),
        ("Annual report\n\nThis is our report for the year ended 31 March 2024.\n", YEAR),
        ("Annual report for the year ending 31 March 2024\n\nWe serve the county.\n", YEAR),
        ("Dear all,\n\nGrants for 2023/24\n\nI write to you about it.\n", YEAR),
        ("Barset Council\nStrategy 2024-2028\n\nWe serve the county.\n", PERIOD),
        ("Our strategy\n\nThis strategy covers the period 2024 to 2028. We serve the county.\n", PERIOD),
        ("Our strategy\n\nWe spent £3 million in 2023/24 on roads.\n", (None, None)),
    ],
)
def test_period(extraction: Extract, text: str, period: tuple[date | None, date | None]) -> None:
    found = extraction(text).metadata
    assert (found.coverage_start, found.coverage_end) == period


def test_dates_of_other_news_are_not_the_pages(extraction: Extract) -> None:
    found = extraction("About us\n\nWe serve the county.\n\nOther news\n\nA new ward\n3 May 2024\n").metadata
    assert found.published_on is None


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
