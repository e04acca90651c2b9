"""The views: what CONTRACT.md promises of them, and what each makes of the facts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from warehouse_builders import STRATEGY, Ask, begin, entity, fetched, item, metadata, named, placed, run, strategy

from extractors.records import DateFact, Extraction, Figure, LoadItem, Partnership
from warehouse import sql
from warehouse.layout import VIEWS, view_comments

# The columns that people rely on, in this order; others may follow them.
CONTRACT = {
    "documents": "document_id uri source title document_type publisher language published_on modified_on "
    "coverage_start coverage_end edition is_current media_type content_sha256 char_count first_seen_at last_seen_at "
    "text",
    "sections": "document_id ordinal level heading path start_char end_char",
    "mentions": "document_id mention_id kind text entity_id name extractor confidence start_char end_char evidence",
    "people": "person_id name honorific aliases document_count first_seen_on last_seen_on",
    "organisations": "organisation_id name aliases classification identifier_scheme identifier document_count "
    "first_seen_on last_seen_on",
    "roles": "document_id person_id person title organisation_id organisation is_former as_of start_char end_char "
    "evidence",
    "figures": "document_id text value value_high unit measure qualifier organisation period_start period_end "
    "start_char end_char evidence",
    "finances": "document_id text value value_high unit measure qualifier organisation period_start period_end "
    "start_char end_char evidence currency",
    "dates": "document_id text start_date end_date precision role is_relative start_char end_char evidence",
    "timeline": "on_date end_date what subject document_id start_char end_char evidence",
    "strategies": "document_id title organisation document_type coverage_start coverage_end published_on status vision "
    "aims priorities values partners figure_count",
    "strategy_items": "document_id kind ordinal text detail audience start_char end_char evidence",
    "partnerships": "document_id organisation_a organisation_b relation programme observed_on start_char end_char "
    "evidence",
    "partnership_members": "document_id partnership organisation representative representative_title start_char "
    "end_char evidence",
    "partnership_network": "organisation_a organisation_b relations document_count first_observed_on last_observed_on",
    "publications": "document_id label year published_on uri media_type size_bytes is_ingested start_char end_char "
    "evidence",
    "quotes": "document_id speaker speaker_role text start_char end_char evidence",
    "changes": "document_id edition change kind text detected_at",
    "ingestions": "run_id uri status reason started_at finished_at facts",
    "items": "source uri state document_id label published_on found_on found_at taken_at attempts last_attempt_at "
    "next_attempt_at needs_person error",
    "data_quality": "check_name severity passed detail checked_at",
    "warehouse_info": "published_at schema_version program_version extractor_version model duckdb_version run_id "
    "finished_at documents editions people organisations facts",
}
FACT_VIEWS = [view for view, columns in CONTRACT.items() if "start_char" in columns and view != "sections"]


@pytest.fixture
def sound_file(sound: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sound warehouse, as a stranger opens it."""
    with duckdb.connect(str(sound), read_only=True) as connection:
        yield connection


def columns_of(connection: duckdb.DuckDBPyConnection, view: str) -> list[str]:
    return [name for (name, *_) in connection.execute(f"describe {view}").fetchall()]


def test_main_holds_the_views_of_the_contract_and_nothing_else(sound_file: duckdb.DuckDBPyConnection) -> None:
    views = sound_file.execute("select view_name from duckdb_views() where schema_name = 'main' and not internal")
    assert {name for (name,) in views.fetchall()} == set(CONTRACT) == set(VIEWS)
    assert sound_file.execute("select count(*) from duckdb_tables() where schema_name = 'main'").fetchone() == (0,)
    macros = sound_file.execute(
        "select function_name from duckdb_functions() where schema_name = 'main' and database_name = current_database()"
    )
    assert macros.fetchall() == [("search",)]


def test_every_file_of_a_view_is_a_view() -> None:
    assert set(sql.folder("views")) == set(VIEWS)


@pytest.mark.parametrize("view", CONTRACT)
def test_a_view_begins_with_the_columns_of_the_contract(view: str, sound_file: duckdb.DuckDBPyConnection) -> None:
    promised = CONTRACT[view].split()
    assert columns_of(sound_file, view)[: len(promised)] == promised


