"""Numbers in digits and words come back as their value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.facts.numbers import parse_number

ONES = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelt(number: int) -> str:
    """Write a number as British English does: "one thousand two hundred and five"."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        tens = f" and {spelt(number % 100)}" if number % 100 else ""
        return f"{ONES[number // 100]} hundred{tens}"
    name = "million" if number >= 10**6 else "thousand"
    scale = 10**6 if number >= 10**6 else 10**3
    rest = number % scale
    link = " and " if 0 < rest < 100 else " "
    return f"{spelt(number // scale)} {name}" + (link + spelt(rest) if rest else "")


@given(st.integers(0, 10**9 - 1))
def test_a_number_spelt_out_comes_back_as_its_value(number: int) -> None:
    assert parse_number(spelt(number)) == number


@given(st.integers(0, 10**12))
def test_a_number_in_digits_with_commas_comes_back_as_its_value(number: int) -> None:
    assert parse_number(f"{number:,}") == number


@given(
    st.integers(0, 10**6),
    st.integers(1, 999),
    st.sampled_from([("million", 10**6), ("bn", 10**9), (" billion", 10**9), ("k", 10**3), (" trillion", 10**12)]),
)
def test_a_scaled_decimal_has_no_binary_dust(whole: int, thousandths: int, scale: tuple[str, int]) -> None:
    written = f"{whole}.{thousandths:03d}{scale[0]}"
    assert parse_number(written) == (whole * 1000 + thousandths) * scale[1] / 1000


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,250.50", 1250.5),
        ("5.6million", 5_600_000),
        ("one hundred and five", 105),
        ("a quarter of a million", 250_000),
        ("three-quarters of a million", 750_000),
        ("half a million", 500_000),
        ("two and a half million", 2_500_000),
        ("a hundred", 100),
        ("−3", -3),
    ],
)
def test_other_ways_of_writing_numbers(written: str, value: float) -> None:
    assert parse_number(written) == value


@pytest.mark.parametrize(
    "words", ["", "a", "and", "one two", "twenty twenty", "hundred", "million people", "half a pound"]
)
def test_what_is_not_one_number_has_no_value(words: str) -> None:
    assert parse_number(words) is None


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    parse_number(text)
