"""What people type into the search: phrases, beginnings of words, amounts, names, and any string at all."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warehouse_builders import Ask, entity, item, metadata, run

from extractors.records import Extraction, ParsedDocument, Section
from warehouse.search import Among, search

TEXTS = {
    "phrase": "Mental health matters.",
    "apart": "The mental strain on health staff.",
    "psychology": "A psychologist and psychiatric nurses.",
    "joined": "It cost £485million.",
    "parted": "It cost £ 485 million in all.",
    "short": "It cost £3.4m.",
    "thousands": "There are 1,024 beds.",
    "year": "In 2019/20 we met.",
    "years": "In 2019 and in 20 towns.",
    "name": "Siân O’Brien-Smith spoke.",
    "hyphen": "Our e-mail address.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of short documents, each called by what it is there for."""
    path = tmp_path_factory.mktemp("library") / "greenpaper.duckdb"
    run(path, *(item(f"file:{name}", text) for name, text in TEXTS.items()))
    return path


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ('"mental health"', {"phrase"}),
        ("“mental health”", {"phrase"}),
        ('"health mental"', set()),
        ('"mental health', {"phrase"}),
        ("mental health", {"phrase", "apart"}),
        ('"mental health" staff', {"phrase"}),
        ('"matter"', {"phrase"}),
        ("psych*", {"psychology"}),
        ("psychologi*", {"psychology"}),
        ('"psychiatric nur*"', {"psychology"}),
        ("£485million", {"joined", "parted"}),
        ("£485 million", {"joined", "parted"}),
        ("485m", {"joined", "parted"}),
        ("£3.4 million", {"short"}),
        ("1024", {"thousands"}),
        ("1,024", {"thousands"}),
        ("2019/20", {"year"}),
        ("2019-20", {"year"}),
        ("O'Brien", {"name"}),
        ("o’brien", {"name"}),
        ("O'Brien-Smith", {"name"}),
        ("Sian", {"name"}),
        ("Siân", {"name"}),
        ("e-mail", {"hyphen"}),
    ],
)
def test_what_is_typed_finds_what_is_meant(words: str, names: set[str], library: Path) -> None:
    assert {passage.uri.removeprefix("file:") for passage in search(library, words)} == names


