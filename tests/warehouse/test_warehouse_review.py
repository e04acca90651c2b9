"""A person's decisions: the views show them, and nothing that is loaded later takes them away."""

import shutil
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import duckdb
import pytest
from warehouse_builders import (
    STRATEGY,
    VERSIONS,
    Ask,
    begin,
    entity,
    item,
    metadata,
    named,
    placed,
    ruling,
    strategy,
)
from warehouse_builders import run as load_run

from extractors.errors import ConfigurationError
from extractors.records import DateFact, Extraction, LoadItem, Mention
from flows.resolving import resolve_entities
from warehouse.connection import open_working
from warehouse.decisions import Ruling
from warehouse.migrate import migrate, migrations
from warehouse.paths import Paths
from warehouse.writer import Writer

TRUST = entity("organisation", "Northdale Trust")
COUNCIL = entity("organisation", "Southdale Council")
JANE = entity("person", "Jane Doe")
OF_FACTS = {
    "roles": "roles",
    "figures": "figures, finances",
    "dates": "dates",
    "strategy_items": "strategy_items",
    "partnerships": "partnerships, partnership_network",
    "partnership_members": "partnership_members",
    "publications": "publications",
    "quotes": "quotes",
    "mentions": "mentions",
}


def decide(published: Path, *made: Ruling, version: str = "1") -> None:
    """Record decisions, resolve and publish, as the command does."""
    with Writer.open(published) as writer:
        writer.decide(made)
        run_id = writer.begin_run("review", VERSIONS)
        resolve_entities(writer, run_id, version)
        writer.finish_run(run_id, 0)
        writer.publish()


def key_of(ask: Ask, view: str) -> str:
    return str(ask(f"select min(fact_id) from {view}")[0][0])


def replaced(made: LoadItem, *tables: str, **fields: Any) -> LoadItem:
    """Return the document with the facts of these kinds changed."""
    changed = {table: tuple(replace(fact, **fields) for fact in getattr(made.extraction, table)) for table in tables}
    return replace(made, extraction=replace(made.extraction, **changed))


@dataclass(frozen=True, slots=True)
class Decided:
    """A warehouse in which one fact of each kind was decided on: their keys, and how many rows there were before."""

    published: Path
    keys: dict[str, str]
    before: dict[str, int]

    @classmethod
    def make(cls, published: Path, decision: Literal["reject", "confirm"], made: LoadItem) -> "Decided":
        load_run(published, made)
        keys = {table: rows(published, f"select min(fact_id) from {table}")[0][0] for table in OF_FACTS}
        before = {view: count(published, view) for views in OF_FACTS.values() for view in views.split(", ")}
        decide(published, *(ruling(decision, key) for key in keys.values()))
        return cls(published, keys, before)


@pytest.fixture(scope="module")
def rejected(tmp_path_factory: pytest.TempPathFactory) -> Decided:
    return Decided.make(tmp_path_factory.mktemp("rejected") / "w.duckdb", "reject", strategy())


@pytest.fixture(scope="module")
def confirmed(tmp_path_factory: pytest.TempPathFactory) -> Decided:
    unsure = replaced(strategy(), *OF_FACTS, confidence=0.25)
    return Decided.make(tmp_path_factory.mktemp("confirmed") / "w.duckdb", "confirm", unsure)


