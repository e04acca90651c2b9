"""Entities across documents in the warehouse: one row for one body, decisions that stay, nothing judged twice."""

from pathlib import Path

import pytest
from warehouse_builders import VERSIONS, Ask, entity, item, metadata, named, placed, ruling, run

from extractors.judgements import Company
from extractors.records import Entity, Extraction, LoadItem, Mention, Role
from flows.resolving import resolve_entities
from warehouse.decisions import Ruling
from warehouse.writer import Writer

ALLIANCE = entity("organisation", "Barset Health and Housing Alliance", aliases=("BHHA",), classification="partnership")
SHORT = entity("organisation", "BHHA", classification="other")


def naming(uri: str, *bodies: Entity) -> LoadItem:
    """A document that names these bodies, one a line."""
    text = "\n".join(each.name for each in bodies)
    mentions = tuple(
        placed(Mention, text, each.name, kind=each.kind, name=each.name, entity_id=each.entity_id) for each in bodies
    )
    return item(uri, text, Extraction(metadata=metadata(), entities=bodies, mentions=mentions))


def holding(uri: str, person: str, title: str, organisation: str) -> LoadItem:
    """A document that says that the person holds the title there."""
    text = f"{person}, {title}, {organisation}"
    who, where = entity("person", person), entity("organisation", organisation)
    role = placed(
        Role,
        text,
        title,
        person_id=who.entity_id,
        person=person,
        title=title,
        organisation_id=where.entity_id,
        organisation=organisation,
        is_former=False,
        as_of=None,
    )
    return item(uri, text, Extraction(metadata=metadata(), entities=(who, where), roles=(role,)))


def resolved(published: Path, *items: LoadItem, decisions: tuple[Ruling, ...] = (), version: str = "1") -> None:
    """Load, decide, resolve and publish."""
    run(published, *items)
    with Writer.open(published) as writer:
        writer.decide(decisions)
        resolve_entities(writer, writer.begin_run("test", VERSIONS), version)
        writer.publish()


def test_a_short_form_has_the_row_of_the_body_that_another_document_explains_it_as(published: Path, ask: Ask) -> None:
    resolved(published, naming("file:a.txt", ALLIANCE), naming("file:b.txt", SHORT))
    assert ask("select name, aliases, classification, document_count from organisations") == [
        (ALLIANCE.name, ["BHHA"], "partnership", 2)
    ]
    assert ask("select distinct entity_id from mentions") == ask("select organisation_id from organisations")


def test_why_they_are_one_is_told(published: Path, ask: Ask) -> None:
    resolved(published, naming("file:a.txt", ALLIANCE), naming("file:b.txt", SHORT))
    [(name, other_name, score, judgement, is_decided, reasons)] = ask(
        "select unnest(matches, recursive := true) from organisations"
    )
    assert {name, other_name} == {ALLIANCE.name, "BHHA"}
    assert (score, judgement, is_decided) == (0.85, "same", False)
    assert reasons == [
        "a document explains BHHA as Barset Health and Housing Alliance (0.7)",
        "no other body goes by BHHA (0.5)",
    ]


def test_what_is_not_resolved_keeps_its_own_rows(published: Path, ask: Ask) -> None:
    run(published, naming("file:a.txt", ALLIANCE), naming("file:b.txt", SHORT))
    assert ask("select count(*) from organisations") == [(2,)]


def test_two_people_are_one_who_hold_roles_in_one_body(published: Path, ask: Ask) -> None:
    resolved(
        published,
        holding("file:a.txt", "Bob Doe", "Chair", "Barset Council"),
        holding("file:b.txt", "Robert Doe", "Chair", "Barset Council"),
    )
    assert ask("select name, aliases, document_count from people") == [("Robert Doe", ["Bob Doe"], 2)]
    assert ask("select count(distinct person_id) from roles") == [(1,)]


