"""What was forgotten stays so when documents are read: real workers' seam, real archive, real ingest."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
import stand_ins
from test_forget_command import GIVEN, files_with, load, page, rows

from extractors.forgetting import Seeker, address_digest, digests_of, name_forms
from extractors.ids import content_hash
from extractors.judgements import Forgotten
from extractors.masking import masked_words
from extractors.sources.items import Item
from extractors.worker import Options
from extractors.workers import Workers
from flows.batches import Batch
from flows.commands import forget
from flows.contents import Reading
from flows.reading import read_batch
from warehouse.archive import Archive
from warehouse.writer import Writer

KEY = b"k" * 32
NAME = "Qyzva Wrexblomqvist"
Run = Callable[..., subprocess.CompletedProcess[str]]


def seeker(*names: str, uris: tuple[str, ...] = ()) -> Seeker:
    kept = [each for name in names for each in digests_of(KEY, name_forms(name))]
    return Seeker(
        Forgotten(
            key=KEY,
            names=frozenset(digest for kind, digest, _ in kept if kind == "name"),
            beginnings=frozenset(digest for kind, digest, _ in kept if kind == "beginning"),
            longest=max((words for _, _, words in kept), default=0),
            addresses=frozenset(address_digest(KEY, uri) for uri in uris),
        )
    )


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(extractor=stand_ins.EXTRACTOR)) as running:
        yield running


def read(workers: Workers, folder: Path, found: Seeker, **files: bytes) -> tuple[Batch, Archive]:
    items = []
    for name, content in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(content)
        items.append(Item(path.as_uri(), path.name, path))
    archive = Archive(folder / "archive", found.holds_name)
    reading = Reading(
        workers, version=stand_ins.Extractor.version, max_bytes=10**6, known={}, archive=archive, seeker=found
    )
    batch = Batch(items)
    read_batch(batch, reading)
    return batch, archive


def zipped(**files: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return stream.getvalue()


def test_bytes_that_name_who_is_forgotten_are_not_kept(workers: Workers, tmp_path: Path) -> None:
    batch, archive = read(workers, tmp_path, seeker(NAME), a_txt=f"Then {NAME} came.".encode(), b_txt=b"Nobody came.")
    assert sorted(item.document.text for item in batch.ready) == ["Nobody came.", "Then █████ █████████████ came."]
    assert [each.name for each in archive.files()] == [content_hash(b"Nobody came.")]
    assert [item.is_masked for item in sorted(batch.ready, key=lambda item: item.uri)] == [True, False]


def test_an_archive_with_such_a_file_is_not_kept_either(workers: Workers, tmp_path: Path) -> None:
    inside = {"a_txt": f"Then {NAME} came.".encode(), "b_txt": b"Nobody came."}
    batch, archive = read(workers, tmp_path, seeker(NAME), all_zip=zipped(**inside), other_zip=zipped(b_txt=b"Rain."))
    assert len(batch.ready) == 3
    assert {each.name for each in archive.files()} == {
        content_hash(b"Nobody came."), content_hash(b"Rain."), content_hash((tmp_path / "other.zip").read_bytes()),
    }  # fmt: skip


def test_a_forgotten_file_in_an_archive_is_skipped_under_another_name(workers: Workers, tmp_path: Path) -> None:
    uri = (tmp_path / "all.zip").as_uri() + "!/a.txt"
    batch, archive = read(workers, tmp_path, seeker(uris=(uri,)), all_zip=zipped(a_txt=b"Secret.", b_txt=b"Open."))
    assert [item.document.text for item in batch.ready] == ["Open."]
    told = {each.uri: each for each in batch.outcomes}
    [hidden] = [each for each in told.values() if each.uri.startswith("forgotten:")]
    assert (hidden.status, "forget --list" in hidden.reason) == ("skipped", True)
    assert uri not in told
    assert [each.name for each in archive.files()] == [content_hash(b"Open.")]


@pytest.mark.slow
def test_ingest_masks_and_skips_what_was_forgotten(
    tmp_path: Path, repeat_greenpaper: Run, prefect_server: dict[str, str]
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "board.txt").write_text(
        f"Board\n\n{NAME}, Chief Executive, and John Smith, Chair, of Vale Trust met on 4 May 2020.\n\n"
        f"“We will mend the roof,” said Ms Wrexblomqvist.\n"
    )
    (inbox / "plan.txt").write_text("A plan\n\nThe trust will spend £2 million in 2024.\n")
    assert repeat_greenpaper("ingest", "inbox", env=prefect_server).returncode == 0
    assert repeat_greenpaper("forget", NAME, "--yes", "--unlisted", env=prefect_server).returncode == 0
    assert repeat_greenpaper("forget", "inbox/plan.txt", "--yes", env=prefect_server).returncode == 0
    with (inbox / "board.txt").open("a") as file:
        file.write(f"\n{NAME} spoke again.\n")
    again = repeat_greenpaper("ingest", "inbox", "--json", env=prefect_server)
    assert again.returncode == 0, again.stderr
    told = json.loads(again.stdout)
    assert (told["loaded"], told["skipped"]) == (1, 1)
    [skipped] = [each for each in told["documents"] if each["status"] == "skipped"]
    assert skipped["uri"].startswith("forgotten:")
    hits = [each for each in (tmp_path / "data").rglob("*") if each.is_file() and b"Wrexblomqvist" in each.read_bytes()]
    assert hits == []
    people = repeat_greenpaper("sql", "select name from people", "--format", "json", env=prefect_server)
    assert json.loads(people.stdout) == [{"name": "John Smith"}]


# Killed


KILLED = """
import os, sys
from pathlib import Path
from extractors.forgetting import *
from flows.forgetting import Target
from warehouse.clock import utc_now
from warehouse.erase import erase_archived
from warehouse.forget import Order
from warehouse.forgotten import key_id
from warehouse.records import Versions
from warehouse.writer import Writer

