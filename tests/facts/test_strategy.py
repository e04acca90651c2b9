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


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "Priority 1: Warm homes\n\nWe insulate them.\n\nPriority 2: Clean air\n\nWe plant trees.",
            ["Warm homes", "Clean air"],
        ),
        ("Strategic aim one – Warm homes\n\nStrategic aim two – Clean air", ["Warm homes", "Clean air"]),
        (
            "Objective A\n\nWarm homes for all\n\nObjective B\n\nClean air for all",
            ["Warm homes for all", "Clean air for all"],
        ),
        ("• Recommendation 1: Insulate homes\n• Recommendation 2: Plant trees", ["Insulate homes", "Plant trees"]),
    ],
)
def test_a_numbered_label_makes_its_line_an_item(extraction: Extract, lines: str, expected: list[str]) -> None:
    assert [
        item.text for item in extraction(f"Our plan\n\nWe wrote it together.\n\n{lines}\n").strategy_items
    ] == expected


def test_what_is_stated_once_may_stand_behind_its_label(extraction: Extract) -> None:
    text = "Our strategy\n\nVision: a county where everybody thrives\n\nMission – better lives for all who live here\n"
    assert items(extraction(text)) == [
        ("vision", "a county where everybody thrives"),
        ("mission", "better lives for all who live here"),
    ]


@pytest.mark.parametrize(
    "listed",
    [
        "Open\nWe share what we know.\n\nKind\nWe listen first.\n",
        "Open – we share what we know\nKind – we listen first\n",
        "Open – we share what we know.\n\nKind – we listen first.\n",
        "Open\nKind\n",
    ],
)
def test_values_need_no_list_marks(extraction: Extract, listed: str) -> None:
    assert items(extraction(f"Our strategy\n\nWe wrote it.\n\nOur values\n\n{listed}")) == [
        ("value", "Open"),
        ("value", "Kind"),
    ]


def test_a_row_of_names_under_a_heading_is_a_list(extraction: Extract) -> None:
    text = (
        "Our strategy\n\nWe wrote it.\n\nOur values\n\nRespect | Openness | Ambition\n\nThey guide us in all we do.\n"
    )
    assert items(extraction(text)) == [("value", "Respect"), ("value", "Openness"), ("value", "Ambition")]


def test_as_many_headings_as_are_announced_are_items(extraction: Extract) -> None:
    text = (
        "Our strategy\n\nOur three goals\n\nWarm homes\n\nWe insulate them, one street after the other.\n\n"
        "Clean air\n\nWe plant trees wherever there is room.\n\nFair work\n\nWe pay everybody a living wage.\n\n"
        "Contact\n\nWrite to us at any time, please.\n"
    )
    assert items(extraction(text)) == [("goal", "Warm homes"), ("goal", "Clean air"), ("goal", "Fair work")]


def test_a_vague_lead_in_takes_the_kind_of_what_was_announced(extraction: Extract) -> None:
    text = "About us\n\nThe agency has five missions\n\nWe will...\n\n1. Cut waiting times\n2. Share records\n"
    assert items(extraction(text)) == [("mission", "Cut waiting times"), ("mission", "Share records")]


def test_clauses_of_one_sentence_are_a_list(extraction: Extract) -> None:
    text = "Our strategy\n\nOur three aims are to: cut waiting times; join up records; and train more nurses.\n"
    assert items(extraction(text)) == [
        ("aim", "cut waiting times"),
        ("aim", "join up records"),
        ("aim", "train more nurses"),
    ]


