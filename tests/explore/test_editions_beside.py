"""Two editions beside each other: both texts are there, and words that changed are told apart."""

from hypothesis import given
from hypothesis import strategies as st

from flows.explore.editions import Run, beside


def words(line: tuple[Run, ...]) -> list[str]:
    return "".join(run.text for run in line).split()


LINES = st.lists(st.sampled_from(["a b", "a c", "d", "e f g", "h"]), max_size=12)


def test_a_changed_word_is_told_apart_and_what_is_the_same_is_left_out() -> None:
    same = [f"line {number}" for number in range(40)]
    rows = beside("\n".join([*same, "We have 5 sites"]), "\n".join([*same, "We have 6 sites"]))
    assert [row.is_gap for row in rows] == [True, False, False, False]
    changed = rows[-1]
    assert [run.text for run in changed.before if run.is_new] == ["5 "]
    assert [run.text for run in changed.after if run.is_new] == ["6 "]


@given(LINES, LINES)
def test_every_line_that_only_one_edition_has_is_shown(before: list[str], after: list[str]) -> None:
    rows = beside("\n".join(before), "\n".join(after))
    shown = [
        ("".join(run.text for run in row.before).split(), "".join(run.text for run in row.after).split())
        for row in rows
    ]
    for line in set(before) - set(after):
        assert line.split() in [one for one, _ in shown]
    for line in set(after) - set(before):
        assert line.split() in [other for _, other in shown]


def test_texts_that_share_nothing_are_cut_short() -> None:
    before, after = ("\n".join(f"{word} {number}" for number in range(5000)) for word in ("old", "new"))
    assert len(beside(before, after)) == 2000
