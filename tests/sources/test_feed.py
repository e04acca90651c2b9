"""Feeds of all kinds → the documents that they list, with their dates, whatever state the feed is in."""

import json
from datetime import date
from pathlib import Path

import pytest

from extractors.errors import UnreadableDocument
from extractors.sources.listings.feed import read
from extractors.sources.listings.items import ListedItem, ListingPage

AT = "https://barset.example/news/feed.xml"
REAL = Path(__file__).parents[2].parent / "shared/feeds/02_news_gov_scot_rss.xml"


def feed(content: str) -> ListingPage:
    return read(content.encode(), AT, {})


def rss(*items: str, head: str = "") -> ListingPage:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return feed(
        '<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Barset</title>{head}{inside}</channel></rss>'
    )


def atom(*entries: str, root: str = "", head: str = "") -> ListingPage:
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return feed(f'<feed xmlns="http://www.w3.org/2005/Atom" {root}>{head}{inside}</feed>')


def only(page: ListingPage) -> ListedItem:
    (item,) = page.items
    assert page.faults == ()
    return item


def uris(page: ListingPage) -> list[str]:
    return [item.uri for item in page.items]


def test_an_rss_item_has_an_address_a_title_and_a_day() -> None:
    page = rss(
        "<title>Plan for &lt;b&gt;health&lt;/b&gt; &amp;amp; care</title>"
        "<link> https://barset.example/plan?utm_source=rss&amp;id=3#top </link>"
        "<pubDate>Tue, 27 Jun 2017 00:05:00 +0100</pubDate>"
    )
    assert only(page) == ListedItem(
        "https://barset.example/plan?id=3",
        "Plan for health & care",
        "2017-06-26T23:05:00Z",
        date(2017, 6, 27),
        tells_changes=False,
    )


def test_a_date_of_change_goes_before_one_of_publication() -> None:
    item = only(
        rss(
            "<link>/a</link><pubDate>Tue, 27 Jun 2017 15:05:00 GMT</pubDate>"
            "<dcterms:modified>2018-01-02</dcterms:modified>"
        )
    )
    assert (item.stamp, item.published_on, item.tells_changes) == ("2018-01-02", date(2017, 6, 27), True)


def test_a_date_that_cannot_be_read_is_kept_as_it_is_written() -> None:
    item = only(rss("<link>/a</link><pubDate>last  Tuesday</pubDate>"))
    assert (item.stamp, item.published_on) == ("last Tuesday", None)


def test_dublin_core_dates_are_read() -> None:
    assert only(rss("<link>/a</link><dc:date>2020-02-03T09:00:00Z</dc:date>")).published_on == date(2020, 2, 3)


def test_relative_links_start_at_the_feed() -> None:
    assert uris(rss("<link>plan.html</link>", "<link>/plans/2</link>")) == [
        "https://barset.example/news/plan.html",
        "https://barset.example/plans/2",
    ]


def test_a_guid_stands_in_for_a_missing_link_where_it_is_an_address() -> None:
    page = rss(
        "<guid>https://barset.example/1</guid>",
        '<guid isPermaLink="false">https://barset.example/2</guid>',
        "<title>Third</title><guid>3</guid>",
    )
    assert uris(page) == ["https://barset.example/1"]
    assert page.faults == (
        "entry 2 (without a title) links to no web page",
        "entry 3 (Third) links to no web page",
    )


def test_enclosed_documents_are_items_and_enclosed_sounds_are_not() -> None:
    page = rss(
        '<title>Plan</title><link>/plan</link><enclosure url="/plan.pdf" type="application/pdf" length="1"/>',
        '<title>Talk</title><link>/talk</link><enclosure url="/talk.mp3" type="audio/mpeg"/>',
        '<title>File</title><enclosure url="/download?id=1" type="application/pdf"/>',
    )
    assert [(item.uri.removeprefix("https://barset.example"), item.label, item.media_type) for item in page.items] == [
        ("/plan", "Plan", None),
        ("/plan.pdf", "Plan", "application/pdf"),
        ("/talk", "Talk", None),
        ("/download?id=1", "File", "application/pdf"),
    ]


def test_links_of_a_feed_to_itself_are_no_documents() -> None:
    page = rss('<link>/a</link><atom:link rel="self" href="/a.xml"/>', head='<atom:link rel="self" href="/feed"/>')
    assert uris(page) == ["https://barset.example/a"]


def test_an_item_that_is_listed_twice_counts_once() -> None:
    assert uris(rss("<link>/a</link>", "<link>/a#b</link>", "<link>/a?utm_medium=x</link>")) == [
        "https://barset.example/a"
    ]


def test_rss_1_is_read_whose_items_stand_beside_the_channel() -> None:
    page = feed(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel rdf:about="/"><title>Barset</title></channel>'
        '<item rdf:about="https://barset.example/1"><title>One</title><link>https://barset.example/1</link></item>'
        '<item rdf:about="https://barset.example/2"><title>Two</title></item></rdf:RDF>'
    )
    assert [item.label for item in page.items] == ["One", "Two"]


def test_rss_09_is_read_with_its_document_type() -> None:
    page = feed(
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
        '<rss version="0.91"><channel><item><title>One</title><link>/1</link></item></channel></rss>'
    )
    assert uris(page) == ["https://barset.example/1"]