def test_a_shared_surname_joins_nobody(published: Path, ask: Ask) -> None:
    resolved(
        published,
        holding("file:a.txt", "Jane Doe", "Chair", "Barset Council"),
        holding("file:b.txt", "John Doe", "Chair", "Barset Council"),
    )
    assert ask("select name from people order by name") == [("Jane Doe",), ("John Doe",)]
    assert ask("select matches from people") == [([],), ([],)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_order_of_the_documents_changes_nothing(published: Path, ask: Ask, order: tuple[int, int]) -> None:
    items = (naming("file:a.txt", ALLIANCE), naming("file:b.txt", SHORT))
    resolved(published, *(items[at] for at in order))
    assert ask("select entity_a_id, entity_b_id, score from store.matches") == [
        (*sorted((ALLIANCE.entity_id, SHORT.entity_id)), 0.85)
    ]


def test_a_decision_wins_and_stays_over_a_new_edition_and_new_rules(published: Path, ask: Ask) -> None:
    apart = ruling("different", SHORT.entity_id, ALLIANCE.entity_id)
    resolved(published, naming("file:a.txt", ALLIANCE), naming("file:b.txt", SHORT), decisions=(apart,))
    assert ask("select count(*) from organisations") == [(2,)]
    resolved(published, naming("file:a.txt", ALLIANCE, entity("organisation", "Vale Trust")), version="2")
    assert ask("select count(*) from organisations") == [(3,)]
    assert ask("select judgement, is_decided from store.matches") == [("different", True)]


def test_the_later_of_two_decisions_holds(published: Path, ask: Ask) -> None:
    one, other = entity("person", "Ann Bee"), entity("person", "Ann Wye")
    first = ruling("different", one.entity_id, other.entity_id)
    later = ruling("same", other.entity_id, one.entity_id)
    resolved(published, named("file:a.txt", "Ann Bee"), named("file:b.txt", "Ann Wye"), decisions=(first,))
    resolved(published, decisions=(later,))
    assert ask("select count(*) from people") == [(1,)]


def test_what_is_judged_is_not_judged_again(published: Path) -> None:
    resolved(published, naming("file:a.txt", ALLIANCE), naming("file:b.txt", SHORT))
    with Writer.open(published) as writer:
        assert writer.is_resolved("1")
        assert not writer.is_resolved("2"), "other rules"
        before = writer.publish().published_at
        resolve_entities(writer, writer.begin_run("test", VERSIONS), "2")
        assert writer.publish().published_at == before, "the same judgement is no news"


def test_neighbours_are_shared_only_where_few_documents_name_them(published: Path) -> None:
    rare, common = (entity("organisation", name) for name in ("Vale Trust", "National Body"))
    others = [naming(f"file:{number}.txt", common) for number in range(12)]
    run(published, naming("file:a.txt", ALLIANCE, rare, common), naming("file:b.txt", SHORT, rare, common), *others)
    pair = (min(ALLIANCE.entity_id, SHORT.entity_id), max(ALLIANCE.entity_id, SHORT.entity_id))
    with Writer.open(published) as writer:
        assert writer.company([pair]) == {pair: Company(neighbours=("Vale Trust",))}


def test_a_neighbour_of_both_in_one_document_alone_is_none(published: Path) -> None:
    trust = entity("organisation", "Vale Trust")
    pair = (min(ALLIANCE.entity_id, SHORT.entity_id), max(ALLIANCE.entity_id, SHORT.entity_id))
    run(published, naming("file:a.txt", ALLIANCE, SHORT, trust))
    with Writer.open(published) as writer:
        assert writer.company([pair])[pair].neighbours == ()
    run(published, naming("file:b.txt", SHORT, trust))
    with Writer.open(published) as writer:
        assert writer.company([pair])[pair].neighbours == ("Vale Trust",)


def test_of_two_decisions_in_one_call_the_later_holds(published: Path, ask: Ask) -> None:
    one, other = entity("person", "Ann Bee"), entity("person", "Ann Wye")
    made = (
        ruling("different", one.entity_id, other.entity_id),
        ruling("same", one.entity_id, other.entity_id),
    )
    resolved(published, named("file:a.txt", "Ann Bee"), named("file:b.txt", "Ann Wye"), decisions=made)
    assert ask("select count(*) from people") == [(1,)]