@given(words=st.text() | st.text(alphabet="ab\"*£’'-/., 19“”%_\\()[]{}\0\n", max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_string_is_an_error(words: str, library: Path) -> None:
    assert all(passage.score > 0 for passage in search(library, words))


def test_a_question_without_end_is_answered_by_its_first_words(library: Path) -> None:
    (passage,) = search(library, "beds " + " ".join(f"word{number}" for number in range(5000)))
    assert passage.uri == "file:thousands"


def test_nothing_asked_finds_nothing(library: Path) -> None:
    with duckdb.connect(str(library), read_only=True) as connection:
        assert connection.execute("from search(null)").fetchall() == []


def test_the_snippet_is_where_most_of_the_words_stand_together(published: Path) -> None:
    far = "Some other words. " * 40
    run(published, item("file:a", f"A budget. {far}The budget for new buses. {far}"))
    (passage,) = search(published, "buses budget")
    assert "The budget for new buses." in passage.snippet


def test_a_snippet_cuts_no_word_and_keeps_signs_as_written(published: Path) -> None:
    text = " ".join(f"(word-{number}), “said’s”" for number in range(300)) + " £485million! " + "end-of/it " * 100
    run(published, item("file:a", text))
    (passage,) = search(published, "485million")
    assert "£485million!" in passage.snippet
    assert set(passage.snippet.split()) <= set(text.split())


def test_passages_beyond_the_best_have_no_snippet_unless_asked_for(published: Path, ask: Ask) -> None:
    run(published, *(item(f"file:{number}", "A bus.") for number in range(25)))
    assert ask("select count(*), count(snippet) from search('bus', snippets := 20)") == [(25, 20)]
    assert ask("select count(*), count(snippet) from search('bus')") == [(25, 25)]
    assert ask("select count(*), count(snippet) from search('bus', snippets := 2)") == [(25, 2)]
    assert all(passage.snippet == "A bus." for passage in search(published, "bus", limit=25))


def test_the_macro_searches_among_given_documents(published: Path, ask: Ask) -> None:
    run(published, item("file:a", "A bus."), item("file:b", "A bus."))
    (wanted,) = ask("select document_id from documents where uri = 'file:b'")
    among = "(select list(document_id) from documents where uri = 'file:b')"
    assert ask(f"select document_id from search('bus', among := {among})") == [wanted]
    assert ask("from search('bus', among := [])") == []


def test_a_long_text_without_headings_is_searched_in_parts(published: Path, ask: Ask) -> None:
    run(published, item("file:a", "\n".join(f"Line {number} tells of the weather." for number in range(1000))))
    bodies = [body for (body,) in ask("select body from store.search_passages order by passage_id")]
    assert "".join(bodies) == ask("select text from documents")[0][0]
    assert max(map(len, bodies)) < 5000
    assert "Line 777 tells" in search(published, '"line 777"')[0].snippet


def test_passages_are_stored_in_the_order_of_their_numbers(library: Path) -> None:
    """So the best passages, which are often of few documents, are neighbours."""
    with duckdb.connect(str(library), read_only=True) as connection:
        found = connection.execute("select passage_id from store.search_passages order by rowid").fetchall()
    assert len(found) == len(TEXTS)
    assert found == sorted(found)


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents about buses: a plan of one body, and news that name another by its acronym."""
    council = entity("organisation", "Northdale Council", aliases=("NDC",))
    trust = entity("organisation", "Southdale Trust")
    plan = metadata(
        document_type="plan", publisher=trust.name, publisher_id=trust.entity_id, published_on=date(2020, 5, 4)
    )
    news = metadata(document_type="news", published_on=date(2021, 5, 4))
    path = tmp_path_factory.mktemp("dated") / "greenpaper.duckdb"
    run(
        path,
        item("file:plan", "Buses.", Extraction(metadata=plan, entities=(trust,))),
        item("file:news", "Buses of NDC.", Extraction(metadata=news, entities=(council,))),
        item("file:page", "Buses."),
    )
    return path


@pytest.mark.parametrize(
    ("among", "names"),
    [
        (Among(), {"plan", "news", "page"}),
        (Among(("plan",)), {"plan"}),
        (Among(("plan", "news")), {"plan", "news"}),
        (Among(("minutes",)), set()),
        (Among(organisation="southdale trust"), {"plan"}),
        (Among(organisation="NDC"), {"news"}),
        (Among(organisation="Northdale Council"), {"news"}),
        (Among(organisation="Nobody"), set()),
        (Among(since=date(2020, 5, 5)), {"news"}),
        (Among(until=date(2020, 5, 4)), {"plan"}),
        (Among(("news",), since=date(2020, 1, 1), until=date(2020, 12, 31)), set()),
    ],
)
def test_only_the_documents_asked_for_are_searched(among: Among, names: set[str], dated: Path) -> None:
    assert {passage.uri.removeprefix("file:") for passage in search(dated, "buses", among=among)} == names


def test_the_page_of_the_snippet_is_told(published: Path) -> None:
    text = "First page.\n" + "Filler words here.\n" * 20 + "The otter.\n"
    section = Section(1, 1, "First page.", "First page.", 0, len(text))
    made = item("file:a", text, Extraction(metadata=metadata(), sections=(section,)))
    starts = (0, 12, text.index("The otter"))
    paged = ParsedDocument(text=text, media_type="application/pdf", blocks=(), page_starts=starts)
    run(published, replace(made, document=paged))
    assert [(passage.section, passage.page) for passage in search(published, "otter")] == [("First page.", 3)]
