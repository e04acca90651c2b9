"""Partnerships: only pairs of which the words say that they work together; members of named groups."""

from collections.abc import Callable

import pytest

from extractors.records import Extraction

Extract = Callable[[str], Extraction]


def pairs(extraction: Extraction) -> set[tuple[frozenset[str], str]]:
    return {(frozenset((p.organisation_a, p.organisation_b)), p.relation) for p in extraction.partnerships}


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("produced the report in partnership with", "partnership"),
        ("works closely with", "works with"),
        ("is funded by", "funds"),
        ("was commissioned by", "commissions"),
    ],
)
def test_words_that_say_so(extraction: Extract, words: str, relation: str) -> None:
    found = extraction(f"News\n\nBarset County Council {words} Plumstead Housing Association.\n")
    assert pairs(found) == {(frozenset(("Barset County Council", "Plumstead Housing Association")), relation)}


def test_two_bodies_in_a_sentence_are_not_partners_for_that(extraction: Extract) -> None:
    found = extraction(
        "News\n\nBarset County Council met on Monday. Plumstead Housing Association replied to Barset County Council.\n"
    )
    assert pairs(found) == set()


def test_we_means_the_publisher(extraction: Extract) -> None:
    text = (
        "Our plan\n\nFrom:\n  Barset County Council\n\n"
        "We work closely with Plumstead Borough Council and Lower Barset NHS Trust.\n"
    )
    assert pairs(extraction(text)) == {
        (frozenset(("Barset County Council", "Plumstead Borough Council")), "works with"),
        (frozenset(("Barset County Council", "Lower Barset NHS Trust")), "works with"),
    }


def test_signatories_of_a_letter_are_members(extraction: Extract) -> None:
    signed = [
        ("Ann Archer", "Barset County Council"),
        ("Ben Baker", "Plumstead Borough Council"),
        ("Carol Cooper", "Lower Barset NHS Trust"),
        ("David Dyer", "Barset Fire and Rescue Service"),
        ("Emma Evans", "University of Barset"),
    ]
    lines = "\n\n".join(f"{person}\nChief Executive, {body}" for person, body in signed)
    found = extraction(f"Health in Barset\n\nWe are writing the Barset Transformation Plan together.\n\n{lines}\n")
    assert {(m.organisation, m.representative) for m in found.partnership_members} == {(b, p) for p, b in signed}
    assert {m.partnership for m in found.partnership_members} == {"Barset Transformation Plan"}


def test_all_who_do_something_jointly_are_pairs(extraction: Extract) -> None:
    found = extraction(
        "Plan\n\nThe plan is produced jointly by Barset County Council, Lower Barset NHS Trust and Barset Police.\n"
    )
    assert len(pairs(found)) == 3


def test_members_in_a_sentence(extraction: Extract) -> None:
    found = extraction(
        "Plan\n\nWe plan through the Barset Together Partnership, which is made up of Barset County Council, "
        "Barset Police and Lower Barset NHS Trust.\n"
    )
    assert {m.organisation for m in found.partnership_members} == {
        "Barset County Council",
        "Barset Police",
        "Lower Barset NHS Trust",
    }


def test_what_a_person_does_is_no_partnership(extraction: Extract) -> None:
    text = "Board\n\nAnn Archer works with Barset Council. She is a partner at Sun LLP and works with Barset Police.\n"
    assert pairs(extraction(text)) == set()


def test_denied_work_is_no_partnership(extraction: Extract) -> None:
    text = "News\n\nBarset City Council does not work in partnership with Plumstead Borough Council.\n"
    assert pairs(extraction(text)) == set()
