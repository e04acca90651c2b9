"""Strategy items: from headings with lists, lead-ins, numbered headings and sentences."""

from collections.abc import Callable

import pytest

from extractors.records import Extraction

Extract = Callable[[str], Extraction]


def items(extraction: Extraction) -> list[tuple[str, str]]:
    return [(i.kind, i.text) for i in extraction.strategy_items]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Our values", "value"),
        ("Strategic objectives", "objective"),
        ("Our four priorities", "priority"),
        ("Guiding principles", "principle"),
        ("Our ambitions", "aim"),
    ],
)
def test_list_under_a_heading_of_a_kind(extraction: Extract, heading: str, kind: str) -> None:
    found = items(extraction(f"Annual strategy\n\n{heading}\n\n• Kindness at work\n• Safety for all\n"))
    assert found == [(kind, "Kindness at work"), (kind, "Safety for all")]


def test_name_and_explanation_are_parted(extraction: Extract) -> None:
    [item] = extraction("Strategy\n\nOur values\n\n• Respect - We show care to all\n").strategy_items
    assert (item.text, item.detail) == ("Respect", "We show care to all")


def test_lead_in_gives_its_list_a_kind(extraction: Extract) -> None:
    found = items(
        extraction("Plan\n\nThe key areas of change within the 2018 plan are to:\n- reduce waste\n- grow skills\n")
    )
    assert found == [("priority", "reduce waste"), ("priority", "grow skills")]


def test_list_that_only_says_what_a_document_holds_has_no_kind(extraction: Extract) -> None:
    text = "Strategy\n\nThis document brings together our objectives, and outlines:\n\n• How we work\n• Where we work\n"
    assert items(extraction(text)) == []


def test_numbered_headings_under_a_lead_in(extraction: Extract) -> None:
    text = (
        "Standard\n\nPrinciples\n\nOur principles for the standard are:\n\n"
        "1. Accessible\n\nIt has a low barrier of entry for all who publish.\n\n"
        "2. Flexible\n\nIt allows for other fields beside the official ones.\n"
    )
    assert items(extraction(text)) == [("principle", "Accessible"), ("principle", "Flexible")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Our vision is to deliver great care through great people.", ("vision", "great care through great people")),
        ("Our mission is to help funders publish their data.", ("mission", "help funders publish their data")),
        ("Our aim is for more homes to be built.", ("aim", "more homes to be built")),
        ("The council’s ambition is to halve emissions.", ("aim", "halve emissions")),
    ],
)
def test_sentence_that_states_an_item(extraction: Extract, sentence: str, expected: tuple[str, str]) -> None:
    assert items(extraction(f"About us\n\nWe are here for everybody in the county. {sentence}\n")) == [expected]


def test_enumeration_in_a_sentence(extraction: Extract) -> None:
    text = (
        "Plan\n\n"
        "These ‘enabler’ strategies sit under our plan, and cover people and culture, technology, and estates.\n"
    )
    assert items(extraction(text)) == [
        ("enabler", "people and culture"),
        ("enabler", "technology"),
        ("enabler", "estates"),
    ]


def test_outcomes_for_an_audience(extraction: Extract) -> None:
    found = extraction("Strategy\n\nOur staff...\n\n• Feel valued\n• Work safely\n").strategy_items
    assert [(i.kind, i.audience, i.text) for i in found] == [
        ("outcome", "staff", "Feel valued"),
        ("outcome", "staff", "Work safely"),
    ]


def test_items_are_numbered_within_their_kind(extraction: Extract) -> None:
    text = "Strategy\n\nOur values\n\n• Open\n• Kind\n\nOur aims\n\n• Better health\n"
    assert [(i.kind, i.ordinal) for i in extraction(text).strategy_items] == [("value", 1), ("value", 2), ("aim", 1)]


@pytest.mark.parametrize(
    "sentence",
    [
        "It is not our aim to close libraries.",
        "The trust’s vision was criticised by many.",
        "Their vision was impaired by the accident.",
        "The patient’s goal is to walk unaided.",
        "Our purpose is to inform you of changes to collections.",
        "Our aims are: popular.",
    ],
)
def test_sentences_that_state_no_item(extraction: Extract, sentence: str) -> None:
    assert items(extraction(f"Barset Council news\n\nWe work here for all.\n\n{sentence}\n")) == []
