"""Which names are compared at all, and for what reason."""

import pytest

from extractors.judgements import KnownEntity
from extractors.resolution.candidates import candidates


def person(name: str) -> KnownEntity:
    return KnownEntity(name, "person", name, (name,), None, ())


def body(name: str, *forms: str, identifiers: tuple[str, ...] = ()) -> KnownEntity:
    return KnownEntity(name, "organisation", name, (name, *forms), None, identifiers)


def why(*known: KnownEntity) -> list[str]:
    """The reasons of the only pair; empty where there is none."""
    found = candidates(known)
    assert len(found) < 2
    return [reason.words for each in found for reason in each.reasons]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Jane Doe", "Jane Anne Doe", "the same name but for a middle one"),
        ("Jane A. Doe", "Jane Anne Doe", "the same name but for a middle one"),
        ("J. Doe", "Jane Doe", "the same surname and initial"),
        ("Bob Doe", "Robert Doe", "Bob and Robert are forms of one given name"),
    ],
)
def test_given_names_that_can_be_one_persons_are_compared(one: str, other: str, reason: str) -> None:
    assert why(person(one), person(other)) == [reason]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Doe", "John Doe"),
        ("Jane Doe", "Doe"),
        ("Jane Doe", "Jane Roe"),
        ("Jane A. Doe", "Jane B. Doe"),
        ("Jane Doe", "R. Doe"),
    ],
)
def test_a_shared_surname_or_given_name_alone_is_nothing(one: str, other: str) -> None:
    assert why(person(one), person(other)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Barset Housing Ltd", "Barset Housing Limited"),
        ("NHS Barset CCG", "Barset Clinical Commissioning Group"),
        ("Barset Hospitals NHSFT", "Barset Hospitals NHS Foundation Trust"),
    ],
)
def test_abbreviated_words_are_the_same_words(one: str, other: str) -> None:
    assert why(body(one), body(other)) == ["the names differ only in abbreviated or small words"]


def test_the_order_of_words_counts_less() -> None:
    assert why(body("University of Barset"), body("Barset University")) == [
        "the names have the same words in another order"
    ]


def test_different_bodies_of_one_place_are_not_compared() -> None:
    assert why(body("Barset County Council"), body("Barset NHS Trust")) == []


def test_an_identifier_that_both_have_is_a_reason() -> None:
    here, there = (body(name, identifiers=("ODS RXY",)) for name in ("Barset Trust", "Vale Hospitals"))
    assert why(here, there) == ["both are ODS RXY"]


def test_a_short_form_is_compared_with_the_body_that_a_document_explains_it_as() -> None:
    whole = body("Barset Health and Housing Alliance", "BHHA")
    assert why(body("BHHA"), whole) == [
        "a document explains BHHA as Barset Health and Housing Alliance",
        "no other body goes by BHHA",
    ]


def test_a_short_form_that_nobody_explains_is_compared_with_names_whose_initials_spell_it() -> None:
    whole = body("Barset and Vale NHS and Social Care Partnership Trust")
    assert why(body("BVPT"), whole) == [
        "BVPT are initials of Barset and Vale NHS and Social Care Partnership Trust",
        "no other body goes by BVPT",
    ]


def test_a_short_form_that_two_bodies_go_by_is_not_said_to_be_the_only_one() -> None:
    found = candidates([body("BHA"), body("Barset Housing Alliance", "BHA"), body("Barset Health Alliance", "BHA")])
    assert [[reason.words.split()[1] for reason in each.reasons] for each in found] == [["document"], ["document"]]


def test_the_order_in_which_entities_come_changes_nothing() -> None:
    known = [person("J. Doe"), person("Jane Doe"), body("BHA"), body("Barset Housing Alliance", "BHA")]
    assert candidates(known) == candidates(known[::-1])


def test_a_pair_that_is_asked_for_comes_even_without_a_reason() -> None:
    one, other = person("Ann Bee"), person("Zoe Wye")
    assert [each.pair for each in candidates([other, one], [("Zoe Wye", "Ann Bee")])] == [("Ann Bee", "Zoe Wye")]


def test_a_person_and_a_body_are_never_a_pair() -> None:
    assert candidates([person("Ann Bee"), body("Bee Trust")], [("Ann Bee", "Bee Trust")]) == []
