"""What PDF documents say comes out as facts: figures, dates, roles and strategy items with their places in the text."""

from datetime import date

import pytest
from pdf_files import Sheet, pdf

from extractors.documents.registry import parse
from extractors.pipeline import Extractor
from extractors.records import Extraction, ParsedDocument


def extracted(extractor: Extractor, *sheets: Sheet) -> tuple[ParsedDocument, Extraction]:
    document = parse(pdf(*sheets), name="x.pdf")
    assert isinstance(document, ParsedDocument)
    extraction = extractor.extract(document)
    for fact in (*extraction.figures, *extraction.dates, *extraction.roles):
        assert document.text[fact.start_char : fact.end_char] == fact.text
    return document, extraction


def edged(sheet: Sheet, number: int) -> Sheet:
    return sheet.text(50, 30, "Alderley Care Digital Plan 2031", 8).text(290, 815, str(number), 8)


def report() -> list[Sheet]:
    """A report: a title page, a foreword in two columns, a list that goes on over a page."""
    first = Sheet().text(50, 200, "Listening to care workers", 30, "bold")
    first.text(50, 260, "Publication date: 14 May 2021", 12)
    second = edged(Sheet().text(50, 90, "Foreword from the director", 18), 2)
    second.lines(
        50, 120,
        "Over 300 care workers came to our event in",
        "Alderley on 3 March 2021. They told us that",
        "one in five of them has no access to a com-",
        "puter at work. We asked them to vote on",
    )  # fmt: skip
    second.lines(
        310, 120,
        "what should come first, and will spend £2.5",
        "million on it by March 2023. That is 12%",
        "more than in the year before, and we hope",
        "that it will be seen in every home.",
    )  # fmt: skip
    third = edged(Sheet().text(50, 90, "Next steps", 18), 3)
    third.text(60, 120, "•").text(75, 120, "Train 150 champions by June 2022.")
    return [first, second, third]


def test_a_report_in_columns_gives_its_figures_and_dates(extractor: Extractor) -> None:
    document, extraction = extracted(extractor, *report())
    assert extraction.metadata.title == "Listening to care workers"
    assert extraction.metadata.published_on == date(2021, 5, 14)
    values = {(figure.text, figure.value, figure.unit) for figure in extraction.figures}
    assert {("£2.5 million", 2_500_000, "GBP"), ("12%", 12, "percent"), ("one in five", 0.2, "ratio")} <= values
    assert {"3 March 2021", "March 2023", "June 2022"} <= {fact.text for fact in extraction.dates}
    assert "access to a computer at work. We asked them to vote on what should come first" in document.text
    assert "2031" not in document.text


def notice() -> list[Sheet]:
    """A letter: an address, bold headings no larger than the text, paragraphs with numbers, a signature."""
    first = Sheet().text(360, 60, "4 Castle Street", 10, "bold").text(360, 72, "Alderley", 10, "bold")
    first.lines(50, 120, "To:", "Care homes", "General practices in the county of Barset")
    first.text(50, 170, "2 April 2021").text(50, 190, "Dear colleagues,")
    first.text(50, 220, "Notice under the Barset care records rules 2019", 10, "bold")
    first.text(50, 250, "1.", 10, "bold").text(70, 250, "Purpose of this notice", 10, "bold")
    first.lines(
        50, 280,
        "This notice asks organisations to share what they know of outbreaks, so that help comes where it is",
        "needed. It ends on 30 September 2021 unless it is extended in writing. About 85% of the homes have",
        "said that they can do so from the first day on, and the others will follow as soon as they are able",
    )  # fmt: skip
    second = Sheet()
    second.lines(50, 90, "to, with our help. We will review the notice in August.")
    second.text(50, 130, "Yours faithfully").text(50, 180, "Ann Archer", 10, "bold")
    second.text(50, 192, "Director of Public Health, Barset County Council", 10, "bold")
    return [first, second]


def test_a_letter_gives_its_date_its_end_and_its_sections(extractor: Extractor) -> None:
    document, extraction = extracted(extractor, *notice())
    assert extraction.metadata.title == "Notice under the Barset care records rules 2019"
    assert [section.heading for section in extraction.sections][-1] == "Purpose of this notice"
    assert {"2 April 2021", "30 September 2021"} <= {fact.text for fact in extraction.dates}
    assert ("About 85%", 85) in {(figure.text, figure.value) for figure in extraction.figures}
    assert "as soon as they are able to, with our help." in document.text
    [role] = extraction.roles
    assert (role.person, role.title) == ("Ann Archer", "Director of Public Health")


def accounts() -> Sheet:
    """A page of accounts: a heading, and a table of amounts without lines."""
    sheet = Sheet().text(50, 80, "Barset NHS Foundation Trust: our finances", 18, "bold")
    sheet.lines(
        50, 110, "The trust ended the year with a surplus, as the table shows, and owes nothing to any bank at all."
    )
    table = (("", "2023/24 £000", "2022/23 £000"), ("Income", "181,300", "170,200"), ("Expenses", "179,900", "169,600"))
    for number, row in enumerate(table):
        for x, cell in zip((50, 250, 350), row, strict=True):
            sheet.text(x, 140 + 14 * number, cell, 10, "regular" if number else "bold")
    return sheet


@pytest.mark.parametrize(("value", "measure"), [(181_300_000, "Income"), (179_900_000, "Expenses")])
def test_amounts_in_a_table_know_their_row_and_their_column(extractor: Extractor, value: int, measure: str) -> None:
    _, extraction = extracted(extractor, accounts())
    [figure] = [figure for figure in extraction.figures if figure.value == value]
    assert (figure.unit, figure.period_start) == ("GBP", date(2023, 4, 1))
    assert figure.measure is not None
    assert measure in figure.measure
