"""People: full names without what stands around them, and no places, headings or titles as people."""

from collections.abc import Callable

import pytest

from extractors.records import Extraction

Extract = Callable[[str], Extraction]


def people(extraction: Extraction) -> set[str]:
    return {m.name for m in extraction.mentions if m.kind == "person"}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Dr Fiona Blackthorn", "Fiona Blackthorn"),
        ("Rt Hon Anne Melton MP", "Anne Melton"),
        ("Councillor David Brook", "David Brook"),
        ("Professor Dame Sally Darling DBE", "Sally Darling"),
        ("Paul Carver CBE", "Paul Carver"),
        ("Andrew Scott-Cole", "Andrew Scott-Cole"),
        ("Siobhán O’Hara", "Siobhán O’Hara"),
        ("Maria van den Berg", "Maria van den Berg"),
        ("Tunde Adeyemi-Okonkwo", "Tunde Adeyemi-Okonkwo"),
    ],
)
def test_signature_line_names_a_person_without_honorifics(extraction: Extract, line: str, name: str) -> None:
    assert people(
        extraction(f"A letter to all\n\nWe will act.\n\n{line}\nChief Executive, Barset County Council\n")
    ) == {name}


def test_name_over_a_hard_wrap_is_one_name(extraction: Extract) -> None:
    text = (
        "Report of the working group\n\n"
        "The group was led for most of the year by the independent chair, Jonathan\n"
        "Blackwood, who reported to the board in the spring and again in the autumn of\n"
        "that year on what had been found.\n"
    )
    assert "Jonathan Blackwood" in people(extraction(text))


def test_surname_alone_is_joined_to_the_full_name(extraction: Extract) -> None:
    found = extraction(
        "News\n\nSheila Stanford said: “We are very proud of this work today.” Ms Stanford joined in May.\n"
    )
    assert people(found) == {"Sheila Stanford"}
    assert len([m for m in found.mentions if m.kind == "person"]) == 2


def test_two_people_with_one_surname_stay_two(extraction: Extract) -> None:
    text = "Letter\n\nGeraint Davies\nChief Executive, Barset Council\n\nPatricia Davies\nLeader, Barset Council\n"
    assert people(extraction(text)) == {"Geraint Davies", "Patricia Davies"}


@pytest.mark.parametrize(
    "phrase",
    [
        "Kent and Medway",
        "Health Checks",
        "Chief Executive",
        "Heart Age",
        "New Year",
        "Public Health Director",
        "Social Care",
    ],
)
def test_places_headings_and_titles_are_no_people(extraction: Extract, phrase: str) -> None:
    assert (
        people(
            extraction(f"Summary\n\nWe will look at {phrase} again next year.\n\n{phrase}\n\nMore words follow here.\n")
        )
        == set()
    )


def test_honorific_is_kept_apart(extraction: Extract) -> None:
    found = extraction("Letter\n\nDr Bob Bowerman\nClinical Chair, NHS Barset Clinical Commissioning Group\n")
    assert [(e.name, e.honorific) for e in found.entities if e.kind == "person"] == [("Bob Bowerman", "Dr")]
