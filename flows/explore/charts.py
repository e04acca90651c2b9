"""Charts as shapes for an SVG template: bars, lines over time, spans over time. A table stands behind each."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH = 720.0
_LABEL = 220.0  # room for the words beside a bar
_ROW = 26.0
_PLOT_HEIGHT = 240.0
_MARGIN = 70.0
_FLAT = 1e-290  # differences below it are none, and have no round numbers between them
_SPANS_LEFT = 260.0  # room for the words beside a span
SERIES = 6
"""Series that are told apart; what comes after is drawn as the last."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its words, drawn `width` wide at `y`."""

    label: str
    count: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars, `height` high in all; they begin at `left`."""

    bars: tuple[Bar, ...]
    height: float
    left: float = _LABEL


def bar_chart(counted: Sequence[tuple[str, float]]) -> BarChart:
    """Return bars in the order that is given, the longest over the whole width."""
    longest = max((abs(count) for _, count in counted), default=0) or 1
    room = WIDTH - _LABEL - 80
    return BarChart(
        tuple(
            Bar(label, count, number * _ROW, room * abs(count) / longest)
            for number, (label, count) in enumerate(counted)
        ),
        len(counted) * _ROW,
    )


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis, at `place`, with its words."""

    place: float
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line, with what it says."""

    x: float
    y: float
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    """The points of one series, in the order of time; `number` from 0 is its look."""

    name: str
    number: int
    dots: tuple[Dot, ...]

    @property
    def points(self) -> str:
        """The points as an SVG polyline has them."""
        return " ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in self.dots)


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over time, with the ticks of both axes; `left` and `bottom` are where the axes cross."""

    lines: tuple[Line, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    height: float = _PLOT_HEIGHT + 40
    left: float = _MARGIN
    bottom: float = _PLOT_HEIGHT + 10


def line_chart(said: Sequence[tuple[str, date, float, str]]) -> LineChart:
    """Return a chart of (series, day, value, words), in the order of time; the value axis begins at 0 where it can."""
    if not said:
        return LineChart((), (), ())
    days = [day.toordinal() for _, day, _, _ in said]
    values = [value for _, _, value, _ in said]
    low, high = min(0.0, *values), max(0.0, *values)
    high = high if high - low > _FLAT else low + 1
    first, last = min(days), max(days)

    def x(day: int) -> float:
        return _MARGIN + (WIDTH - _MARGIN - 20) * ((day - first) / (last - first) if last > first else 0.5)

    def y(value: float) -> float:
        return 10 + _PLOT_HEIGHT * (1 - (value - low) / (high - low))

    names = list(dict.fromkeys(series for series, _, _, _ in said))
    lines = tuple(
        Line(name, min(number, SERIES - 1), tuple(
            Dot(x(day.toordinal()), y(value), words) for series, day, value, words in said if series == name
        ))
        for number, name in enumerate(names)
    )  # fmt: skip
    up = tuple(Tick(y(value), short(value)) for value in steps(low, high))
    return LineChart(lines, tuple(Tick(x(day), label) for day, label in years(first, last)), up)


@dataclass(frozen=True, slots=True)
class Span:
    """A row of a timeline: a bar from `x` on (`width` 0 for a single day), and single days on it."""

    label: str
    document_id: str
    says: str
    y: float
    x: float
    width: float
    points: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Spans over time, one a row; `today` is where the day of asking is, None where that is outside."""

    spans: tuple[Span, ...]
    across: tuple[Tick, ...]
    height: float
    today: float | None
    left: float = _SPANS_LEFT


@dataclass(frozen=True, slots=True)
class Dated:
    """What a timeline shows in one row: a period, either end of which may be unknown, and single days with words."""

    label: str
    document_id: str
    start: date | None
    end: date | None
    days: tuple[tuple[date, str], ...] = ()


def timeline(rows: Sequence[Dated], today: date) -> Timeline:
    """Return the rows that have a day at all, in their order."""
    dated = [row for row in rows if row.start or row.end or row.days]
    every = [day for row in dated for day in (row.start, row.end, *(d for d, _ in row.days)) if day]
    if not every:
        return Timeline((), (), 0, None)
    first, last = min(every).toordinal(), max(every).toordinal()

    def x(day: date | int) -> float:
        ordinal = day if isinstance(day, int) else day.toordinal()
        return _SPANS_LEFT + (WIDTH + 200 - _SPANS_LEFT - 20) * (
            (ordinal - first) / (last - first) if last > first else 0.5
        )

    spans = []
    for number, row in enumerate(dated):
        begin, end = row.start or row.end, row.end or row.start
        says = f"{row.label}: {begin or '?'} to {end or '?'}" if begin else row.label
        points = tuple(Dot(x(day), number * _ROW, f"{words}, {day}") for day, words in row.days)
        at, width = (x(begin), max(4.0, x(end) - x(begin))) if begin and end else (0.0, 0.0)
        spans.append(Span(row.label, row.document_id, says, number * _ROW, at, width, points))
    ticks = tuple(Tick(x(day), label) for day, label in years(first, last))
    inside = first <= today.toordinal() <= last
    return Timeline(tuple(spans), ticks, len(dated) * _ROW + 30, x(today) if inside else None)


def steps(low: float, high: float, about: int = 5) -> list[float]:
    """Return round numbers between two."""
    rough = (high - low) / about
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * times for times in (1, 2, 2.5, 5, 10) if size * times >= rough)
    return [step * number for number in range(math.ceil(low / step), math.floor(high / step) + 1)]


def years(first: int, last: int, about: int = 9) -> list[tuple[int, str]]:
    """Return the first days of years between two days (proleptic Gregorian ordinals), few enough to read."""
    begin, end = date.fromordinal(first).year, date.fromordinal(last).year
    every = max(1, -(-(end - begin + 1) // about))
    days = [(date(year, 1, 1).toordinal(), str(year)) for year in range(begin, end + 1) if (year - begin) % every == 0]
    return [(day, label) for day, label in days if first <= day <= last] or [(first, str(begin))]


def short(value: float) -> str:
    """Return a number as an axis has it: 1.5m, 20bn."""
    for size, word in ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:g}{word}"
    return f"{value:g}"
