"""Web pages with links → the documents that they list, and the page that follows."""

from datetime import date

import pytest

from extractors.errors import UnreadableDocument
from extractors.sources.listings.items import ListingPage
from extractors.sources.listings.page import read

AT = "https://barset.example/news/?page=1"
SITE = '<nav><a href="/">Home</a></nav>'


def page(body: str, links: str = "main a", following: str | None = None) -> ListingPage:
    return read(f"<html><body>{SITE}{body}</body></html>".encode(), AT, {"links": links, "next": following})


def labels(listing: ListingPage) -> dict[str, str | None]:
    return {item.uri.removeprefix("https://barset.example"): item.label for item in listing.items}


def test_the_selected_links_are_listed_with_their_words() -> None:
    listing = page('<main><a class="item" href="/a">The\n <b>plan</b></a><a href="/b">Other</a></main>', "main a.item")
    assert labels(listing) == {"/a": "The plan"}


def test_a_selected_container_lists_the_links_in_it() -> None:
    listing = page(
        '<ul class="plans"><li><a href="a">A plan</a></li><li><a href="../b">B plan</a></li></ul>', "ul.plans"
    )
    assert labels(listing) == {"/news/a": "A plan", "/b": "B plan"}


def test_nested_containers_list_a_link_once() -> None:
    assert labels(page('<div><div><a href="/a">A plan</a></div></div>', "div")) == {"/a": "A plan"}


def test_an_address_is_listed_once_without_fragment_and_tracking() -> None:
    listing = page(
        '<main><a href="/a?utm_source=x&id=1#top"></a><a href="/a?id=1&fbclid=2">The plan</a>'
        '<a href="/a?id=1&gclid=3">The plan again</a></main>'
    )
    assert labels(listing) == {"/a?id=1": "The plan"}


def test_links_that_lead_to_no_document_are_passed_over() -> None:
    listing = page(
        '<main><a href="#top">Up</a><a href="mailto:a@barset.example">Mail</a><a href="tel:1">Call</a><a name="x">X</a>'
        '<a href="javascript:void(0)">Open</a><a href="/map.PNG">Map</a><a href="">Empty</a></main>'
    )
    assert listing.items == ()
    assert listing.faults == ("no link on the page matches 'main a'",)


def test_a_link_that_cannot_be_read_is_told() -> None:
    listing = page('<main><a href="https://[broken/">Plan</a><a href="/a">A plan</a></main>')
    assert labels(listing) == {"/a": "A plan"}
    assert "the link 'https://[broken/' is passed over" in listing.faults[0]


def test_a_link_that_only_says_read_more_is_called_as_its_card() -> None:
    cards = "".join(
        f'<li><h3>Plan {n}</h3><p>Words.</p><time datetime="2020-01-0{n}">{n} January</time>'
        f'<a href="/{n}">Read more</a></li>'
        for n in (1, 2)
    )
    listing = page(f"<main><h2>All our plans</h2><ul>{cards}</ul></main>")
    assert labels(listing) == {"/1": "Plan 1", "/2": "Plan 2"}
    assert [item.published_on for item in listing.items] == [date(2020, 1, 1), date(2020, 1, 2)]


@pytest.mark.parametrize(
    ("link", "label"),
    [
        ('<a href="/a" aria-label="The plan in full">Download</a>', "The plan in full"),
        ('<h2>The plan</h2><a href="/a">PDF</a>', "The plan"),
        ('<h2>All plans</h2><a href="/a">Plan in full</a>', "Plan in full"),
        ('<a href="/a" title="The plan"><img src="x.png" alt=""></a>', "The plan"),
        ('<a href="/a"><img src="x.png" alt="The plan"></a>', "The plan"),
        ('<a href="/a"><img src="x.png"></a><p><a href="/a">The plan</a></p>', "The plan"),
        ('<a href="/a">View the full report</a>', "View the full report"),
        ('<a href="/a"><img src="x.png"></a>', None),
    ],
)
def test_a_link_without_words_is_called_by_what_else_is_said(link: str, label: str | None) -> None:
    assert labels(page(f"<main>{link}</main>")) == {"/a": label}


def test_links_are_resolved_against_the_base_of_the_page() -> None:
    content = b'<html><head><base href="https://static.barset.example/x/"></head><body><a href="a">A</a></body></html>'
    assert [item.uri for item in read(content, AT, {"links": "a"}).items] == ["https://static.barset.example/x/a"]


@pytest.mark.parametrize(
    "link", ['<a rel="next" href="?page=2">Next</a>', '<link rel="prefetch next" href="/news/?page=2">']
)
def test_the_next_page_is_the_one_that_the_page_calls_so(link: str) -> None:
    assert page(f'<main><a href="/a">A</a></main>{link}').more == ("https://barset.example/news/?page=2",)


def test_the_next_page_is_the_one_that_the_selector_finds() -> None:
    pages = '<a rel="next" href="/wrong">Next</a><p class="more"><a href="?page=2">More</a></p>'
    assert page(f'<main><a href="/a">A</a></main>{pages}', following="p.more").more == (
        "https://barset.example/news/?page=2",
    )


def test_the_last_page_leads_nowhere() -> None:
    assert page('<main><a href="/a">A</a></main>').more == ()
    assert page('<main><a href="/a">A</a></main><a rel="next" href="#">Next</a>').more == ()


def test_a_page_in_an_older_encoding_is_read() -> None:
    content = '<html><head><meta charset="iso-8859-1"></head><body><a href="/a">Café</a></body></html>'.encode(
        "latin-1"
    )
    assert read(content, AT, {"links": "a"}).items[0].label == "Café"


@pytest.mark.parametrize("content", [b"%PDF-1.7 ...", b'{"a": 1}', b"<html><body><div id=app></div></body></html>"])
def test_a_page_without_links_is_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="look for the site's feed or sitemap instead"):
        read(content, AT, {"links": "a"})


def test_a_page_gives_no_more_than_5_000_links() -> None:
    listing = page("<main>" + "".join(f'<a href="/{n}">{n}</a>' for n in range(5_001)) + "</main>")
    assert len(listing.items) == 5_000
    assert listing.faults == ("only its first 5,000 links are read",)


@pytest.mark.parametrize("selector", ["main a", "div"])
def test_deep_nesting_is_read(selector: str) -> None:
    assert labels(page("<main>" + "<div>" * 20_000 + '<a href="/a">A plan</a>', selector)) == {"/a": "A plan"}
