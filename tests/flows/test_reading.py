"""Reading a batch, with real worker processes and a real warehouse: every document ends in exactly one way."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
import stand_ins
from office_builders import zipped

from extractors.cards import Kept, ReadAs
from extractors.errors import DocumentError, TransientFetchError
from extractors.ids import content_hash
from extractors.looks import FetchRecord
from extractors.records import Outcome
from extractors.sources.fetch import Fetched, Validators
from extractors.sources.items import Item
from extractors.sources.paths import discover
from extractors.worker import Options
from extractors.workers import Workers
from flows.batches import Allowance, Batch, make_batches
from flows.contents import Reading, archived, state_of_file
from flows.reading import read_batch, without_known
from flows.rereading import rounds
from flows.resolving import find_duplicates
from warehouse.archive import Archive
from warehouse.query import run_query
from warehouse.records import Known, Versions
from warehouse.writer import Writer

OPTIONS = Options(parser=stand_ins.PARSER, extractor=stand_ins.EXTRACTOR)
NOW = datetime(2024, 6, 1)
VERSIONS = Versions(greenpaper="0", extractor="stand-in 1", pipeline="none")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(OPTIONS) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name, words in {"a": "apples", "b": "pears", "c": "crash", "d": "", "big": "x" * 300}.items():
        (folder / f"{name}.txt").write_text(words)
    return folder


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "warehouse.duckdb"


def ingested(
    items: tuple[Item, ...],
    workers: Workers,
    warehouse: Path,
    *,
    fetched: Mapping[str, Fetched | DocumentError] | None = None,
) -> tuple[dict[str, tuple[str, str]], int]:
    """Take the items through the steps; return name → how it ended, and how many were told to be done."""
    told: list[int] = []
    with Writer.open(warehouse) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        reading = Reading(
            workers,
            version="stand-in 1",
            max_bytes=200,
            known=writer.known([item.uri for item in items]),
            archive=Archive.of(warehouse),
            tell=told.append,
        )
        outcomes: list[Outcome] = []
        asked = 0
        asked = 0
        rest, held = without_known(items, reading)
        for batch in [held, *make_batches(rest, limit=1000)]:
            batch.fetched.update(fetched or {})
            read_batch(batch, reading)
            outcomes.extend(
                writer.load(run_id, batch.ready, batch.outcomes, started_at=batch.started_at, fetches=batch.fetches)
            )
            asked += batch.asked
        writer.finish_run(run_id, asked)
    return {each.uri.rsplit("/", 1)[-1]: (each.status, each.reason) for each in outcomes}, sum(told)


def test_every_document_ends_in_one_way(folder: Path, workers: Workers, warehouse: Path) -> None:
    items = discover([str(folder)], suffixes={".txt"}).items
    ended, told = ingested(items, workers, warehouse)
    assert {name: status for name, (status, _) in ended.items()} == {
        "a.txt": "loaded", "b.txt": "loaded", "c.txt": "failed", "d.txt": "failed", "big.txt": "failed",
    }  # fmt: skip
    assert ended["big.txt"][1] == "300 bytes are over the limit of 200: raise GREENPAPER_MAX_BYTES"
    assert ended["d.txt"][1] == "the file is empty"
    assert told == len(items)


def test_what_is_known_is_not_read_again(folder: Path, workers: Workers, warehouse: Path) -> None:
    items = discover([str(folder)], suffixes={".txt"}).items
    ingested(items, workers, warehouse)
    (folder / "b.txt").write_text("plums")
    ended, told = ingested(items, workers, warehouse)
    assert ended["a.txt"] == ("unchanged", "the same content, read by the same extractors")
    assert ended["b.txt"][0] == "loaded"
    assert ended["c.txt"][0] == "failed"
    assert told == len(items)


def test_files_that_are_held_as_they_are_are_one_batch(folder: Path, workers: Workers, warehouse: Path) -> None:
    items = discover([str(folder)], suffixes={".txt"}).items
    ingested(items, workers, warehouse)
    (folder / "b.txt").write_text("plums")
    (folder / "e.txt").write_text("figs")
    items = discover([str(folder)], suffixes={".txt"}).items
    with Writer.open(warehouse) as writer:
        known = writer.known([item.uri for item in items])
    reading = Reading(
        workers, version="stand-in 1", max_bytes=200, known=known, archive=Archive.of(warehouse), tell=[].append
    )
    (folder / "a.txt").rename(folder / "x.txt")
    rest, held = without_known(items, reading)
    assert {item.name for item in rest} == {"a.txt", "b.txt", "big.txt", "c.txt", "d.txt", "e.txt"}
    assert (held.asked, held.outcomes) == (0, [])
    (folder / "x.txt").rename(folder / "a.txt")
    rest, held = without_known(items, reading)
    assert "a.txt" not in {item.name for item in rest}
    assert (held.asked, [each.status for each in held.outcomes]) == (1, ["unchanged"])


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the state of a file count from the moment on in which it was written."""
    monkeypatch.setattr("flows.contents._MOMENT", 0)


