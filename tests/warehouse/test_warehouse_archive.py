"""The archive: every document's bytes once, under their SHA-256."""

import os
from pathlib import Path

import pytest
from warehouse_builders import run

from extractors.errors import WarehouseError
from extractors.ids import content_hash
from warehouse.archive import Archive
from warehouse.paths import Paths
from warehouse.writer import Writer


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_bytes_come_back_by_their_hash(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    sha256 = archive.put(b"\x00\xffbytes")
    assert sha256 == content_hash(b"\x00\xffbytes")
    assert archive.get(sha256) == b"\x00\xffbytes"
    assert archive.path(sha256) == tmp_path / sha256[:2] / sha256


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.put(b"one")
    archive.put(b"one")
    assert len(files(tmp_path)) == 1


def test_bytes_that_are_not_there_are_an_error_with_a_message(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="ingest it again"):
        Archive(tmp_path).get("0" * 64)


def test_a_place_that_cannot_be_written_is_an_error_with_a_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(WarehouseError, match="cannot keep a document"):
        Archive(tmp_path / "file").put(b"one")


def test_the_writer_keeps_bytes_where_readers_find_them(published: Path) -> None:
    with Writer.open(published) as writer:
        sha256 = writer.archive(b"one")
    assert Archive.of(published).get(sha256) == b"one"


def test_what_a_killed_process_left_half_written_is_removed_once_it_is_old(published: Path) -> None:
    run(published)
    incoming = Paths(published).archive / "incoming"
    incoming.mkdir(parents=True)
    old, young = incoming / "old", incoming / "young"
    for file in (old, young):
        file.write_bytes(b"half")
    os.utime(old, (0, 0))
    run(published)
    assert (old.exists(), young.exists()) == (False, True)
