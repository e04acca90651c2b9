"""Evaluation: the scoring rules, and that they give the same figures as the script beside the labelled documents."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from warehouse_builders import STRATEGY, begin, item, named, run, strategy

from extractors.errors import ConfigurationError
from warehouse.evaluate import Evaluation, evaluate
from warehouse.evaluate_rules import (
    named_in,
    organisation_key,
    person_key,
    same_item,
    same_number,
    same_text,
    same_title,
    words,
)
from warehouse.evaluate_score import Error, Score

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "gold" / "score.py"

# Something found, something missed, something wrong and something optional of every kind.
LABEL: dict[str, Any] = {
    "document": "strategy.txt",
    "title": "Our Strategy, 2020 to 2023",
    "doc_type": "plan",
    "published_on": "2020-05-04",
    "period": {"start": "2020-01-01", "end": "2024-12-31"},
    "publisher": "The Northdale Trust",
    "people": [
        {
            "name": "Dr Jane Doe",
            "roles": [
                {"title": "Chief Executive", "organisation": "Northdale"},
                {"title": "Chair", "organisation": None},
            ],
        },
        {"name": "Not There", "roles": []},
    ],
    "organisations": [["Northdale NHS Trust", "Northdale Trust", "Northdale"], ["Missing Council"]],
    "organisations_optional": [["Southdale Council"]],
    "figures": [
        {"text": "£3.4million", "value": 3400000, "unit": "GBP", "measure": "the wards", "qualifier": None},
        {"text": "5 to 7", "value": [5, 7], "unit": "count", "measure": "visits"},
    ],
    "dates": [
        {"text": "4 May 2020", "start": "2020-05-04", "end": "2020-05-04"},
        {"text": "4th May", "start": "2020-05-04", "end": "2020-05-04"},
        {"text": "2021", "start": "2021-01-01", "end": "2021-12-31"},
    ],
    "partnerships": [
        {"organisations": ["Southdale Council", "Northdale"], "kind": "joint"},
        {"organisations": ["A", "B", "C"], "kind": "joint"},
    ],
    "members": ["Southdale Council", "Northdale Trust"],
    "strategy_items": [
        {"kind": "mission", "text": "A kind county."},
        {"kind": "aim", "text": "Longer days"},
    ],
    "strategy_items_optional": [{"kind": "aim", "text": "Shorter waits"}],
    "publications": [{"label": "Annual report, 2019", "year": 2018}, {"label": "Annual report 2019", "year": None}],
    "quotes": [
        {"speaker": "Jane Doe", "starts": "We improve services together"},
        {"speaker": "Mr Doe", "starts": "Another"},
    ],
}
OTHER = {"document": "b.txt", "people": [{"name": "Cy Dee", "roles": []}], "publisher": None, "title": None}


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gold")
    (folder / "one.json").write_text(json.dumps(LABEL))
    (folder / "two.json").write_text(json.dumps(OTHER))
    return folder


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the two labelled documents, and one without labels."""
    published = tmp_path_factory.mktemp("labelled") / "greenpaper.duckdb"
    run(
        published,
        strategy("file:folder/strategy.txt"),
        named("b.txt", "Ann Bee"),
        item("file:unlabelled.txt", STRATEGY),
    )
    return published


def by_kind(found: Evaluation) -> dict[str, Score]:
    return {score.kind: score for score in found.kinds}


def test_the_figures_are_those_of_the_reference_script(labelled: Path, gold: Path) -> None:
    if not REFERENCE.exists():
        pytest.skip("the labelled documents and their script are not beside this checkout")
    said = subprocess.run(
        [sys.executable, str(REFERENCE), str(labelled), str(gold), "--json"], capture_output=True, text=True, check=True
    )
    ours = {
        score.kind: {
            "gold": score.gold,
            "precision": round(score.precision, 3),
            "recall": round(score.recall, 3),
            "f1": round(score.f1, 3),
        }
        for score in evaluate(labelled, gold).kinds
    }
    assert ours == json.loads(said.stdout)


def test_every_kind_is_scored_as_the_labels_say(labelled: Path, gold: Path) -> None:
    found = {
        kind: (score.gold - len(score.missed), len(score.missed), len(score.spurious))
        for kind, score in by_kind(evaluate(labelled, gold)).items()
    }
    assert found == {
        "metadata": (4, 2, 0),
        "people": (1, 2, 1),
        "organisations": (1, 1, 0),
        "roles": (1, 1, 0),
        "figures": (1, 1, 0),
        "measures": (1, 1, 0),
        "dates": (1, 1, 0),
        "partnerships": (1, 0, 0),
        "members": (1, 1, 0),
        "strategy items": (1, 1, 0),
        "strategy kinds": (0, 2, 0),
        "publications": (1, 1, 0),
        "quotes": (1, 1, 0),
    }


def test_precision_recall_and_f1_are_over_all_documents(labelled: Path, gold: Path) -> None:
    people = by_kind(evaluate(labelled, gold))["people"]
    assert (people.gold, people.precision, people.recall) == (3, 1 / 2, 1 / 3)
    assert people.f1 == pytest.approx(0.4)
    assert people.missed == (Error("one", "Not There"), Error("two", "Cy Dee"))
    assert people.spurious == (Error("two", "Ann Bee"),)


