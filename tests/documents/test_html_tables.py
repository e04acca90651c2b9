"""Tables in a page: a figure takes its heads from its own table, also where heads span columns and rows."""

from collections.abc import Callable, Sequence

import pytest

from extractors.documents.normalise import normalise
from extractors.documents.registry import parse
from extractors.facts.figures import find_figures
from extractors.page import Page, columns
from extractors.pipeline import Extractor
from extractors.records import Block, ParsedDocument, Span

TABLES = """
<h1>Budget</h1>
<table><tr><th>Post</th><th>Name of holder</th></tr><tr><td>Chair</td><td>Ann Archer</td></tr></table>
<table><tr><th>Service</th><th>Cost £m</th></tr><tr><td>Housing</td><td>12.5</td></tr></table>
"""
SPANNED = """
<h1>Budget book</h1>
<table>
<caption>What services cost</caption>
<thead>
<tr><th rowspan="2">Service</th><th colspan="2">Spending (£m)</th><th rowspan="2">Homes built</th></tr>
<tr><th>Planned</th><th>Spent</th></tr>
</thead>
<tbody>
<tr><td>Housing</td><td>12.5</td><td>13</td><td>240</td></tr>
<tr><td>Roads</td><td>7</td><td>6.5</td><td>0</td></tr>
</tbody>
</table>
"""
REGIONS = """
<h1>Staff</h1>
<table>
<tr><th>Region</th><th>Team</th><th>Number of staff</th></tr>
<tr><td rowspan="2">North</td><td>Street wardens</td><td>14</td></tr>
<tr><td>Park wardens</td><td>9</td></tr>
<tr><td>South</td><td>Lake wardens</td><td>5</td></tr>
</table>
"""


def parsed(markup: str) -> ParsedDocument:
    document = parse(f"<html><body>{markup}</body></html>".encode(), name="tables.html")
    assert isinstance(document, ParsedDocument)
    assert normalise(document.text) == document.text
    return document


def rows(document: ParsedDocument, cells: Callable[[Block], Sequence[Span]] = lambda row: row.cells) -> list[list[str]]:
    found = [cells(block) for block in document.blocks if block.kind == "row"]
    return [[document.text[start:end] for start, end in row] for row in found]


def test_the_heads_of_one_table_are_not_those_of_the_next() -> None:
    page = Page.of(parsed(TABLES))
    [figure] = find_figures(page, ())
    assert (figure.value, figure.unit, figure.measure) == (12_500_000, "GBP", "Housing Cost £m")


def test_a_cell_that_spans_others_is_written_once_and_keeps_their_places() -> None:
    assert rows(parsed(SPANNED))[:3] == [
        ["Service", "Spending (£m)", "", "Homes built"],
        ["", "Planned", "Spent", ""],
        ["Housing", "12.5", "13", "240"],
    ]


def test_the_words_of_a_spanning_cell_hold_in_all_its_columns_and_rows() -> None:
    assert rows(parsed(SPANNED), columns)[:2] == [
        ["Service", "Spending (£m)", "Spending (£m)", "Homes built"],
        ["Service", "Planned", "Spent", "Homes built"],
    ]
    assert [row[0] for row in rows(parsed(REGIONS), columns)] == ["Region", "North", "North", "South"]


def test_a_row_without_spans_has_no_grid_of_its_own() -> None:
    assert {block.grid for block in parsed(TABLES).blocks} == {()}


def test_figures_below_spanning_heads_have_the_measure_and_unit_of_their_column(extractor: Extractor) -> None:
    figures = extractor.extract(parsed(SPANNED)).figures
    assert [(f.text, f.value, f.unit, f.measure) for f in figures if f.text in {"12.5", "13", "240", "6.5"}] == [
        ("12.5", 12_500_000, "GBP", "Housing Spending (£m) Planned"),
        ("13", 13_000_000, "GBP", "Housing Spending (£m) Spent"),
        ("240", 240, "count", "Housing Homes built"),
        ("6.5", 6_500_000, "GBP", "Roads Spending (£m) Spent"),
    ]


def test_figures_beside_a_label_that_spans_rows_keep_their_column(extractor: Extractor) -> None:
    figures = extractor.extract(parsed(REGIONS)).figures
    assert [(f.text, f.unit, (f.measure or "").split()[0]) for f in figures] == [
        ("14", "count", "North"),
        ("9", "count", "North"),
        ("5", "count", "South"),
    ]


def test_a_caption_stands_before_its_rows() -> None:
    text = parsed(SPANNED).text
    assert text.index("What services cost") < text.index("Service |")


def test_a_span_ends_with_its_group_of_rows() -> None:
    head = "<thead><tr><th rowspan=9>A</th><th>B</th></tr></thead>"
    assert rows(parsed(f"<table>{head}<tbody><tr><td>c</td><td>d</td></tr></tbody></table>")) == [
        ["A", "B"],
        ["c", "d"],
    ]


@pytest.mark.parametrize("span", ["colspan", "rowspan"])
def test_endless_spans_do_not_make_endless_text(span: str) -> None:
    document = parsed(f"<table>{f'<tr><td {span}=99999>a<td>b<td {span}=65000>c' * 2000}</table>")
    assert len(document.text) < 200_000


def test_spans_that_are_no_numbers_are_one() -> None:
    document = parsed("<table><tr><td colspan='x'>a<td rowspan='-3'>b<tr><td>c</table>")
    assert rows(document) == [
        ["a", "b"],
        ["c"],
    ]
