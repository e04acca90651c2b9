"""Publications: what a page lists, cites or tells to read."""

from collections.abc import Callable
from datetime import date

import pytest

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


# ---- where a title ends ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "label", "year", "published", "media", "size"),
    [
        ("Vale plan (PDF, 1.2 MB)", "Vale plan", None, None, "application/pdf", 1_200_000),
        ("Vale plan - PDF - 340 KB", "Vale plan", None, None, "application/pdf", 340_000),
        ("Vale plan [PDF 340KB]", "Vale plan", None, None, "application/pdf", 340_000),
        ("Vale plan PDF, 12MB", "Vale plan", None, None, "application/pdf", 12_000_000),
        ("Vale plan, published 3 May 2024, HTML", "Vale plan", 2024, date(2024, 5, 3), "text/html", None),
        ("Vale plan (PDF), published 3 May 2024", "Vale plan", 2024, date(2024, 5, 3), "application/pdf", None),
        ("Vale plan, version 1.4 (PDF, 2 MB) – May 2021", "Vale plan, version 1.4", 2021, date(2021, 5, 1),
         "application/pdf", 2_000_000),
        ("Vale plan 2025 to 2028 (PDF), published 1 May 2025", "Vale plan 2025 to 2028", 2025, date(2025, 5, 1),
         "application/pdf", None),
        ("Board minutes, July 2023 (PDF, 3 MB)", "Board minutes, July 2023", 2023, None, "application/pdf", 3_000_000),
        ("Board minutes, 3 July 2023, CSV", "Board minutes, 3 July 2023", 2023, None, "text/csv", None),
        ("Annual report (easy read) (PDF, 1MB, 12 pages, opens in new window)", "Annual report (easy read)", None, None,
         "application/pdf", 1_000_000),
        ("Download the Vale plan (PDF, 1MB)", "Vale plan", None, None, "application/pdf", 1_000_000),
    ],
)  # fmt: skip
def test_title_and_details_of_a_line(
    extraction: Extract, line: str, label: str, year: int | None, published: date | None, media: str, size: int | None
) -> None:
    found = extraction(f"What we publish\n\nThe council has put these online.\n\n{line}\n").publications
    assert [(p.label, p.year, p.published_on, p.media_type, p.size_bytes) for p in found] == [
        (label, year, published, media, size)
    ]


def test_entries_that_follow_each_other_are_not_one_line(extraction: Extract) -> None:
    text = "".join(
        f"The long plan of the county for all of its roads, version {n} (PDF, {n}MB) – May 201{n}\n" for n in (3, 2, 1)
    )
    found = extraction(f"Plans\n\nEarlier versions\n\n{text}")
    assert [(p.label[-9:], p.year) for p in found.publications] == [
        ("version 3", 2013),
        ("version 2", 2012),
        ("version 1", 2011),
    ]


# ---- entries over several lines ----------------------------------------------------------------------------------


def test_title_over_its_date_and_kind_of_page(extraction: Extract) -> None:
    found = extraction(
        "Flood risk in Vale\n\nFrom: Vale Council\n\nAll that we know of floods in the vale is on this page.\n\n"
        "It is kept up to date.\n\nPlans\n\nVale flood plan\n10 May 2024\nPolicy paper\n\n"
        "Guidance\n\nHow to protect your home\nUpdated: 4 July 2023\nGuidance\n\n"
        "Apply for a grant\n10 May 2022 / Guidance\n"
    )
    assert labels(found) == [("Vale flood plan", 2024), ("How to protect your home", 2023), ("Apply for a grant", 2022)]


def test_title_over_format_and_size(extraction: Extract) -> None:
    found = extraction(
        "What we publish\n\nDownloads\n\nAccess plan 2025-26 to 2028-29\nPDF\n1.3MB\n\n"
        "Student plan\nDOCX | 88 KB | Updated 4 March 2024\n"
    )
    assert labels(found) == [("Access plan 2025-26 to 2028-29", None), ("Student plan", 2024)]
    assert [p.size_bytes for p in found.publications] == [1_300_000, 88_000]


def test_head_of_a_page_is_no_entry(extraction: Extract) -> None:
    found = extraction("Vale flood plan\n\nPolicy paper\n\nUpdated 10 May 2024\n\nThe plan is for all.\n")
    assert labels(found) == []


