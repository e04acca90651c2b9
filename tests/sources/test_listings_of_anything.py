"""Listings are anybody's bytes: whatever is wrong with them, they are read as far as they go, or refused."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.errors import UnreadableDocument
from extractors.sources.addresses import web_uri
from extractors.sources.listings.registry import reader

AT = "https://barset.example/listing?start=0"
OPTIONS = {"links": "main a", "next": None}
WHOLE = {
    "feed": [
        (
            b'<?xml version="1.0"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><item>'
            b"<title>A &amp; B</title><link>/a</link><guid>b</guid>"
            b"<pubDate>Tue, 27 Jun 2017 15:05:00 +0100</pubDate></item></channel></rss>"
        ),
        (
            b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://x.example/a/"><entry>'
            b'<title type="html">A</title><link href="p" rel="alternate"/>'
            b"<id>tag:x</id><updated>2020-01-01T00:00:00Z</updated></entry></feed>"
        ),
        b'{"items": [{"id": "1", "url": "/a", "date_modified": "2020-01-01", "attachments": [{"url": "x.pdf"}]}]}',
    ],
    "sitemap": [
        b"<urlset><url><loc>https://barset.example/a</loc><lastmod>2020-01-01</lastmod></url></urlset>",
        gzip.compress(b"<urlset><url><loc>https://barset.example/a</loc></url></urlset>"),
        b"https://barset.example/a\nhttps://barset.example/b\n",
    ],
    "listing": [
        (
            b'<html><base href="https://x.example"><main><li><h3>Title</h3><a href="/a">Read more</a>'
            b'<time datetime="2020-01-01">x</time></li></main><a rel=next href="?p=2">Next</a>'
        ),
    ],
    "govuk": [b'{"results": [{"link": "/a", "title": "T", "public_timestamp": "2020-01-01T00:00:00Z"}], "total": 300}'],
}
PIECES = [
    *(
        b"<",
        b">",
        b"&",
        b"\0",
        b"\xff",
        b"]]>",
        b"<![CDATA[",
        b'"',
        b"{",
        b"[",
        b"null",
        b"1e999",
        b"\xed\xa0\x80",
        b"%00",
    ),
    *(b"http://[", b"https://x:99999/", b"//", b" xml:base='http://['", b"<!DOCTYPE a>", b"0001-01-01T00:00:00+23:59"),
    b"<?xml version='1.0' encoding='x'?>",
]


def damaged(whole: bytes) -> st.SearchStrategy[bytes]:
    """Return the whole with a few pieces put in the place of a few bytes."""
    place = st.tuples(st.integers(0, len(whole)), st.integers(0, 20), st.sampled_from([b"", *PIECES]))
    return st.lists(place, max_size=4).map(lambda places: _replaced(whole, places))


def _replaced(whole: bytes, places: list[tuple[int, int, bytes]]) -> bytes:
    for start, length, piece in places:
        whole = whole[:start] + piece + whole[start + length :]
    return whole


@pytest.mark.parametrize("kind", WHOLE)
@given(content=st.data())
def test_a_damaged_listing_gives_web_addresses_or_is_refused(kind: str, content: st.DataObject) -> None:
    whole = content.draw(st.sampled_from(WHOLE[kind]))
    try:
        page = reader(kind)(content.draw(damaged(whole)), AT, OPTIONS)
    except UnreadableDocument:
        return
    uris = [*(item.uri for item in page.items), *(item.fetch_uri or item.uri for item in page.items), *page.more]
    assert [uri for uri in uris if web_uri(uri) != uri] == []
    assert all("\n" not in fault for fault in page.faults)


@pytest.mark.parametrize("kind", WHOLE)
def test_the_whole_listing_has_a_document(kind: str) -> None:
    assert all(reader(kind)(whole, AT, OPTIONS).items for whole in WHOLE[kind])
