"""What is taken out of a ZIP archive, and why the rest is not."""

import io
import zipfile

import pytest
from office_builders import docx, p, zipped

from extractors.documents import archive
from extractors.documents.registry import parse
from extractors.errors import DocumentTooLarge, UnreadableDocument
from extractors.records import Package


def read(content: bytes) -> Package:
    package = parse(content, name="x.zip")
    assert isinstance(package, Package)
    return package


def refused(package: Package) -> dict[str, str]:
    return {each.name: each.reason for each in package.refusals}


def test_files_are_members_in_their_order() -> None:
    package = read(zipped({"plan.txt": "Our plan", "board/minutes.txt": "Minutes", "board/": ""}))
    assert [(each.name, each.content) for each in package.members] == [
        ("plan.txt", b"Our plan"), ("board/minutes.txt", b"Minutes"),
    ]  # fmt: skip
    assert package.refusals == ()


def test_office_documents_inside_are_members() -> None:
    assert [each.name for each in read(zipped({"a.docx": docx(p("Words"))})).members] == ["a.docx"]


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../up.txt", "a/../../up.txt", "C:\\up.txt", "..\\up.txt", "a//b.txt", "./a"]
)
def test_names_that_lead_outside_are_refused(name: str) -> None:
    package = read(zipped({name: "x", "plan.txt": "Our plan"}))
    assert [each.name for each in package.members] == ["plan.txt"]
    assert list(refused(package).values()) == ["its name leads out of the archive: rename it and pack again"]


def test_backslashes_are_slashes() -> None:
    assert [each.name for each in read(zipped({"board\\minutes.txt": "x"})).members] == ["board/minutes.txt"]


def test_hidden_files_and_what_systems_leave_behind_are_passed_over() -> None:
    left = {"__MACOSX/._plan.txt": "x", ".DS_Store": "x", "a/.git/config": "x", "Thumbs.db": "x", "plan.txt": "x"}
    package = read(zipped(left))
    assert ([each.name for each in package.members], package.refusals) == (["plan.txt"], ())


def test_links_are_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        link = zipfile.ZipInfo("link.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    assert "link" in refused(read(content.getvalue()))["link.txt"]


def test_encrypted_files_are_refused() -> None:
    content = bytearray(zipped({"plan.txt": "Our plan"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in refused(read(bytes(content)))["plan.txt"]


@pytest.mark.parametrize(
    "inner", [zipped({"a.txt": "x"}), b"\x1f\x8b\x08 gzip", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"]
)
def test_an_archive_in_an_archive_is_refused(inner: bytes) -> None:
    assert "in an archive" in refused(read(zipped({"more.txt": inner})))["more.txt"]


def test_two_files_of_one_name_are_one() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr("plan.txt", "first")
        made.writestr("PLAN.txt", "second")
    package = read(content.getvalue())
    assert [each.content for each in package.members] == [b"first"]
    assert "same name" in refused(package)["PLAN.txt"]


def test_files_whose_names_are_the_same_when_cut_are_told_each() -> None:
    long = "n" * archive.LONGEST_NAME
    package = read(zipped({f"{long}1.txt": "first", f"{long}2.txt": "second", f"{long}3.txt": "third"}))
    assert [each.content for each in package.members] == [b"first"]
    assert list(refused(package)) == [f"{long} (2)", f"{long} (3)"]


def test_a_member_that_unpacks_to_far_more_than_its_packed_size_is_refused() -> None:
    package = read(zipped({"bomb.txt": bytes(5 << 20), "plan.txt": "Our plan"}))
    assert [each.name for each in package.members] == ["plan.txt"]
    assert "unpacks to more than" in refused(package)["bomb.txt"]


def test_declared_sizes_are_not_believed() -> None:
    content = bytearray(zipped({"bomb.txt": bytes(5 << 20)}))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = (10).to_bytes(4, "little")
    assert set(refused(read(bytes(content)))) == {"bomb.txt"}


def test_all_members_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 25)
    package = read(zipped({f"{number}.txt": "x" * 10 for number in range(4)}))
    assert [each.name for each in package.members] == ["0.txt", "1.txt"]
    assert set(refused(package)) == {"2.txt", "3.txt"}


def test_the_number_of_members_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 2)
    package = read(zipped({f"{number}.txt": "x" for number in range(4)}))
    assert (len(package.members), set(refused(package))) == (2, {"2.txt", "3.txt"})


def test_endless_entries_are_not_even_listed() -> None:
    with pytest.raises(DocumentTooLarge, match="entries"):
        read(zipped({"a.txt": "x"}) + b"PK\x01\x02" * 20_001)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_without_bounds_are_refused(method: int) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as made:
        made.writestr("plan.txt", "Our plan")
    assert "packed in a way" in refused(read(content.getvalue()))["plan.txt"]


def test_a_damaged_member_is_refused_and_the_others_are_read() -> None:
    content = bytearray(zipped({"a.txt": "Our plan " * 50, "b.txt": "Minutes"}))
    content[40] ^= 0xFF
    package = read(bytes(content))
    assert [each.name for each in package.members] == ["b.txt"]
    assert "damaged" in refused(package)["a.txt"]


def test_control_characters_do_not_reach_a_name() -> None:
    assert [each.name for each in read(zipped({"a\x1b[31m\n.txt": "x"})).members] == ["a\ufffd[31m\ufffd.txt"]


def test_an_archive_without_files_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="holds no files"):
        read(zipped({"folder/": ""}))


def test_a_damaged_archive_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="damaged"):
        read(zipped({"a.txt": "x"})[:-10])
