"""Members: the bodies that a text lists as belonging to a named partnership, coalition, programme or board."""

from collections.abc import Callable

import pytest

from extractors.records import Extraction

Extract = Callable[[str], Extraction]

COUNCIL, COLLEGE, POLICE, TRUST = "Barset County Council", "Vale College", "Barset Police", "Lower Barset NHS Trust"


def members(extraction: Extraction) -> set[tuple[str, str]]:
    return {(m.partnership, m.organisation) for m in extraction.partnership_members}


def of(group: str, *bodies: str) -> set[tuple[str, str]]:
    return {(group, body) for body in bodies}


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


@pytest.mark.parametrize(
    "sentence",
    [
        f"We plan through the Barset Skills Partnership, which is made up of {COUNCIL}, {POLICE} and {COLLEGE}.",
        f"The Barset Skills Partnership brings together {COUNCIL}, {POLICE} and {COLLEGE}.",
        f"The Barset Skills Partnership consists of representatives of {COUNCIL}, {POLICE} and {COLLEGE}.",
        f"The Barset Skills Partnership is a partnership of {COUNCIL}, {POLICE} and {COLLEGE}.",
        f"The Barset Skills Partnership, a partnership between {COUNCIL}, {POLICE} and {COLLEGE}, met today.",
        f"The members of the Barset Skills Partnership are {COUNCIL}, {POLICE} and {COLLEGE}.",
        f"The Barset Skills Partnership began in 2020. Its members are {COUNCIL}, {POLICE} and {COLLEGE}.",
        f"{COUNCIL} and {POLICE} are both members of the Barset Skills Partnership, along with {COLLEGE}.",
        f"{COUNCIL}, {POLICE} and {COLLEGE} belong to the Barset Skills Partnership.",
        f"The Barset Skills Partnership is to begin. {COUNCIL}, {POLICE} and {COLLEGE} will all be members.",
        f"Barset Skills Partnership: {COUNCIL}; {POLICE}; {COLLEGE}.",
        f"{COUNCIL} works with {POLICE} through the Barset Skills Partnership, whose members also include {COLLEGE}.",
    ],
)
def test_members_in_a_sentence(extraction: Extract, sentence: str) -> None:
    found = extraction(f"Plan\n\n{sentence}\n")
    assert members(found) == of("Barset Skills Partnership", COUNCIL, POLICE, COLLEGE)


def test_partial_lists_name_members_too(extraction: Extract) -> None:
    found = extraction(
        f"Plan\n\nThe Barset Green Network is an alliance of 12 organisations, including {COUNCIL} and {COLLEGE}. "
        f"Members of the network include {TRUST} and {POLICE}.\n"
    )
    assert members(found) == of("Barset Green Network", COUNCIL, COLLEGE, TRUST, POLICE)


def test_combined_authority_has_members(extraction: Extract) -> None:
    found = extraction(f"Plan\n\nThe Vale Combined Authority is made up of two bodies: {COUNCIL} and {TRUST}.\n")
    assert members(found) == of("Vale Combined Authority", COUNCIL, TRUST)


def test_publisher_is_one_of_the_members(extraction: Extract) -> None:
    found = extraction(
        f"Report\n\nFrom:\n  {POLICE}\n\n"
        f"Barset Safety Partnership. We are one of three members, with {COUNCIL} and {TRUST}.\n"
    )
    assert members(found) == of("Barset Safety Partnership", POLICE, COUNCIL, TRUST)


def test_footnote_lists_members(extraction: Extract) -> None:
    found = extraction(
        "News\n\nThe Barset Imaging Consortium is a partnership of three bodies[1] in one county.\n\n"
        f"[1] {COUNCIL}, {TRUST} (host) and {COLLEGE}.\n"
    )
    assert members(found) == of("Barset Imaging Consortium", COUNCIL, TRUST, COLLEGE)