@pytest.mark.parametrize("view", CONTRACT)
def test_a_view_and_each_of_its_columns_has_a_comment(view: str, sound_file: duckdb.DuckDBPyConnection) -> None:
    (comment,) = sound_file.execute("select comment from duckdb_views() where view_name = ?", [view]).fetchone() or ()
    assert comment.startswith("One row per ")
    comments = sound_file.execute(
        "select column_name, comment from duckdb_columns() where table_name = ? and schema_name = 'main'", [view]
    ).fetchall()
    assert [column for column, text in comments if not text] == []
    assert [column for column, _ in comments] == list(view_comments(view).columns)


@pytest.mark.parametrize("view", FACT_VIEWS)
def test_every_offset_of_a_fact_view_cuts_its_text(view: str, sound_file: duckdb.DuckDBPyConnection) -> None:
    found = sound_file.execute(
        f"""
        select
            fact.text,
            substr(document.text, fact.start_char + 1, fact.end_char - fact.start_char),
            document.text,
            fact.evidence
        from {view} as fact
        join documents as document on document.document_id = fact.document_id and document.is_current
        """
    ).fetchall()
    assert found
    assert all(words == cut and evidence in text for words, cut, text, evidence in found)


@pytest.mark.parametrize("view", FACT_VIEWS)
def test_a_fact_view_says_who_found_it_and_how_sure(view: str, sound_file: duckdb.DuckDBPyConnection) -> None:
    assert sound_file.execute(f"select distinct extractor, confidence from {view}").fetchall() == [("test", 1.0)]


PAGED = [*FACT_VIEWS, "sections"]


@pytest.mark.parametrize("view", PAGED)
def test_a_fact_of_a_format_without_pages_is_on_none(view: str, sound_file: duckdb.DuckDBPyConnection) -> None:
    assert sound_file.execute(f"select distinct page from {view}").fetchall() == [(None,)]


@pytest.mark.parametrize("view", PAGED)
def test_a_fact_is_on_the_page_on_which_its_words_begin(view: str, published: Path, ask: Ask) -> None:
    made = strategy()
    starts = tuple(at for at in range(len(STRATEGY)) if at == 0 or STRATEGY[at - 1] == "\n")  # a line is a page
    begin(published, replace(made, document=replace(made.document, page_starts=starts)))
    found = ask(f"select start_char, page from {view}")
    assert found
    assert found == [(start, STRATEGY.count("\n", 0, start) + 1) for start, _ in found]


def test_words_at_a_page_without_any_are_on_the_last_that_begins_there(published: Path, ask: Ask) -> None:
    made = named("file:a.txt", "Ann Bee", "Cy Dee")
    run(published, replace(made, document=replace(made.document, page_starts=(0, 8, 8))))
    assert ask("select name, page from mentions order by page") == [("Ann Bee", 1), ("Cy Dee", 3)]
    assert ask("select page_count from documents") == [(3,)]


def test_a_person_has_the_commonest_name_and_the_others_as_aliases(published: Path, ask: Ask) -> None:
    jane = {"entity_id": "jane", "kind": "person"}
    forms = [("J. Doe", ()), ("Jane Doe", ("Doe",)), ("Jane Doe", ("Ms Doe",))]
    documents = [
        item(
            f"file:{number}.txt",
            f"{number}",
            Extraction(
                metadata=metadata(published_on=date(2020, 1, number + 1)),
                entities=(replace(entity("person", name, aliases=aliases), **jane),),  # type: ignore[arg-type]
            ),
        )
        for number, (name, aliases) in enumerate(forms)
    ]
    run(published, *documents)
    assert ask("select * exclude (person_id, matches) from people") == [
        ("Jane Doe", None, ["Doe", "J. Doe", "Ms Doe"], 3, date(2020, 1, 1), date(2020, 1, 3))
    ]


