"""Cues spare work and never a fact: every pattern finds the same with them as without."""

import re
from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.cues import Lines, any_cue, any_of, cues_of, has_cue
from extractors.facts.dates import find_dates
from extractors.facts.figures import find_figures
from extractors.page import Page

# What the patterns of dates and figures are made of, with what may stand between.
PIECES = (
    *("1", "2", "7", "10", "31", "04", "16", "24", "2019", "2020", "1,000", "3.5", "0", "one", "a", "an", "half"),
    *("twenty", "hundred", "million", "billion", "three quarters", "thirds", "-third", "£", "US$", "$", "€", "GBP"),
    *("%", " per cent", "pp", " percentage points", "p", " pence", " pounds sterling", " US dollars", "m", "bn", "k"),
    *("May", "march", "Sept", "Dec.", "JANUARY", "st", "nd", "th", "Q1", "FY", "H2", "spring", "winter", "Tuesday"),
    *("last", "this", "the", "next", "past", "current", "year", "years", "month", "financial year", "ago", "today"),
    *("aged", "over", "under", "old", "year-old", "times", "twice", "as", "in", "out of", "every", "each", "week"),
    *("hours", "yrs", "mins", "people", "schools", "km", "CO2", "tonnes of carbon", "°C", "quarter", "first", "1990s"),
    *(" ", " ", " ", " ", "-", "–", "/", ".", ",", "(", ")", "\n", "’", " to ", " and ", " of ", "between ", "from "),
    *("www.example.org", "https://a.uk/1", "a.b@c.gov.uk", "plan-2020.pdf"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def everywhere(lines: Lines, pattern: re.Pattern[str], _cues: frozenset[str]) -> Iterator[re.Match[str]]:
    return pattern.finditer(lines.text)


@given(texts)
def test_dates_and_figures_are_the_same_as_without_cues(page_of: Callable[[str], Page], text: str) -> None:
    page = page_of(text)
    dates = find_dates(page)
    figures = find_figures(page, dates)
    with patch.object(Lines, "matches", everywhere):
        assert find_dates(page) == dates
        assert find_figures(page, dates) == figures


def test_a_text_is_known_by_its_words_digits_and_marks() -> None:
    assert cues_of("£1,250 in MAY 2019") == {"£", "1", ",", "25", "0", "in", "may", "20", "19"}


@pytest.mark.parametrize(("text", "expected"), [("We work WITH others", True), ("working", False), ("", False)])
def test_a_cue_is_a_whole_word_in_any_case(text: str, expected: bool) -> None:
    assert has_cue(text, any_cue(["work with"])) is expected


def test_any_of_finds_the_longest_phrase() -> None:
    pattern = re.compile(any_of(["aim", "aims", "our aim", "our aim is"], space=r"\s+"))
    assert [m.group() for m in pattern.finditer("our  aim is, aims, aim")] == ["our  aim is", "aims", "aim"]
