"""Partnerships that the build of a sentence tells, without a word for working together."""

from collections.abc import Callable

import pytest

from extractors.records import Extraction

Extract = Callable[[str], Extraction]

TEXT = (
    "Barset Council\n\nAnnual report\n\nBarset Council serves everybody here, and we are proud of it.\n\n"
    "Vale Trust and Dale Trust are our neighbours.\n\n"
)


def pairs(extraction: Extraction) -> set[tuple[str, str, str]]:
    return {(p.organisation_a, p.relation, p.organisation_b) for p in extraction.partnerships}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Together with Vale Trust and Dale Trust we helped 300 families.",
            {("Barset Council", "works with", "Vale Trust"), ("Barset Council", "works with", "Dale Trust")},
        ),
        ("The bridge, to be built by Vale Trust and Dale Trust, is long.", {("Vale Trust", "joint", "Dale Trust")}),
        (
            "They are trained by our long-standing partner Vale Trust.",
            {("Barset Council", "partnership", "Vale Trust")},
        ),
        ("The new site will be run in partnership with Vale Trust.", {("Barset Council", "partnership", "Vale Trust")}),
        (
            "Vale Trust, which commissions most of our services, agreed.",
            {("Vale Trust", "commissions", "Barset Council")},
        ),
        ("Vale Trust and Dale Trust run a free support programme.", {("Vale Trust", "joint", "Dale Trust")}),
    ],
)
def test_who_does_what_with_whom(extraction: Extract, sentence: str, expected: set[tuple[str, str, str]]) -> None:
    assert pairs(extraction(f"{TEXT}{sentence}\n")) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "With Vale Trust gone, nobody came.",
        "A bridge was built by Vale Trust.",
    ],
)
def test_who_is_not_told_is_not_guessed(extraction: Extract, sentence: str) -> None:
    assert pairs(extraction(f"{TEXT}{sentence}\n")) == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "We have stopped working with Vale Trust.",
        "Until 2023 we worked with Vale Trust.",
        "We hope to work with Vale Trust.",
        "Unlike Vale Trust, which works with Dale Trust, we do it ourselves.",
    ],
)
def test_what_is_over_hoped_for_or_denied_is_no_partnership(extraction: Extract, sentence: str) -> None:
    assert pairs(extraction(f"{TEXT}{sentence}\n")) == set()