# ---- tables ------------------------------------------------------------------------------------------------------


def test_table_of_documents(extraction: Extract) -> None:
    found = extraction(
        "Appendices\n\nTitle | Date | Format | Size\nAppendix 1: roads | May 2021 | PDF | 7.5 MB\n"
        "Appendix 2: costs | June 2021 | Excel | 130 KB\n"
    )
    assert labels(found) == [("Appendix 1: roads", 2021), ("Appendix 2: costs", 2021)]
    assert found.publications[0].published_on == date(2021, 5, 1)
    assert found.publications[1].size_bytes == 130_000


def test_title_need_not_be_the_first_column(extraction: Extract) -> None:
    found = extraction(
        "Papers\n\nDate | Document | Format\n12 May 2024 | Agenda | PDF\n8 March 2024 | Minutes | Word\n"
    )
    assert labels(found) == [("Agenda", 2024), ("Minutes", 2024)]


def test_day_of_review_is_not_that_of_publication(extraction: Extract) -> None:
    found = extraction("Policies\n\nPolicy | Review date | Download\nPay policy | May 2026 | PDF 230KB\n")
    assert labels(found) == [("Pay policy", None)]


def test_tables_of_other_things_list_no_documents(extraction: Extract) -> None:
    text = "Staff\n\nName | Title | Date joined\nAnn Example | Director | May 2020\nBo Vale | Chair | June 2021\n"
    assert labels(extraction(text)) == []


# ---- lists under headings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading", ["Documents", "Downloads", "Previous versions", "Related publications", "Key documents"]
)
def test_links_under_a_heading(extraction: Extract, heading: str) -> None:
    found = extraction(f"Our work\n\n{heading}\n\n- Climate action: what we do\n- Charter\n- View all\n- Contact us\n")
    assert labels(found) == [("Climate action: what we do", None), ("Charter", None)]


def test_lines_in_a_row_under_a_heading(extraction: Extract) -> None:
    found = extraction("Our work\n\nDocuments\n\nCharter\nScheme of delegation\nCouncil minutes 2023\nFees\n")
    assert labels(found) == [
        ("Charter", None),
        ("Scheme of delegation", None),
        ("Council minutes 2023", 2023),
        ("Fees", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Our plans for next year\n\n- Hire 200 officers\n- Open two stations\n",
        "Reports\n\n- Click on a row to open it as a report\n- Select the year to see the report\n",
        "Committee reports\n\n- The committee reports to the board\n",
        "Help\n\nClick here to download our summary (PDF, 500KB)\n",
        "Help\n\nPrint this page (PDF)\n",
        "Help\n\nOlder reports can be viewed at the library.\n",
        "Help\n\nA phone with 16 GB costs £300.\n",
    ],
)
def test_navigation_instructions_and_prose_are_no_publications(extraction: Extract, text: str) -> None:
    assert labels(extraction(f"About us\n\nWe work for all.\n\n{text}")) == []


def test_sentence_that_tells_to_view_a_document(extraction: Extract) -> None:
    found = extraction("About us\n\nWe work for all. You can also view the Barset parking leaflet.\n")
    assert labels(found) == [("Barset parking leaflet", None)]


def test_numbered_heading_over_a_list(extraction: Extract) -> None:
    found = extraction("Estates policy\n\n1. Aim\nTo do well.\n\n2. Related documents\n- Pay policy\n- Charter\n")
    assert labels(found) == [("Pay policy", None), ("Charter", None)]


def test_note_on_a_file_is_no_title(extraction: Extract) -> None:
    found = extraction(
        "Survey\n\nDocuments\n\nSurvey: tables\nODS, 1.2 MB\nThis file is in an open format\n\nSurvey: report\nHTML\n"
    )
    assert labels(found) == [("Survey: tables", None), ("Survey: report", None)]


def test_items_with_a_day_below_their_title_are_listed(extraction: Extract) -> None:
    text = (
        "Standards for cooking\n\nThey say what a cook must know.\n\nSoups\nThis is about soups.\n"
        "  • National standard for soups\n    24 November 2014\n"
        "  • Soup cook competence framework\n    23 August 2013\n"
    )
    assert [(p.label, str(p.published_on)) for p in extraction(text).publications] == [
        ("National standard for soups", "2014-11-24"),
        ("Soup cook competence framework", "2013-08-23"),
    ]
