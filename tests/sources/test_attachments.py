"""Of what a page lists, the documents: by ending or media type, and the parts of the page in HTML."""

from datetime import date

import pytest

from extractors.records import Publication
from extractors.sources.attachments import attachments
from extractors.sources.listings.items import ListedItem

PAGE = "https://barset.example/publications/health-2030"


def listed(uri: str | None, media_type: str | None = None, label: str = "Annex") -> Publication:
    return Publication(
        start_char=0,
        end_char=len(label),
        text=label,
        evidence=label,
        extractor="test",
        confidence=1.0,
        label=label,
        year=None,
        published_on=date(2020, 1, 2),
        uri=uri,
        media_type=media_type,
        size_bytes=None,
    )


@pytest.mark.parametrize(
    "uri",
    [
        "https://assets.barset.example/1/Plan%202030.PDF",
        "https://other.example/plan.docx?v=2",
        "/files/plan.odt",
        "notes.txt",
        "/files/all.zip",
        "/files/letter.eml",
        "/files/readme.md",
        "/files/old.doc",
        "https://barset.example/publications/health-2030/annex-a",
        "https://www.barset.example/publications/health-2030/annex-b.html",
    ],
)
def test_documents_are_followed(uri: str) -> None:
    assert len(attachments([listed(uri)], PAGE)) == 1


@pytest.mark.parametrize(
    "media_type", ["application/pdf", "text/plain; charset=utf-8", "application/vnd.oasis.opendocument.text"]
)
def test_a_media_type_tells_where_the_ending_does_not(media_type: str) -> None:
    assert len(attachments([listed("/download?id=3", media_type)], PAGE)) == 1


@pytest.mark.parametrize(
    ("uri", "media_type"),
    [
        (None, "application/pdf"),
        ("mailto:a@barset.example", None),
        ("https://[broken/plan.pdf", None),
        ("https://social.example/barset", None),
        ("/publications/other", "text/html"),
        ("/publications", None),
        (PAGE, "application/pdf"),
        (f"{PAGE}#annex", None),
        (f"{PAGE}/a/b", None),
        (f"{PAGE}-annex", None),
        (f"{PAGE}/picture.png", None),
        ("https://other.example/publications/health-2030/annex", None),
        ("/files/table.csv", "text/csv"),
        ("/files/talk.mp3", "audio/mpeg"),
    ],
)
def test_pages_pictures_tables_and_what_is_no_address_are_not_followed(uri: str | None, media_type: str | None) -> None:
    assert attachments([listed(uri, media_type)], PAGE) == ()


def test_a_main_page_of_a_site_has_no_parts() -> None:
    assert attachments([listed("/publications/health-2030")], "https://barset.example/publications") == ()


def test_an_attachment_is_called_and_dated_as_the_page_says_and_counts_once() -> None:
    found = attachments(
        [listed("/a.pdf?utm_source=x#page=2", "application/pdf", "Annex  A"), listed("/a.pdf", None, "Annex A again")],
        PAGE,
    )
    assert found == (ListedItem("https://barset.example/a.pdf", "Annex A", None, date(2020, 1, 2), "application/pdf"),)


def test_no_more_than_200_attachments_of_a_page_are_followed() -> None:
    found = attachments([listed(f"/{number}.pdf") for number in range(300)], PAGE)
    assert [found[0].uri, found[-1].uri] == ["https://barset.example/0.pdf", "https://barset.example/199.pdf"]
