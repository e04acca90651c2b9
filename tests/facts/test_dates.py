"""Calendar expressions become intervals, by the rules for hand-labelled documents."""

from collections.abc import Callable
from datetime import date

import pytest

from extractors.facts.dates import find_dates, reference_date
from extractors.page import Page
from extractors.records import Block, Metadata, Span

PageOf = Callable[[str], Page]


def intervals(page: Page) -> list[tuple[str, str, str]]:
    return [(fact.text, str(fact.start_date), str(fact.end_date)) for fact in find_dates(page)]


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("31 March 2020", "2020-03-31", "2020-03-31"),
        ("31st March 2020", "2020-03-31", "2020-03-31"),
        ("Tuesday 31 March 2020", "2020-03-31", "2020-03-31"),
        ("31st of March, 2020", "2020-03-31", "2020-03-31"),
        ("March 31, 2020", "2020-03-31", "2020-03-31"),
        ("31 Mar 2020", "2020-03-31", "2020-03-31"),
        ("31-Mar-20", "2020-03-31", "2020-03-31"),
        ("2020-03-31", "2020-03-31", "2020-03-31"),
        ("31/03/2020", "2020-03-31", "2020-03-31"),
        ("03/04/2020", "2020-04-03", "2020-04-03"),
        ("31.3.2020", "2020-03-31", "2020-03-31"),
        ("3-5 May 2019", "2019-05-03", "2019-05-05"),
        ("between 10 and 12 May 2018", "2018-05-10", "2018-05-12"),
        ("Monday 3 to Friday 7 May 2019", "2019-05-03", "2019-05-07"),
        ("3 May to 5 June 2019", "2019-05-03", "2019-06-05"),
        ("20 December 2019 to 4 January", "2019-12-20", "2020-01-04"),
        ("from 20 December to 4 January 2020", "2019-12-20", "2020-01-04"),
        ("week commencing 3 May 2019", "2019-05-03", "2019-05-09"),
    ],
)
def test_days_and_stretches_of_days(page_of: PageOf, words: str, start: str, end: str) -> None:
    assert intervals(page_of(f"It was {words}, they said.")) == [(words, start, end)]


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("March 2020", "2020-03-01", "2020-03-31"),
        ("Mar-20", "2020-03-01", "2020-03-31"),
        ("the end of March 2021", "2021-03-01", "2021-03-31"),
        ("January 2020 - January 2023", "2020-01-01", "2023-01-31"),
        ("January to March 2019", "2019-01-01", "2019-03-31"),
        ("March/April 2019", "2019-03-01", "2019-04-30"),
        ("from June 2018 to August", "2018-06-01", "2018-08-31"),
        ("Q1 2019/20", "2019-04-01", "2019-06-30"),
        ("first quarter of 2020", "2020-01-01", "2020-03-31"),
        ("2019-20 Q4", "2020-01-01", "2020-03-31"),
        ("the second half of 2020", "2020-07-01", "2020-12-31"),
        ("spring 2017", "2017-03-01", "2017-05-31"),
        ("winter 2019/20", "2019-12-01", "2020-02-29"),
        ("three months to June 2018", "2018-04-01", "2018-06-30"),
    ],
)
def test_months_quarters_halves_and_seasons(page_of: PageOf, words: str, start: str, end: str) -> None:
    assert intervals(page_of(f"It covers {words}.")) == [(words, start, end)]


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("2019/20", "2019-04-01", "2020-03-31"),
        ("2019-20", "2019-04-01", "2020-03-31"),
        ("2019/2020", "2019-04-01", "2020-03-31"),
        ("1999/00", "1999-04-01", "2000-03-31"),
        ("FY2019/20", "2019-04-01", "2020-03-31"),
        ("FY 20/21", "2020-04-01", "2021-03-31"),
        ("financial year 2015 to 2016", "2015-04-01", "2016-03-31"),
        ("2017 to 2018", "2017-04-01", "2018-03-31"),
        ("the year ended 31 March 2020", "2019-04-01", "2020-03-31"),
        ("academic year 2017 to 2018", "2017-09-01", "2018-08-31"),
        ("2018/19 school year", "2018-09-01", "2019-08-31"),
        ("tax year 2019 to 2020", "2019-04-06", "2020-04-05"),
        ("2020-2023", "2020-01-01", "2023-12-31"),
        ("2022-25", "2022-01-01", "2025-12-31"),
        ("between 2021 and 2023", "2021-01-01", "2023-12-31"),
        ("from 2015 to 2020", "2015-01-01", "2020-12-31"),
        ("2019/20 to 2021/22", "2019-04-01", "2022-03-31"),
        ("2019/20-2021/22", "2019-04-01", "2022-03-31"),
        ("late 2017", "2017-01-01", "2017-12-31"),
        ("mid-2017", "2017-01-01", "2017-12-31"),
        ("the 1990s", "1990-01-01", "1999-12-31"),
    ],
)
def test_years_financial_years_and_their_stretches(page_of: PageOf, words: str, start: str, end: str) -> None:
    assert intervals(page_of(f"It saw {words} through.")) == [(words, start, end)]


