"""What is known of a PDF as a whole: its properties, how well it came over, and why one cannot be read."""

import hashlib
import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_files import Sheet, pdf, written

from extractors.documents.normalise import normalise
from extractors.documents.registry import parse
from extractors.errors import DocumentError, DocumentTooLarge, UnreadableDocument
from extractors.records import ParsedDocument

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def read(content: bytes, *, ocr: bool = False) -> ParsedDocument:
    document = parse(content, name="x.pdf", ocr=ocr)
    assert isinstance(document, ParsedDocument)
    return document


def page() -> Sheet:
    sheet = Sheet().text(50, 80, "Plan for homes", 24)
    sheet.lines(50, 120, *["The council will build new homes in the north of the county, where most people wait."] * 8)
    return sheet


# Properties


def test_language_and_the_day_of_the_last_change_are_the_files() -> None:
    content = pdf(
        page(), information="/ModDate (D:20240312101500Z) /CreationDate (D:20240101)", catalog="/Lang (en-GB)"
    )
    metadata = read(content).metadata
    assert (metadata.language, metadata.modified_on, metadata.published_on) == ("en-GB", date(2024, 3, 12), None)


@pytest.mark.parametrize(
    "title", ["Microsoft Word - plan v3.docx", "plan_final.pdf", "Untitled", "PowerPoint Presentation", "12345", ""]
)
def test_a_title_that_is_a_files_name_gives_way_to_the_heading(title: str) -> None:
    assert read(pdf(page(), information=f"/Title ({title})")).metadata.title == "Plan for homes"


def test_a_title_of_another_document_gives_way_to_the_heading() -> None:
    assert read(pdf(page(), information="/Title (Minutes of the last meeting)")).metadata.title == "Plan for homes"


def test_the_title_that_the_file_gives_tells_which_heading_is_the_title() -> None:
    sheet = Sheet().text(50, 60, "Barset County Council", 30).text(50, 100, "Plan for homes", 18)
    sheet.lines(50, 140, "The council will build new homes in the north of the county.", "It begins in spring.")
    document = read(pdf(sheet, information="/Title (Plan for Homes)"))
    assert document.metadata.title == "Plan for Homes"
    assert [document.text[b.start : b.end] for b in document.blocks if b.level == 1] == ["Plan for homes"]


@pytest.mark.parametrize("day", ["D:20241399", "yesterday", "D:", ""])
def test_a_broken_date_is_no_date(day: str) -> None:
    assert read(pdf(page(), information=f"/ModDate ({day})")).metadata.modified_on is None


# How well it came over


def test_a_page_of_words_is_a_good_conversion() -> None:
    assert read(pdf(page())).conversion.grade == "good"


def test_pages_that_are_pictures_are_told() -> None:
    conversion = read(pdf(page(), Sheet().picture(), Sheet().picture())).conversion
    assert conversion.grade == "poor"
    assert conversion.reasons[0] == "2 pages of 3 are a picture without text"


def test_letters_that_make_no_words_are_told() -> None:
    sheet = Sheet()
    for number in range(10):
        sheet.text(50, 100 + 14 * number, "T h e c o u n c i l w i l l b u i l d h o m e s f o r a l l")
    conversion = read(pdf(sheet)).conversion
    assert (conversion.grade, conversion.reasons) == ("poor", ("many of its words are run together",))


def test_text_at_an_angle_is_told_and_left_out() -> None:
    sheet = page()
    sheet.parts.append("BT /regular 40 Tf 0.7 0.7 -0.7 0.7 100 200 Tm (DRAFT DRAFT DRAFT DRAFT DRAFT) Tj ET")
    document = read(pdf(sheet))
    assert "DRAFT" not in document.text
    assert document.conversion.reasons == ("text that stands at an angle is left out",)


# What cannot be read


def test_a_file_that_is_cut_off_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="damaged"):
        read(pdf(page())[:300])


def test_more_pages_than_are_read_are_refused_before_any_is_looked_at() -> None:
    tree = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 5001 /Kids [%s] >>" % (b"3 0 R " * 5001)]
    tree.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")
    with pytest.raises(DocumentTooLarge, match="5,001 pages; 5,000 are read at most"):
        read(written(tree, "/Root 1 0 R"))