def test_only_the_documents_that_are_named_are_scored(labelled: Path, gold: Path) -> None:
    assert by_kind(evaluate(labelled, gold, only={"two"}))["people"].missed == (Error("two", "Cy Dee"),)


def test_every_error_is_told_in_words(labelled: Path, gold: Path) -> None:
    missed = {kind: {each.fact for each in score.missed} for kind, score in by_kind(evaluate(labelled, gold)).items()}
    assert missed == {
        "metadata": {"document_type: plan, found strategy", "coverage_end: 2024-12-31, found 2023-12-31"},
        "people": {"Not There", "Cy Dee"},
        "organisations": {"Missing Council"},
        "roles": {"Dr Jane Doe, Chair"},
        "figures": {"5 to 7 count, visits"},
        "measures": {"5 to 7 count, visits"},
        "dates": {"2021 = 2021-01-01 to 2021-12-31"},
        "partnerships": set(),
        "members": {"Northdale Trust"},
        "strategy items": {"aim: Longer days"},
        "strategy kinds": {"mission: A kind county.", "aim: Longer days"},
        "publications": {"Annual report, 2019 (2018)"},
        "quotes": {"Mr Doe: “Another”"},
    }


def test_what_is_found_wrongly_is_told_in_words(labelled: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing.json").write_text('{"document": "strategy.txt", "members": []}')
    spurious = {
        kind: {each.fact for each in score.spurious}
        for kind, score in by_kind(evaluate(labelled, tmp_path)).items()
        if score.spurious
    }
    assert spurious == {
        "people": {"Jane Doe"},
        "organisations": {"Northdale Trust", "Southdale Council"},
        "roles": {"Jane Doe, Chief Executive, Northdale Trust"},
        "figures": {"£3.4million = 3,400,000 GBP, wards"},
        "dates": {"4 May 2020 = 2020-05-04"},
        "partnerships": {"Northdale Trust with Southdale Council"},
        "members": {"Southdale Council"},
        "strategy items": {"vision: a kind county", "aim: shorter waits"},
        "publications": {"Annual report 2019 (2019)"},
        "quotes": {"Jane Doe: “We improve services together,”"},
    }


def test_a_kind_that_is_neither_wanted_nor_found_is_perfect(published: Path, tmp_path: Path) -> None:
    run(published, item("empty.txt", "nothing"))
    (tmp_path / "empty.json").write_text('{"document": "empty.txt"}')
    assert {(score.gold, score.precision, score.recall, score.f1) for score in evaluate(published, tmp_path).kinds} == {
        (0, 1.0, 1.0, 1.0)
    }


def test_a_labelled_document_that_is_not_in_the_warehouse_is_named(published: Path, gold: Path) -> None:
    run(published)
    with pytest.raises(ConfigurationError, match=r"one: the warehouse holds 0 current documents named strategy\.txt"):
        evaluate(published, gold)


def test_a_folder_without_labels_is_an_error_with_a_message(labelled: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no labelled documents"):
        evaluate(labelled, tmp_path / "nowhere")


@pytest.mark.parametrize("broken", ["{", "[]", "{}", '{"document": "b.txt", "people": [{"roles": []}]}'])
def test_a_label_that_is_none_is_named(broken: str, labelled: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text(broken)
    with pytest.raises(ConfigurationError, match=r"bad\.json"):
        evaluate(labelled, tmp_path)


def test_words_are_folded_and_lose_their_possessive() -> None:
    assert words("The Trust’s ＡＢＣ & Co-op's 24/7") == ["the", "trust", "abc", "and", "co-op", "24", "7"]
    assert words(None) == []


def test_a_person_is_the_name_without_honorifics() -> None:
    assert person_key("Rt Hon Dame Ann Bee CBE") == person_key("Ann Bee")


def test_an_organisation_is_the_name_without_its_article() -> None:
    assert organisation_key("The Bee Trust") == organisation_key("BEE TRUST")
    assert named_in(["Bee NHS Trust", "the Bee"], "Bee")
    assert not named_in(["Bee"], None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("a b c d", "a b c d e", True), ("a b", "a c", False), ("a a b", "a b b", False), ("", "", False)],
)
def test_texts_are_the_same_by_their_common_words(one: str, other: str, same: bool) -> None:
    assert same_text(one, other) is same


def test_titles_need_two_thirds_of_their_words() -> None:
    assert same_title("Chief Executive", "Chief Executive Officer")
    assert not same_title("Chair", "Vice Chair of the Board")


def test_an_item_may_go_on_after_the_wanted_words() -> None:
    assert same_item("Shorter waits", "Shorter waits for everybody who needs care in the county")
    assert not same_item("Shorter waits", "Care without shorter waits")


def test_numbers_are_the_same_but_for_rounding() -> None:
    assert same_number(3_400_000, 3_400_000.0000001)
    assert not same_number(3_400_000, 3_400_010)
    assert not same_number(0.25, None)


@pytest.mark.parametrize("content", ['{"document": 5}', '{"document": "a.txt", "peple": []}', "[" * 100_000])
def test_labels_with_a_slip_are_refused(published: Path, tmp_path: Path, content: str) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "a.json").write_text(content)
    with pytest.raises(ConfigurationError, match="is not a labelled document"):
        evaluate(published, tmp_path / "labels")
