"""What is gone from its source is marked as withdrawn, keeps its facts, and is back as soon as it is there again."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from warehouse_builders import SOME_TIME, VERSIONS, Ask, begin, looked, named, publish, run, taken

from extractors.errors import WarehouseError
from extractors.looks import Absence, Sign, SourceRun, TakenItem
from extractors.records import Outcome
from warehouse.archive import Archive
from warehouse.paths import Paths
from warehouse.records import Looked
from warehouse.status import read_status
from warehouse.writer import Writer

DAY = timedelta(days=1)
SITE = "https://council.example/"
WITHDRAWN = "select uri, withdrawn_at from documents where withdrawn_at is not null order by uri"
A, B, C, D = (f"{SITE}{name}" for name in "abcd")


def look(*listed: str, **fields: Any) -> Looked:
    """Return a whole listing that names these."""
    return replace(
        Looked(
            named=frozenset(listed),
            is_complete=True,
            is_paged=False,
            may_move=False,
            spacing=DAY / 2,
            max_withdrawn=50.0,
        ),
        **fields,
    )


class Council:
    """A source of which A to D are held, and looks at it, one a day."""

    def __init__(self, published: Path, *held: str) -> None:
        self.published, self.day = published, 1
        items = tuple(taken("council", uri) for uri in held)
        begin(published, *(named(uri, "Ann Bee") for uri in held), items_taken=items, looks=(self._ended(len(held)),))

    def _ended(self, listed: int) -> SourceRun:
        at = SOME_TIME + self.day * DAY
        return looked("council", started_at=at, finished_at=at, listed=listed)

    def looked(
        self,
        seen: Looked | None,
        *,
        answers: dict[str, Sign] | None = None,
        back: tuple[TakenItem, ...] = (),
        source: str = "council",
    ) -> tuple[SourceRun, list[Outcome]]:
        """Look once more, a day later, and publish; `answers` are what servers said of an address."""
        self.day += 1
        ended = replace(self._ended(len(seen.named) if seen else 0), source=source)
        absences = [
            Absence(source=source, uri=uri, sign=sign, looked_at=ended.started_at)
            for uri, sign in (answers or {}).items()
        ]
        with Writer.open(self.published) as writer:
            run_id = writer.begin_run("test", VERSIONS)
            writer.load(run_id, (), absences=absences, taken=back)
            told = writer.keep_source_run(run_id, ended, (), seen)
            writer.finish_run(run_id, len(told[1]))
            writer.publish()
        return told

    def withdrawn(self, ask: Ask) -> dict[str, int]:
        """Return the documents that are withdrawn, by name, with the day on which that was found."""
        rows = ask("select uri, withdrawn_at from documents where withdrawn_at is not null")
        return {uri.removeprefix(SITE): (at - SOME_TIME).days for uri, at in rows}


@pytest.fixture
def council(published: Path) -> Council:
    return Council(published, A, B, C, D)


# What the listing tells


def test_what_a_whole_listing_does_not_name_any_more_is_withdrawn_and_keeps_its_facts(
    council: Council, ask: Ask
) -> None:
    ended, told = council.looked(look(A, B, C))
    assert council.withdrawn(ask) == {"d": 2}
    assert (ended.withdrawn, [(each.uri, each.status) for each in told]) == (1, [(D, "skipped")])
    assert ask("select document_count from people") == [(4,)]
    assert ask("select status, reason from ingestions where uri = ? order by finished_at desc limit 1", D) == [
        ("skipped", "withdrawn: its source does not list it any more")
    ]
    (state,) = read_status(council.published).sources
    assert state.withdrawn == 0  # the documents of this test say that they are of another source
    assert ask("select withdrawn from store.source_runs order by started_at") == [(0,), (1,)]


def test_what_is_listed_again_is_withdrawn_no_more(council: Council, ask: Ask) -> None:
    council.looked(look(A, B, C))
    ended, told = council.looked(look(A, B, C, D))
    assert (council.withdrawn(ask), ended.withdrawn, told) == ({}, 0, [])


def test_a_document_is_found_to_be_withdrawn_once(council: Council, ask: Ask) -> None:
    council.looked(look(A, B, C))
    ended, told = council.looked(look(A, B, C))
    assert (council.withdrawn(ask), ended.withdrawn, told) == ({"d": 2}, 0, [])


def test_a_listing_that_was_not_read_to_its_end_withdraws_nothing(council: Council, ask: Ask) -> None:
    council.looked(look(A, B, C, is_complete=False))
    assert council.withdrawn(ask) == {}


def test_a_listing_of_several_pages_must_say_it_twice_in_a_row(council: Council, ask: Ask) -> None:
    """What moves from page 2 to page 1 while they are read is on neither."""
    council.looked(look(A, B, C, is_paged=True))
    council.looked(look(A, B, C, D, is_paged=True))
    council.looked(look(A, B, C, is_paged=True))
    assert council.withdrawn(ask) == {}
    council.looked(look(A, B, C, is_paged=True))
    assert council.withdrawn(ask) == {"d": 5}


def test_a_look_that_could_not_tell_does_not_confirm_the_one_before(council: Council, ask: Ask) -> None:
    council.looked(look(A, B, C, is_paged=True))
    council.looked(look(A, B, C, is_paged=True, is_complete=False))
    assert council.withdrawn(ask) == {}


def test_more_than_the_share_at_once_withdraws_nothing_and_says_so(council: Council, ask: Ask) -> None:
    ended, _ = council.looked(look(A, max_withdrawn=50))
    assert council.withdrawn(ask) == {}
    assert (ended.status, ended.withdrawn) == ("partly", 0)
    assert ended.reason.startswith("3 of 4 documents are gone at once, more than the 50 % that are believed")
    assert ask("select reason from store.source_runs order by started_at desc limit 1") == [(ended.reason,)]
    council.looked(look(A, max_withdrawn=75))
    assert set(council.withdrawn(ask)) == {"b", "c", "d"}


def test_new_documents_do_not_hide_that_all_old_ones_are_gone(council: Council, ask: Ask) -> None:
    new = tuple(f"{SITE}new/{number}" for number in range(10))
    later = SOME_TIME + 2 * DAY
    council.looked(look(*new), back=tuple(taken("council", uri, taken_at=later) for uri in new))
    assert council.withdrawn(ask) == {}


def test_a_share_of_0_withdraws_nothing_and_is_no_complaint(council: Council, ask: Ask) -> None:
    ended, _ = council.looked(look(A, B, C, max_withdrawn=0), answers={A: "410"})
    assert (council.withdrawn(ask), ended.status, ended.reason) == ({}, "complete", "")


def test_a_page_that_may_show_the_newest_alone_is_believed_where_it_is_that_much_shorter(
    council: Council, ask: Ask
) -> None:
    council.looked(look(f"{SITE}new", B, C, D, may_move=True))
    assert council.withdrawn(ask) == {}


def test_a_page_that_is_as_much_shorter_as_documents_are_missing_is_believed(council: Council, ask: Ask) -> None:
    council.looked(look(A, B, C, may_move=True))
    assert council.withdrawn(ask) == {"d": 2}


# What the server tells


def test_an_address_that_answers_410_is_withdrawn_at_once_though_it_is_listed(council: Council, ask: Ask) -> None:
    ended, told = council.looked(look(A, B, C, D), answers={D: "410"})
    assert (council.withdrawn(ask), ended.withdrawn) == ({"d": 2}, 1)
    assert told == []  # it was asked for, so the batch has told how it ended


def test_an_address_that_answers_404_is_withdrawn_at_the_second_look_in_a_row(council: Council, ask: Ask) -> None:
    council.looked(look(A, B, C, D), answers={D: "404"})
    assert council.withdrawn(ask) == {}
    council.looked(look(A, B, C, D), answers={D: "404"})
    assert council.withdrawn(ask) == {"d": 3}


def test_two_looks_within_the_hour_are_no_two_looks(council: Council, ask: Ask) -> None:
    for _ in range(2):
        council.looked(look(A, B, C, D, spacing=2 * DAY), answers={D: "404"})
    assert council.withdrawn(ask) == {}
    council.looked(look(A, B, C, D, spacing=2 * DAY), answers={D: "404"})
    assert council.withdrawn(ask) == {"d": 4}


def test_an_answer_in_between_begins_the_count_anew(council: Council, ask: Ask) -> None:
    council.looked(look(A, B, C, D), answers={D: "404"})
    council.looked(look(A, B, C, D), back=(taken("council", D),))
    council.looked(look(A, B, C, D), answers={D: "404"})
    assert council.withdrawn(ask) == {}


def test_an_address_that_answers_again_is_withdrawn_no_more(council: Council, ask: Ask) -> None:
    council.looked(look(A, B, C, D), answers={D: "410"})
    council.looked(look(A, B, C, D), back=(taken("council", D),))
    assert council.withdrawn(ask) == {}
    assert ask("from store.absences") == []


def test_being_listed_alone_does_not_bring_back_what_its_server_has_removed(council: Council, ask: Ask) -> None:
    council.looked(look(A, B, C, D), answers={D: "410"})
    council.looked(look(A, B, C, D))
    assert council.withdrawn(ask) == {"d": 2}


def test_a_feed_withdraws_what_its_server_has_removed(council: Council, ask: Ask) -> None:
    council.looked(look(A, is_complete=False), answers={A: "410"})
    assert council.withdrawn(ask) == {"a": 2}


def test_a_source_of_one_document_can_lose_it(published: Path, ask: Ask) -> None:
    alone = Council(published, A)
    alone.looked(look(A), answers={A: "410"})
    assert alone.withdrawn(ask) == {"a": 2}


def test_what_was_never_held_is_not_counted(council: Council, ask: Ask) -> None:
    council.looked(look(A, B, C, D), answers={f"{SITE}never": "410"})
    assert (council.withdrawn(ask), ask("from store.absences")) == ({}, [])


# Several sources, pages with attachments, archives, documents of nobody


def test_what_another_source_still_lists_is_not_withdrawn_until_that_drops_it_too(council: Council, ask: Ask) -> None:
    items = (taken("trust", C), taken("trust", D))
    run(council.published, items_taken=items, looks=(looked("trust", listed=2),))
    council.looked(look(A, B, C))
    assert council.withdrawn(ask) == {}
    council.looked(look(C), source="trust")
    assert council.withdrawn(ask) == {"d": 3}


def test_what_its_server_has_removed_is_gone_from_every_source(council: Council, ask: Ask) -> None:
    run(council.published, items_taken=(taken("trust", D),))
    council.looked(look(A, B, C, D), answers={D: "410"})
    assert council.withdrawn(ask) == {"d": 2}
    council.looked(look(D), source="trust", back=(taken("trust", D),))
    assert council.withdrawn(ask) == {}


def test_what_a_page_attached_goes_with_it_and_what_was_in_an_archive_with_that(council: Council, ask: Ask) -> None:
    annex, inside = f"{SITE}annex.zip", f"{SITE}annex.zip!/costs.txt"
    other = f"{SITE}other.zip!/costs.txt"
    run(
        council.published,
        *(replace(named(uri, "Cy Dee"), found_on=uri.partition("!/")[0]) for uri in (inside, other)),
        items_taken=(taken("council", annex, found_on=D), taken("council", f"{SITE}other.zip", found_on=A)),
    )
    council.looked(look(A, B, C))
    assert council.withdrawn(ask) == {"d": 2, "annex.zip!/costs.txt": 2}


def test_attachments_are_not_missing_from_a_listing_and_do_not_dilute_it(council: Council, ask: Ask) -> None:
    files = tuple(f"{SITE}files/{number}.pdf" for number in range(9))
    run(council.published, items_taken=tuple(taken("council", uri, found_on=A) for uri in files))
    ended, _ = council.looked(look(A))
    assert (council.withdrawn(ask), ended.withdrawn) == ({}, 0)
    assert "3 of 4 documents" in ended.reason


def test_a_document_that_was_ingested_by_name_is_never_withdrawn(council: Council, ask: Ask) -> None:
    by_name = f"{SITE}by-name"
    run(council.published, named(by_name, "Eve Fox"))
    council.looked(look(A, B, C), answers={by_name: "410"})
    assert council.withdrawn(ask) == {"d": 2}


# Whole or not at all


def test_what_a_batch_heard_is_kept_with_it_or_not_at_all(council: Council) -> None:
    unfit = Outcome(uri=A, status="lost", reason="no such status")  # type: ignore[arg-type]
    heard = Absence(source="council", uri=A, sign="410", looked_at=SOME_TIME)
    with Writer.open(council.published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        with pytest.raises(WarehouseError):
            writer.load(run_id, (), [unfit], absences=[heard])
        assert writer.absences([A]) == {}
        writer.load(run_id, (), absences=[heard])
        assert [(key, each.sign, each.looks) for key, each in writer.absences([A]).items()] == [
            (("council", A), "410", 1)
        ]


def test_a_look_that_cannot_be_kept_withdraws_nothing(council: Council) -> None:
    with Writer.open(council.published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        with pytest.raises(WarehouseError):
            writer.keep_source_run(run_id, looked("council", status="perhaps", listed=3), (), look(A, B, C))
        assert writer.withdrawals("council") == frozenset()


def test_what_is_withdrawn_survives_the_loss_of_the_store(council: Council, tmp_path: Path) -> None:
    council.looked(look(A, B, C))
    moved = tmp_path / "elsewhere" / "greenpaper.duckdb"
    moved.parent.mkdir()
    council.published.rename(moved)
    with Writer.open(moved) as writer:
        assert writer.withdrawals("council") == {D}


# A warehouse that is made anew from the archive


def rebuilt(council: Council) -> list[Any]:
    """Make the warehouse anew from its archive, and return its withdrawn documents as `Council.withdrawn` does."""
    other = council.published.with_name("rebuilt.duckdb")
    with Writer.open(other) as writer:
        writer.begin_rebuild(Archive.of(council.published))
        run_id = writer.begin_run("rebuild", VERSIONS)
        again = [
            replace(named(each.uri, "Ann Bee"), kept=each, found_on=each.found_on, content_sha256=each.content_sha256)
            for each in writer.kept()
        ]
        writer.load(run_id, again)
        writer.finish_run(run_id, len(again))
        writer.end_rebuild()
        writer.publish()
    with duckdb.connect(str(other), read_only=True) as connection:
        return connection.execute(WITHDRAWN).fetchall()


def test_a_rebuilt_warehouse_knows_what_is_withdrawn_and_since_when(council: Council, ask: Ask) -> None:
    council.looked(look(A, B, C))
    council.looked(look(A, B), answers={A: "410"})
    assert rebuilt(council) == ask(WITHDRAWN) != []


def test_it_knows_what_went_with_its_page(council: Council, ask: Ask) -> None:
    annex = f"{SITE}annex.zip"
    inside = replace(named(f"{annex}!/costs.txt", "Cy Dee"), found_on=annex)
    run(council.published, inside, items_taken=(taken("council", annex, found_on=D),))
    council.looked(look(A, B, C))
    assert rebuilt(council) == ask(WITHDRAWN) != []


def test_it_knows_that_another_source_still_has_a_document(council: Council) -> None:
    run(council.published, items_taken=(taken("trust", D),), looks=(looked("trust", listed=1),))
    council.looked(look(A, B, C))
    assert rebuilt(council) == []


def test_it_knows_what_is_back(council: Council) -> None:
    council.looked(look(A, B, C))
    council.looked(look(A, B, C, D))
    assert rebuilt(council) == []


def test_what_stays_withdrawn_is_told_once(council: Council) -> None:
    council.looked(look(A, B, C))
    before = (Paths(council.published).archive / "cards.jsonl").read_bytes()
    council.looked(look(A, B, C))
    assert (Paths(council.published).archive / "cards.jsonl").read_bytes() == before


# The source's bounds


def test_a_source_below_its_minimum_warns_until_it_has_recovered_and_holds_nothing_back(
    council: Council, ask: Ask
) -> None:
    def published_with(**fields: Any) -> list[Any]:
        council.day += 1
        at = SOME_TIME + council.day * DAY
        run(council.published, looks=(looked("council", started_at=at, finished_at=at, **fields),))
        return ask("select severity, passed, detail from data_quality where check_name = 'sources_list_enough'")

    ((severity, passed, detail),) = published_with(
        minimum=3, maximum=9, listed=1, status="stopped", reason="the page has changed"
    )
    assert (severity, passed) == ("warn", False)
    assert detail.endswith("the first: council listed 1 of 3 to 9 documents: the page has changed")
    ((_, passed, _),) = published_with(minimum=3, maximum=9, listed=3)
    assert passed


def test_a_short_look_that_was_taken_all_the_same_leaves_the_old_file_in_place_until_the_next_one(
    council: Council, ask: Ask
) -> None:
    before = council.published.read_bytes()
    at = SOME_TIME + 9 * DAY
    short = looked("council", started_at=at, finished_at=at, minimum=3, maximum=9, listed=1, loaded=1)
    with pytest.raises(WarehouseError, match=r"stays as it was.*short_listings_stop.*council listed 1 of 3 to 9"):
        run(council.published, looks=(short,))
    assert council.published.read_bytes() == before
    with pytest.raises(WarehouseError, match="short_listings_stop"):
        publish(council.published)
    run(council.published, looks=(replace(short, started_at=at + DAY, finished_at=at + DAY, listed=3),))
    assert ask("select passed from data_quality where check_name = 'short_listings_stop'") == [(True,)]


def test_files_of_a_folder_that_were_held_before_can_be_missed(published: Path) -> None:
    """Before the sixth migration only what was on the web was noted as an item."""
    held = replace(named("file:///papers/a.txt", "Ann Bee"), source="papers")
    inside = replace(named("file:///papers/b.zip!/c.txt", "Cy Dee"), source="papers", found_on="file:///papers/b.zip")
    run(published, held, inside, named("file:///by-name.txt", "Eve Fox"), looks=(looked("papers", kind="folder"),))
    with duckdb.connect(str(Paths(published).working)) as working:
        working.execute(
            "drop table store.absences; drop table store.withdrawals; delete from store.migrations where number = 6;"
            "alter table store.source_runs drop column minimum; alter table store.source_runs drop column maximum;"
            "alter table store.source_runs drop column withdrawn"
        )
    with Writer.open(published) as writer:
        assert set(writer.taken("papers")) == {"file:///papers/a.txt"}
