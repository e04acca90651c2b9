"""Quantities become figures: value, unit, measure, qualifier and period."""

from collections.abc import Callable

import pytest

from extractors.facts.dates import find_dates
from extractors.facts.figures import find_figures
from extractors.page import Page
from extractors.records import Block, Figure, Span

PageOf = Callable[[str], Page]


def figures(page: Page) -> tuple[Figure, ...]:
    return find_figures(page, find_dates(page))


def read(page: Page) -> list[tuple[float, float | None, str]]:
    return [(figure.value, figure.value_high, figure.unit) for figure in figures(page)]


@pytest.mark.parametrize(
    ("words", "value", "high", "unit"),
    [
        ("£3.4billion", 3.4e9, None, "GBP"),
        ("£181.3m", 181.3e6, None, "GBP"),
        ("£2 million", 2e6, None, "GBP"),
        ("£500k", 5e5, None, "GBP"),
        ("£1,250.50", 1250.5, None, "GBP"),
        ("£6bn", 6e9, None, "GBP"),
        ("£1.2 trillion", 1.2e12, None, "GBP"),
        ("30p", 0.3, None, "GBP"),
        ("30 pence", 0.3, None, "GBP"),
        ("5 million pounds", 5e6, None, "GBP"),
        ("GBP 5m", 5e6, None, "GBP"),
        ("€3m", 3e6, None, "EUR"),
        ("US$2bn", 2e9, None, "USD"),
        ("−£3m", -3e6, None, "GBP"),
        ("£3m to £5m", 3e6, 5e6, "GBP"),
        ("£2-3 million", 2e6, 3e6, "GBP"),
        ("between £1m and £2m", 1e6, 2e6, "GBP"),
        ("20%", 20, None, "percent"),
        ("20 per cent", 20, None, "percent"),
        ("ninety per cent", 90, None, "percent"),
        ("10-15%", 10, 15, "percent"),
        ("-3%", -3, None, "percent"),
        ("+6.5%", 6.5, None, "percent"),
        ("minus 2.4%", -2.4, None, "percent"),
        ("3 percentage points", 3, None, "percentage point"),
        ("one in four", 0.25, None, "ratio"),
        ("eight out of 10", 0.8, None, "ratio"),
        ("three-quarters", 0.75, None, "ratio"),
        ("5 times", 5, None, "ratio"),
        ("eight cases out of ten", 0.8, None, "ratio"),
        ("two people in five", 0.4, None, "ratio"),
        ("a ratio of 4.5:1", 4.5, None, "ratio"),
        ("a ratio of one to eight", 0.125, None, "ratio"),
        ("18.3 for every 10,000 people", 18.3, None, "count"),
        ("61 per 1,000 residents", 61, None, "count"),
        ("6 months", 6, None, "month"),
        ("3 to 5 years", 3, 5, "year"),
        ("4 times a year", 4, None, "count"),
        ("aged 16 to 24", 16, 24, "age"),
        ("40 to 60 year olds", 40, 60, "age"),
        ("1.2 million tonnes of CO2e", 1.2e6, None, "tCO2e"),
        ("12 kWh", 12, None, "kWh"),
        ("14 purpose goals", 14, None, "count"),
        ("1.8 million people", 1.8e6, None, "count"),
        ("15 million Britons", 15e6, None, "count"),
        ("1,200 full-time equivalent staff", 1200, None, "count"),
        ("twenty-five schools", 25, None, "count"),
        ("a quarter of a million people", 250_000, None, "count"),
        ("8 to 11 buildings", 8, 11, "count"),
        ("one million", 1e6, None, "count"),
        ("207 CCGs", 207, None, "count"),
    ],
)
def test_each_way_of_writing_a_quantity(
    page_of: PageOf, words: str, value: float, high: float | None, unit: str
) -> None:
    is_share = unit == "ratio" and "ratio" not in words
    after = " more likely" if words == "5 times" else " of them" if is_share else ""
    (figure,) = figures(page_of(f"They say {words}{after}."))
    written = words.removeprefix("a ratio of ")
    assert (figure.text, figure.value, figure.value_high, figure.unit) == (written, value, high, unit)


@pytest.mark.parametrize(
    "words",
    [
        "in 2018",
        "the 21st floor",
        "three aims",
        "Version 1.0",
        "Type 2 diabetes",
        "Level 3 courses",
        "Key Stage 2 pupils",
        "Band 6 nurses",
        "page 4",
        "Article 5",
        "number 1164883",
        "020 7654 8000",
        "SW1A 2NS",
        "10 Downing Street",
        "14 Acacia Gardens",
        "a 24/7 service",
        "open 24 hours a day, 7 days a week",
        "Couch to 5K",
        "0 - 25 services",
        "the age of 18",
        "rated 4 out of 5",
        "they won 2-1",
        "a 4.0 International License",
        "a 10-year plan",
        "a five-year plan",
        "a 12 month contract",
        "hundreds of thousands of people",
        "(PDF, 4.6 MB, 12 pages)",
        "tables 3 and 4 show levels",
        "11 to 16 schools",
        "999 calls",
        "the third sector",
        "a first half of the year",
        "at 9.30 am",
        "360 data of 360Barset",
        "cost (£000)",
    ],
)
def test_what_states_no_quantity_is_no_figure(page_of: PageOf, words: str) -> None:
    assert read(page_of(f"They say {words}.")) == []


