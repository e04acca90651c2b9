"""One call reads any document; what cannot be read is refused with a message that helps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.documents.formats import Hints
from extractors.documents.normalise import normalise
from extractors.documents.registry import formats, parse, supported_suffixes
from extractors.errors import DocumentError, UnreadableDocument, UnsupportedDocument

PAGE = b"<html><head><title>T</title></head><body><h1>Our aims</h1><p>We help.</p></body></html>"


def test_plain_text_is_read_with_its_layout() -> None:
    document = parse("Plan\r\n\r\n\u2022\u00a0Better care".encode(), name="plan.txt")
    assert (document.text, document.media_type) == ("Plan\n\n• Better care", "text/plain")
    assert [block.kind for block in document.blocks] == ["heading", "item"]


@pytest.mark.parametrize("name", ["page.txt", "page", "https://example.org/page.pdf"])
def test_the_bytes_decide_not_the_name(name: str) -> None:
    assert parse(PAGE, name=name, declared_media_type="text/plain").media_type == "text/html"


def test_a_fragment_of_html_is_read_as_what_it_is_said_to_be() -> None:
    fragment = b"Words <b>and</b> more."
    assert parse(fragment, name="part.html").text == "Words and more."
    assert parse(fragment, name="part", declared_media_type="text/html; charset=utf-8").text == "Words and more."
    assert parse(fragment, name="part.txt").text == "Words <b>and</b> more."


def test_the_declared_charset_is_used() -> None:
    content = "Łódź i Kraków".encode("iso8859-2")
    assert parse(content, name="x", declared_media_type="text/plain; charset=ISO-8859-2").text == "Łódź i Kraków"


def test_the_same_bytes_give_the_same_document() -> None:
    assert parse(PAGE, name="x") == parse(PAGE, name="x")


@pytest.mark.parametrize("content", [b"", b" \n", b"\xef\xbb\xbf"])
def test_an_empty_document_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="is empty"):
        parse(content, name="x.txt")


@pytest.mark.parametrize(
    "content", [b"--- *** ---", b"<html><body><nav>Home</nav><script>words</script></body></html>"]
)
def test_a_document_without_words_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="no words"):
        parse(content, name="x")


def test_a_format_that_is_not_read_is_named_with_those_that_are() -> None:
    with pytest.raises(UnsupportedDocument, match=r"a GIF image.*HTML.*plain text"):
        parse(b"GIF89a....", name="x.txt")


@pytest.mark.parametrize("content", [b"{\\rtf1 words}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 words"])
def test_older_formats_of_word_are_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(UnsupportedDocument, match=r"save it as \.docx"):
        parse(content, name="plan.doc")


def test_a_binary_file_with_a_text_name_is_refused() -> None:
    with pytest.raises(DocumentError, match="binary file"):
        parse(b"words\x00\x01\x02 and bytes", name="/somewhere/notes.txt")


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"a\x00b", b"---"])
def test_messages_are_one_line_and_leave_the_place_to_the_caller(content: bytes) -> None:
    with pytest.raises(DocumentError) as refused:
        parse(content, name="/secret/place.txt")
    assert "\n" not in str(refused.value)
    assert "place" not in str(refused.value)


@pytest.mark.parametrize(
    "declared", ["", "rubbish", "text/html; charset=", 'text/plain; charset="no-such"', "a\r\nb: c"]
)
def test_a_broken_content_type_does_no_harm(declared: str) -> None:
    assert parse(PAGE, name="x", declared_media_type=declared).blocks[0].level == 1


def test_the_registry_says_what_it_reads() -> None:
    assert supported_suffixes() >= {".txt", ".html", ".htm"}
    assert set(formats()) >= {"text/plain", "text/html"}


def test_columns_set_off_by_tabs_are_a_table() -> None:
    document = parse(b"Costs\n\nYear\tCost\n2019\t\xc2\xa35m\n\n1.\tFirst\n2.\tSecond", name="x.txt")
    assert [block.kind for block in document.blocks] == ["heading", "row", "row", "item", "item"]
    assert "2019 | £5m" in document.text


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("a/b.TXT", ".txt"), ("https://x.org/a.html?q=1.pdf#b", ".html"), (".profile", ""), ("c:\\d.e\\f", ""), ("", "")],
)
def test_the_suffix_is_that_of_the_last_part_of_the_name(name: str, suffix: str) -> None:
    assert Hints(name).suffix == suffix


@settings(max_examples=50, deadline=None)
@given(st.one_of(st.binary(), st.text().map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_are_read_or_refused_and_the_text_is_normalised(content: bytes) -> None:
    try:
        document = parse(content, name="x")
    except DocumentError:
        return
    assert normalise(document.text) == document.text