@pytest.fixture(scope="module")
def of_a_new_edition(rejected: Decided, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the rejected facts, with a new edition that says the same."""
    folder = shutil.copytree(rejected.published.parent, tmp_path_factory.mktemp("edition") / "copy")
    published = Path(folder) / rejected.published.name
    load_run(published, strategy(text=f"A foreword that moves every place.\n\n{STRATEGY}"))
    return published


@pytest.fixture(scope="module")
def of_other_extractors(rejected: Decided, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the rejected facts, read again by other extractors that find the same."""
    folder = shutil.copytree(rejected.published.parent, tmp_path_factory.mktemp("extractors") / "copy")
    published = Path(folder) / rejected.published.name
    load_run(published, replaced(strategy(version="2"), *OF_FACTS, confidence=0.5, extractor="another rule"))
    return published


def rows(published: Path, statement: str, *parameters: object) -> list[Any]:
    with duckdb.connect(str(published), read_only=True) as connection:
        return connection.execute(statement, parameters).fetchall()


def count(published: Path, view: str) -> int:
    return int(rows(published, f"select count(*) from {view}")[0][0])


@pytest.mark.parametrize("table", OF_FACTS)
def test_a_rejected_fact_is_in_no_view(table: str, rejected: Decided) -> None:
    for view in OF_FACTS[table].split(", "):
        assert count(rejected.published, view) == rejected.before[view] - 1, view
    kept = f"select count(*) from store.{table} where fact_id = ?"
    assert rows(rejected.published, kept, rejected.keys[table]) == [(1,)], "the fact itself stays"


@pytest.mark.parametrize("table", OF_FACTS)
def test_a_confirmed_fact_is_sure(table: str, confirmed: Decided) -> None:
    sure = confirmed.keys[table]
    assert rows(confirmed.published, f"select confidence from {table} where fact_id = ?", sure) == [(1.0,)]
    others = rows(confirmed.published, f"select confidence from {table} where fact_id <> ?", sure)
    assert others == [(0.25,)] * (confirmed.before[table] - 1)


@pytest.mark.parametrize("table", OF_FACTS)
def test_a_rejected_fact_stays_away_from_a_new_edition_that_says_the_same(
    table: str, rejected: Decided, of_a_new_edition: Path
) -> None:
    assert rows(of_a_new_edition, "select max(edition) from documents") == [(2,)]
    assert count(of_a_new_edition, table) == count(rejected.published, table)
    here = f"select count(*) from {table} where fact_id = ?"
    assert rows(of_a_new_edition, here, rejected.keys[table]) == [(0,)]


@pytest.mark.parametrize("table", OF_FACTS)
def test_a_rejected_fact_stays_away_from_other_extractors_that_find_the_same(
    table: str, rejected: Decided, of_other_extractors: Path
) -> None:
    assert rows(of_other_extractors, "select extractor_version from documents") == [("2",)]
    assert count(of_other_extractors, table) == count(rejected.published, table)


def test_what_other_extractors_read_otherwise_is_another_fact(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    decide(published, ruling("reject", key_of(ask, "figures")))
    load_run(published, replaced(strategy(version="2"), "figures", value=3_400_001.0))
    assert ask("select value from figures") == [(3_400_001.0,)]


def test_decisions_outlive_the_working_database(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    decide(published, ruling("reject", key_of(ask, "roles")), ruling("rename", JANE.entity_id, name="Dame Jane"))
    shutil.rmtree(Paths(published).working.parent)
    load_run(published, named("file:b.txt", "Ann Bee"))
    assert ask("select count(*) from roles") == [(0,)]
    assert ask("select name from people order by name") == [("Ann Bee",), ("Dame Jane",)]
    assert ask("select count(*) from store.decisions") == [(2,)]


def test_a_decision_that_was_not_published_any_more_is_with_the_next_run(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    with Writer.open(published) as writer:
        writer.decide([ruling("reject", key_of(ask, "roles"))])
    assert ask("select count(*) from roles") == [(1,)]
    load_run(published, strategy())
    assert ask("select count(*) from roles") == [(0,)]


def test_the_same_words_in_another_sentence_are_another_date(published: Path, ask: Ask) -> None:
    text = "Signed in 2020.\n\nRoom 2020 is open."
    placed_at = placed(
        DateFact, text, "2020", start_date=date(2020, 1, 1), end_date=date(2020, 12, 31), precision="year", role=None,
        is_relative=False,
    )  # fmt: skip
    second = replace(placed_at, start_char=text.rindex("2020"), end_char=text.rindex("2020") + 4, evidence=text[17:])
    load_run(published, item("file:a.txt", text, Extraction(metadata=metadata(), dates=(placed_at, second))))
    decide(published, ruling("reject", ask("select fact_id from dates where evidence like 'Room%'")[0][0]))
    assert ask("select evidence from dates") == [("Signed in 2020.",)]


def test_a_fact_of_another_document_is_another_fact(published: Path, ask: Ask) -> None:
    load_run(published, strategy("file:a.txt"), strategy("file:b.txt"))
    decide(published, ruling("reject", key_of(ask, "roles")))
    assert ask("select count(*) from roles") == [(1,)]


def test_what_is_made_of_rejected_facts_is_without_them(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    tables = ("dates", "publications", "strategy_items", "figures", "partnerships", "partnership_members")
    rejected = [key for table in tables for (key,) in ask(f"select fact_id from {table}")]
    decide(published, *(ruling("reject", key) for key in rejected))
    assert ask("select count(*) from timeline") == [(0,)]
    assert ask("select vision, aims, partners, figure_count from strategies") == [(None, [], [], 0)]
    assert ask("select count(*) from partnership_network") == [(0,)]


def test_a_rejected_fact_is_no_change(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    rejected = key_of(ask, "roles")
    load_run(published, named("file:strategy.txt", "Jane Doe"))
    assert ask("select count(*) from changes where kind = 'role'") == [(1,)]
    decide(published, ruling("reject", rejected))
    assert ask("select count(*) from changes where kind = 'role'") == [(0,)]


def test_a_rejected_person_is_nowhere(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    decide(published, ruling("reject", JANE.entity_id))
    assert ask("select count(*) from people") == [(0,)]
    assert ask("select count(*) from roles") == [(0,)]
    assert ask("select count(*) from mentions where kind = 'person'") == [(0,)]
    assert ask("select speaker, speaker_id from quotes") == [(None, None)], "it was said all the same"


def test_a_rejected_organisation_is_nowhere(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    decide(published, ruling("reject", TRUST.entity_id))
    assert ask("select name from organisations") == [(COUNCIL.name,)]
    assert ask("select person, organisation, organisation_id from roles") == [("Jane Doe", None, None)]
    assert ask("select publisher, publisher_id from documents") == [(None, None)]
    assert ask("select count(*) from partnerships") == ask("select count(*) from partnership_network") == [(0,)]
    assert ask("select distinct subject from timeline") == [("Our strategy 2020 to 2023",)]


def test_a_rejected_member_is_in_no_partnership(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    decide(published, ruling("reject", COUNCIL.entity_id))
    assert ask("select count(*) from partnership_members") == [(0,)]
    assert ask("select partners from strategies") == [([],)]


def test_the_mentions_of_a_confirmed_entity_are_sure(published: Path, ask: Ask) -> None:
    load_run(published, replaced(strategy(), "mentions", confidence=0.25))
    decide(published, ruling("confirm", JANE.entity_id))
    assert ask("select kind, confidence from mentions order by all") == [
        ("organisation", 0.25), ("organisation", 0.25), ("person", 1.0),
    ]  # fmt: skip


def test_a_new_name_is_shown_across_documents_and_the_documents_own_stays(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    decide(published, ruling("rename", TRUST.entity_id, name="Northdale NHS Trust"))
    assert ask("select name, aliases from organisations where organisation_id = ?", TRUST.entity_id) == [
        ("Northdale NHS Trust", ["Northdale", "Northdale Trust"])
    ]
    assert ask("select organisation_a from partnership_network") == [("Northdale NHS Trust",)]
    assert ask("select organisation from roles") == [("Northdale Trust",)], "as one document says"


def test_a_renamed_entity_keeps_its_name_where_it_is_found_to_be_another(published: Path, ask: Ask) -> None:
    ann, anna = entity("person", "Ann Bee"), entity("person", "Anna Maria Bee")
    load_run(published, named("file:a.txt", ann.name), named("file:b.txt", anna.name))
    decide(published, ruling("rename", ann.entity_id, name="Professor Bee"))
    decide(published, ruling("same", ann.entity_id, anna.entity_id))
    assert ask("select person_id, name, aliases from people") == [
        (anna.entity_id, "Professor Bee", ["Ann Bee", "Anna Maria Bee"])
    ]
    decide(published, ruling("different", ann.entity_id, anna.entity_id))
    assert ask("select name from people order by name") == [("Anna Maria Bee",), ("Professor Bee",)]


def test_the_latest_decision_on_a_thing_holds(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    role = key_of(ask, "roles")
    decide(published, ruling("reject", role), ruling("confirm", role), ruling("rename", JANE.entity_id, name="A"))
    decide(published, ruling("rename", JANE.entity_id, name="B"))
    assert ask("select confidence from roles") == [(1.0,)]
    assert ask("select name from people") == [("B",)]
    assert ask("select count(*) from store.decisions") == [(4,)], "what was decided before stays on record"


def test_what_is_taken_back_lets_the_decision_before_it_hold(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    first, second = (ruling("rename", JANE.entity_id, name=name) for name in ("A", "B"))
    decide(published, first, second, ruling("undo", second.decision_id))
    assert ask("select name from people") == [("A",)]
    decide(published, ruling("undo", first.decision_id))
    assert ask("select name from people") == [("Jane Doe",)]


def test_same_that_is_taken_back_leaves_two(published: Path, ask: Ask) -> None:
    ann, cy = entity("person", "Ann Bee"), entity("person", "Cy Dee")
    load_run(published, named("file:a.txt", ann.name), named("file:b.txt", cy.name))
    joined = ruling("same", ann.entity_id, cy.entity_id)
    decide(published, joined)
    assert ask("select count(*) from people") == [(1,)]
    decide(published, ruling("undo", joined.decision_id))
    assert ask("select count(*) from people") == [(2,)]


def test_a_rejected_entity_goes_with_all_its_names_and_out_of_the_matches(published: Path, ask: Ask) -> None:
    ann, anna, cy = (entity("person", name) for name in ("Ann Bee", "Anna Bee", "Cy Dee"))
    load_run(published, *(named(f"file:{each.name}.txt", each.name) for each in (ann, anna, cy)))
    decide(published, ruling("same", ann.entity_id, anna.entity_id), ruling("different", ann.entity_id, cy.entity_id))
    decide(published, ruling("reject", ann.entity_id))
    assert ask("select name, matches from people") == [("Cy Dee", [])]
    assert ask("select distinct name from mentions") == [("Cy Dee",)]


def test_the_mention_of_a_rejected_date_goes_with_it(published: Path, ask: Ask) -> None:
    made = strategy()
    mention = placed(Mention, STRATEGY, "4 May 2020", kind="date", name="4 May 2020", entity_id=None)
    extraction = replace(made.extraction, mentions=(*made.extraction.mentions, mention))
    load_run(published, replace(made, extraction=extraction))
    decide(published, ruling("reject", key_of(ask, "dates")))
    assert ask("select count(*) from mentions where kind = 'date'") == [(0,)]
    assert ask("select count(*) from mentions") == [(3,)]


WRONG = [
    (ruling("same", "0" * 20), "two different entities"),
    (ruling("same", "0" * 20, "0" * 20), "two different entities"),
    (ruling("reject", "0" * 20, "1" * 20), "one thing"),
    (ruling("maybe", "0" * 20), "'maybe' is not one of"),  # type: ignore[arg-type]  # on purpose
    (ruling("reject", "Jane Doe"), "no id"),
    (ruling("rename", "0" * 20), "needs a name"),
    (ruling("rename", "role-" + "0" * 20, name="A"), "not said of facts"),
    (ruling("same", "role-" + "0" * 20, "0" * 20), "not said of facts"),
    (ruling("reject", "0" * 20, name="A"), "takes no name"),
    (ruling("rename", "0" * 20, name="A\nB"), "on one line"),
    (ruling("rename", "0" * 20, name="A" * 301), "at most 300"),
    (ruling("reject", "0" * 20, decided_by=" "), "who decided"),
    (ruling("reject", "0" * 20, reason="\x00"), "control characters"),
    (ruling("reject", "0" * 20, reason="\udc80"), "not UTF-8"),
    (ruling("reject", "0" * 20, reason="a" * 10_001), "at most 10000"),
    (ruling("undo", "0" * 20), "there is no decision"),
]


@pytest.mark.parametrize(("made", "message"), WRONG, ids=[message for _, message in WRONG])
def test_a_decision_that_decides_nothing_is_refused(made: Ruling, message: str, tmp_path: Path) -> None:
    with Writer.open(tmp_path / "w.duckdb") as writer:
        with pytest.raises(ConfigurationError, match=message):
            writer.decide([ruling("reject", "1" * 20), made])
        assert writer.decide([ruling("reject", "1" * 20)]) == 1


def test_an_undo_is_not_taken_back_and_nothing_twice(published: Path) -> None:
    first = ruling("reject", JANE.entity_id)
    undo = ruling("undo", first.decision_id)
    with Writer.open(published) as writer:
        writer.decide([first, undo])
        with pytest.raises(ConfigurationError, match="is an undo"):
            writer.decide([ruling("undo", undo.decision_id)])
        with pytest.raises(ConfigurationError, match="was taken back"):
            writer.decide([ruling("undo", first.decision_id)])


def test_a_decision_is_recorded_once(published: Path) -> None:
    made = ruling("reject", JANE.entity_id)
    with Writer.open(published) as writer:
        assert (writer.decide([made, made]), writer.decide([made])) == (1, 0)


def test_a_decision_is_later_than_all_on_record_also_where_the_clock_was_put_back(published: Path) -> None:
    late = ruling("reject", JANE.entity_id, decided_at=datetime(2999, 1, 1))
    with Writer.open(published) as writer:
        assert writer.decision_time() < late.decided_at
        writer.decide([late])
        assert writer.decision_time() > late.decided_at


def test_decisions_and_keys_of_a_warehouse_of_before_are_kept(published: Path, ask: Ask) -> None:
    working = Paths(published).working
    working.parent.mkdir()
    old = ruling("different", *sorted((JANE.entity_id, TRUST.entity_id)))
    connection = open_working(working)
    migrate(connection, working, migrations()[:4])
    connection.execute(
        "insert into store.decisions values (?, ?, ?, ?, ?, ?)",
        [old.subject_id, old.other_id, old.decision, old.decided_by, old.reason, old.decided_at],
    )
    connection.execute(
        "insert into store.roles by name select 'd' as document_id, 1 as edition, 0 as start_char, 5 as end_char, "
        "'Chair' as text, 'Chair' as evidence, 'test' as extractor, 1.0 as confidence, 'p' as person_id, "
        "'Ann' as person, 'Chair' as title, false as is_former"
    )
    migrate(connection, working)
    kept = connection.execute("select decision_id, subject_id, other_id, decided_at from store.decisions").fetchall()
    assert kept == [(old.decision_id, old.subject_id, old.other_id, old.decided_at)]
    [(key, again)] = connection.execute("select fact_id, store.roles_key(fact) from store.roles as fact").fetchall()
    assert key == again
    connection.close()
