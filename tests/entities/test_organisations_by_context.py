"""Organisations without a telling head: shown by the words around them, by what they do, or by another name."""

from collections.abc import Callable

import pytest

from extractors.records import Extraction

Extract = Callable[[str], Extraction]


def names(extraction: Extraction) -> set[str]:
    return {m.name for m in extraction.mentions if m.kind == "organisation"}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("We run the line in partnership with Bright Orchard.", "Bright Orchard"),
        ("We joined forces with Gwynfa Llanfor to open a line.", "Gwynfa Llanfor"),
        ("The council commissioned Bright Orchard to run the line.", "Bright Orchard"),
        ("The contractor is Ostrow Kell.", "Ostrow Kell"),
        ("The line is run by the charity Bright Orchard.", "Bright Orchard"),
        ("Bright Orchard, a family-run firm, printed the book.", "Bright Orchard"),
        ("Bright Orchard is a charity helping young people.", "Bright Orchard"),
        ("Ann Archer is Group Finance Director of Quayside Ferries, which sails daily.", "Quayside Ferries"),
        ("Ann Archer is a Non-Executive Director of Vale Water.", "Vale Water"),
        ("The survey was made in partnership with the Barset Carers’ Hub.", "Barset Carers’ Hub"),
        ("Ann Archer is Chief Executive of Barset Science Park.", "Barset Science Park"),
    ],
)
def test_place_where_only_a_body_stands(extraction: Extract, sentence: str, name: str) -> None:
    assert name in names(extraction(f"News\n\n{sentence}\n"))


@pytest.mark.parametrize(
    "sentence",
    [
        "In partnership with Children and Young People, we wrote a plan.",
        "We wrote it in partnership with Local Authorities.",
        "We wrote it in partnership with Kent.",
        "We work in partnership with Sure Start centres.",
        "Working with Year 6 pupils is fun.",
        "The line is run by Jane Doe.",
        "Ann Archer, a developer, built it.",
        "The Charter is a charity standard.",
        "Ben Baker is Director of Children's Services.",
        "She is a company director.",
        "Officers of the University met.",
    ],
)
def test_what_only_looks_like_a_body_there(extraction: Extract, sentence: str) -> None:
    assert names(extraction(f"News\n\n{sentence}\n")) == set()


def test_each_of_several_companies_is_one(extraction: Extract) -> None:
    found = extraction("News\n\nWe chose two companies, Orchard and Vale Medical Technologies, to test the tool.\n")
    assert {"Orchard", "Vale Medical Technologies"} <= names(found)
    assert "Orchard and Vale Medical Technologies" not in names(found)


def test_name_that_was_explained_once_is_found_again(extraction: Extract) -> None:
    found = extraction(
        "News\n\nBright Orchard, a local charity, has moved.\n\nPeople went to Bright Orchard on Monday.\n"
    )
    assert sum(m.name == "Bright Orchard" for m in found.mentions) == 2


def test_coined_name_that_owns_says_and_runs_is_a_body(extraction: Extract) -> None:
    found = extraction("News\n\n7Hills runs the market. 7Hills’s trustees met in May. Contact 7Hills for help.\n")
    assert names(found) == {"7Hills"}


def test_coined_name_of_a_product_is_none(extraction: Extract) -> None:
    found = extraction("News\n\nThe data is on BarHub. BarHub has a folder. The BarHub repository is open.\n")
    assert names(found) == set()


def test_acronym_in_the_place_of_a_partner_is_a_body(extraction: Extract) -> None:
    assert "BYKX" in names(extraction("News\n\nIn collaboration with BYKX, the council has built a tool.\n"))


def test_explained_name_that_acts_is_a_body(extraction: Extract) -> None:
    found = extraction("News\n\nBarset Youth Kin (BYK) has launched a fund. BYK said that it was open.\n")
    assert names(found) == {"Barset Youth Kin"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Notice under the Barset (Control of Widgets) Regulations 2002 (BWRX) is given. BWRX has said so.",
        "Artificial Intelligence (AI) has supported the work. AI is growing.",
    ],
)
def test_explained_thing_is_none(extraction: Extract, sentence: str) -> None:
    assert names(extraction(f"News\n\n{sentence}\n")) == set()


def test_local_arms_of_national_bodies(extraction: Extract) -> None:
    found = extraction(
        "News\n\nBarset County Council met Healthwatch Barset, NHS Barset and Barset Mind. "
        "Citizens Advice Upper Vale opened.\n"
    )
    assert names(found) == {
        "Barset County Council",
        "Healthwatch Barset",
        "NHS Barset",
        "Barset Mind",
        "Citizens Advice Upper Vale",
    }


def test_volunteers_of_an_arm_are_no_place(extraction: Extract) -> None:
    assert "Healthwatch Volunteers" not in names(extraction("News\n\nHealthwatch Volunteers met.\n"))


def test_national_name_that_is_a_word_needs_its_neighbours(extraction: Extract) -> None:
    assert "Mind" not in names(extraction("News\n\nThe Barset Mind Matters Week begins today.\n"))
    assert "Mind" in names(extraction("News\n\nWe gave the money to Mind in May.\n"))


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("At the June Barset Growth Board, all agreed.", "Barset Growth Board"),
        ("The 12 May Barset Forum was full.", "Barset Forum"),
        ("Members of the Barset Board met.", "Barset Board"),
        ("Minutes of the Barset Growth Board are here.", "Barset Growth Board"),
        ("March Town Council met.", "March Town Council"),
        ("It met Vale Borough Council on Monday.", "Vale Borough Council"),
    ],
)
def test_front_and_end_of_a_name(extraction: Extract, sentence: str, name: str) -> None:
    assert names(extraction(f"News\n\n{sentence}\n")) == {name}


def test_for_between_two_bodies_parts_them(extraction: Extract) -> None:
    found = extraction("News\n\nAdvice is given by Vale Housing Trust for Vale Borough Council.\n")
    assert names(found) == {"Vale Housing Trust", "Vale Borough Council"}


@pytest.mark.parametrize(
    ("sentence", "bodies"),
    [
        (
            "The University of Barset and Vale Hospitals NHS Trust met.",
            {"University of Barset", "Vale Hospitals NHS Trust"},
        ),
        ("We met the British Transport Police and Vale Police.", {"British Transport Police", "Vale Police"}),
        (
            "It was written by the University of Barset with Public Health Wales.",
            {"University of Barset", "Public Health Wales"},
        ),
        (
            "We met the Department for Work and Pensions and Barset Police.",
            {"Department for Work and Pensions", "Barset Police"},
        ),
        (
            "We met the University Hospitals of Barset and Vale NHS Trust.",
            {"University Hospitals of Barset and Vale NHS Trust"},
        ),
    ],
)
def test_and_parts_two_bodies_of_which_the_first_begins_with_its_head(
    extraction: Extract, sentence: str, bodies: set[str]
) -> None:
    assert names(extraction(f"News\n\n{sentence}\n")) == bodies


def test_company_that_the_recogniser_knows_once_is_known_everywhere(extraction: Extract) -> None:
    found = extraction("News\n\nThe work was paid for by Barset Water in May.\n\nBarset Water\n")
    assert sum(m.name == "Barset Water" for m in found.mentions) == 2
