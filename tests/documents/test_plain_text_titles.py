"""The title of plain text: found below what pages, letterheads and letters print above it."""

import pytest

from extractors.layout import plain_text_layout
from extractors.layout_title import is_body_name

BODY = "The council opened it on Monday, and it will stay open for all who live in the county."


def titles(text: str) -> list[str]:
    blocks = plain_text_layout(text)
    return [" ".join(text[b.start : b.end].split()) for b in blocks if b.kind == "heading" and b.level == 1]


@pytest.mark.parametrize(
    "above",
    [
        "Home > News > 2024",
        "Home / Health and care / Public health",
        "You are here: Home | News",
        "Skip to main content\nMenu\nSearch",
        "Press release",
        "NEWS",
        "Case study",
        "Policy paper",
        "OFFICIAL-SENSITIVE",
        "Agenda item 7.2",
        "Draft",
        "Version 2.1",
        "3 May 2024",
        "Barset County Council",
        "BARSET BOROUGH COUNCIL",
        "University of Example",
        "Department for Example\nExample House\n1 Vale Street\nLondon SW1A 1AA",
        "Example 1 – Plan of a small trust",
        "Our ref: BX/2024/11",
        "- Home\n- Contact us",
    ],
)
def test_what_stands_above_a_title_does_not_hide_it(above: str) -> None:
    assert titles(f"{above}\n\nA new bridge for Vale\n\n{BODY}\n") == ["A new bridge for Vale"]


@pytest.mark.parametrize("below", ["Introduction", "FOREWORD", "About the board", "Purpose"])
def test_a_body_over_the_first_section_is_the_title(below: str) -> None:
    assert titles(f"Vale Health and Wellbeing Board\n\n{below}\n\n{BODY}\n") == ["Vale Health and Wellbeing Board"]


@pytest.mark.parametrize("line", ["Barset County Council", "Press release"])
def test_without_another_line_letterhead_or_kicker_is_the_title(line: str) -> None:
    assert titles(f"{line}\n\n{BODY}\n") == [line]


@pytest.mark.parametrize(
    "subject", ["Winter plan 2024 to 2025", "Re: Winter plan 2024 to 2025", "Subject: Winter plan 2024 to 2025"]
)
def test_the_subject_of_a_letter_is_its_title(subject: str) -> None:
    head = "Department for Example\n1 Vale Street\nLondon SW1A 1AA\n\nAnn Example\nMinister for Examples\n\n3 May 2024"
    text = f"{head}\n\nDear colleague,\n\n{subject}\n\nI am writing to you about winter.\n"
    assert titles(text) == ["Winter plan 2024 to 2025"]


def test_a_subject_may_be_broken_over_two_lines() -> None:
    subject = "Notice under Regulation 3 of the Example (Control of Bridges)\nRegulations 2002"
    assert titles(f"3 May 2024\n\nDear All,\n\n{subject}\n\nI am writing to you.\n") == [" ".join(subject.split())]


def test_a_label_tells_the_subject_of_a_message_or_paper() -> None:
    assert titles(f"Cabinet\n\nReport of: Ann Example\nSubject: Budget for Vale\n\n{BODY}\n") == ["Budget for Vale"]
    assert titles(f"From: Ann Example\nTo: All\nSubject: A visit\n\nDear all,\n\n{BODY}\n") == ["A visit"]


def test_an_open_letter_keeps_the_title_above_its_salutation() -> None:
    text = f"Open letter: save our bridge\n\n3 May 2024\n\nDear Minister,\n\n{BODY}\n"
    assert titles(text) == ["Open letter: save our bridge"]


def test_a_title_with_a_colon_is_no_label() -> None:
    assert titles(f"Barset Council: annual report\n\nPublished 3 May 2024\n\n{BODY}\n") == [
        "Barset Council: annual report"
    ]


@pytest.mark.parametrize(
    "line",
    ["Barset NHS Foundation Trust", "VALE OF EXAMPLE COUNCIL", "University of Example", "HM Treasury", "Barset Police"],
)
def test_names_of_bodies(line: str) -> None:
    assert is_body_name(line)


@pytest.mark.parametrize(
    "line",
    ["Leader of the Council", "Our Board", "Council and executive", "Barset Council: annual report", "Adult Services",
     "Minutes of the Board", "Report to Council on the trust"],
)  # fmt: skip
def test_lines_that_are_no_names_of_bodies(line: str) -> None:
    assert not is_body_name(line)
