"""Bare numbers in tables become figures where heads or a caption tell what they are."""

import time
from textwrap import dedent

import pytest

from extractors.documents.registry import parse
from extractors.facts.dates import find_dates
from extractors.facts.figures import find_figures
from extractors.page import Page
from extractors.records import Figure


def figures(text: str) -> tuple[Figure, ...]:
    page = Page.of(parse(f"Barset report\n\nWe count.\n\n{dedent(text)}".encode(), name="report.txt"))
    return find_figures(page, find_dates(page))


def read(text: str) -> list[tuple[float, str | None, str | None]]:
    return [(figure.value, figure.unit, figure.measure) for figure in figures(text)]


def test_columns_of_years_are_periods_and_the_rows_name_things() -> None:
    found = figures(
        "Measure           2022/23   2023/24\nHomes built           310       402\nPeople housed       1,204     1,350"
    )
    assert [(f.value, f.unit, f.measure, str(f.period_start)) for f in found] == [
        (310, "count", "Homes built", "2022-04-01"),
        (402, "count", "Homes built", "2023-04-01"),
        (1204, "count", "People housed", "2022-04-01"),
        (1350, "count", "People housed", "2023-04-01"),
    ]


@pytest.mark.parametrize(
    ("caption", "heads", "row"),
    [
        ("Table 1: Spending", "Service | 2023 (£m) | 2024 (£m)", "Parks | 4.1 | 4.5"),
        ("Table 1: Spending (£m)", "Service | 2023 | 2024", "Parks | 4.1 | 4.5"),
        ("All figures in £ million", "Service | 2023 | 2024", "Parks | 4.1 | 4.5"),
        ("Table 1: Spending", "£m | 2023 | 2024", "Parks | 4.1 | 4.5"),
        ("Table 1: Spending", "Service | 2023 | 2024", "Parks (£ million) | 4.1 | 4.5"),
        ("Table 1: Spending, £000", "Service | 2023 | 2024", "Parks | 4,100 | 4,500"),
        ("Spending", "Service | 2023 | 2024\n | £’000 | £’000", "Parks | 4,100 | 4,500"),
    ],
)
def test_money_is_said_in_any_head_or_in_the_caption(caption: str, heads: str, row: str) -> None:
    assert [(f.value, f.unit) for f in figures(f"{caption}\n\n{heads}\n{row}")] == [
        (4_100_000, "GBP"),
        (4_500_000, "GBP"),
    ]


@pytest.mark.parametrize(
    ("head", "cell", "value", "unit"),
    [
        ("Share (%)", "41.5", 41.5, "percent"),
        ("Percentage of pupils", "41", 41, "percent"),
        ("Average wait (weeks)", "14.2", 14.2, "week"),
        ("Response time, minutes", "9", 9, "minute"),
        ("Days", "12", 12, "day"),
        ("tCO2e", "1,204", 1204, "tCO2e"),
        ("Length (km)", "6.5", 6.5, "km"),
        ("Number of staff", "310", 310, "count"),
        ("Staff (FTE)", "98.5", 98.5, "count"),
        ("Visits a week", "4", 4, "count"),
        ("Places available", "24", 24, "count"),
        ("Incidents per 1,000 people", "6.1", 6.1, "count"),
        ("Population (thousands)", "486.2", 486_200, "count"),
        ("Average days to mend a roof", "34", 34, "day"),
    ],
)
def test_a_head_says_what_the_numbers_below_it_are(head: str, cell: str, value: float, unit: str) -> None:
    [figure] = figures(f"Place | {head}\nVale | {cell}")
    assert (figure.value, figure.unit) == (value, unit)
    assert (figure.measure or "").startswith("Vale ")


