"""How well a text came over from its bytes, by its characters and by what was left out."""

import pytest

from extractors.documents.conversion import graded, text_faults
from extractors.documents.registry import parse
from extractors.records import Conversion, ParsedDocument

GOOD = "The council will build two bridges, and says what each of them costs. " * 20


def converted(markup: str, name: str = "x.html") -> Conversion:
    document = parse(markup.encode(), name=name)
    assert isinstance(document, ParsedDocument)
    return document.conversion


def test_a_text_without_faults_is_good() -> None:
    assert text_faults(GOOD) == []
    assert graded([]) == Conversion("good", ())


@pytest.mark.parametrize(
    ("damaged", "grade"),
    [
        (GOOD + "\ufffd" * 2, "fair"),
        (GOOD.replace("u", "\ufffd"), "poor"),
        (GOOD.replace("u", "\ue017"), "poor"),
        (" ".join(GOOD.replace(" ", "")), "poor"),
    ],
)
def test_damaged_characters_and_broken_words_tell_on_a_conversion(damaged: str, grade: str) -> None:
    found = graded(text_faults(damaged))
    assert found.grade == grade
    assert len(found.reasons) == 1


def test_a_doubt_makes_a_conversion_fair() -> None:
    assert graded([], ["it was cut"]) == Conversion("fair", ("it was cut",))


def test_a_page_and_a_plain_text_are_graded() -> None:
    assert converted(f"<html><main><p>{GOOD}</p></main>").grade == "good"
    assert converted(f"<html><main><p>{GOOD.replace('u', chr(0xFFFD))}</p></main>").grade == "poor"
    assert converted(GOOD, "x.txt").grade == "good"
    assert converted(GOOD.replace("u", "\ufffd"), "x.txt").grade == "poor"


def test_a_page_that_a_script_fills_says_that_more_may_be_there() -> None:
    conversion = converted(f"<html><script>{'fill(1);' * 2000}</script><p>Loading the plan</p>")
    assert conversion.grade == "fair"
    assert "a script may fill in the rest" in conversion.reasons[0]


def test_a_page_of_too_many_tags_is_cut_and_says_so() -> None:
    conversion = converted("<html><p>words" + "<i>" * 400_001)
    assert conversion.grade == "fair"
    assert "more than 400,000 tags" in conversion.reasons[0]
