"""Quantities that state a fact, each with its value, unit, measure, qualifier and period.

Money, percentages, ratios, counts, frequencies, durations, ages and measurements, by the rules for hand-labelled
documents. Of readings that overlap, the wider wins, then the more specific.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from extractors.cues import Lines
from extractors.facts.dates_text import BARRIER, covered, matchable
from extractors.facts.figures_alike import bare_numbers, same_measure
from extractors.facts.figures_amounts import AMOUNT_CUES, money, percentages
from extractors.facts.figures_context import Periods, words_before
from extractors.facts.figures_counts import COUNT_CUES, counts
from extractors.facts.figures_measure import Measures
from extractors.facts.figures_quantity import Quantity
from extractors.facts.figures_ratios import RATIO_CUES, rates, ratios
from extractors.facts.figures_tables import Tables
from extractors.facts.figures_units import UNIT_CUES, ages, durations, frequencies, measurements
from extractors.page import Page
from extractors.records import DateFact, Figure, Span

_TIMELESS = {"age", "duration"}  # a date in their sentence says when something else held
EXTRACTOR = "rules.figures"
_LABEL = re.compile(r"[A-Z][A-Za-z’'-]*(?: [A-Za-z’'-]+){0,3}")  # what labels a figure in a row of them
# In the order of what wins where two readings share characters.
_READERS = (money, percentages, measurements, frequencies, ages, rates, ratios, durations, counts)
_CUES = AMOUNT_CUES | RATIO_CUES | UNIT_CUES | COUNT_CUES


def find_figures(page: Page, dates: Sequence[DateFact]) -> tuple[Figure, ...]:
    """Return the page's quantities in reading order, none overlapping another or one of `dates`.

    `dates` are those of `find_dates`: years are not quantities, and a figure's period is the date that qualifies it.
    """
    if not page.lines:
        return ()
    days = [Span(date.start_char, date.end_char) for date in dates]
    text = covered(matchable(page), days, BARRIER)
    tables = Tables(page, days)
    lines = Lines(text, _CUES)
    readings = [list(read(lines)) for read in _READERS]
    found = _without_overlaps([list(tables.quantities()), *readings], days)
    found = [quantity for quantity in found if _stands_in_line(page, quantity)]
    found = _with_same_measures(page, text, _without_overlaps([found, list(bare_numbers(page, text, found))], days))
    amounts = [Span(quantity.start, quantity.amount_end) for quantity in found if quantity.kind != "age"]
    surroundings = _Surroundings(page, text, Measures(page, days, amounts), Periods(page, dates), tables)
    return _labelled_before(page, tuple(_figures(found, surroundings)))


def _labelled_before(page: Page, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Give figures that end a line of labels and figures ("Very good 45% Good 30%") the labels before them.

    Such a line begins with words, ends with a figure, and has nothing but short runs of words between.
    """
    labels: dict[int, str] = {}
    for _, group in groupby(figures, key=lambda figure: page.line_at(figure.start_char).index):
        row = list(group)
        line = page.line_at(row[0].start_char)
        edges = [line.start, *(figure.end_char for figure in row)]
        gaps = [page.flat[a : f.start_char].strip(" ,;|:-–") for a, f in zip(edges, row, strict=False)]
        is_row = len(row) > 1 and not page.flat[edges[-1] : line.end].strip(" .|")
        if is_row and all(_LABEL.fullmatch(gap) for gap in gaps):
            labels.update({figure.start_char: gap for figure, gap in zip(row, gaps, strict=True)})
    return tuple(replace(f, measure=labels[f.start_char]) if f.start_char in labels else f for f in figures)


def _without_overlaps(readings: Iterable[Iterable[Quantity]], taken: Sequence[Span]) -> list[Quantity]:
    """Keep each quantity whose amount no date and no quantity of an earlier kind, or wider of its own, covers."""
    used = bytearray(max((span.end for span in taken), default=0))
    for span in taken:
        used[span.start : span.end] = b"\x01" * (span.end - span.start)
    kept: list[Quantity] = []
    for reading in readings:
        for quantity in sorted(reading, key=lambda q: q.start - q.end):
            if quantity.end > len(used):
                used.extend(bytes(quantity.end - len(used)))
            if not any(used[quantity.start : quantity.end]):
                used[quantity.start : quantity.end] = b"\x01" * (quantity.end - quantity.start)
                kept.append(quantity)
    return sorted(kept, key=lambda q: q.start)


def _with_same_measures(page: Page, text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Let quantities that only compare take their measure from the one before them in their sentence."""
    kept: list[Quantity] = []
    for quantity in found:
        before = kept[-1] if kept else None
        same = before and quantity.like is None and before.start >= page.sentence_at(quantity.start).start
        is_alike = before and same and same_measure(text, before, quantity)
        kept.append(replace(quantity, like=before.start) if before and is_alike else quantity)
    return kept


def _stands_in_line(page: Page, quantity: Quantity) -> bool:
    """Tell numbers in the text from list and section numbers, which stand before their line begins."""
    line = page.line_at(quantity.start)
    return line.start <= quantity.start and quantity.end <= line.end


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What a quantity is read against to become a figure; `text` is the page's with barriers over its dates."""

    page: Page
    text: str
    measures: Measures
    periods: Periods
    tables: Tables


def _figures(found: Iterable[Quantity], around: _Surroundings) -> Iterator[Figure]:
    measures: dict[int | None, str | None] = {}
    for quantity in found:
        figure = _figure(quantity, around, measures.get(quantity.like))
        measures[quantity.start] = figure.measure
        yield figure


def _figure(quantity: Quantity, around: _Surroundings, measure: str | None) -> Figure:
    page = around.page
    qualified = (
        None if quantity.qualifier else words_before(around.text, quantity.start, is_range=quantity.high is not None)
    )
    qualifier, start = qualified or (quantity.qualifier, quantity.start)
    heads = around.tables.heads_of(quantity.start)
    measure = measure or around.tables.measure_at(quantity.start) or around.measures.of(quantity, start)
    period = around.periods.within((*heads, *around.tables.caption_of(quantity.start)))
    if period is None and quantity.kind not in _TIMELESS:
        period = around.periods.of(start, quantity.end)
    return Figure(
        start_char=start,
        end_char=quantity.end,
        text=page.text[start : quantity.end],
        evidence=page.evidence(start, quantity.end),
        extractor=EXTRACTOR,
        confidence=quantity.confidence,
        value=quantity.value,
        value_high=quantity.high,
        unit=quantity.unit,
        measure=measure,
        qualifier=qualifier,
        period_start=period.start_date if period else None,
        period_end=period.end_date if period else None,
    )
