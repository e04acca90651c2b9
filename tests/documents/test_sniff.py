"""What a document is, by its bytes alone."""

import io
import zipfile

import pytest

from extractors.documents.sniff import BINARY, DOCX, EMPTY, HTML, JSON, MAIL, PDF, TEXT, XLSX, XML, ZIP, describe, sniff


def archive(*names: str, mimetype: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", EMPTY),
        (b" \r\n\t", EMPTY),
        (b"\xef\xbb\xbf", EMPTY),
        (b"%PDF-1.4", PDF),
        (b"\xef\xbb\xbf\n%PDF-1.4", PDF),
        (archive("notes.txt"), ZIP),
        (archive("[Content_Types].xml", "word/document.xml"), DOCX),
        (archive("[Content_Types].xml", "xl/workbook.xml"), XLSX),
        (archive("word/plan.txt"), ZIP),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
        (b"PK\x03\x04 broken", ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (b"{\\rtf1 text}", "application/rtf"),
        (b"<!DOCTYPE html><p>x", HTML),
        (b"\n <!-- a\nremark --> <HTML lang='en'>", HTML),
        (b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'/>", HTML),
        ("\ufeff<html><body>é".encode("utf-16"), HTML),
        ("<p>é and more words".encode("utf-16-le"), HTML),
        (b"<div class='a'>x</div>", HTML),
        (b"<?xml version='1.0'?><rss/>", XML),
        (b"Just words, < and > too.", TEXT),
        (b"Words about <html> pages.", TEXT),
        ("Words in UTF-16, with é.".encode("utf-16"), TEXT),
        (b'{"a": 1}', JSON),
        ('\ufeff{\n "a": 1}'.encode("utf-16"), JSON),
        (b"{}", JSON),
        (b"{not JSON}", TEXT),
        (b"From: a@b.c\nTo: b@b.c\nMessage-ID: <1>\n\nWords", MAIL),
        (b"words\x00and bytes", BINARY),
        (bytes(range(1, 32)) * 9, BINARY),
    ],
)
def test_the_bytes_say_what_it_is(content: bytes, media_type: str) -> None:
    assert sniff(content) == media_type


def test_a_compressed_type_is_not_unpacked_and_may_be_damaged() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text" * 3)
    damaged = bytearray(content.getvalue())
    first = 30 + len("mimetype")  # a local header has 30 bytes and the name
    damaged[first : first + 12] = b"\xff" * 12
    assert sniff(bytes(damaged)) == ZIP


def test_a_type_that_is_none_is_not_repeated() -> None:
    assert sniff(archive(mimetype="not a\nmedia type")) == ZIP


def test_a_media_type_has_a_name_for_people() -> None:
    assert describe(DOCX) == "a Word document"
    assert describe("model/vrml") == "a file of type model/vrml"
