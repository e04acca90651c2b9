"""Dates and figures of any text whatever: no error, exact offsets, no overlaps, and in bounded time."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.facts.dates import find_dates
from extractors.facts.figures import find_figures
from extractors.page import Page
from extractors.records import Block, Fact, Span

PIECES = (
    *("1", "2", "10", "31", "2019", "2020", "99", "1,000", "3.5", "0", "one", "a", "half", "twenty", "million", "£"),
    *("%", " per cent", " ", "  ", "-", "–", "/", ".", ",", "(", ")", "\n", "\n\n", " to ", " and ", " of ", " in "),
    *(
        "May",
        "March",
        "Q1",
        "FY",
        "spring",
        "last year",
        "the next five years",
        "years",
        "people",
        "schools",
        "between ",
    ),
    *(
        "from ",
        "Published: ",
        "by ",
        "over ",
        "aged ",
        "km",
        "tonnes",
        "today",
        "ago",
        "each year",
        "s",
        "th",
        "£m",
        "’",
    ),
)
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))


def assert_sound(page: Page, facts: tuple[Fact, ...]) -> None:
    end = 0
    for fact in facts:
        assert end <= fact.start_char < fact.end_char
        assert fact.text == page.text[fact.start_char : fact.end_char]
        assert fact.text in fact.evidence
        assert 0 <= fact.confidence <= 1
        end = fact.end_char


@given(texts)
def test_facts_of_any_text_slice_and_do_not_overlap(page_of: Callable[[str], Page], text: str) -> None:
    page = page_of(text)
    dates = find_dates(page)
    figures = find_figures(page, dates)
    assert_sound(page, dates)
    assert_sound(page, figures)
    assert all(fact.start_date <= fact.end_date for fact in dates if fact.start_date and fact.end_date)
    taken = {at for fact in dates for at in range(fact.start_char, fact.end_char)}
    assert not any(at in taken for fact in figures for at in range(fact.start_char, fact.end_char))


@given(texts)
def test_a_page_without_lines_says_nothing(text: str) -> None:
    page = Page(text, ())
    assert find_dates(page) == ()
    assert find_figures(page, ()) == ()


@pytest.mark.parametrize(
    ("piece", "size"),
    [("7", 10**6), ("the ", 10**6), ("1 ", 10**5), ("12,", 10**5), ("-", 10**5), ("one ", 10**5), ("a.a@", 10**5)],
)
def test_long_runs_of_the_same_take_seconds(piece: str, size: int) -> None:
    text = piece * (size // len(piece))
    page = Page(text, (Block("paragraph", 0, len(text), lines=(Span(0, len(text)),)),))
    began = time.process_time()
    assert find_figures(page, find_dates(page)) == ()
    assert time.process_time() - began < 30