def test_an_organisation_is_only_other_where_no_document_knows_better(published: Path, ask: Ask) -> None:
    documents = [
        item(
            f"file:{number}.txt",
            f"{number}",
            Extraction(metadata=metadata(), entities=(entity("organisation", "The Bee", classification=word),)),
        )
        for number, word in enumerate(["other", "charity", "other", None])
    ]
    run(published, *documents)
    assert ask("select name, classification, document_count from organisations") == [("The Bee", "charity", 4)]


def test_only_money_is_in_finances(published: Path, ask: Ask) -> None:
    text = "We paid £5 to 40 people."
    pounds = placed(Figure, text, "£5", value=5.0, value_high=None, unit="GBP", measure=None, qualifier=None)
    people = placed(Figure, text, "40", value=40.0, value_high=None, unit="count", measure="people", qualifier=None)
    run(published, item("file:a.txt", text, Extraction(metadata=metadata(), figures=(pounds, people))))
    assert ask("select text, currency from finances") == [("£5", "GBP")]
    assert ask("select count(*) from figures") == [(2,)]


def test_a_strategy_is_one_row_with_its_lists(sound_file: duckdb.DuckDBPyConnection) -> None:
    found = sound_file.execute(
        'select organisation, vision, aims, priorities, "values", partners, figure_count from strategies'
    )
    assert found.fetchall() == [
        ("Northdale Trust", "a kind county", ["shorter waits"], [], [], ["Southdale Council"], 1)
    ]


def starting(days: int | None, ending: int | None) -> LoadItem:
    today = date.today()
    start = None if days is None else today + timedelta(days)
    end = None if ending is None else today + timedelta(ending)
    said = metadata(document_type="plan", coverage_start=start, coverage_end=end)
    return item("file:plan.txt", "A plan", Extraction(metadata=said))


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        (9, 99, "upcoming"),
        (-9, 9, "current"),
        (-9, None, "current"),
        (None, 9, "current"),
        (-99, -9, "past"),
        (None, None, "undated"),
    ],
)
def test_a_strategy_knows_its_status(
    start: int | None, end: int | None, status: str, published: Path, ask: Ask
) -> None:
    run(published, starting(start, end))
    assert ask("select status from strategies") == [(status,)]


def test_the_timeline_is_dates_and_listed_publications_oldest_first(sound_file: duckdb.DuckDBPyConnection) -> None:
    assert sound_file.execute("select on_date, what, subject from timeline").fetchall() == [
        (date(2019, 7, 1), "published: Annual report 2019", "Northdale Trust"),
        (
            date(2020, 5, 4),
            "published: Jane Doe, Chief Executive of Northdale Trust, signed it on 4 May 2020.",
            "Northdale Trust",
        ),
    ]


def test_a_date_that_cannot_be_resolved_is_in_dates_and_not_on_the_timeline(published: Path, ask: Ask) -> None:
    text = "We meet again soon."
    soon = placed(DateFact, text, "soon", start_date=None, end_date=None, precision="day", role=None, is_relative=True)
    run(published, item("file:a.txt", text, Extraction(metadata=metadata(), dates=(soon,))))
    assert ask("select text from dates") == [("soon",)]
    assert ask("from timeline") == []


def partnership(text: str, a: Any, b: Any, relation: str) -> Partnership:
    return placed(
        Partnership,
        text,
        "together",
        organisation_a_id=a.entity_id,
        organisation_a=a.name,
        organisation_b_id=b.entity_id,
        organisation_b=b.name,
        relation=relation,
        programme=None,
        observed_on=None,
    )


def test_the_network_has_a_pair_once_whoever_is_named_first(published: Path, ask: Ask) -> None:
    text = "They work together."
    bee, ant = entity("organisation", "Bee Trust"), entity("organisation", "Ant Council")
    documents = [
        item(
            f"file:{number}.txt",
            text,
            Extraction(
                metadata=metadata(published_on=date(2020, 1, 1 + number)),
                entities=(bee, ant),
                partnerships=(partnership(text, *pair, relation),),
            ),
        )
        for number, (pair, relation) in enumerate([((bee, ant), "funds"), ((ant, bee), "advises")])
    ]
    run(published, *documents)
    assert ask("select * exclude (organisation_a_id, organisation_b_id) from partnership_network") == [
        ("Ant Council", "Bee Trust", ["advises", "funds"], 2, date(2020, 1, 1), date(2020, 1, 2))
    ]


