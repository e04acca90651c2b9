"""What the generator of the benchmarks promises: true facts, and the same documents for the same seed."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from _documents import Document, generate

from extractors.documents.registry import parse
from extractors.records import Fact, ParsedDocument
from warehouse.tables import FACT_TABLES

COUNT = 80


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [each for edition in (1, 2, 3) for each in generate(COUNT, seed=5, edition=edition)]


def facts(document: Document) -> list[Fact]:
    return [fact for table in ("mentions", *FACT_TABLES) for fact in getattr(document.extraction, table)]


def test_the_same_seed_gives_the_same_documents() -> None:
    assert list(generate(20, seed=5)) == list(generate(20, seed=5))


def test_another_seed_gives_other_documents() -> None:
    assert {each.content for each in generate(20, seed=5)}.isdisjoint(each.content for each in generate(20, seed=6))


def test_every_document_has_an_address_of_its_own(documents: list[Document]) -> None:
    assert len({each.uri for each in documents[:COUNT]}) == COUNT


def test_the_bytes_are_read_as_the_text_that_the_places_count_in(documents: list[Document]) -> None:
    for document in documents:
        read = parse(document.content, name=document.uri)
        assert isinstance(read, ParsedDocument)
        assert read.text == document.text


def test_every_fact_stands_where_it_says(documents: list[Document]) -> None:
    for document in documents:
        for fact in facts(document):
            assert document.text[fact.start_char : fact.end_char] == fact.text
            assert fact.text in fact.evidence
            assert fact.evidence in document.text


def test_whoever_is_named_is_an_entity_of_the_document(documents: list[Document]) -> None:
    for document in documents:
        named = {each.entity_id for each in document.extraction.mentions} - {None}
        assert named <= {each.entity_id for each in document.extraction.entities}


@pytest.mark.parametrize("table", ["mentions", *FACT_TABLES])
def test_there_are_facts_of_every_kind(documents: list[Document], table: str) -> None:
    assert any(getattr(each.extraction, table) for each in documents)


def test_a_later_edition_has_the_address_and_another_text(documents: list[Document]) -> None:
    first = {each.uri: each for each in documents[:COUNT]}
    later = documents[COUNT:]
    assert later
    assert all(each.uri in first and each.text != first[each.uri].text for each in later)


def test_some_bodies_are_named_often_and_most_of_them_seldom(documents: list[Document]) -> None:
    publishers = [each.extraction.metadata.publisher_id for each in documents[:COUNT]]
    often = max(publishers.count(each) for each in publishers)
    assert often >= 5
    assert sum(publishers.count(each) == 1 for each in set(publishers)) > 5
