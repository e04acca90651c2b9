"""Who publishes a document, by the signs that the text gives."""

from collections.abc import Callable

import pytest

from extractors.records import Extraction

Extract = Callable[[str], Extraction]
BODY = "The new ward has 20 beds, and it will open to patients in the spring of next year."


def publisher(extraction: Extraction) -> str | None:
    assert extraction.metadata is not None
    return extraction.metadata.publisher


@pytest.mark.parametrize(
    "text",
    [
        f"Barset Hospitals NHS Foundation Trust\n\nA new ward\n\n{BODY}\n",
        f"A new ward\n\nBARSET HOSPITALS NHS FOUNDATION TRUST\n\n{BODY}\n",
        f"A new ward\n\n{BODY}\n\n© Barset Hospitals NHS Foundation Trust 2024\n",
        f"A new ward\n\n{BODY}\n\nCopyright 2024 Barset Hospitals NHS Foundation Trust. All rights reserved.\n",
        f"A new ward\n\n{BODY}\n\nPublished by Barset Hospitals NHS Foundation Trust, May 2024\n",
        f"A new ward\n\n{BODY}\n\nAbout Barset Hospitals NHS Foundation Trust\n\nIt runs two sites.\n",
        "A new ward\n\nA ward opens at Barset Hospitals NHS Foundation Trust.\n\nThe trust paid. The trust is glad.\n",
        f"Trust opens ward\n\nA ward is new at Barset Hospitals NHS Foundation Trust.\n\nThe trust is glad. {BODY}\n",
        "A new ward\n\nVale Trust, Barset Hospitals NHS Foundation Trust (BHFT).\n\nContact: press@bhft.example\n",
    ],
)
def test_signs_of_the_publisher(extraction: Extract, text: str) -> None:
    assert publisher(extraction(text)) == "Barset Hospitals NHS Foundation Trust"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("news@barset.gov.uk", "Barset County Council"),
        ("news@barsetshire-council.org", None),
        ("news@barset.police.uk", "Barset Police"),
        ("someone@gmail.com", None),
    ],
)
def test_host_of_an_address(extraction: Extract, address: str, name: str | None) -> None:
    text = f"A new bridge\n\nBarset County Council met Barset Police and Vale Trust.\n\nEmail: {address}\n"
    assert publisher(extraction(text)) == name


def test_whom_a_letter_is_to_does_not_publish_it(extraction: Extract) -> None:
    text = (
        "Open letter: save our bridge\n\nTo the Secretary of State for Transport\nDepartment for Transport\nLondon\n\n"
        "Dear Secretary of State,\n\nWe ask the Department to help. The Department has the money.\n"
    )
    assert publisher(extraction(text)) is None


def test_a_secretary_of_state_signs_for_the_department(extraction: Extract) -> None:
    text = (
        "Dear all,\n\nNotice about roads\n\nI am writing to all bodies of the Department for Transport.\n\n"
        "Yours sincerely\n\nOn behalf of\nSecretary of State for Transport\n"
    )
    assert publisher(extraction(text)) == "Department for Transport"


def test_two_trusts_before_the_trust_tell_nothing(extraction: Extract) -> None:
    text = (
        "A new ward\n\nThere was a meeting of Vale NHS Trust and Barset NHS Trust.\n\n"
        "The trust is glad. The trust is big.\n"
    )
    assert publisher(extraction(text)) is None