def test_a_listed_publication_is_ingested_once_its_document_is_loaded(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    assert ask("select is_ingested from publications") == [(False,)]
    run(published, item("file:report.txt", "The report"))
    assert ask("select is_ingested from publications") == [(True,)]


LISTED = "https://example.org/report"


def listing(uri: str | None) -> LoadItem:
    """A document that lists a report at this address."""
    made = strategy()
    (listed,) = made.extraction.publications
    return replace(made, extraction=replace(made.extraction, publications=(replace(listed, uri=uri),)))


@pytest.mark.parametrize(
    ("listed", "uri"),
    [
        (LISTED, LISTED),
        ("http://example.org/report", LISTED),
        (f"{LISTED}#page=3", LISTED),
        (LISTED, "HTTP://example.org/report#top"),
    ],
)
def test_an_address_is_the_same_whatever_its_scheme_and_fragment(
    listed: str, uri: str, published: Path, ask: Ask
) -> None:
    run(published, listing(listed), item(uri, "The report"))
    assert ask("select is_ingested from publications") == [(True,)]


@pytest.mark.parametrize("listed", [f"{LISTED}/", f"{LISTED}?page=2", "https://example.org/Report", None])
def test_another_address_is_another_document(listed: str | None, published: Path, ask: Ask) -> None:
    run(published, listing(listed), item(LISTED, "The report"))
    assert ask("select is_ingested from publications") == [(False,)]


def test_a_publication_is_ingested_whose_address_a_page_calls_its_own(published: Path, ask: Ask) -> None:
    made = item("https://example.org/report?from=home", "The report")
    said = replace(made.document.metadata, canonical_uri=LISTED)
    run(published, listing(LISTED), replace(made, document=replace(made.document, metadata=said)))
    assert ask("select is_ingested from publications") == [(True,)]


ASKED, PASSED, ARRIVED = (f"https://example.org/{name}" for name in ("asked", "passed", "arrived"))


@pytest.mark.parametrize("listed", [ASKED, PASSED, ARRIVED])
@pytest.mark.parametrize("uri", [ASKED, ARRIVED])
def test_a_publication_is_ingested_whose_address_led_to_a_document(
    listed: str, uri: str, published: Path, ask: Ask
) -> None:
    way = fetched(ASKED, final_uri=ARRIVED, redirects=(PASSED,))
    run(published, listing(listed), item(uri, "The report"), fetches=(way, fetched("https://example.org/other")))
    assert ask("select is_ingested from publications") == [(True,)]


def test_an_address_that_led_to_no_document_is_not_ingested(published: Path, ask: Ask) -> None:
    run(published, listing(ASKED), fetches=(fetched(ASKED, final_uri=ARRIVED),))
    assert ask("select is_ingested from publications") == [(False,)]


def test_changes_are_what_came_and_what_went(published: Path, ask: Ask) -> None:
    run(published, named("file:a.txt", "Ann Bee", "Eve Fox"), named("file:b.txt", "Zoe Same"))
    assert ask("from changes") == []
    run(published, named("file:a.txt", "Cy Dee", "Eve Fox", more="moved"), named("file:b.txt", "Zoe Same"))
    assert ask("select edition, change, kind, text from changes order by change") == [
        (2, "added", "person", "Cy Dee"),
        (2, "removed", "person", "Ann Bee"),
    ]
    assert ask("select distinct detected_at from changes") == ask(
        "select first_seen_at from documents where edition = 2"
    )


def test_a_fact_that_only_moved_is_no_change(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    run(published, strategy(text=f"A new first line\n{STRATEGY}"))
    assert ask("from changes") == []


def test_every_kind_of_fact_can_change(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    run(published, item("file:strategy.txt", "Nothing is left"))
    kinds = "date figure member organisation partnership person publication quote role".split()  # noqa: SIM905
    assert ask("select kind, change from changes group by all order by kind") == [
        (kind, "removed") for kind in [*kinds, "strategy item"]
    ]
