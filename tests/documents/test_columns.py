"""Tables that plain text sets with tabs or spaces get bars between their columns; all other text stays as it is."""

import time
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.documents.columns import columns_as_bars

TWO_COLUMNS = """\
The first column of a page that has two     And this is the second one, which goes on
of them, with words that run on for long    with other words that also run for so long"""


def marked(text: str) -> list[str]:
    return [line for line in columns_as_bars(dedent(text)).split("\n") if line.strip()]


def test_numbers_to_the_right_and_names_to_the_left_are_columns() -> None:
    assert marked(
        """
                              2022     2023   Change
        Books lent           4,310    5,020     +16%
        Visits to museums   12,400      980     -92%
        """
    ) == [
        "| 2022 | 2023 | Change",
        "Books lent | 4,310 | 5,020 | +16%",
        "Visits to museums | 12,400 | 980 | -92%",
    ]


def test_empty_cells_keep_their_bars() -> None:
    assert marked("Ward    Beds    Lead\nAsh       24    Ann Lee\nOak               Bo Finch\nElm       12") == [
        "Ward | Beds | Lead",
        "Ash | 24 | Ann Lee",
        "Oak |  | Bo Finch",
        "Elm | 12 |",
    ]


def test_lines_of_marks_and_blank_lines_between_rows_are_gone() -> None:
    assert marked(
        """
        Service    Budget    Spent
        =======    ======    =====

        Parks         410      398

        Roads         120      131
        """
    ) == [
        "Service | Budget | Spent",
        "Parks | 410 | 398",
        "Roads | 120 | 131",
    ]


def test_heads_below_a_blank_line_begin_another_table() -> None:
    text = "Area     Homes    Jobs\nVale        31      42\n\nArea     2022    2023\nVale       12      14"
    assert columns_as_bars(text).split("\n\n")[1] == "Area | 2022 | 2023\nVale | 12 | 14"


def test_wrapped_cells_are_put_together() -> None:
    assert marked(
        """
        Ann Lee       Chief Executive, Barset and Vale Community
                      Trust
        Bo Finch      Director of Finance, Barset Council
        Homes lost or
          damaged     none
        """
    ) == [
        "Ann Lee | Chief Executive, Barset and Vale Community Trust",
        "Bo Finch | Director of Finance, Barset Council",
        "Homes lost or damaged | none",
    ]


def test_a_second_name_below_a_cell_that_had_room_is_a_row() -> None:
    assert marked(
        """
        Audit Committee    Ann Lee         Chair
                           Bo Finch        Member
        Board              Cy Hart-Lyons   Chair
        """
    ) == [
        "Audit Committee | Ann Lee | Chair",
        "| Bo Finch | Member",
        "Board | Cy Hart-Lyons | Chair",
    ]


def test_a_label_over_rows_is_a_row() -> None:
    text = "            2022    2023\nIncome\n  Grants      12      14\n  Sales        3       4"
    assert marked(text)[1:3] == ["Income |  |", "Grants | 12 | 14"]


def test_a_name_as_wide_as_its_column_is_no_part_of_the_number() -> None:
    text = "Measure            2022    2023\nJobs                 14      19\nHomes with heating 1,204    1,310"
    assert marked(text)[2] == "Homes with heating | 1,204 | 1,310"


@pytest.mark.parametrize(
    "text",
    [
        "We met in May.  Then we met again.\nWe met in June.  All came to it.",
        "Published:     12 May 2024\nNext review:   May 2026",
        "Published     12 May 2024\nUpdated       14 May 2024",
        "Was this page helpful?   Yes   No",
        "1.   Our aims\n2.   Our values",
        "•  Homes\n•  Jobs",
        "This  text was set with even edges by  a\nprogram, which put  spaces between  words",
        TWO_COLUMNS,
        "    An indented line\n    and another one",
    ],
)
def test_what_is_no_table_stays_as_it_is(text: str) -> None:
    assert columns_as_bars(text) == text


def test_tabs_part_columns_also_where_the_first_cell_is_empty() -> None:
    assert columns_as_bars("\t2022\t2023\nBooks lent\t4,310\t5,020\nVisits\t\t980") == (
        "| 2022 | 2023\nBooks lent | 4,310 | 5,020\nVisits |  | 980"
    )


def test_more_tabs_than_columns_only_set_off() -> None:
    assert columns_as_bars("Ann Lee\t\tChair\nBo Hart-Lyons\tMember") == "Ann Lee | Chair\nBo Hart-Lyons | Member"


def test_tabs_behind_bullets_and_in_one_line_alone_are_no_columns() -> None:
    for text in ("•\tHomes\n•\tJobs", "1.\tHomes\n2.\tJobs", "Ann Lee\tChair"):
        assert columns_as_bars(text) == text


PIECES = (
    "a",
    "12",
    "1,204",
    "£m",
    ":",
    ".",
    " ",
    "  ",
    "   ",
    "\t",
    "\n",
    "\n\n",
    "----",
    "|",
    " | ",
    "• ",
    "1. ",
    "Table 1",
)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_word_of_any_text_is_lost(text: str) -> None:
    def words(lines: str) -> list[str]:
        return sorted("".join(character for character in lines if character.isalnum()))

    assert words(columns_as_bars(text)) == words(text)


@pytest.mark.parametrize(
    "unit", ["a  b\n", "a    12\n", "a\tb\n", "a\t", "a  ", "a   b\n      c\n", "a   1\nb\n", "a   1\n\n", "   a\n"]
)
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    started = time.perf_counter()
    columns_as_bars(text)
    assert time.perf_counter() - started < 10, "two hundred thousand characters take about a second"
