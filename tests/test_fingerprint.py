"""Fingerprints and signatures: what tells two contents apart, and how alike two texts are."""

import random
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from extractors.fingerprint import PERMUTATIONS, fingerprint, signature
from extractors.records import Block, Conversion, Link, Member, Metadata, ParsedDocument, Span

TEXT = "Our plan\n\nWe mend roads in every parish of the county by 2030."
DOCUMENT = ParsedDocument(
    text=TEXT,
    media_type="text/html",
    blocks=(Block("heading", 0, 8, level=1), Block("paragraph", 10, len(TEXT), lines=(Span(10, len(TEXT)),))),
    links=(Link(10, 17, "https://example.org/roads"),),
    metadata=Metadata(title="Our plan", published_on=date(2024, 5, 1)),
)


@pytest.mark.parametrize(
    "other",
    [
        replace(DOCUMENT, metadata=replace(DOCUMENT.metadata, modified_on=date(2024, 6, 1))),
        replace(DOCUMENT, metadata=replace(DOCUMENT.metadata, canonical_uri="https://example.org/plan")),
        replace(DOCUMENT, conversion=Conversion("fair", ("a table was lost",))),
        replace(DOCUMENT, members=(Member("notes.txt", b"notes"),)),
    ],
    ids=["modified", "canonical address", "conversion", "attachment"],
)
def test_what_changes_by_itself_does_not_change_the_fingerprint(other: ParsedDocument) -> None:
    assert fingerprint(other) == fingerprint(DOCUMENT)


@pytest.mark.parametrize(
    "other",
    [
        replace(DOCUMENT, text=TEXT.replace("2030", "2031")),
        replace(DOCUMENT, media_type="text/plain"),
        replace(DOCUMENT, blocks=DOCUMENT.blocks[1:]),
        replace(DOCUMENT, blocks=(replace(DOCUMENT.blocks[0], kind="paragraph"), DOCUMENT.blocks[1])),
        replace(DOCUMENT, blocks=(replace(DOCUMENT.blocks[0], level=2), DOCUMENT.blocks[1])),
        replace(DOCUMENT, blocks=(DOCUMENT.blocks[0], replace(DOCUMENT.blocks[1], lines=()))),
        replace(DOCUMENT, links=(Link(10, 17, "https://example.org/streets"),)),
        replace(DOCUMENT, links=(Link(10, 12, "https://example.org/roads"),)),
        replace(DOCUMENT, metadata=replace(DOCUMENT.metadata, title="The plan")),
        replace(DOCUMENT, metadata=replace(DOCUMENT.metadata, published_on=date(2024, 5, 2))),
        replace(DOCUMENT, page_starts=(0, 10)),
    ],
    ids="text format blocks kind level lines link place title published pages".split(),  # noqa: SIM905
)
def test_what_facts_come_from_changes_the_fingerprint(other: ParsedDocument) -> None:
    assert fingerprint(other) != fingerprint(DOCUMENT)


def test_text_that_is_no_unicode_has_a_fingerprint_and_a_signature() -> None:
    assert fingerprint(replace(DOCUMENT, text="\ud800 b c d e"))
    assert signature("\ud800a b c d e")


def words(count: int, seed: int = 1) -> list[str]:
    chosen = random.Random(seed)
    return [f"word{chosen.randrange(5000)}" for _ in range(count)]


def shared(one: list[str], other: list[str]) -> float:
    """The true share of five-word runs."""
    runs = [{tuple(each[at : at + 5]) for at in range(len(each) - 4)} for each in (one, other)]
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


def agreeing(one: list[str], other: list[str]) -> float:
    """The share that the signatures estimate."""
    pairs = zip(signature(" ".join(one)), signature(" ".join(other)), strict=True)
    return sum(a == b for a, b in pairs) / PERMUTATIONS


@pytest.mark.parametrize("changed", [0, 2, 10, 40, 120, 400])
def test_signatures_agree_about_as_often_as_texts_share_runs_of_words(changed: int) -> None:
    one = words(400)
    other = [*words(changed, seed=2), *one[changed:]]
    assert agreeing(one, other) == pytest.approx(shared(one, other), abs=4 / 16)  # four standard errors
    assert (agreeing(one, other) == 1) == (changed == 0)


def test_a_signature_is_of_words_in_their_order_whatever_their_case_and_punctuation() -> None:
    assert signature("We mend roads, here: now.") == signature("WE MEND\nroads here — now")
    assert signature("We mend roads here now") != signature("now here roads mend We")


def test_a_signature_fits_a_signed_number_of_64_bits() -> None:
    found = signature(TEXT)
    assert len(found) == PERMUTATIONS
    assert all(0 <= each < 2**63 for each in found)


@pytest.mark.parametrize("text", ["", "four words are few", "…  —"])
def test_a_text_of_fewer_than_five_words_has_no_signature(text: str) -> None:
    assert signature(text) == ()


def test_a_long_text_is_read_in_pieces_that_do_not_show() -> None:
    """The runs of words across the border of two pieces (16,384 words) count as all others."""
    long = words(40_000)
    pieces = [long[:16_384], long[16_380:32_768], long[32_764:]]
    smallest = [min(each) for each in zip(*(signature(" ".join(piece)) for piece in pieces), strict=True)]
    assert signature(" ".join(long)) == tuple(smallest)


def test_a_signature_is_the_same_in_every_process_and_every_version() -> None:
    asking = "import sys; from extractors.fingerprint import signature; print(signature(sys.argv[1])[:2])"
    said = subprocess.run([sys.executable, "-c", asking, TEXT], capture_output=True, text=True, check=True).stdout
    assert said.strip() == str(signature(TEXT)[:2]) == "(258028379624347334, 239712217600299890)"
