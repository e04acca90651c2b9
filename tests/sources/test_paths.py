"""What a person may name, and what becomes of it: an item, or an outcome with its reason; never an exception."""

import os
from pathlib import Path

import pytest

from extractors.sources.paths import Discovery, discover, find, web_name

SUFFIXES = frozenset({".txt", ".html"})


def found(*arguments: object) -> Discovery:
    return discover([str(argument) for argument in arguments], suffixes=SUFFIXES)


def names(discovery: Discovery) -> list[str]:
    return [item.name for item in discovery.items]


def reasons(discovery: Discovery) -> dict[str, tuple[str, str]]:
    return {outcome.uri.rsplit("/", 1)[-1]: (outcome.status, outcome.reason) for outcome in discovery.outcomes}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.html", "deep/er/c.TXT", ".hidden.txt", ".git/d.txt", "picture.png", "deep/noending"):
        path = tmp_path / "folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "folder"


def test_a_folder_gives_its_documents_in_a_steady_order_without_hidden_ones(folder: Path) -> None:
    assert names(found(folder)) == ["a.html", "b.txt", "c.TXT"]


def test_files_of_other_formats_in_a_folder_are_skipped_with_the_reason(folder: Path) -> None:
    assert reasons(found(folder)) == {
        "picture.png": ("skipped", ".png: not a format that is read"),
        "noending": ("skipped", "a name without an ending: not a format that is read"),
    }


def test_a_readme_is_skipped_unless_it_is_named_itself(folder: Path) -> None:
    (folder / "README.txt").touch()
    assert reasons(found(folder))["README.txt"] == (
        "skipped",
        "it tells about its folder: name the file itself to have it read",
    )
    assert names(found(folder / "README.txt")) == ["README.txt"]


def test_a_file_that_is_named_itself_is_tried_whatever_its_ending(folder: Path) -> None:
    assert names(found(folder / "picture.png")) == ["picture.png"]
    everything = found(folder, folder / "picture.png")
    assert "picture.png" in names(everything)
    assert "picture.png" not in reasons(everything)


def test_a_document_asked_for_twice_counts_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "link.txt").symlink_to(folder / "b.txt")
    monkeypatch.chdir(folder)
    twice = found("b.txt", "./b.txt", folder / "b.txt", (folder / "b.txt").as_uri(), "../link.txt", folder)
    assert names(twice) == ["b.txt", "a.html", "c.TXT"]
    assert twice.asked == 5


def test_the_uri_of_a_file_is_absolute_and_without_links(folder: Path) -> None:
    (folder.parent / "short").symlink_to(folder)
    assert [item.uri for item in found(folder.parent / "short" / "b.txt").items] == [
        (folder / "b.txt").resolve().as_uri()
    ]


def test_links_that_lead_back_end(folder: Path) -> None:
    (folder / "deep" / "again").symlink_to(folder)
    assert names(found(folder)) == ["a.html", "b.txt", "c.TXT"]


def test_a_path_that_is_not_there_fails_with_its_name(tmp_path: Path) -> None:
    missing = found(tmp_path / "absent.txt")
    assert missing.items == ()
    assert missing.outcomes[0].status == "failed"
    assert missing.outcomes[0].uri == (tmp_path / "absent.txt").as_uri()
    assert "no such file or folder" in missing.outcomes[0].reason


def test_a_folder_without_documents_fails_and_says_what_was_looked_for(tmp_path: Path) -> None:
    (tmp_path / "notes.png").touch()
    empty = found(tmp_path)
    assert reasons(empty)[tmp_path.name] == (
        "failed",
        "no documents in this folder: looked for files that end in .html, .txt",
    )
    assert empty.asked == 2


def test_links_that_point_nowhere_and_pipes_are_told(folder: Path) -> None:
    (folder / "gone.txt").symlink_to(folder / "nothing.txt")
    os.mkfifo(folder / "pipe.txt")
    told = reasons(found(folder))
    assert told["gone.txt"] == ("skipped", "a link that points nowhere")
    assert told["pipe.txt"] == ("skipped", "not a regular file")
    assert reasons(found(folder / "pipe.txt"))["pipe.txt"][0] == "failed"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_told(folder: Path) -> None:
    (folder / "deep").chmod(0)
    try:
        assert reasons(found(folder))["deep"] == ("failed", "this folder cannot be read: Permission denied")
    finally:
        (folder / "deep").chmod(0o755)


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("https://example.org:443/a b?x=1#part", "https://example.org/a b?x=1"),
        ("http://example.org:8080/plan.html", "http://example.org:8080/plan.html"),
        ("http://[::1]:80/x", "http://[::1]/x"),
    ],
)
def test_an_address_takes_its_steady_form(address: str, uri: str) -> None:
    (item,) = found(address).items
    assert (item.uri, item.path) == (uri, None)


@pytest.mark.parametrize(
    ("argument", "reason"),
    [
        ("", "not a path"),
        ("a\0b", "not a path"),
        ("ftp://example.org/x", "ftp:// addresses are not read"),
        ("https://", "names no host"),
        ("https://example.org:port/", "Port could not be cast"),
        ("https://user:secret@example.org/", "user name or password"),
        ("file://[::1", "this is no address of a file (Invalid IPv6 URL): give its path"),
    ],
)
def test_what_cannot_be_used_fails_with_its_reason(argument: str, reason: str) -> None:
    discovery = found(argument)
    assert discovery.items == ()
    assert reason in discovery.outcomes[0].reason
    assert "secret" not in repr(discovery)


@pytest.mark.parametrize(
    ("uri", "name"),
    [
        ("https://example.org/a/plan%202024.html?x=1", "plan 2024.html"),
        ("https://example.org/", "example.org"),
    ],
)
def test_an_address_has_a_name(uri: str, name: str) -> None:
    assert web_name(uri) == name


@pytest.mark.parametrize("address", ["ftp://ann:secret@example.org/a", "https://ann:secret@example.org/a"])
def test_a_password_is_not_told(address: str) -> None:
    (outcome,) = discover([address], suffixes=()).outcomes
    assert "secret" not in outcome.uri + outcome.reason


def test_what_was_found_can_be_chosen_from_later(folder: Path) -> None:
    (folder / "README.txt").touch()
    named = find([str(folder), str(folder / "picture.png"), "https://example.org/plan"])
    assert {item.name for item in named.items} == {"a.html", "b.txt", "c.TXT", "noending", "picture.png", "plan"}
    assert named.of(SUFFIXES) == found(folder, folder / "picture.png", "https://example.org/plan")
    assert names(named.of({".png"})) == ["picture.png", "plan"]