def test_a_column_headed_with_a_kind_holds_items(extraction: Extract) -> None:
    text = "Our plan\n\nPriority | Lead\nWarm homes for all | Housing\nClean air for all | Planning\n"
    assert items(extraction(text)) == [("priority", "Warm homes for all"), ("priority", "Clean air for all")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The aim is to halve waiting times.", ("aim", "halve waiting times")),
        ("It began with the objective of cutting waste in half.", ("objective", "cutting waste in half")),
        (
            "The panel recommends that the council publish its accounts.",
            ("recommendation", "the council publish its accounts"),
        ),
        ("The project aims to train two hundred nurses.", ("aim", "train two hundred nurses")),
        ("We have pledged to plant a million trees.", ("commitment", "plant a million trees")),
    ],
)
def test_more_sentences_that_state_an_item(extraction: Extract, sentence: str, expected: tuple[str, str]) -> None:
    assert items(extraction(f"About us\n\nWe are here for everybody. {sentence}\n")) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Progress against our priorities\n\n• We built a school\n• We opened a road\n",
        "The aim is popular with residents, and nobody knows why.\n",
        "The purpose of this page is to explain how to apply.\n",
        "Measure | Target\nWaits | 15 days\nEmissions | 2,400 tonnes\n",
    ],
)
def test_what_looks_back_or_tells_of_the_page_is_no_item(extraction: Extract, text: str) -> None:
    assert items(extraction(f"About us\n\nWe work here for all of you.\n\n{text}")) == []


def test_a_heading_right_over_its_lines_is_one(extraction: Extract) -> None:
    text = "Our strategy\n\nWe wrote it together.\n\nOur values\nKind – we listen\nFair – we share\nOpen – we tell\n"
    assert items(extraction(text)) == [("value", "Kind"), ("value", "Fair"), ("value", "Open")]


def test_what_an_audience_will_say_is_an_outcome_for_it(extraction: Extract) -> None:
    text = "Our strategy\n\nWe wrote it together.\n\nOur patients will say:\n  I was met in time\n  I was heard\n"
    assert [(i.kind, i.audience, i.text) for i in extraction(text).strategy_items] == [
        ("outcome", "patients", "I was met in time"),
        ("outcome", "patients", "I was heard"),
    ]


def test_what_is_said_about_an_item_is_none(extraction: Extract) -> None:
    text = (
        "Our plan\n\nWe wrote it together.\n\nOur themes\n\nTheme 1: Warm homes\nLead: Ann Example\n\n"
        "Theme 2: Clean air\nLead: Ben Sample\n"
    )
    assert items(extraction(text)) == [("priority", "Warm homes"), ("priority", "Clean air")]


def test_two_things_recommended_in_one_sentence_are_two(extraction: Extract) -> None:
    text = "Our report\n\nIt recommends that councils should plant trees, and that schools should teach gardening.\n"
    assert items(extraction(text)) == [
        ("recommendation", "councils should plant trees"),
        ("recommendation", "schools should teach gardening"),
    ]


def test_a_line_under_our_purpose_is_it_even_where_it_stands_like_a_heading(extraction: Extract) -> None:
    text = "Our strategy\n\nWe wrote it.\n\nOur purpose\n\nTo make Barset a safer place\n\nPeople\n\nThey are many.\n"
    assert items(extraction(text)) == [("purpose", "To make Barset a safer place")]


def test_names_apart_and_names_over_their_text_are_one_series(extraction: Extract) -> None:
    text = (
        "Our strategy\n\nWe wrote it.\n\nWhat we lean on: our enablers\n\n"
        "Good records\nWe buy computers.\n\nSound roofs\nWe mend them.\n\n"
        "Money\n\nWe live within our means, year after year, as everybody must.\n\n"
        "How we wrote it\n\nWe asked everybody, and most of them answered at once.\n"
    )
    assert items(extraction(text)) == [("enabler", "Good records"), ("enabler", "Sound roofs"), ("enabler", "Money")]


def test_outcomes_we_want_to_see_are_outcomes(extraction: Extract) -> None:
    text = "Our strategy\n\nWe wrote it.\n\nThe outcomes we want to see\n\n• Fewer fires\n• Safer homes\n"
    assert items(extraction(text)) == [("outcome", "Fewer fires"), ("outcome", "Safer homes")]


def test_another_bodys_vision_is_not_this_ones(extraction: Extract) -> None:
    text = "Barset Council\n\nOur strategy\n\nWe are Barset Council. The Vale Trust’s vision is a society of readers.\n"
    assert items(extraction(text)) == []