with Writer.open(Path(sys.argv[1])) as writer:
    key = writer.secret()
    target = Target(key, names=[sys.argv[2]])
    run_id = writer.begin_run("forget", Versions(greenpaper="0", extractor="1", pipeline="none"))
    writer.forget(run_id, Order(
        forgetting_id="a", kind="person", pattern=target.pattern, digests=target.digests, key_id=key_id(key),
        forgotten_by="Ann", reason="", forgotten_at=utc_now(),
    ), target)
    if sys.argv[3] == "archive erased":
        erase_archived(writer._connection, writer._archive)
    os._exit(9)
"""


@pytest.mark.parametrize("moment", ["committed", "archive erased", "half copied"])
def test_a_killed_forgetting_is_completed_by_the_next_writer(tmp_path: Path, moment: str) -> None:
    warehouse = tmp_path / "data" / "greenpaper.duckdb"
    load(warehouse, page())
    killed = subprocess.run([sys.executable, "-c", KILLED, warehouse, NAME, moment], check=False)
    assert killed.returncode == 9
    assert files_with(tmp_path, GIVEN), "the kill came before all was done"
    if moment == "half copied":
        store = warehouse.with_name("greenpaper.store")
        (store / "working.duckdb.new").write_bytes((store / "working.duckdb").read_bytes()[:5000])
        (store / "working.duckdb.new.wal").write_bytes(b"half")
    with Writer.open(warehouse):
        pass
    assert files_with(tmp_path, GIVEN) == []
    assert rows(warehouse, "select count(*) from roles") == [(1,)]


def test_what_killed_processes_left_in_the_store_goes_too(tmp_path: Path) -> None:
    warehouse = tmp_path / "greenpaper.duckdb"
    load(warehouse, page())
    store = warehouse.with_name("greenpaper.store")
    for left in ("serving/tmp1/greenpaper.duckdb", "published/20260101T000000000000Z.part"):
        (store / left).parent.mkdir(parents=True)
        (store / left).write_bytes(f"half a file with {GIVEN}".encode())
    wish = forget.Wish(NAME, warehouse, reason="", by="the registrar", is_unlisted=True)
    forget.run(wish, is_sure=True, is_real=True, as_json=False)
    assert files_with(tmp_path, GIVEN) == []
    assert list((store / "serving").iterdir()) + list((store / "published").iterdir()) == []


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("Ms Wrexblomqvist: qyzva.wrexblomqvist@vale.example", "Ms █████████████ ██████████████████@vale.example"),
        ("Wrexblomqvist (qyzva-wrexblomqvist)", "█████████████ ████████████████████)"),
        ("See https://vale.example/Qyzva%20Wrexblomqvist.pdf", "See ████████████████████████████████████████████████"),
        ("Wrexblomqvist. Otto came.", "Wrexblomqvist. Otto came."),
    ],
)
def test_a_name_in_an_address_is_masked_whatever_stands_before_it(written: str, masked: str) -> None:
    assert masked_words(written, seeker(NAME)).replace("█", "") == masked.replace("█", "")
