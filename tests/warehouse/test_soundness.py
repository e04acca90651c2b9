"""Whether the archive is as it was left."""

from datetime import datetime
from pathlib import Path

from extractors.cards import Kept
from extractors.ids import content_hash
from warehouse.archive import Archive
from warehouse.soundness import look_through

NOW = datetime(2024, 6, 1)
PLAN, REPORT, LETTER = b"the plan", b"the report", b"a letter"


def kept(uri: str, content: bytes, *, is_masked: bool = False) -> Kept:
    sha256 = content_hash(content)
    return Kept(
        uri=uri, edition=1, source="council", content_sha256=sha256, contents=(sha256,), first_seen_at=NOW,
        last_seen_at=NOW, is_masked=is_masked,
    )  # fmt: skip


def test_an_archive_that_nobody_touched_is_sound(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for content in (PLAN, REPORT):
        archive.put(content)
    found = look_through(archive, [kept("https://example.org/plan", PLAN)])
    assert (found.files, found.size, found.is_sound) == (2, len(PLAN + REPORT), True)


def test_other_bytes_and_bytes_that_are_gone_are_named_with_their_documents(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.path(archive.put(PLAN)).write_bytes(b"the plqn")
    found = look_through(archive, [kept("https://example.org/plan", PLAN), kept("https://example.org/report", REPORT)])
    assert found.damaged == {content_hash(PLAN): ("https://example.org/plan",)}
    assert found.missing == {content_hash(REPORT): ("https://example.org/report",)}
    assert not found.is_sound


def test_what_names_somebody_who_is_forgotten_is_not_missed(tmp_path: Path) -> None:
    assert look_through(Archive(tmp_path), [kept("https://example.org/letter", LETTER, is_masked=True)]).is_sound
