"""Organisations: UK public-body names in full, and nothing that only looks like one."""

from collections.abc import Callable

import pytest

from extractors.records import Extraction

Extract = Callable[[str], Extraction]


def names(extraction: Extraction) -> set[str]:
    return {m.name for m in extraction.mentions if m.kind == "organisation"}


def texts(extraction: Extraction) -> set[str]:
    return {m.text for m in extraction.mentions if m.kind == "organisation"}


@pytest.mark.parametrize(
    "name",
    [
        "Barchester and Plumstead NHS Trust",
        "Barchester Hospitals University NHS Foundation Trust",
        "NHS North Barset Clinical Commissioning Group",
        "Barset County Council",
        "Barchester Health and Wellbeing Board",
        "University of Barchester",
        "Department for Digital, Culture, Media and Sport",
        "Advisory Committee on Dangerous Crossings",
        "Barset Fire and Rescue Service",
        "Barset Police",
        "Barchester Housing Association",
        "Plumstead Engineering Ltd",
        "Care for Barset Coalition",
    ],
)
def test_name_is_found_whole(extraction: Extract, name: str) -> None:
    assert name in names(extraction(f"Annual summary\n\nThe plan was agreed with {name} in the autumn.\n"))


def test_and_between_two_bodies_joins_and_does_not_name(extraction: Extract) -> None:
    found = names(
        extraction("Summary\n\nWe work with Barset County Council and Plumstead Borough Council every day.\n")
    )
    assert {"Barset County Council", "Plumstead Borough Council"} <= found


def test_plural_head_with_repeated_prefix_is_two_bodies(extraction: Extract) -> None:
    found = extraction(
        "Signed\n\nAnn Example\n"
        "Accountable Officer, NHS Barset and NHS Plumstead and Coastal Clinical Commissioning Groups\n"
    )
    assert {
        "NHS Barset Clinical Commissioning Group",
        "NHS Plumstead and Coastal Clinical Commissioning Group",
    } <= names(found)


def test_generic_plurals_are_no_organisations(extraction: Extract) -> None:
    found = names(extraction("Summary\n\nThe Clinical Commissioning Groups and Local Authorities met the Board.\n"))
    assert found == set()


def test_plans_strategies_and_acts_are_no_organisations(extraction: Extract) -> None:
    found = names(
        extraction(
            "Summary\n\nThe Barset Health Strategy follows the Health and Social Care Act and the Barset Plan.\n"
        )
    )
    assert found == set()


def test_acronym_defined_in_the_text_means_the_full_name(extraction: Extract) -> None:
    found = extraction("Summary\n\nThe Barset Housing Association (BHA) met in May. BHA has grown since.\n")
    assert names(found) == {"Barset Housing Association"}
    assert "BHA" in texts(found)


def test_national_body_is_known_by_its_acronym(extraction: Extract) -> None:
    assert "Care Quality Commission" in names(extraction("Summary\n\nWe were inspected by the CQC last week.\n"))


def test_acronym_of_a_plan_is_no_organisation(extraction: Extract) -> None:
    found = extraction(
        "Summary\n\nOur Sustainability and Transformation Plan (STP) is ready. The STP has five parts.\n"
    )
    assert "STP" not in texts(found)


def test_body_that_acts_under_its_acronym_is_an_organisation(extraction: Extract) -> None:
    found = extraction("BHTX launches new service\n\nBHTX has opened a centre. BHTX’s staff welcomed it.\n")
    assert "BHTX" in names(found)


def test_every_mention_slices(extraction: Extract) -> None:
    text = (
        "Summary\n\nBarset County Council’s cabinet met NHS Barset and NHS Plumstead Clinical Commissioning Groups.\n"
    )
    for mention in extraction(text).mentions:
        assert text[mention.start_char : mention.end_char] == mention.text


def test_name_in_capitals_is_a_name_and_a_shouted_sentence_is_not(extraction: Extract) -> None:
    assert "Barset County Council" in names(
        extraction("Minutes of cabinet\n\nBARSET COUNTY COUNCIL\n\nThe meeting began.\n")
    )
    assert names(extraction("News\n\nOUR VISION IS TO BE THE BEST COUNCIL IN ENGLAND\n")) == set()


def test_law_is_no_organisation(extraction: Extract) -> None:
    assert names(extraction("News\n\nThe National Health Service Act applies here.\n")) == set()