@pytest.mark.parametrize(
    "lead",
    [
        "The members of the Barset Food Network are:",
        "The following organisations are members of the Barset Food Network:",
        "The Barset Food Network comprises:",
        "The Barset Food Network began in 2020. Its members are:",
        "Signatories to the Barset Food Network:",
    ],
)
def test_members_in_a_list(extraction: Extract, lead: str) -> None:
    found = extraction(f"Plan\n\n{lead}\n\n- {COUNCIL}\n- {TRUST} (host)\n- {COLLEGE}\n- people who live here\n")
    assert members(found) == of("Barset Food Network", COUNCIL, TRUST, COLLEGE)


@pytest.mark.parametrize("heading", ["Members", "Our members", "Partners", "Member organisations", "Signatories"])
def test_members_under_a_heading_of_the_groups_own_page(extraction: Extract, heading: str) -> None:
    text = (
        f"Barset Skills Partnership\n\nWe help people find work.\n\n{heading}\n\n- {COUNCIL}\n- {COLLEGE}\n- {TRUST}\n"
    )
    found = extraction(f"{text}\nFunders\n\n- Arts Council England\n- Sport England\n")
    assert members(found) == of("Barset Skills Partnership", COUNCIL, COLLEGE, TRUST)


def test_list_without_bullets_that_labels_part(extraction: Extract) -> None:
    found = extraction(
        "Plan\n\nThe Barset Health Partnership is made up of:\n\n"
        f"Health\n  {TRUST}\n  Vale Hospitals NHS Trust\n\n"
        f"Local government\n  {COUNCIL}\n\nOthers\n  {POLICE}\n  {COLLEGE}\n"
    )
    assert members(found) == of(
        "Barset Health Partnership", TRUST, "Vale Hospitals NHS Trust", COUNCIL, POLICE, COLLEGE
    )


@pytest.mark.parametrize(
    "rows",
    [
        [f"{COUNCIL} | Ann Archer | Director", f"{TRUST} | Ben Baker | Chief Executive"],
        [f"Ann Archer | {COUNCIL} | Director", f"Ben Baker | {TRUST} | Chief Executive"],
        [f"Ann Archer | Director | {COUNCIL}", f"Ben Baker | Chief Executive | {TRUST}"],
    ],
)
def test_members_in_a_table_with_who_sits_for_them(extraction: Extract, rows: list[str]) -> None:
    heads = {COUNCIL: "Organisation", "Ann Archer": "Representative", "Director": "Title"}
    head = " | ".join(heads[cell] for cell in rows[0].split(" | "))
    text = "\n".join((head, *rows))
    found = extraction(f"Plan\n\nThe Barset Growth Partnership met.\n\nMembers of the partnership\n\n{text}\n")
    assert {(m.organisation, m.representative) for m in found.partnership_members} == {
        (COUNCIL, "Ann Archer"),
        (TRUST, "Ben Baker"),
    }


def test_who_signs_on_behalf_of_a_compact(extraction: Extract) -> None:
    found = extraction(
        "Plan\n\nThis is the Barset Compact.\n\nSigned on behalf of the Barset Compact by:\n\n"
        f"Ann Archer, Leader, {COUNCIL}\nBen Baker, Chief Executive, {TRUST}\n"
    )
    assert members(found) == of("Barset Compact", COUNCIL, TRUST)


@pytest.mark.parametrize(
    "text",
    [
        "The Barset Skills Partnership brings together councils, colleges and charities.",
        f"{TRUST} comprises Barset General Hospital and Vale General Hospital.",
        f"{COUNCIL} is a member of the Barset Food Network.",
        f"The Barset Advice Panel’s members are:\n\n- Ann Archer, a nurse at {TRUST}\n- Ben Baker, of {COLLEGE}",
        f"Further reading:\n\n- {COUNCIL}\n- {TRUST}",
    ],
)
def test_what_is_no_list_of_members(extraction: Extract, text: str) -> None:
    assert members(extraction(f"Plan\n\n{text}\n")) == set()
