"""The worst misses: what an analyst who mends rules should look at first."""

from warehouse.evaluate_score import Error, Score
from warehouse.evaluate_worst import Miss, Place, worst


def score(kind: str, f1: float, missed: list[str], spurious: list[str]) -> Score:
    """Return a score with errors written as "document: fact"."""
    told = [tuple(Error(*each.split(": ")) for each in errors) for errors in (missed, spurious)]
    return Score(kind, 10, f1, f1, f1, told[0], told[1], None)


SCORES = [
    score("people", 0.9, ["a: Ann", "b: Bob", "b: Cyd"], []),
    score("roles", 0.5, ["a: Chair", "b: Clerk"], ["b: Cook", "b: Carter"]),
    score("quotes", 1.0, [], []),
    score("dates", 0.7, [], ["c: 2020 = 2020-01-01"]),
]


def test_errors_come_in_rounds_over_the_kinds_the_weakest_first() -> None:
    assert [each.kind for each in worst(SCORES, 10).errors] == [
        *("roles", "dates", "people"),
        *("roles", "people"),
        *("roles", "people"),
        "roles",
    ]


def test_within_a_kind_the_costliest_document_comes_first_and_both_errors_take_turns() -> None:
    assert [each for each in worst(SCORES, 10).errors if each.kind == "roles"] == [
        Miss("roles", "missed", "b", "Clerk"),
        Miss("roles", "found wrongly", "b", "Cook"),
        Miss("roles", "found wrongly", "b", "Carter"),
        Miss("roles", "missed", "a", "Chair"),
    ]


def test_places_come_by_what_they_cost() -> None:
    assert worst(SCORES, 3).places == (
        Place("roles", "b", missed=1, spurious=2),
        Place("people", "b", missed=2, spurious=0),
        Place("roles", "a", missed=1, spurious=0),
    )


def test_no_more_are_told_than_asked_for() -> None:
    assert len(worst(SCORES, 4).errors) == 4
    assert worst(SCORES, 0).errors == worst(SCORES, 0).places == ()


def test_where_nothing_is_wrong_nothing_is_told() -> None:
    assert worst([score("people", 1.0, [], [])], 10).errors == ()