def held_after(items: Sequence[Item], workers: Workers, warehouse: Path) -> tuple[list[Item], Batch]:
    uris = [item.uri for item in items]
    with Writer.open(warehouse) as writer:
        known, fetches = writer.known(uris), writer.fetches(uris)
    archive = Archive.of(warehouse)
    reading = Reading(
        workers, version="stand-in 1", max_bytes=200, known=known, archive=archive, tell=[].append, fetches=fetches
    )
    return without_known(items, reading)


@pytest.mark.usefixtures("at_once")
def test_a_file_in_the_state_in_which_it_was_read_is_not_read_to_be_known(
    folder: Path, workers: Workers, warehouse: Path
) -> None:
    items = discover([str(folder / "a.txt")], suffixes=()).items
    ingested(items, workers, warehouse)
    rest, held = held_after(items, workers, warehouse)
    assert (rest, [each.status for each in held.outcomes]) == ([], ["unchanged"])
    assert held.fetches == []  # of what is read, the state is noted anew


@pytest.mark.usefixtures("at_once")
def test_a_file_of_other_words_is_seen_although_size_and_time_are_as_they_were(
    folder: Path, workers: Workers, warehouse: Path
) -> None:
    file = folder / "a.txt"
    items = discover([str(file)], suffixes=()).items
    ingested(items, workers, warehouse)
    before = file.stat()
    file.write_text("plumes")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert held_after(items, workers, warehouse)[0] == list(items)


@pytest.mark.usefixtures("at_once")
def test_a_file_that_was_only_touched_is_read_once_and_known(folder: Path, workers: Workers, warehouse: Path) -> None:
    items = discover([str(folder / "a.txt")], suffixes=()).items
    ingested(items, workers, warehouse)
    (folder / "a.txt").touch()
    rest, held = held_after(items, workers, warehouse)
    assert (rest, [each.status for each in held.outcomes]) == ([], ["unchanged"])
    assert len(held.fetches) == 1


def test_a_file_that_was_written_a_moment_ago_has_no_state_to_go_by(folder: Path) -> None:
    assert state_of_file((folder / "a.txt").stat()) is None


def test_files_that_other_extractors_have_read_are_read_again(folder: Path, workers: Workers, warehouse: Path) -> None:
    items = discover([str(folder / "a.txt")], suffixes=()).items
    ingested(items, workers, warehouse)
    with Writer.open(warehouse) as writer:
        known = writer.known([item.uri for item in items])
    reading = Reading(workers, version="stand-in 2", max_bytes=200, known=known, archive=Archive.of(warehouse))
    assert without_known(items, reading)[0] == list(items)


