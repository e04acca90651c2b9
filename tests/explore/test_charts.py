"""Charts stay in their frame, whatever numbers and days they are of."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from flows.explore.charts import WIDTH, Dated, bar_chart, line_chart, short, steps, timeline, years

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
VALUES = st.floats(-1e15, 1e15, allow_subnormal=False)


@given(st.lists(st.tuples(st.text(max_size=3), st.floats(0, 1e15)), max_size=5))
def test_bars_are_as_long_as_they_count(counted: list[tuple[str, float]]) -> None:
    chart = bar_chart(counted)
    assert [bar.count for bar in chart.bars] == [count for _, count in counted]
    assert all(0 <= bar.width <= WIDTH - chart.left for bar in chart.bars)


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), DAYS, VALUES, st.just("")), max_size=8))
def test_every_figure_is_a_dot_inside_the_chart(said: list[tuple[str, date, float, str]]) -> None:
    chart = line_chart(said)
    dots = [dot for line in chart.lines for dot in line.dots]
    assert len(dots) == len(said)
    assert all(chart.left <= dot.x <= WIDTH and 0 <= dot.y <= chart.height for dot in dots)


@given(st.lists(st.tuples(DAYS | st.none(), DAYS | st.none()), max_size=6))
def test_a_timeline_has_a_row_for_everything_that_is_dated(periods: list[tuple[date | None, date | None]]) -> None:
    rows = [Dated("a", "1", start, end) for start, end in periods]
    drawn = timeline(rows, date(2025, 1, 1))
    assert len(drawn.spans) == sum(bool(start or end) for start, end in periods)
    assert all(drawn.left <= span.x <= 920 for span in drawn.spans)


def test_axes_are_round_numbers_and_years() -> None:
    assert steps(0, 970) == [0, 200, 400, 600, 800]
    assert [short(value) for value in (1_500_000, 2e10, 300, 4500)] == ["1.5m", "20bn", "300", "4.5k"]
    labels = [label for _, label in years(date(2019, 6, 1).toordinal(), date(2022, 2, 1).toordinal())]
    assert labels == ["2020", "2021", "2022"]