def test_numbers_of_sections_and_list_items_are_no_figures(page_of: PageOf) -> None:
    assert read(page_of("2 Objectives and aims\n1.2 Aims of the schools\n3 Members")) == []
    text = "4 aims follow"
    assert read(Page(text, (Block("item", 2, len(text), marker="4"),))) == []


def test_a_change_from_one_amount_to_another_is_two_figures(page_of: PageOf) -> None:
    assert read(page_of("It rose from £3m to £5m.")) == [(3e6, None, "GBP"), (5e6, None, "GBP")]
    assert read(page_of("It rose from 10% to 15%.")) == [(10, None, "percent"), (15, None, "percent")]
    assert read(page_of("They gave £5 to 30 people.")) == [(5, None, "GBP"), (30, None, "count")]


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("over 3,500 staff", "over"),
        ("more than 1.8 million people", "more than"),
        ("Nearly 300 schools", "nearly"),
        ("up to 85%", "up to"),
        ("at least 4 times a year", "at least"),
        ("an estimated £3m", "estimated"),
        ("50 or more members", "at least"),
        ("100+ volunteers", "at least"),
    ],
)
def test_the_qualifier_belongs_to_the_mention(page_of: PageOf, words: str, qualifier: str) -> None:
    (figure,) = figures(page_of(f"We count {words}."))
    assert (figure.text, figure.qualifier) == (words, qualifier)


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("It has £3.4billion in funding but overspent by £141million last year.", ["funding", "overspent"]),
        ("There is a hole of £485million in our budgets by 2020/21.", ["hole in our budgets"]),
        (
            "Planned annual income £194.6 million (£181.3m income from activities, £13.3m from other operating income)",
            ["Planned annual income", "income from activities", "other operating income"],
        ),
        ("2019/20 total surplus is £2 million to reinvest", ["total surplus"]),
        ("Delivering £5.6million of cost improvement plans", ["cost improvement plans"]),
        ("DWP spending (AME) in 2015 to 2016 is £170.5 billion, as forecast.", ["DWP spending"]),
        ("77% of men and 63% of women drink.", ["men", "women drink"]),
        ("We have 66 buildings across 33 sites.", ["buildings", "sites"]),
        ("Some 11.9 million people at risk of it", ["people at risk of it"]),
        ("The board meets 8 to 11 times a year.", ["board meets"]),
    ],
)
def test_the_measure_is_in_the_words_of_the_text(page_of: PageOf, text: str, measures: list[str]) -> None:
    found = [figure.measure or "" for figure in figures(page_of(text))]
    assert [measure.removesuffix(" of it") for measure in found] == [m.removesuffix(" of it") for m in measures]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("2019/20 surplus is £2 million", ["2019-04-01"]),
        ("A gap of £485million by 2020/21.", ["2020-04-01"]),
        ("Income was £3m in 2019/20, up 5% on 2018/19.", ["2019-04-01", "2018-04-01"]),
        ("In 2016, 40% of staff left.", ["2016-01-01"]),
        ("We have £2 million.", ["None"]),
        ("Date: 1 May 2019\nWe spent £2 million last year.", ["None"]),
    ],
)
def test_a_date_in_the_sentence_is_the_period(page_of: PageOf, text: str, periods: list[str]) -> None:
    assert [str(figure.period_start) for figure in figures(page_of(text))] == periods


def test_cells_take_unit_and_measure_from_the_heads_of_their_table() -> None:
    rows = [["Service", "Cost (£m)", "Share (%)", "Number of staff"], ["Schools", "12.5", "40", "1,200"]]
    blocks, text = [], ""
    for at, row in enumerate(rows):
        start, cells = len(text), []
        for cell in row:
            cells.append(Span(len(text), len(text) + len(cell)))
            text += f"{cell}\t"
        blocks.append(Block("row", start, len(text) - 1, cells=tuple(cells), is_header=at == 0))
        text = f"{text[:-1]}\n"
    page = Page(text, tuple(blocks))
    assert read(page) == [(12.5e6, None, "GBP"), (40, None, "percent"), (1200, None, "count")]
    assert [figure.measure for figure in figures(page)] == [
        "Schools Cost (£m)",
        "Schools Share (%)",
        "Schools Number of staff",
    ]


def test_labels_before_figures_in_a_row_are_their_measures(page_of: PageOf) -> None:
    found = find_figures(page_of("Very satisfied 45% Fairly satisfied 30% Neither 10%"), ())
    assert [(f.text, f.measure) for f in found] == [
        ("45%", "Very satisfied"),
        ("30%", "Fairly satisfied"),
        ("10%", "Neither"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The liability fell by £18.4m to £212.7m.", [(18_400_000.0, None), (212_700_000.0, None)]),
        ("Visits rose by 5% to 40%.", [(5.0, None), (40.0, None)]),
        ("Visits rose by 15 to 20 per cent.", [(15.0, 20.0)]),
    ],
)
def test_by_and_to_are_two_amounts(page_of: PageOf, text: str, expected: list[tuple[float, float | None]]) -> None:
    assert [(f.value, f.value_high) for f in find_figures(page_of(text), ())] == expected