def test_bytes_that_were_seen_around_the_same_text_are_not_read_again(
    folder: Path, workers: Workers, warehouse: Path
) -> None:
    items = discover([str(folder / "a.txt")], suffixes=()).items
    seen = Known("id", 1, "another", "stand-in 1", datetime(2024, 6, 1), contents=frozenset({content_hash(b"apples")}))
    (batch,) = make_batches(items, limit=1000)
    known = {item.uri: seen for item in items}
    archive = Archive.of(warehouse)
    read_batch(
        batch, Reading(workers, version="stand-in 1", max_bytes=200, known=known, archive=archive, tell=[].append)
    )
    assert [each.status for each in batch.outcomes] == ["unchanged"]


def test_the_same_words_in_two_files_are_one_document(folder: Path, workers: Workers, warehouse: Path) -> None:
    (folder / "e.txt").write_text("Our plan is to mend roads")
    (folder / "f.txt").write_text("Our plan is to mend roads\n")
    ingested(discover([str(folder)], suffixes={".txt"}).items, workers, warehouse)
    with Writer.open(warehouse) as writer:
        find_duplicates(writer, writer.begin_run("test", VERSIONS), "stand-in 1")
        writer.publish()
    with run_query(warehouse, "select count(*), count(distinct cluster_id) from documents") as found:
        assert list(found.rows()) == [(4, 3)]


def test_raw_bytes_are_kept(folder: Path, workers: Workers, warehouse: Path) -> None:
    ingested(discover([str(folder / "a.txt")], suffixes=()).items, workers, warehouse)
    assert Archive.of(warehouse).get(content_hash(b"apples")) == b"apples"


def test_addresses_are_read_from_what_was_fetched(workers: Workers, warehouse: Path) -> None:
    items = discover(["https://example.org/a.html", "https://example.org/b.html"], suffixes=()).items
    fetched: dict[str, Fetched | DocumentError] = {
        items[0].uri: Fetched("https://example.org/moved.html", b"words", "text/html", Validators()),
        items[1].uri: TransientFetchError("https://example.org/b.html: the server answered 503"),
    }
    ended, _ = ingested(items, workers, warehouse, fetched=fetched)
    assert ended["a.html"][0] == "loaded"
    assert ended["b.html"] == ("failed", "https://example.org/b.html: the server answered 503")


def test_a_file_that_went_away_fails(folder: Path, workers: Workers, warehouse: Path) -> None:
    items = discover([str(folder / "a.txt")], suffixes=()).items
    (folder / "a.txt").unlink()
    ended, _ = ingested(items, workers, warehouse)
    assert ended["a.txt"] == ("failed", "the file cannot be read: No such file or directory")


def test_what_is_read_again_from_the_archive_is_read_as_it_was_fetched(workers: Workers, warehouse: Path) -> None:
    archive = Archive.of(warehouse)
    item = replace(discover(["https://example.org/plan"], suffixes=()).items[0], is_archived=True)
    sha256 = archive.put(b"apples")
    record = FetchRecord(
        uri=item.uri, final_uri="https://example.org/plan.md", etag=None, last_modified=None, content_sha256=sha256,
        media_type="text/markdown", fetched_at=NOW,
    )  # fmt: skip
    reading = Reading(
        workers, version="stand-in 1", max_bytes=200, known={}, archive=archive, fetches={item.uri: record}
    )
    (batch,) = make_batches([item], limit=1000)
    read_batch(batch, reading)
    (loaded,) = batch.ready
    assert (loaded.content_sha256, loaded.document.media_type) == (sha256, "text/markdown")


def test_what_the_archive_has_lost_is_fetched_again(workers: Workers, warehouse: Path) -> None:
    item = replace(discover(["https://example.org/plan"], suffixes=()).items[0], is_archived=True)
    known = {item.uri: Known("id", 1, content_hash(b"lost"), "stand-in 0", NOW)}
    reading = Reading(workers, version="stand-in 1", max_bytes=200, known=known, archive=Archive.of(warehouse))
    assert archived(item, reading) is None
    (batch,) = make_batches([item], limit=1000)
    batch.fetched[item.uri] = Fetched(item.uri, b"words", "text/html", Validators())
    read_batch(batch, reading)
    assert [each.uri for each in batch.ready] == [item.uri]