@pytest.mark.parametrize(
    ("head", "cell"),
    [
        ("Phone", "01632960555"),
        ("Page", "12"),
        ("Rank", "3"),
        ("Reference number", "4512"),
        ("Score", "71"),
        ("Year opened", "2012"),
        ("Satisfaction with services", "71"),
        ("Highways maintenance", "12"),
        ("Status", "Green"),
        ("Opening hours", "9 to 5"),
        ("Thefts solved", "13.2"),
    ],
)
def test_what_counts_nothing_is_no_figure(head: str, cell: str) -> None:
    assert read(f"Place | {head}\nVale | {cell}\nAsh | {cell}") == []


def test_changes_carry_their_sign_and_are_read_against_their_row() -> None:
    heads = "Measure | Before | After | Change\n"
    assert [f.value for f in figures(f"{heads}Calls | 120 | 150 | +25%")] == [120, 150, 25]
    assert [(f.value, f.unit) for f in figures(f"{heads}Calls | 120 | 150 | +30")][-1] == (30, "count")
    assert [(f.value, f.unit) for f in figures(f"{heads}Calls | 120 | 108 | -10.0")][-1] == (-10, "percent")
    assert len(figures(f"{heads}Calls | 120 | 150 | 7")) == 2
    assert [f.value for f in figures(f"Money (£m)\n\n{heads}Parks | 12.1 | 9.1 | (3.0)")] == [12.1e6, 9.1e6, -3e6]


def test_totals_are_what_their_column_counts() -> None:
    assert read("Ward | Homes\nAsh | 12\nTotal | 12")[-1] == (12, "count", "Total Homes")


def test_a_label_over_rows_belongs_to_their_measure() -> None:
    text = "               2022    2023\nJobs lost, by area\n  North          12      14\n  South           3       4"
    assert read(text)[0] == (12, "count", "Jobs lost, by area North")


def test_a_table_of_amounts_needs_no_heads() -> None:
    found = read("Parks            £4.9m\nRoads and paths  £2.1m\nTotal            £7.0m")
    assert [(unit, measure) for _, unit, measure in found] == [
        ("GBP", "Parks"),
        ("GBP", "Roads and paths"),
        ("GBP", "Total"),
    ]


def test_the_number_of_a_row_is_not_its_name() -> None:
    assert read("No. | Ward | Homes\n1 | Ash | 120\n2 | Oak | 130") == [
        (120, "count", "Ash Homes"),
        (130, "count", "Oak Homes"),
    ]


def test_a_row_may_have_an_aim_and_a_measure_before_its_numbers() -> None:
    heads = "Aim | Measure | Result | Target | Lead\n"
    rows = "Warm homes | Boilers replaced | 310 | 900 | Ann Lee\nClean air | Charging points | 14 | 20 | Bo Finch"
    assert read(heads + rows) == [
        (310, "count", "Warm homes Boilers replaced Result"),
        (900, "count", "Warm homes Boilers replaced Target"),
        (14, "count", "Clean air Charging points Result"),
        (20, "count", "Clean air Charging points Target"),
    ]


def test_a_caption_may_count_in_thousands() -> None:
    assert [f.value for f in figures("Pupils by way of travel, thousands\n\n | 2022\nWalk | 310.2\nBus | 88.1")] == [
        310_200,
        88_100,
    ]


def test_markdown_tables_keep_their_empty_cells() -> None:
    assert read("| Ward | Beds | Lead |\n|---|---:|---|\n| Ash | 24 | Ann Lee |\n| Total | 24 | |") == [
        (24, "count", "Ash Beds"),
        (24, "count", "Total Beds"),
    ]


def test_a_date_in_the_caption_is_the_period() -> None:
    [figure] = figures("Table 2: Staff on 31 March 2024\n\nTeam | Number of staff\nParks | 24")
    assert str(figure.period_start) == "2024-03-31"


@pytest.mark.parametrize("unit", ["a | b\n", "a | 1 | 2\n", "a | 1 |", "1 | ", "Change | 1 | 2 |"])
def test_time_grows_no_faster_than_the_table(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    page = Page.of(parse(f"Title\n\nHomes | Change\n{text}\n{text}".encode(), name="table.txt"))
    started = time.perf_counter()
    find_figures(page, ())
    assert time.perf_counter() - started < 10
