"""Tables in a PDF come as rows with cells, drawn with lines or without; running text in columns is no table."""

from pdf_files import Sheet, pdf

from extractors.documents.registry import parse
from extractors.records import ParsedDocument

ROWS = (("Service", "2022/23", "2023/24"), ("Housing", "£1.2m", "£1.4m"), ("Highways", "£3.0m", "£2.8m"))


def rows(*sheets: Sheet) -> list[tuple[bool, list[str]]]:
    document = parse(pdf(*sheets), name="x.pdf")
    assert isinstance(document, ParsedDocument)
    return [
        (block.is_header, [document.text[cell.start : cell.end] for cell in block.cells])
        for block in document.blocks
        if block.kind == "row"
    ]


def placed(sheet: Sheet, table: tuple[tuple[str, ...], ...], top: float = 200) -> Sheet:
    for number, row in enumerate(table):
        for x, cell in zip((55, 255, 355), row, strict=False):
            sheet.text(x, top + 14 + 20 * number, cell, 10, "regular" if number else "bold")
    return sheet


def ruled(sheet: Sheet, count: int, top: float = 200) -> Sheet:
    for number in range(count + 1):
        sheet.rule(50, top + 20 * number, 450, top + 20 * number)
    for x in (50, 250, 350, 450):
        sheet.rule(x, top, x, top + 20 * count)
    return sheet


EXPECTED = [(True, list(ROWS[0])), (False, list(ROWS[1])), (False, list(ROWS[2]))]


def test_a_table_with_lines_is_rows_with_cells() -> None:
    assert rows(ruled(placed(Sheet(), ROWS), 3)) == EXPECTED


def test_a_table_without_lines_is_rows_with_cells() -> None:
    assert rows(placed(Sheet(), ROWS)) == EXPECTED


def test_a_first_column_without_a_name_is_still_a_column() -> None:
    table = (("", "2023/24", "2022/23"), ("Income", "181,300", "170,200"), ("Expenses", "(179,900)", "(169,600)"))
    assert rows(placed(Sheet(), table)) == [(True, list(table[0])), (False, list(table[1])), (False, list(table[2]))]


def test_an_empty_cell_keeps_its_place_and_a_cell_may_hold_several_lines() -> None:
    table = (ROWS[0], ("Housing", "", "£1.4m"), ("Roads, paths", "£3.0m", "£2.8m"))
    sheet = ruled(placed(Sheet(), table), 3)
    sheet.text(55, 259, "and bridges", 8)
    assert rows(sheet)[1:] == [
        (False, ["Housing", "", "£1.4m"]),
        (False, ["Roads, paths and bridges", "£3.0m", "£2.8m"]),
    ]


def test_a_table_that_goes_on_over_a_page_has_its_header_once() -> None:
    more = (ROWS[0], ("Parks", "£0.9m", "£1.0m"), ("Libraries", "£2.0m", "£2.1m"))
    both = rows(ruled(placed(Sheet(), ROWS), 3), ruled(placed(Sheet(), more), 3))
    assert both == [*EXPECTED, *((False, list(row)) for row in more[1:])]


def test_running_text_in_columns_is_no_table() -> None:
    sheet = Sheet()
    for number in range(5):
        sheet.text(50, 100 + 12 * number, "The council will build new homes in the")
        sheet.text(310, 100 + 12 * number, "Residents told us that repairs take too")
    assert rows(sheet) == []


def test_entries_of_a_table_of_contents_lose_their_page_numbers() -> None:
    sheet = Sheet().text(50, 80, "Contents", 16, "bold")
    for number, (entry, page) in enumerate((("Foreword", 2), ("Our aims for homes", 3), ("What it costs", 12))):
        sheet.text(50, 110 + 14 * number, f"{entry} {'.' * 20}").text(500, 110 + 14 * number, str(page))
    document = parse(pdf(sheet), name="x.pdf")
    assert isinstance(document, ParsedDocument)
    assert document.text == "Contents\n\nForeword\nOur aims for homes\nWhat it costs"