def test_archives_in_archives_have_one_allowance_together(tmp_path: Path, warehouse: Path) -> None:
    inner = zipped({f"{number}.txt": f"apples {number}" for number in range(4)})
    mails = {f"{number}.eml": _mail_with(inner, number) for number in range(3)}
    (tmp_path / "all.zip").write_bytes(zipped(mails))
    items = discover([str(tmp_path / "all.zip")], suffixes=()).items
    with Workers(Options(extractor=stand_ins.EXTRACTOR)) as workers:
        reading = Reading(
            workers, version="stand-in 1", max_bytes=100_000, known={}, archive=Archive.of(warehouse),
            allowance=lambda: Allowance(files_left=8),
        )  # fmt: skip
        (batch,) = make_batches(items, limit=1000)
        read_batch(batch, reading)
    refused = [each for each in batch.outcomes if "take it out and ingest it by itself" in each.reason]
    assert len(refused) == 3 + 3 + 3 * 4 - 8
    assert batch.asked == len(batch.ready) + len(batch.outcomes) == 1 + 3 + 3 + 3 * 4


def test_what_an_email_that_is_read_again_holds_is_read_with_it_only_where_it_never_was(warehouse: Path) -> None:
    content = _mail_with(zipped({"a.txt": "apples"}), 1)
    sha256 = Archive.of(warehouse).put(content)
    uri = "file:///mail.eml"
    kept = Kept(uri=uri, edition=1, source="file", content_sha256=sha256, first_seen_at=NOW, last_seen_at=NOW,
                read_as=ReadAs(name="mail.eml"))  # fmt: skip
    mail = {uri: Known("1", 1, sha256, "old", NOW)}
    opened = mail | {f"{uri}!/papers.zip!/a.txt": Known("2", 1, "x", "old", NOW)}
    found = {}
    with Workers(Options(extractor=stand_ins.EXTRACTOR)) as workers:
        for name, known in {
            "never": mail,
            "before": opened,
            "of a past edition": {uri: replace(mail[uri], edition=2)},
        }.items():
            reading = Reading(workers, version="new", max_bytes=100_000, known=known, archive=Archive.of(warehouse))
            (batch,) = make_batches(next(rounds([kept], reading.archive)), limit=1000)
            read_batch(batch, reading)
            found[name] = [each.uri for each in batch.ready]
    assert found == {"never": [uri, f"{uri}!/papers.zip!/a.txt"], "before": [uri], "of a past edition": [uri]}


def _mail_with(attached: bytes, number: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", f"Papers {number}"
    mail["Message-ID"] = f"<{number}@example.org>"
    mail.set_content("The papers are attached.")
    mail.add_attachment(attached, maintype="application", subtype="zip", filename="papers.zip")
    return mail.as_bytes()


def test_an_allowance_ends_with_its_bytes_or_its_files() -> None:
    allowance = Allowance(bytes_left=10, files_left=2)
    assert [allowance.take(size) for size in (8, 3, 2, 0)] == [True, False, True, False]


def test_batches_are_made_by_size_and_addresses_ten_at_a_time() -> None:
    addresses = [Item(f"https://example.org/{number}", str(number)) for number in range(25)]
    assert [len(batch.items) for batch in make_batches(addresses, limit=200_000)] == [10, 10, 5]
    assert make_batches([], limit=1) == []
    assert isinstance(make_batches(addresses[:1], limit=1)[0], Batch)


def test_an_archive_is_a_batch_of_its_own() -> None:
    names = ["a.pdf", "b.zip", "c.pdf", "d.ZIP", "e.eml", "f.pdf"]
    items = [Item(f"https://example.org/{name}", name) for name in names]
    assert [[item.name for item in batch.items] for batch in make_batches(items, limit=200_000)] == [
        ["a.pdf"],
        ["b.zip"],
        ["c.pdf"],
        ["d.ZIP"],
        ["e.eml"],
        ["f.pdf"],
    ]
