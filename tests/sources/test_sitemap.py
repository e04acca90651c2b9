"""Sitemaps and their indexes, as XML, gzip or text → the addresses that they list."""

import gzip
from pathlib import Path

import pytest

from extractors.errors import UnreadableDocument
from extractors.sources.listings.items import ListedItem, ListingPage
from extractors.sources.listings.sitemap import read

AT = "https://barset.example/sitemap.xml"
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
REAL = Path(__file__).parents[2].parent / "shared/feeds/01_nhsx_sitemap.xml"


def sitemap(content: str | bytes) -> ListingPage:
    return read(content.encode() if isinstance(content, str) else content, AT, {})


def urlset(*entries: str) -> ListingPage:
    inside = "".join(f"<url>{entry}</url>" for entry in entries)
    return sitemap(f'<?xml version="1.0" encoding="UTF-8"?><urlset {SPACE}>{inside}</urlset>')


def test_an_entry_has_an_address_and_a_date_of_change() -> None:
    page = urlset(
        "<loc>\n https://barset.example/plan \n</loc>"
        "<lastmod>2019-04-08T15:12:04+01:00</lastmod><priority>1</priority>",
        "<loc>https://barset.example/board</loc><lastmod>2019-04-08</lastmod>",
        "<loc>https://barset.example/about</loc>",
    )
    assert page == ListingPage(
        (
            ListedItem("https://barset.example/plan", stamp="2019-04-08T14:12:04Z"),
            ListedItem("https://barset.example/board", stamp="2019-04-08"),
            ListedItem("https://barset.example/about"),
        )
    )


def test_a_sitemap_without_its_name_space_is_read_too() -> None:
    assert len(sitemap("<urlset><url><loc>https://barset.example/a</loc></url></urlset>").items) == 1


def test_pictures_news_and_translations_on_a_page_are_no_documents_of_their_own() -> None:
    page = sitemap(
        f'<urlset {SPACE} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
        "<url><image:loc>https://barset.example/x.png</image:loc><loc>https://barset.example/a</loc>"
        "<image:image><image:loc>https://barset.example/b.png</image:loc></image:image>"
        '<xhtml:link rel="alternate" hreflang="cy" href="https://barset.example/cy/a"/>'
        "<news:news><news:title>Title</news:title></news:news></url></urlset>"
    )
    assert page == ListingPage((ListedItem("https://barset.example/a"),))


def test_an_index_leads_to_its_parts() -> None:
    page = sitemap(
        f"<sitemapindex {SPACE}><sitemap><loc>https://barset.example/1.xml.gz</loc><lastmod>2020-01-01</lastmod></sitemap>"
        "<sitemap><loc>/2.xml</loc></sitemap></sitemapindex>"
    )
    assert page == ListingPage((), ("https://barset.example/1.xml.gz", "https://barset.example/2.xml"))


def test_an_entry_without_a_web_address_is_told_and_the_rest_is_read() -> None:
    page = urlset(
        "<lastmod>2020-01-01</lastmod>", "<loc>ftp://barset.example/</loc>", "<loc>https://barset.example/a</loc>"
    )
    assert [item.uri for item in page.items] == ["https://barset.example/a"]
    assert page.faults == ("line 1: the link is empty", "line 1: ftp cannot be fetched: only http and https")


def test_an_address_of_unusual_length_is_told() -> None:
    page = urlset(f"<loc>https://barset.example/{'a' * 3000}</loc>")
    assert page.faults == ("line 1: the link is longer than 2,048 characters",)


def test_a_sitemap_in_gzip_is_unpacked() -> None:
    packed = gzip.compress(f"<urlset {SPACE}><url><loc>https://barset.example/a</loc></url></urlset>".encode())
    assert [item.uri for item in sitemap(packed).items] == ["https://barset.example/a"]


def test_a_sitemap_of_plain_text_has_an_address_a_line() -> None:
    page = sitemap(b"\xef\xbb\xbfhttps://barset.example/a\r\n\r\nhttps://barset.example/b \nnot an address\n")
    assert [item.uri for item in page.items] == ["https://barset.example/a", "https://barset.example/b"]
    assert page.faults == ("line 4: this is no web address",)


def test_a_damaged_sitemap_gives_what_is_left_and_says_so() -> None:
    page = sitemap(f"<urlset {SPACE}>\n<url><loc>https://barset.example/a?b=1&c=2</loc></url>\n<url><loc>htt")
    assert [item.uri for item in page.items] == ["https://barset.example/a?b=1&c=2"]
    assert "its XML is damaged from line 3 on" in page.faults[0]
    assert page.faults[1:] == ("line 3: the link is empty",)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b" ", "it is empty"),
        (b"<html><body>Not found</body></html>", "a web page, not a sitemap"),
        (b"<rss><channel/></rss>", "name it `feed`"),
        (b"<svg/>", "XML of another kind"),
        (b"Not found", "neither XML nor a list of addresses"),
        (b"\x1f\x8b\x08damaged", "its gzip is damaged"),
        (gzip.compress(b"https://barset.example/a")[:-9], "its gzip is cut off"),
        (gzip.compress(b"a" * 60_000_000), "it is larger than 52,428,800 bytes"),
    ],
    ids=["empty", "page", "feed", "picture", "text", "damaged", "cut", "bomb"],
)
def test_what_is_no_sitemap_is_refused_with_what_to_do(content: bytes, told: str) -> None:
    with pytest.raises(UnreadableDocument, match=told):
        sitemap(content)


@pytest.mark.skipif(not REAL.exists(), reason="the real feeds are not on this machine")
def test_a_real_sitemap_is_read() -> None:
    page = read(REAL.read_bytes(), "https://www.nhsx.nhs.uk/sitemap.xml", {})
    assert (len(page.items), page.more, page.faults) == (18, (), ())
    assert page.items[1] == ListedItem("https://www.nhsx.nhs.uk/who-we-are", stamp="2019-04-08T15:12:04Z")
