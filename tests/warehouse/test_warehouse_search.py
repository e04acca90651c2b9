"""The search: ranked passages out of the published file alone."""

from pathlib import Path

import duckdb
import pytest
from warehouse_builders import Ask, begin, item, run, strategy

from warehouse.search import search


def stems(sound: Path, *words: str) -> list[str]:
    with duckdb.connect(str(sound), read_only=True) as connection:
        return [connection.execute("select store.stem(?)", [word]).fetchall()[0][0] for word in words]


@pytest.mark.parametrize(
    "forms",
    [
        ("strategy", "strategies"),
        ("service", "services"),
        ("improve", "improves", "improved", "improving"),
        ("fund", "funds", "funded", "funding"),
        ("plan", "plans", "planned", "planning"),
        ("business", "businesses"),
        ("trust", "trust's", "trust’s"),
        ("box", "boxes"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...], sound: Path) -> None:
    assert len(set(stems(sound, *forms))) == 1


@pytest.mark.parametrize("word", ["need", "spring", "analysis", "status", "nhs", "covid19", "bus", "feed"])
def test_a_word_that_only_looks_like_a_form_is_left_alone(word: str, sound: Path) -> None:
    assert stems(sound, word) == [word]


def test_a_word_is_found_in_its_other_forms(sound: Path) -> None:
    (passage,) = search(sound, "improved service")
    assert (passage.section, passage.uri) == ("Partners", "file:strategy.txt")
    assert "We improve services together" in passage.snippet


def test_the_text_before_the_first_heading_is_found_too(sound: Path) -> None:
    assert [passage.section for passage in search(sound, "signed")] == [None]


def test_the_passage_with_more_and_rarer_words_comes_first(published: Path) -> None:
    filler = "The county council met and talked about the usual things."
    run(
        published,
        item("file:a.txt", f"{filler} Buses."),
        item("file:b.txt", f"{filler} Mental health."),
        item("file:c.txt", f"{filler} Dental health."),
    )
    found = search(published, "mental health")
    assert [passage.uri for passage in found] == ["file:b.txt", "file:c.txt"]
    assert found[0].score > found[1].score > 0


def test_the_snippet_is_the_place_of_the_word(published: Path) -> None:
    run(published, item("file:a.txt", f"{'far away. ' * 100}\nThe vaccine arrived.\n{'far away. ' * 100}"))
    (passage,) = search(published, "vaccines")
    assert "The vaccine arrived." in passage.snippet
    assert 150 < len(passage.snippet) <= 200
    assert set(passage.snippet.split()) == {"far", "away.", "The", "vaccine", "arrived."}


def test_only_current_editions_are_found(published: Path) -> None:
    run(published, item("file:a.txt", "An otter."))
    run(published, item("file:a.txt", "A badger."))
    assert search(published, "otter") == []
    assert len(search(published, "badger")) == 1


@pytest.mark.parametrize("words", ["", "???", "'; drop table x; --", "nosuchword"])
def test_words_that_find_nothing_are_no_error(words: str, sound: Path) -> None:
    assert search(sound, words) == []


def test_limit_is_how_many_come_back(sound: Path) -> None:
    assert len(search(sound, "northdale southdale services waits")) > 1
    assert len(search(sound, "northdale southdale services waits", limit=1)) == 1


def test_the_macro_gives_what_the_contract_says(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    assert [name for (name, *_) in ask("describe from search('waits')")] == [
        "document_id",
        "section",
        "score",
        "snippet",
    ]
