"""What is read from a page's meta data, and which source goes first."""

from datetime import date

import pytest

from extractors.documents.html_metadata import day_of
from extractors.documents.registry import parse
from extractors.records import Metadata


def metadata(head: str, body: str = "<p>Words</p>", lang: str = "") -> Metadata:
    return parse(f"<html{lang}><head>{head}</head><body>{body}</body></html>".encode(), name="x").metadata


def test_a_page_that_says_nothing_has_no_metadata() -> None:
    assert metadata("") == Metadata()


def test_the_heading_is_the_title() -> None:
    assert metadata("<title>Other</title>", "<h1>Our <b>plan</b></h1>").title == "Our plan"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<meta property="og:title" content="Our plan"><title>Other</title>', "Our plan"),
        ("<title>Our plan - Shire Council</title>", "Our plan"),
        ("<title>Our plan | About | GOV.UK</title>", "Our plan | About"),
        ("<title>Plan - 2019 to 2020</title>", "Plan - 2019 to 2020"),
        ("<title>Social-work plan</title>", "Social-work plan"),
    ],
)
def test_without_a_heading_the_title_is_that_of_the_page_without_the_site(head: str, title: str) -> None:
    assert metadata(head).title == title


def test_a_heading_that_is_the_name_of_the_site_is_no_title() -> None:
    head = '<meta property="og:site_name" content="The Shire"><meta property="og:title" content="Our plan">'
    assert metadata(head, "<h1>The Shire</h1><p>Words</p>").title == "Our plan"


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="govuk:primary-publishing-organisation" content="Department of Health">',
        '<meta name="DC.publisher" content=" Department of&nbsp;Health ">',
        '<meta name="dcterms.publisher" content="Department of Health"><meta property="og:site_name" content="GOV.UK">',
        '<script type="application/ld+json">{"publisher": {"name": "Department of Health"}}</script>',
        '<script type="application/ld+json">{"@graph": [{"publisher": ["Department of Health"]}]}</script>',
        '<meta property="og:site_name" content="Department of Health">',
    ],
)
def test_the_publisher(head: str) -> None:
    assert metadata(head).publisher == "Department of Health"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2019-05-03T10:00:00+01:00">',
        '<meta name="DCTERMS.issued" content="2019-05-03">',
        '<meta name="DC.date" content="3 May 2019">',
        '<script type="application/ld+json">[{"@type": "Thing", "datePublished": "2019-05-03T23:59Z"}]</script>',
        '<meta property="article:published_time" content="soon"><meta name="dc.date.issued" content="20190503">',
    ],
)
def test_the_day_of_publication(head: str) -> None:
    assert metadata(head).published_on == date(2019, 5, 3)


def test_the_day_of_publication_may_be_marked_in_the_text() -> None:
    body = '<p>Words <time itemprop="datePublished" datetime="2019-05-03">then</time></p>'
    assert metadata("", body).published_on == date(2019, 5, 3)


def test_the_day_of_modification() -> None:
    assert metadata('<meta property="article:modified_time" content="2019-05-04">').modified_on == date(2019, 5, 4)
    assert metadata('<meta name="dcterms.modified" content="2019-05-04">').modified_on == date(2019, 5, 4)


@pytest.mark.parametrize(
    ("lang", "language"), [(' lang="en"', "en"), (' lang="EN_gb"', "en-GB"), (' lang="x y"', None), ("", None)]
)
def test_the_language(lang: str, language: str | None) -> None:
    assert metadata("", lang=lang).language == language


def test_the_canonical_address() -> None:
    assert metadata('<link rel="canonical" href="https://a.example/b">').canonical_uri == "https://a.example/b"
    assert metadata('<meta property="og:url" content="https://a.example/b">').canonical_uri == "https://a.example/b"
    assert metadata('<link rel="canonical" href="/b">').canonical_uri is None


def test_news_say_so_in_their_linked_data() -> None:
    assert metadata('<script type="application/ld+json">{"@type": ["NewsArticle"]}</script>').document_type == "news"
    assert metadata('<meta property="og:type" content="article">').document_type is None


@pytest.mark.parametrize("source", ["{", "[" * 100_000, '"words"', "null", "[[[{}]]]", '{"@graph": {"publisher": 3}}'])
def test_broken_linked_data_does_no_harm(source: str) -> None:
    assert metadata(f'<script type="application/ld+json">{source}</script>') == Metadata()


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2016-12-28T23:30:00Z", date(2016, 12, 28)),
        ("2016/12/28", date(2016, 12, 28)),
        ("28th December 2016", date(2016, 12, 28)),
        ("2016-13-28", None),
        ("0001-01-01T00:00:00", None),
        ("December", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_it_stands(said: str, day: date | None) -> None:
    assert day_of(said) == day


@pytest.mark.parametrize(
    ("head", "language"),
    [
        ('<meta http-equiv="Content-Language" content="cy">', "cy"),
        ('<meta property="og:locale" content="en_GB">', "en-GB"),
    ],
)
def test_the_language_of_a_page_whose_element_names_none(head: str, language: str) -> None:
    assert metadata(head).language == language


def test_endless_linked_data_is_left_unread() -> None:
    head = f'<script type="application/ld+json">[{"[" * 5000}</script>' * 200
    assert (
        metadata(f'{head}<script type="application/ld+json">{{"datePublished": "2024-05-03"}}</script>') == Metadata()
    )