def test_a_page_tree_that_contains_itself_is_refused() -> None:
    with pytest.raises(UnreadableDocument):
        read(pdf(page()).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"))


CONTENT = pdf(page(), page())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(CONTENT)), st.integers(0, 30), st.sampled_from([b"", b"0", b"-1 ", b"9999999 ", b"<<", b"["]))
def test_a_file_damaged_anywhere_is_read_or_refused(at: int, cut: int, put: bytes) -> None:
    try:
        document = read(CONTENT[:at] + put + CONTENT[at + cut :])
    except DocumentError:
        return
    assert normalise(document.text) == document.text
    assert all(0 <= block.start < block.end <= len(document.text) for block in document.blocks)
    assert list(document.page_starts) == sorted(document.page_starts)


def encrypted(password: bytes) -> bytes:
    """Return a file encrypted as ISO 32000-1, 7.6.3 says for revision 2, to be opened with `password`."""
    padded, owner, identity = (password + _PADDING)[:32], bytes(32), bytes(16)
    permissions = (0xFFFFFFFC).to_bytes(4, "little")
    key = hashlib.md5(padded + owner + permissions + identity).digest()[:5]
    check = _rc4(key, _PADDING)
    plain = pdf(
        Sheet().text(50, 100, "Words."),
        trailer=f"/ID [<{identity.hex()}> <{identity.hex()}>] /Encrypt "
        f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{owner.hex()}> /U <{check.hex()}> >>",
    )
    begin = plain.index(b"stream\n") + len(b"stream\n")
    end = plain.index(b"\nendstream")
    own_key = hashlib.md5(key + (5).to_bytes(3, "little") + bytes(2)).digest()[:10]
    return plain[:begin] + _rc4(own_key, plain[begin:end]) + plain[end:]


def _rc4(key: bytes, content: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    found = bytearray()
    i = j = 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        found.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(found)


def test_a_file_with_an_empty_password_opens() -> None:
    assert read(encrypted(b"")).text == "Words."


def test_a_file_with_a_password_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="protected by a password"):
        read(encrypted(b"secret"))


# Scans

SCAN = pdf(Sheet().picture(), Sheet().picture())


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of that name, first on the PATH, to be written by the test."""
    program = tmp_path / "tesseract"
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return program


def install(program: Path, script: str) -> None:
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_a_scan_is_refused_with_what_to_do() -> None:
    with pytest.raises(
        UnreadableDocument, match="2 pages of images and no text; install tesseract and set GREENPAPER_OCR"
    ):
        read(SCAN)


def test_a_scan_is_refused_where_tesseract_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableDocument, match="not on the PATH; install it"):
        read(SCAN, ocr=True)


def test_a_scan_is_read_by_ocr_page_by_page_and_is_no_better_than_fair(tesseract: Path) -> None:
    install(tesseract, 'head -c 2 | grep -q P5 && echo "Plan for homes" && echo && echo "We build homes."')
    document = read(SCAN, ocr=True)
    assert document.text == "Plan for homes\n\nWe build homes.\n\nPlan for homes\n\nWe build homes."
    assert document.page_starts == (0, document.text.index("\n\nPlan") + 2)
    assert document.conversion.grade == "fair"
    assert document.conversion.reasons[-1] == "2 pages of 2 read by OCR"


def test_a_failure_of_tesseract_is_told(tesseract: Path) -> None:
    install(tesseract, 'cat >/dev/null; echo "no language" >&2; exit 1')
    with pytest.raises(UnreadableDocument, match="tesseract failed on page 1: no language"):
        read(SCAN, ocr=True)


def test_ocr_is_not_called_where_there_is_text(tesseract: Path) -> None:
    install(tesseract, "exit 1")
    assert read(pdf(page()), ocr=True).conversion.grade == "good"


def test_pages_that_say_the_same_but_for_a_number_are_no_pictures() -> None:
    sheets = [Sheet().text(50, 50, f"Ward {number} passed its inspection in 2024.") for number in range(1, 6)]
    document = parse(pdf(*sheets), name="letters.pdf")
    assert isinstance(document, ParsedDocument)
    assert all(f"Ward {number} passed" in document.text for number in range(1, 6))
