"""Whether confidence means something: the surer half of the facts against the other half."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warehouse_builders import run, strategy

from warehouse.evaluate import evaluate
from warehouse.evaluate_confidence import Halves, halves
from warehouse.evaluate_rules import Judged, surest

RIGHT, WRONG = True, False
FACTS = st.lists(st.tuples(st.sampled_from([0.5, 0.7, 0.9]), st.booleans()), min_size=1)


def of(*facts: tuple[float, bool]) -> Halves:
    return halves(Judged(confidence, right) for confidence, right in facts)


def test_the_surer_half_is_told_from_the_other() -> None:
    assert of((0.9, RIGHT), (0.4, WRONG), (0.8, RIGHT), (0.5, RIGHT)) == Halves(4, top=1.0, bottom=0.5)


def test_of_an_odd_number_the_middle_one_counts_half_on_either_side() -> None:
    assert of((0.9, RIGHT), (0.8, RIGHT), (0.7, WRONG)) == Halves(3, top=1.0, bottom=pytest.approx(1 / 3))


def test_facts_that_are_equally_sure_are_equally_right_in_both_halves() -> None:
    assert of((0.9, RIGHT), (0.9, RIGHT), (0.9, RIGHT), (0.9, WRONG)) == Halves(4, top=0.75, bottom=0.75)


def test_a_tie_across_the_middle_gives_each_half_its_share() -> None:
    # One surer fact, then a tie of three of which one goes above the cut: a third of its two right ones.
    found = of((0.9, RIGHT), (0.5, RIGHT), (0.5, RIGHT), (0.5, WRONG))
    assert (found.top, found.bottom) == (pytest.approx((1 + 2 / 3) / 2), pytest.approx((4 / 3) / 2))


def test_no_facts_have_no_halves() -> None:
    assert of() == Halves(0, None, None)


@given(FACTS, st.randoms())
def test_the_order_of_the_facts_changes_nothing(facts: list[tuple[float, bool]], random: Random) -> None:
    shuffled = list(facts)
    random.shuffle(shuffled)
    assert _close(of(*facts), of(*shuffled))


@given(FACTS)
def test_both_halves_together_hold_every_right_fact(facts: list[tuple[float, bool]]) -> None:
    found = of(*facts)
    assert (found.top + found.bottom) * len(facts) / 2 == pytest.approx(sum(right for _, right in facts))
    assert -1e-9 <= found.bottom <= 1 + 1e-9


def _close(one: Halves, other: Halves) -> bool:
    return one.facts == other.facts and (one.top, one.bottom) == pytest.approx((other.top, other.bottom))


def confidences(published: Path, folder: Path, label: str) -> dict[str, Halves | None]:
    run(published, strategy("file:folder/strategy.txt"))
    (folder / "one.json").write_text(label)
    return {each.kind: each.confidence for each in evaluate(published, folder).kinds}


def test_kinds_without_a_confidence_of_their_own_are_left_out(published: Path, tmp_path: Path) -> None:
    found = confidences(published, tmp_path, '{"document": "strategy.txt"}')
    assert {kind for kind, each in found.items() if each is None} == {"metadata", "measures", "strategy kinds"}


def test_what_is_optional_is_not_judged(published: Path, tmp_path: Path) -> None:
    label = '{"document": "strategy.txt", "organisations_optional": [["Northdale Trust"]]}'
    assert confidences(published, tmp_path, label)["organisations"] == Halves(1, 0.0, 0.0)


def test_members_are_judged_only_where_they_are_labelled(published: Path, tmp_path: Path) -> None:
    assert confidences(published, tmp_path, '{"document": "strategy.txt"}')["members"] == Halves(0, None, None)


def test_what_is_named_twice_is_as_sure_as_its_surest_mention() -> None:
    mentions = [("Ann Bee", 0.4), ("Cy Dee", 0.5), ("Ann Bee", 0.9), ("Ann Bee", 0.7)]
    assert surest(mentions, lambda row: row[0]) == [("Ann Bee", 0.9), ("Cy Dee", 0.5)]
