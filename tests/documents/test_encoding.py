"""Which characters bytes stand for, and what is refused."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.documents.encoding import decode, text_codec
from extractors.errors import UnreadableDocument

ENGLISH = "The council’s plan – “£5 million” for Siân’s café, and much more text that is plain English prose. "
RUSSIAN = "Стратегия развития здравоохранения на ближайшие пять лет была принята советом. " * 4


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_english_text_is_read_in_the_encodings_it_comes_in(codec: str) -> None:
    assert decode(ENGLISH.encode(codec)) == ENGLISH


@pytest.mark.parametrize("order", [codecs.BOM_UTF16_BE + ENGLISH.encode("utf-16-be")])
def test_a_byte_order_mark_decides(order: bytes) -> None:
    assert decode(order, "utf-8") == ENGLISH


def test_the_declared_encoding_is_believed_where_the_bytes_allow_it() -> None:
    assert decode("Łódź i Kraków".encode("iso8859-2"), "ISO-8859-2") == "Łódź i Kraków"


def test_utf_8_is_known_even_where_something_else_is_declared() -> None:
    assert decode(ENGLISH.encode(), "iso-8859-1") == ENGLISH


def test_latin_1_means_windows_1252_as_browsers_have_it() -> None:
    assert decode(ENGLISH.encode("cp1252"), "latin-1") == ENGLISH


@pytest.mark.parametrize("declared", ["no-such", "base64", "unicode_escape", "utf-7", "", "x" * 500, "\x00"])
def test_a_declared_encoding_that_is_none_is_passed_over(declared: str) -> None:
    assert text_codec(declared) is None
    assert decode(ENGLISH.encode(), declared) == ENGLISH


def test_utf_8_with_one_damaged_character_keeps_the_rest() -> None:
    assert decode(ENGLISH.encode() + b"\xe2\x80 end") == ENGLISH + "\ufffd end"


def test_text_in_other_scripts_is_recognised() -> None:
    assert decode(RUSSIAN.encode("cp1251")) == RUSSIAN


BINARY = {
    "a PNG image": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "a ZIP archive": b"PK\x03\x04rest of it",
    "a PDF file": b"%PDF-1.7\n1 0 obj",
    "a Linux program": b"\x7fELF\x02\x01\x01",
    "a binary file": b"some words, then\x00\x00\x00\x01 something else",
}


@pytest.mark.parametrize(("what", "content"), BINARY.items())
def test_binary_content_is_refused_and_named(what: str, content: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=what):
        decode(content)


def test_control_characters_all_over_are_no_text() -> None:
    with pytest.raises(UnreadableDocument, match="not text"):
        decode(b"ab\x01\x02\x03\x04" * 100)


@settings(max_examples=50, deadline=None)
@given(st.binary())
def test_any_bytes_are_either_read_or_refused(content: bytes) -> None:
    try:
        decode(content)
    except UnreadableDocument as refusal:
        assert "\n" not in str(refusal)  # noqa: PT017 - either outcome is right
