"""The cards of an archive: all that a rebuild needs beside the bytes, no more, and never ahead of the facts."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from warehouse_builders import VERSIONS, Ask, begin, fetched, item, looked, named, ruling, run, signed, taken

from extractors.cards import ReadAs
from extractors.errors import ConfigurationError, WarehouseError
from extractors.ids import content_hash
from extractors.records import LoadItem
from warehouse import cards
from warehouse.archive import Archive
from warehouse.connection import open_working, transaction
from warehouse.migrate import migrate, migrations
from warehouse.paths import Paths
from warehouse.writer import Writer

ANN = "a" * 20
BEA = "b" * 20
LONG = "five words and some more to compare it by"


def journal(published: Path) -> Path:
    return Paths(published).archive / "cards.jsonl"


def said(published: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in journal(published).read_text().splitlines()]


def read_again(published: Path, **changed: LoadItem) -> None:
    """Load what the archive keeps as other extractors read it; `changed` is "edition_1" → what they make of it."""
    with Writer.open(published) as writer:
        run_id = writer.begin_run("reextract", VERSIONS)
        again = [
            replace(changed[f"edition_{kept.edition}"], kept=kept, content_sha256=kept.content_sha256)
            for kept in writer.kept()
            if f"edition_{kept.edition}" in changed
        ]
        writer.load(run_id, again)
        writer.finish_run(run_id, len(again))
        writer.publish()


# What is written, and when


def test_an_edition_has_a_card_that_says_what_came_with_its_bytes(published: Path) -> None:
    read_as = ReadAs(name="plan.html", media_type="text/html", title="Plan", publisher="Elmbridge Council")
    run(
        published, replace(named("file:a.txt", "Ann Bee"), read_as=read_as, found_on="file:b.txt", licence="OGL-UK-3.0")
    )
    (card,) = said(published)
    wanted = {
        "number": 1, "kind": "edition", "uri": "file:a.txt", "edition": 1, "source": "test", "name": "plan.html",
        "media_type": "text/html", "title": "Plan", "publisher": "Elmbridge Council", "found_on": "file:b.txt",
        "licence": "OGL-UK-3.0", "content_sha256": content_hash(b"Ann Bee\n"), "published_on": None,
    }  # fmt: skip
    assert {name: card[name] for name in wanted} == wanted
    with Writer.open(published) as writer:
        (kept,) = writer.kept()
    assert (kept.read_as, kept.read_by, kept.contents) == (read_as, "1", (content_hash(b"Ann Bee\n"),))


def test_what_is_unchanged_adds_no_card(published: Path) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))
    before = journal(published).read_bytes()
    run(published, named("file:a.txt", "Ann Bee"))
    assert journal(published).read_bytes() == before


def test_other_bytes_of_the_same_edition_have_a_card_of_their_own(published: Path) -> None:
    page = signed(item("file:a.txt", LONG))
    run(published, page)
    other = content_hash(b"with another menu")
    run(published, replace(page, content_sha256=other))
    assert [(card["kind"], card["edition"]) for card in said(published)] == [("edition", 1), ("content", 1)]
    with Writer.open(published) as writer:
        (kept,) = writer.kept()
    assert set(kept.contents) == {page.content_sha256, other}
    assert kept.content_sha256 == page.content_sha256


def test_decisions_have_cards(published: Path) -> None:
    run(published)
    same = ruling("same", ANN, BEA)
    with Writer.open(published) as writer:
        assert writer.decide([same, ruling("rename", ANN, name="Ann Bee")]) == 2
        assert writer.decide([same]) == 0
    assert [(card["kind"], card["decision"]) for card in said(published)] == [
        ("decision", "same"),
        ("decision", "rename"),
    ]


# Killed, torn, lost


@pytest.mark.parametrize("left", [b"", b'{"number": 2, "ki', b'{"number": 2, "ki\n', b"\0\0\0\0\n"])
def test_what_a_killed_writer_did_not_write_is_written_by_the_next(published: Path, left: bytes) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))
    run(published, named("file:b.txt", "Cy Dee"))
    whole = journal(published).read_bytes()
    first = whole.splitlines(keepends=True)[0]
    journal(published).write_bytes(first + left)
    assert [line.number for line in Archive.of(published).cards.lines()] == [1]
    with Writer.open(published):
        pass
    assert journal(published).read_bytes() == whole


def test_a_damaged_line_before_the_last_is_an_error_that_names_it(published: Path) -> None:
    run(published, named("file:a.txt", "Ann Bee"), named("file:b.txt", "Cy Dee"))
    journal(published).write_bytes(b"damaged\n" + journal(published).read_bytes())
    with pytest.raises(WarehouseError, match="line 1 is no card"):
        list(Archive.of(published).cards.lines())


def test_a_file_that_is_lost_is_written_again(published: Path) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))
    before = journal(published).read_bytes()
    journal(published).unlink()
    with Writer.open(published):
        pass
    assert journal(published).read_bytes() == before


def test_where_the_database_is_lost_numbers_go_on_and_what_follows_ends_what_was(published: Path) -> None:
    for words in ("Ann Bee", "Cy Dee", "Eve Fox"):
        run(published, named("file:a.txt", words))
    Paths(published).working.unlink()
    published.unlink()
    run(published, named("file:a.txt", "Gus Hay"))
    assert [(card["number"], card["edition"]) for card in said(published)] == [(1, 1), (2, 2), (3, 3), (4, 1)]
    other = published.with_name("other.duckdb")
    with Writer.open(other) as writer:
        writer.begin_rebuild(Archive.of(published))
        assert [(kept.edition, kept.content_sha256) for kept in writer.kept()] == [(1, content_hash(b"Gus Hay\n"))]


def test_a_warehouse_of_before_gets_its_cards_at_the_first_writing(published: Path) -> None:
    working = Paths(published).working
    working.parent.mkdir()
    connection = open_working(working)
    migrate(connection, working, [step for step in migrations() if step.number < 7])
    connection.execute(
        """
        INSERT INTO store.documents (document_id, uri, source, licence) VALUES
            ('d', 'https://e.org/plan', 'council', 'OGL'), ('e', 'file:///x/b.zip!/in/my%20plan.txt', 'file', NULL);
        INSERT INTO store.editions (document_id, edition, content_sha256, media_type, char_count, byte_count, text,
            document_type, extractor_version, first_seen_at, last_seen_at, is_current)
        SELECT document_id, 1, 'sha ' || document_id, 'text/html', 0, 0, '', 'page', '0', TIMESTAMP '2024-06-01',
            TIMESTAMP '2024-06-02', true
        FROM store.documents;
        INSERT INTO store.contents SELECT document_id, 1, content_sha256 FROM store.editions;
        INSERT INTO store.contents VALUES ('d', 1, 'sha of before');
        """
    )
    connection.close()
    with Writer.open(published) as writer:
        zipped, page = writer.kept()
    assert (zipped.read_as.name, page.read_as.name) == ("in/my plan.txt", "https://e.org/plan")
    assert (page.licence, page.first_seen_at.day, page.last_seen_at.day) == ("OGL", 1, 2)
    assert page.contents == ("sha d", "sha of before")
    assert [card["number"] for card in said(published)] == [1, 2, 3]


def test_the_cards_of_before_say_what_server_and_source_said(published: Path) -> None:
    uri = "https://example.org/strategy"
    page = replace(named(uri, "Ann Bee"), source="council")
    told = fetched(uri, content_sha256=page.content_sha256, media_type="text/html", final_uri=f"{uri}.html")
    run(
        published,
        page,
        fetches=(told,),
        items_taken=(taken("council", uri, label="A plan"),),
        looks=(looked("council", publisher="Elmbridge Council"),),
    )
    with duckdb.connect(str(Paths(published).working)) as working:
        working.execute("DROP TABLE store.cards; DROP TABLE store.rebuilding")
        working.execute("DELETE FROM store.migrations WHERE number = 7")
    journal(published).unlink()
    with Writer.open(published) as writer:
        (kept,) = writer.kept()
    assert kept.read_as == ReadAs(
        name=f"{uri}.html", media_type="text/html", title="A plan", publisher="Elmbridge Council"
    )


# Read again


def test_a_past_edition_that_is_read_again_stays_what_it_was(published: Path, ask: Ask) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))
    run(published, named("file:a.txt", "Cy Dee"))
    columns = "uri, edition, is_current, content_sha256, first_seen_at, last_seen_at"
    before = ask(f"select {columns} from documents order by edition")
    read_again(published, edition_1=named("file:a.txt", "Ann Bee", "Eve Fox", version="2"))
    assert ask(f"select {columns} from documents order by edition") == before
    assert ask("select edition, extractor_version from documents order by edition") == [(1, "2"), (2, "1")]
    assert ask("select name from people") == [("Cy Dee",)]
    assert sorted(ask("select change, text from changes where kind = 'person'")) == [
        ("added", "Cy Dee"), ("removed", "Ann Bee"), ("removed", "Eve Fox"),
    ]  # fmt: skip


def test_another_text_of_the_same_bytes_is_no_new_edition_and_no_new_card(published: Path, ask: Ask) -> None:
    run(published, signed(named("file:a.txt", "Ann Bee", more=LONG)))
    before = journal(published).read_bytes()
    read_again(published, edition_1=signed(named("file:a.txt", "Cy Dee", more=LONG, version="2")))
    assert ask("select edition, text from documents") == [(1, f"Cy Dee\n{LONG}")]
    assert journal(published).read_bytes() == before


# Taken over


def test_nothing_else_is_written_to_a_warehouse_that_is_half_rebuilt(published: Path) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))
    other = published.with_name("other.duckdb")
    with Writer.open(other) as writer:
        writer.begin_rebuild(Archive.of(published))
    with pytest.raises(WarehouseError, match="run the same `greenpaper rebuild` again"):
        run(other, named("file:b.txt", "Cy Dee"))
    with Writer.open(other) as writer:
        writer.begin_rebuild(Archive.of(published))
        writer.end_rebuild()
    run(other, named("file:b.txt", "Cy Dee"))


def test_an_archive_is_not_mixed_with_another(published: Path) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))
    other = published.with_name("other.duckdb")
    run(other, named("file:b.txt", "Cy Dee"))
    with Writer.open(other) as writer, pytest.raises(WarehouseError, match="does not exist yet"):
        writer.begin_rebuild(Archive.of(published))


def test_a_card_that_lacks_what_it_must_say_is_an_error_that_names_the_file(published: Path) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))
    journal(published).write_text('{"number": 1, "kind": "decision"}\n')
    other, told = published.with_name("other.duckdb"), r"cards\.jsonl does not say what it must"
    with Writer.open(other) as writer, pytest.raises(WarehouseError, match=told):
        writer.begin_rebuild(Archive.of(published))


def test_a_folder_without_cards_is_no_archive(published: Path) -> None:
    with Writer.open(published) as writer, pytest.raises(ConfigurationError, match="tells of no document"):
        writer.begin_rebuild(Archive(published.with_name("nothing")))


# Forgotten


def test_a_document_goes_with_what_is_inside_it(published: Path) -> None:
    texts = {
        "file:a.zip!/in.txt": "Ann Bee",
        "file:a.zip": "Cy Dee",
        "file:b.txt": "Ann Bee",
        "file:a.zip.txt": "Eve Fox",
    }
    run(published, *(named(uri, words) for uri, words in texts.items()))
    with open_working(Paths(published).working) as connection:
        with transaction(connection):
            cards.forget(connection, ["file:a.zip"])
        left = cards.lines_held(connection)
    assert [line.said["uri"] for line in left] == ["file:b.txt", "file:a.zip.txt"]
    with Writer.open(published) as writer:
        assert [kept.uri for kept in writer.kept()] == ["file:a.zip.txt", "file:b.txt"]
