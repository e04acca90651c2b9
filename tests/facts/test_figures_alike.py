"""Numbers without a noun of their own take unit and measure from what they are compared with."""

from collections.abc import Callable

import pytest

from extractors.facts.dates import find_dates
from extractors.facts.figures import find_figures
from extractors.page import Page
from extractors.records import Figure

PageOf = Callable[[str], Page]


def figures(page: Page) -> tuple[Figure, ...]:
    return find_figures(page, find_dates(page))


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("We have 40 libraries, down from 46 in 2019.", [40, 46], "count"),
        ("We answered 4,310 calls, compared with 3,980 the year before.", [4310, 3980], "count"),
        ("We built 320 homes (280 in 2022).", [320, 280], "count"),
        ("We built 320 homes against a target of 300.", [320, 300], "count"),
        ("There are 120 beds, 15 fewer than last year.", [120, 15], "count"),
        ("We cut the number of empty homes from 640 to 320.", [640, 320], "count"),
        ("Membership grew from 45 to 62.", [45, 62], "count"),
        ("Staff rose by 14 to 210.", [14, 210], "count"),
        ("Thefts rose by 110 cases to 940.", [110, 940], "count"),
        ("We run 12 hubs, and will open more, taking the total to 31.", [12, 31], "count"),
        ("We had 75 replies, 30 of them from schools.", [75, 30], "count"),
        ("We had 75 replies. Of these, 40 were late and 12 were blank.", [75, 40, 12], "count"),
        ("We saw 5,200 children, an average of 100 per week.", [5200, 100], "count"),
        ("Of the 72 homes, 29 (with gardens) are sold.", [72, 29], "count"),
        ("We ran 88 of 92 routes on time.", [88, 92], "count"),
        ("Homes: 85", [85], "count"),
        ("Beds – 340", [340], "count"),
        ("It has a crew of 1,340.", [1340], "count"),
        ("A record 18,000 attended.", [18000], "count"),
        ("The wait fell from 14 to 9 weeks.", [14, 9], "week"),
        ("Claims are paid within 10 days, rather than the usual 15.", [10, 15], "day"),
        ("Trust rose from 61 to 74 per cent.", [61, 74], "percent"),
    ],
)
def test_the_unit_is_that_of_what_it_is_compared_with(
    page_of: PageOf, text: str, values: list[float], unit: str
) -> None:
    found = figures(page_of(text))
    assert [figure.value for figure in found] == values
    assert {figure.unit for figure in found} == {unit}


@pytest.mark.parametrize(
    "text",
    [
        "We moved from 14 High Street to 22 Market Place.",
        "The rating went up from 2 to 3.",
        "The score rose from 31 to 44.",
        "Trains run from 6 to 11.",
        "Open 10 to 4 every day.",
        "The temperature fell from 20 to 15.",
        "The offer ended (see page 45).",
        "Reference number 12,345.",
        "Rank: 3",
        "Charity number: 1012345",
        "Call 0300 123 4567.",
        "It works from 9 to 5 on most days.",
        "Take 5 a day.",
        "The team lost 3:1.",
        "It is drawn at 1:25,000.",
    ],
)
def test_what_counts_nothing_is_no_figure(page_of: PageOf, text: str) -> None:
    assert figures(page_of(text)) == ()


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("The gap is £2m, rising to £6m by 2027.", ["gap", "gap"]),
        ("Some 85% of visits were online, compared with 79% in 2022.", ["visits were online"] * 2),
        ("Turnover was £4m, up 5% on the year.", ["Turnover", "Turnover"]),
        ("We lent 200 books, worth £9,000.", ["books", "books"]),
        ("We have 40 libraries, down from 46.", ["libraries", "libraries"]),
        ("Cash balances stood at £9m in the autumn.", ["Cash balances"]),
        ("The charge is £100 a year, or £2 a week.", ["charge", "charge"]),
        ("About £1.1m would be spent on paths.", ["spent on paths"]),
        ("Income had been £12m against a budget of £11m.", ["Income", "budget"]),
        ("We spend £3m a year on parks.", ["spend on parks"]),
        ("Volunteers gave 800 hours of their time.", ["hours of their time"]),
        ("She retired after 25 years’ service.", ["service"]),
        ("One in seven said that they had had to wait.", ["wait"]),
    ],
)
def test_the_measure_is_that_of_what_it_is_compared_with(page_of: PageOf, text: str, measures: list[str]) -> None:
    assert [figure.measure for figure in figures(page_of(text))] == measures