def test_a_list_of_days_or_months_is_one_date_for_each(page_of: PageOf) -> None:
    assert [start for _, start, _ in intervals(page_of("Held on 10 and 11 May 2018."))] == ["2018-05-10", "2018-05-11"]
    months = intervals(page_of("In January, February and March 2020 we met."))
    assert [start for _, start, _ in months] == ["2020-01-01", "2020-02-01", "2020-03-01"]


@pytest.mark.parametrize(
    "words",
    [
        "2000 people attended",
        "over 2000 homes were built",
        "registered charity number 2018",
        "call 020 7654 2019",
        "see www.example.gov.uk/2018/report-2019.pdf",
        "it cost £2019",
        "version 2018",
        "reference 2018/0045",
        "Directive 2014/24/EU",
        "31 April",
        "section 3 may apply",
        "Theresa May said",
        "the March for Life",
        "every 31 March",
        "1 April to 31 March each year",
    ],
)
def test_what_only_looks_like_a_date_is_none(page_of: PageOf, words: str) -> None:
    assert intervals(page_of(f"He said: {words}.")) == []


def test_a_day_without_a_year_takes_it_from_its_sentence_first(page_of: PageOf) -> None:
    page = page_of("Date: 1 June 2010\nIn 2019/20 we met on 31 March. On 31 October we met, and again on 5 May 2015.")
    starts = [start for _, start, _ in intervals(page)]
    assert starts == ["2010-06-01", "2019-04-01", "2020-03-31", "2015-10-31", "2015-05-05"]


@pytest.mark.parametrize(
    ("sentence", "start"),
    [
        ("The consultation closes on 14 January.", "2020-01-14"),
        ("We met on 14 October.", "2019-10-14"),
        ("The fair was on 14 December.", "2018-12-14"),
        ("It is on Thursday 16 January.", "2020-01-16"),
    ],
)
def test_a_day_without_a_year_takes_it_from_the_document(page_of: PageOf, sentence: str, start: str) -> None:
    page = page_of(
        f"Published: 20 {'October' if 'closes' in sentence or 'Thursday' in sentence else 'August'} 2019\n{sentence}"
    )
    assert intervals(page)[-1][1] == start


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("today", "2016-10-13", "2016-10-13"),
        ("yesterday", "2016-10-12", "2016-10-12"),
        ("last year", "2015-01-01", "2015-12-31"),
        ("this year", "2016-01-01", "2016-12-31"),
        ("next month", "2016-11-01", "2016-11-30"),
        ("the current financial year", "2016-04-01", "2017-03-31"),
        ("over the next five years", "2016-10-13", "2021-10-13"),
        ("in the last 20 years", "1996-10-13", "2016-10-13"),
        ("over the past decade", "2006-10-13", "2016-10-13"),
        ("two years ago", "2014-01-01", "2014-12-31"),
        ("last March", "2016-03-01", "2016-03-31"),
        ("next Tuesday", "2016-10-18", "2016-10-18"),
    ],
)
def test_relative_expressions_count_from_the_published_date(page_of: PageOf, words: str, start: str, end: str) -> None:
    fact = find_dates(page_of(f"Date: 13 October 2016\nIt changed {words}."))[-1]
    assert (fact.text, str(fact.start_date), str(fact.end_date), fact.is_relative) == (words, start, end, True)


