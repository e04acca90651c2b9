"""Documents that are the same: one cluster, counted once, found again only where an edition changed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from warehouse_builders import VERSIONS, Ask, entity, item, metadata, named, placed, run, signed, strategy

from extractors.records import Extraction, LoadItem, Partnership
from flows.resolving import find_duplicates
from warehouse.writer import Writer

ONE, OTHER = "https://example.org/strategy", "https://example.org/copies/strategy"


def compared(published: Path, *items: LoadItem, version: str = "1") -> None:
    """Load, find duplicates and publish."""
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        writer.load(run_id, items)
        find_duplicates(writer, run_id, version)
        writer.finish_run(run_id, len(items))
        writer.publish()


def test_the_same_document_at_two_addresses_counts_once(published: Path, ask: Ask) -> None:
    compared(published, signed(strategy(ONE)), signed(strategy(OTHER)))
    assert ask("select count(*), count(distinct cluster_id) from documents") == [(2, 1)]
    for view in ("people", "organisations", "partnership_network"):
        assert ask(f"select distinct document_count from {view}") == [(1,)], view


def test_a_document_that_says_something_else_counts_for_itself(published: Path, ask: Ask) -> None:
    compared(
        published, signed(strategy(ONE)), signed(named("file:a.txt", "Jane Doe", more="of another time and place"))
    )
    assert ask("select document_count from people") == [(2,)]
    assert ask("select bool_and(cluster_id = document_id) from documents") == [(True,)]


def test_a_cluster_goes_by_the_smallest_document_id_in_it(published: Path, ask: Ask) -> None:
    compared(published, signed(strategy(ONE)), signed(strategy(OTHER)), signed(named("file:a.txt", "Ann Bee")))
    assert ask("select distinct cluster_id from documents where uri <> 'file:a.txt'") == ask(
        "select min(document_id) from documents where uri <> 'file:a.txt'"
    )


def test_before_they_are_compared_documents_count_for_themselves(published: Path, ask: Ask) -> None:
    run(published, signed(strategy(ONE)), signed(strategy(OTHER)))
    assert ask("select distinct document_count from organisations") == [(2,)]


def test_pairs_that_one_document_says_at_two_addresses_count_once(published: Path, ask: Ask) -> None:
    text = "Ant Council and Bee Trust run this service together for the whole county."
    ant, bee = entity("organisation", "Ant Council"), entity("organisation", "Bee Trust")
    pair = placed(
        Partnership,
        text,
        "together",
        organisation_a_id=ant.entity_id,
        organisation_a=ant.name,
        organisation_b_id=bee.entity_id,
        organisation_b=bee.name,
        relation="joint",
        programme=None,
        observed_on=None,
    )
    said = Extraction(metadata=metadata(published_on=date(2024, 5, 1)), entities=(ant, bee), partnerships=(pair,))
    compared(published, *(signed(item(uri, text, said)) for uri in (ONE, OTHER)))
    assert ask("select document_count, first_observed_on from partnership_network") == [(1, date(2024, 5, 1))]


def test_an_old_edition_is_no_duplicate(published: Path, ask: Ask) -> None:
    compared(published, signed(strategy(ONE)), signed(strategy(OTHER)))
    compared(published, signed(named(OTHER, "Ann Bee", more="is all that is left at this address")))
    assert ask("select count(distinct cluster_id) from documents where is_current") == [(2,)]


def test_what_is_compared_is_not_compared_again(published: Path) -> None:
    compared(published, signed(strategy(ONE)), signed(strategy(OTHER)))
    with Writer.open(published) as writer:
        assert writer.is_clustered("1")
        assert not writer.is_clustered("2"), "other rules"
    run(published, signed(strategy(ONE)))
    with Writer.open(published) as writer:
        assert writer.is_clustered("1"), "an unchanged document is nothing new"
    run(published, signed(named(OTHER, "Ann Bee")))
    with Writer.open(published) as writer:
        assert not writer.is_clustered("1"), "a new edition is"


def test_the_same_clusters_again_are_no_news(published: Path) -> None:
    compared(published, signed(strategy(ONE)), signed(strategy(OTHER)))
    with Writer.open(published) as writer:
        before = writer.publish().published_at
        find_duplicates(writer, writer.begin_run("test", VERSIONS), "2")
        assert writer.publish().published_at == before


def test_a_document_is_compared_by_its_words_its_fingerprint_and_its_bytes(published: Path) -> None:
    plain, made = named("file:a.txt", "Ann Bee"), signed(strategy(ONE))
    run(published, plain, made)
    with Writer.open(published) as writer:
        found = sorted(writer.signed().values(), key=lambda each: len(each.keys))
    assert [(tuple(each.signature), each.keys) for each in found] == [
        ((), (plain.content_sha256,)),
        (made.signature, (made.fingerprint, made.content_sha256)),
    ]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_order_of_the_documents_does_not_show(published: Path, ask: Ask, order: tuple[int, int]) -> None:
    items = (signed(strategy(ONE)), signed(strategy(OTHER)))
    compared(published, *(items[at] for at in order))
    (smaller, larger) = (id_ for (id_,) in ask("select document_id from documents order by 1"))
    assert ask("from store.clusters") == [(larger, smaller)]


def test_identical_bytes_without_a_signature_are_one(published: Path, ask: Ask) -> None:
    short = item("file:a.txt", "Closed.")
    compared(published, short, replace(short, uri="file:b.txt"))
    assert ask("select count(distinct cluster_id) from documents") == [(1,)]
