"""Which editions of the archive are read again."""

from datetime import datetime
from pathlib import Path

import pytest

from extractors.cards import Kept
from extractors.errors import ConfigurationError
from flows.rereading import checked_version, chosen, is_older, rounds
from warehouse.archive import Archive

NOW = datetime(2024, 6, 1)


def kept(uri: str, edition: int = 1, source: str = "file", read_by: str | None = "1.0+a") -> Kept:
    return Kept(
        uri=uri, edition=edition, source=source, content_sha256="0" * 64, first_seen_at=NOW, last_seen_at=NOW,
        read_by=read_by,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("read_by", "version", "older"),
    [
        ("0.9.0+a", "0.10.0", True),
        ("0.10.0+a", "0.9.0+b", False),
        ("1.0+a", "1.0.0", False),
        ("1.0+a", "1.0+a", False),
        ("1.0+a", "1.0+b", True),
        ("stand-in 1", "stand-in 2", True),
        ("stand-in 1", "stand-in 1", False),
    ],
)
def test_the_release_decides_and_rules_of_one_release_are_each_older(read_by: str, version: str, older: bool) -> None:
    assert is_older(read_by, version) is older


def test_what_is_no_version_is_refused() -> None:
    assert checked_version("current") == "current"
    with pytest.raises(ConfigurationError, match="'yesterday' is no version"):
        checked_version("yesterday")


def test_a_name_is_a_source_an_address_a_file_or_a_folder_with_what_is_inside(tmp_path: Path) -> None:
    inside, beside = f"{(tmp_path / 'a.zip').as_uri()}!/b.txt", f"{tmp_path.as_uri()}-other/c.txt"
    page = kept("https://example.org/a", source="council")
    held = [kept(inside), kept(beside), page]
    assert chosen(held, [], None) == held
    assert chosen(held, [str(tmp_path / "a.zip")], None) == [held[0]]
    assert chosen(held, [str(tmp_path)], None) == [held[0]]
    assert chosen(held, ["council", "HTTPS://example.org/a#top"], None) == [page]
    with pytest.raises(ConfigurationError, match="holds no document or source parish"):
        chosen(held, ["council", "parish"], None)


def test_what_the_warehouse_does_not_hold_is_not_chosen() -> None:
    assert chosen([kept("file:///a", read_by=None)], [], None) == []


def test_no_document_is_in_a_round_twice() -> None:
    items = [[(item.uri, item.kept.edition) for item in each if item.kept] for each in rounds(
        [kept("file:///a", 2), kept("file:///b"), kept("file:///a")], Archive(Path("archive"))
    )]  # fmt: skip
    assert items == [[("file:///a", 1), ("file:///b", 1)], [("file:///a", 2)]]