def test_relative_expressions_stay_unresolved_in_an_undated_document(page_of: PageOf) -> None:
    (fact,) = find_dates(page_of("It changed last year."))
    assert (fact.start_date, fact.end_date, fact.is_relative) == (None, None, True)


@pytest.mark.parametrize(
    "head",
    [
        "Published 28 December 2016",
        "Publication date:\n28 December 2016",
        "Date: 28 December 2016",
        "Date added: 28 December 2016",
        "Dear Ms Example\n28 December 2016",
        "First published: 28 December 2016\nLast updated: 3 January 2017",
    ],
)
def test_the_reference_date_stands_in_the_head(page_of: PageOf, head: str) -> None:
    assert reference_date(page_of(f"A title\n{head}\nText.")) == date(2016, 12, 28)


def test_dates_of_meetings_and_of_listed_documents_are_no_reference_date(page_of: PageOf) -> None:
    assert reference_date(page_of("Minutes of the meeting held on\n28 December 2016\nText.")) is None
    assert reference_date(page_of("Plans\n2019 version (published 3 November 2019)")) is None


def test_metadata_dates_a_document_whose_words_do_not() -> None:
    page = Page("Text.", (), metadata=Metadata(published_on=date(2020, 5, 1)))
    assert reference_date(page) == date(2020, 5, 1)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Published: 3 May 2019", "published"),
        ("2019 version (published November 2019)", "published"),
        ("Last updated 3 May 2019", "updated"),
        ("Date range:\nJanuary 2020 - January 2023", "coverage"),
        ("The 2022-25 strategy aims high.", "coverage"),
        ("It will fall by 2020.", "deadline"),
        ("Applications no later than 3 May 2019", "deadline"),
        ("The board will meet on 3 May 2019.", "meeting"),
        ("It rained on 3 May 2019.", None),
    ],
)
def test_the_words_around_a_date_tell_its_role(page_of: PageOf, text: str, role: str | None) -> None:
    assert find_dates(page_of(text))[-1].role == role


def test_dates_in_a_row_share_their_role(page_of: PageOf) -> None:
    page = page_of("We refreshed our plan in October 2016, October 2017 and again in October 2018.")
    assert [fact.role for fact in find_dates(page)] == ["refreshed"] * 3


def test_a_stretch_in_the_title_is_what_the_document_covers() -> None:
    title = "Strategy 2020-2023"
    page = Page(title, (Block("heading", 0, len(title), level=1),))
    assert find_dates(page)[0].role == "coverage"


def test_an_expression_runs_on_over_a_hard_wrap_but_not_over_cells() -> None:
    wrapped = "in the period January 2020\n  to March 2021 only"
    page = Page(wrapped, (Block("paragraph", 0, len(wrapped), lines=(Span(0, len(wrapped)),)),))
    assert [fact.text for fact in find_dates(page)] == ["January 2020\n  to March 2021"]
    row = "3 May 2019"
    cells = (Span(0, 1), Span(2, 5), Span(6, 10))
    page = Page(row, (Block("row", 0, len(row), cells=cells),))
    assert [fact.text for fact in find_dates(page)] == ["2019"]


def test_a_month_that_is_compared_with_one_of_another_year_takes_the_year_of_the_document(page_of: PageOf) -> None:
    page = page_of("10 June 2025\nIn May it was 71%, compared with 66% in May 2024.")
    assert [str(fact.start_date) for fact in find_dates(page)][1:] == ["2025-05-01", "2024-05-01"]


def test_the_number_of_a_version_is_no_day(page_of: PageOf) -> None:
    [fact] = find_dates(page_of("Version 2 March 2021"))
    assert (fact.text, str(fact.start_date)) == ("March 2021", "2021-03-01")