def test_a_prefix_that_is_not_declared_is_passed_over() -> None:
    page = feed("<rss><channel><item><link>/1</link><dc:date>2020-02-03</dc:date></item></channel></rss>")
    assert page.items[0].published_on == date(2020, 2, 3)


def test_an_atom_entry_has_its_alternate_link_and_its_date_of_change() -> None:
    page = atom(
        '<id>tag:barset.example,2020:1</id><title type="html">Plan &amp;amp; budget</title>'
        '<link rel="edit" href="/edit/1"/><link rel="alternate" type="text/html" href="/plan"/>'
        '<link rel="enclosure" type="application/pdf" href="/plan.pdf"/>'
        "<published>2020-01-02T10:00:00Z</published><updated>2020-03-04T10:00:00+01:00</updated>"
    )
    assert page.items == (
        ListedItem("https://barset.example/plan", "Plan & budget", "2020-03-04T09:00:00Z", date(2020, 1, 2)),
        ListedItem(
            "https://barset.example/plan.pdf",
            "Plan & budget",
            "2020-03-04T09:00:00Z",
            date(2020, 1, 2),
            "application/pdf",
        ),
    )


def test_links_are_resolved_against_xml_base() -> None:
    page = atom('<link href="plan"/>', root='xml:base="https://static.barset.example/docs/"')
    assert uris(page) == ["https://static.barset.example/docs/plan"]


def test_an_atom_feed_names_its_next_page() -> None:
    page = atom('<link href="/a"/>', head='<link rel="next" href="?page=2"/><link rel="last" href="?page=9"/>')
    assert page.more == ("https://barset.example/news/feed.xml?page=2",)


def test_a_json_feed_is_read() -> None:
    page = feed(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "next_url": "?page=2",
                "items": [
                    {"id": "1", "url": "/plan", "title": "Plan", "date_published": "2020-01-02T00:00:00Z"},
                    {"id": "https://barset.example/2", "date_modified": "2020-01-03T00:00:00Z", "attachments": [
                        {"url": "/2.docx", "mime_type": "application/octet-stream", "title": "Report"},
                        {"url": "/2.mp3", "mime_type": "audio/mpeg"},
                    ]},
                    {"id": "3"},
                    "4",
                ],
            }
        )
    )  # fmt: skip
    assert [
        (item.uri.removeprefix("https://barset.example"), item.label, item.tells_changes) for item in page.items
    ] == [
        ("/plan", "Plan", False),
        ("/2", None, True),
        ("/2.docx", "Report", True),
    ]
    assert page.more == ("https://barset.example/news/feed.xml?page=2",)
    assert page.faults == ("entry 3 links to no web page", "entry 4 links to no web page")


def test_bare_ampersands_and_entities_of_html_are_mended() -> None:
    page = rss(
        "<title>Health & care&nbsp;plan</title><link>/a?x=1&y=2</link>", "<title><![CDATA[R&D]]></title><link>/b</link>"
    )
    assert [(item.uri, item.label) for item in page.items] == [
        ("https://barset.example/a?x=1&y=2", "Health & care plan"),
        ("https://barset.example/b", "R&D"),
    ]
    assert page.faults == ()


def test_a_feed_that_is_cut_off_gives_what_is_left_and_says_so() -> None:
    page = feed("<rss><channel><item><title>One</title><link>/1</link></item><item><title>Tw")
    assert uris(page) == ["https://barset.example/1"]
    assert "its XML is damaged from line 1 on" in page.faults[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "it is empty"),
        ("<!DOCTYPE html><html><body>Not found</body></html>", "it is a web page, not a feed"),
        ("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", "name it `sitemap`"),
        ("<svg/>", "XML of another kind"),
        ("%PDF-1.7", "it is not XML"),
        ('{"items": 3}', "no JSON Feed"),
        ('{"items": ' + "[" * 100_000, "it is not JSON"),
    ],
)
def test_what_is_no_feed_is_refused_with_what_to_do(content: str, told: str) -> None:
    with pytest.raises(UnreadableDocument, match=told):
        feed(content)


def test_entities_that_a_feed_declares_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://barset.example/secret")
    with pytest.raises(UnreadableDocument, match="declares entities"):
        feed(
            f'<!DOCTYPE rss [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
            "<rss><channel><item><link>&s;</link></item></channel></rss>"
        )


def test_an_xml_bomb_is_refused() -> None:
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 20}">' for i in range(1, 12))
    with pytest.raises(UnreadableDocument, match="declares entities"):
        feed(f'<!DOCTYPE rss [<!ENTITY e0 "x">{levels}]><rss><channel><item x="&e11;"/></channel></rss>')


def test_deep_nesting_ends() -> None:
    page = feed("<rss><channel>" + "<a>" * 100_000 + "<item><link>/x</link></item>")
    assert page.items == ()
    assert "damaged" in page.faults[0]


def test_a_page_gives_no_more_than_50_000_documents() -> None:
    page = rss(*(f"<link>/{number}</link>" for number in range(50_001)))
    assert len(page.items) == 50_000
    assert page.faults == ("only its first 50,000 documents are read",)


@pytest.mark.skipif(not REAL.exists(), reason="the real feeds are not on this machine")
def test_a_real_feed_is_read() -> None:
    page = read(REAL.read_bytes(), "https://news.gov.scot/feed/rss", {})
    assert (len(page.items), page.faults) == (2, ())
    assert page.items[1].label == "Piloting delivery of welfare rights advice in health settings"
    assert page.items[1].stamp == "2017-06-27T11:27:00Z"
