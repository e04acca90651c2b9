"""Walking a listing: from a real server on the loopback address, page after page, within limits."""

import gzip
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from extractors.errors import FetchError, ListingChanged, SourceError, TransientFetchError
from extractors.sources.discovery import Listing, walk
from extractors.sources.listings.items import ListingPage
from extractors.sources.listings.registry import reader
from extractors.sources.source import Source

INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'


@dataclass
class Site:
    """A web site on the loopback address: pages by path, and what was asked for, in order."""

    pages: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    invent: Callable[[str], bytes | None] = lambda _: None
    base: str = ""
    client: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False))

    def read(self, source: Source) -> Callable[[str], ListingPage]:
        """Return what fetches and reads a page of the source's listing."""

        def read_page(uri: str) -> ListingPage:
            response = self.client.get(uri)
            if response.status_code >= 500:
                raise TransientFetchError(f"{uri}: the server answered {response.status_code}: it may work later")
            if response.status_code != 200:
                raise FetchError(f"the server answered {response.status_code}")
            return reader(source.kind)(response.content, uri, source.options)

        return read_page

    def walk(self, **fields: object) -> Listing:
        source = Source.model_validate({"name": "barset", **fields})
        return walk(source, self.read(source))

    def paths(self, listing: Listing) -> list[str]:
        return [item.uri.removeprefix(self.base) for item in listing.items]


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve a site for one test."""
    it = Site()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            it.asked.append(self.path)
            found = it.pages.get(self.path) or it.invent(self.path)
            self.send_response(200 if found else 503 if "busy" in self.path else 404)
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name in the standard library
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        it.base = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        with it.client:
            yield it
        server.shutdown()
        thread.join()


def urlset(*entries: str) -> bytes:
    inside = "".join(f"<url>{entry}</url>" for entry in entries)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inside}</urlset>'.encode()


def links(*paths: str, following: str = "") -> bytes:
    inside = "".join(f'<li><a href="{path}">Document {path}</a></li>' for path in paths)
    after = f'<a rel="next" href="{following}">Next</a>' if following else ""
    return f'<html><body><a href="/">Home</a><ul>{inside}</ul>{after}</body></html>'.encode()


def number(path: str) -> int:
    return int(path.rpartition("=")[2])


def test_a_feed_with_relative_links_is_walked(site: Site) -> None:
    site.pages["/news/rss"] = b"<rss><channel><item><link>a</link></item><item><link>/b</link></item></channel></rss>"
    listing = site.walk(feed=f"{site.base}/news/rss")
    assert site.paths(listing) == ["/news/a", "/b"]
    assert (listing.source, listing.pages, listing.faults) == ("barset", 1, ())


def test_an_index_of_sitemaps_is_walked_with_its_parts_in_gzip(site: Site) -> None:
    site.pages = {
        "/sitemap.xml": INDEX.format("".join(f"<sitemap><loc>/{n}.xml.gz</loc></sitemap>" for n in (1, 2))).encode(),
        "/1.xml.gz": gzip.compress(urlset("<loc>/a</loc>", "<loc>/b</loc>")),
        "/2.xml.gz": gzip.compress(urlset("<loc>/b</loc>", "<loc>/c</loc>")),
    }
    listing = site.walk(sitemap=f"{site.base}/sitemap.xml")
    assert (site.paths(listing), listing.pages) == (["/a", "/b", "/c"], 3)


def test_a_sitemap_index_that_leads_back_to_itself_ends(site: Site) -> None:
    parts = "<sitemap><loc>/sitemap.xml</loc></sitemap><sitemap><loc>/1.xml</loc></sitemap>"
    site.pages = {"/sitemap.xml": INDEX.format(parts).encode(), "/1.xml": urlset("<loc>/a</loc>")}
    assert site.paths(site.walk(sitemap=f"{site.base}/sitemap.xml")) == ["/a"]
    assert site.asked == ["/sitemap.xml", "/1.xml"]


def test_a_listing_is_followed_to_its_last_page(site: Site) -> None:
    site.pages = {
        "/news": links("/a", "/b", following="/news?page=2"),
        "/news?page=2": links("/b", "/c", following="/news?page=3"),
        "/news?page=3": links("/d"),
    }
    listing = site.walk(listing={"url": f"{site.base}/news", "links": "li a"})
    assert site.paths(listing) == ["/a", "/b", "/c", "/d"]
    assert listing.items[3].label == "Document /d"


def test_an_endless_listing_that_repeats_itself_ends_where_nothing_is_new(site: Site) -> None:
    site.invent = lambda path: links("/a", "/b", following=f"/news?page={number(path) + 1}")
    listing = site.walk(listing={"url": f"{site.base}/news?page=1", "links": "li a"})
    assert (site.paths(listing), listing.pages, listing.faults) == (["/a", "/b"], 2, ())


def test_an_endless_listing_of_ever_new_documents_ends_after_its_pages(site: Site) -> None:
    site.invent = lambda path: links(f"/{number(path)}", following=f"/news?page={number(path) + 1}")
    listing = site.walk(listing={"url": f"{site.base}/news?page=1", "links": "li a", "pages": 3})
    assert site.paths(listing) == ["/1", "/2", "/3"]
    assert listing.faults == (f"{site.base}/news?page=4: not read, for 3 pages of the listing have been",)


def test_an_endless_listing_ends_when_it_is_over_its_maximum(site: Site) -> None:
    site.invent = lambda path: links(f"/{number(path)}", following=f"/news?page={number(path) + 1}")
    with pytest.raises(ListingChanged, match="it lists more than the 5 documents that were expected"):
        site.walk(listing={"url": f"{site.base}/news?page=1", "links": "li a", "pages": 1000}, maximum=5)
    assert len(site.asked) == 6


def test_a_next_page_on_another_site_is_not_read(site: Site) -> None:
    site.pages["/news"] = links("/a", following="http://localhost:1/news?page=2")
    listing = site.walk(listing={"url": f"{site.base}/news", "links": "li a"})
    assert listing.faults == (
        "http://localhost:1/news?page=2: on another site, so not read: if the listing has moved, correct its address",
    )


def test_the_search_of_govuk_is_walked(site: Site) -> None:
    def results(path: str) -> bytes:
        first = number(path)
        inside = ",".join(f'{{"link": "/p{n}", "title": "P"}}' for n in range(first, min(first + 100, 150)))
        return f'{{"results": [{inside}], "total": 150}}'.encode()

    site.invent = results
    listing = site.walk(govuk={"organisations": ["a-body"], "base": site.base})
    assert site.paths(listing) == [f"/p{n}" for n in range(150)]
    assert listing.items[0].fetch_uri == f"{site.base}/api/content/p0"
    assert len(site.asked) == 2


def test_patterns_choose_among_the_addresses(site: Site) -> None:
    site.pages["/s.xml"] = urlset(*(f"<loc>/{path}</loc>" for path in ("plan/1", "news/1", "plan/old/1", "strategy/1")))
    listing = site.walk(sitemap=f"{site.base}/s.xml", include=["/plan/", "/strategy/"], exclude=["/old/"])
    assert site.paths(listing) == ["/plan/1", "/strategy/1"]


def test_a_page_of_a_listing_without_wanted_documents_does_not_end_it(site: Site) -> None:
    site.pages = {"/news": links("/news/1", following="/news?page=2"), "/news?page=2": links("/plan/1")}
    listing = site.walk(listing={"url": f"{site.base}/news", "links": "li a"}, include=["/plan/"])
    assert site.paths(listing) == ["/plan/1"]


def test_the_newest_of_a_listing_are_its_first_and_no_more_pages_are_read(site: Site) -> None:
    site.pages["/news"] = links("/c", "/a", "/b", following="/news?page=2")
    listing = site.walk(listing={"url": f"{site.base}/news", "links": "li a"}, newest=2)
    assert site.paths(listing) == ["/c", "/a"]
    assert site.asked == ["/news"]


def test_the_newest_of_a_sitemap_are_those_changed_last(site: Site) -> None:
    site.pages["/s.xml"] = urlset(
        "<loc>/undated</loc>",
        "<loc>/unclear</loc><lastmod>yesterday</lastmod>",
        "<loc>/old</loc><lastmod>2019-01-01</lastmod>",
        "<loc>/new</loc><lastmod>2021-01-01T10:00:00Z</lastmod>",
        "<loc>/middle</loc><lastmod>2020-01-01</lastmod>",
    )
    assert site.paths(site.walk(sitemap=f"{site.base}/s.xml", newest=2, maximum=2)) == ["/new", "/middle"]


# Which listings are whole, so that what they do not name is not there


def test_a_listing_that_was_read_to_its_end_is_whole_and_tells_what_it_names_wanted_or_not(site: Site) -> None:
    site.pages = {"/news": links("/a", "/b", following="/news?page=2"), "/news?page=2": links("/c")}
    listing = site.walk(listing={"url": f"{site.base}/news", "links": "li a"}, exclude=["/b"])
    assert listing.is_complete
    assert listing.named == {f"{site.base}/{name}" for name in "abc"}


def test_a_sitemap_is_whole_with_all_its_parts(site: Site) -> None:
    parts = "".join(f"<sitemap><loc>/{name}.xml</loc></sitemap>" for name in ("1", "2"))
    site.pages = {"/s.xml": INDEX.format(parts).encode(), "/1.xml": urlset("<loc>/a</loc>")}
    assert not site.walk(sitemap=f"{site.base}/s.xml").is_complete
    site.pages["/2.xml"] = urlset("<loc>/b</loc>")
    assert site.walk(sitemap=f"{site.base}/s.xml").is_complete


@pytest.mark.parametrize(
    ("page", "more"),
    [
        (links("/a", "/b", following="/news?page=2"), {"pages": 1}),
        (links("/a", "/b", following="/absent"), {}),
        (links("/a", "/b", following="http://localhost:1/news"), {}),
        (links("/a", "http://[", "/b"), {}),
        (links("/a", "/b"), {"whole": False}),
    ],
    ids=["cut off", "a page fails", "goes on elsewhere", "a link cannot be read", "said to be none"],
)
def test_a_listing_is_not_whole(page: bytes, more: dict[str, object], site: Site) -> None:
    site.pages["/news"] = page
    listing = site.walk(listing={"url": f"{site.base}/news", "links": "li a", **more})
    assert (site.paths(listing), listing.is_complete) == (["/a", "/b"], False)


def test_a_listing_is_not_whole_where_it_ends_because_a_page_names_nothing_new(site: Site) -> None:
    site.invent = lambda path: links("/a", following=f"/news?page={number(path) + 1}")
    assert not site.walk(listing={"url": f"{site.base}/news?page=1", "links": "li a"}).is_complete


def test_the_newest_of_a_listing_are_not_the_whole_of_it(site: Site) -> None:
    site.pages["/news"] = links("/a", "/b")
    assert not site.walk(listing={"url": f"{site.base}/news", "links": "li a"}, newest=2).is_complete


def test_a_feed_and_a_list_of_ones_own_and_an_empty_listing_are_never_whole(site: Site) -> None:
    site.pages["/rss"] = b"<rss><channel><item><link>/a</link></item></channel></rss>"
    site.pages["/s.xml"] = urlset()
    assert not site.walk(feed=f"{site.base}/rss").is_complete
    assert not site.walk(sitemap=f"{site.base}/s.xml", minimum=0).is_complete
    assert not local(urls=["https://a.example/"]).is_complete


# What goes wrong


def test_fewer_documents_than_the_minimum_mean_that_the_page_has_changed(site: Site) -> None:
    site.pages["/news"] = links("/a", "/b")
    with pytest.raises(ListingChanged) as raised:
        site.walk(listing={"url": f"{site.base}/news", "links": "main a"}, minimum=2)
    assert raised.value.listed == 0
    assert str(raised.value) == (
        f"source 'barset': it lists 0 documents, but 2 or more were expected ({site.base}/news: no link on the page "
        f"matches 'main a'): open {site.base}/news; "
        "if the page has changed, correct the source, else lower its `minimum`"
    )


def test_a_listing_that_may_be_empty_has_a_minimum_of_0(site: Site) -> None:
    site.pages["/rss"] = b"<rss><channel/></rss>"
    assert site.walk(feed=f"{site.base}/rss", minimum=0).items == ()


def test_a_first_page_that_cannot_be_fetched_or_read_stops_the_source(site: Site) -> None:
    site.pages["/rss"] = b"<html></html>"
    with pytest.raises(SourceError, match=rf"source 'barset': {site.base}/rss: it is a web page, not a feed"):
        site.walk(feed=f"{site.base}/rss")
    with pytest.raises(SourceError, match="the server answered 404"):
        site.walk(feed=f"{site.base}/absent")
    with pytest.raises(SourceError) as raised:
        site.walk(feed=f"{site.base}/busy")
    assert isinstance(raised.value.__cause__, TransientFetchError)
    assert str(raised.value).count(site.base) == 1


def test_a_part_that_cannot_be_read_is_told_and_the_others_are_taken(site: Site) -> None:
    parts = "".join(f"<sitemap><loc>/{name}.xml</loc></sitemap>" for name in ("absent", "a", "broken"))
    site.pages = {
        "/sitemap.xml": INDEX.format(parts).encode(),
        "/a.xml": urlset("<loc>/a</loc>"),
        "/broken.xml": b"Sorry",
    }
    listing = site.walk(sitemap=f"{site.base}/sitemap.xml")
    assert site.paths(listing) == ["/a"]
    assert [fault.partition(": ")[0] for fault in listing.faults] == [
        f"{site.base}/absent.xml",
        f"{site.base}/broken.xml",
    ]


# Places without a network


def never(uri: str) -> ListingPage:
    raise AssertionError(f"{uri} is not to be read")


def local(**fields: object) -> Listing:
    return walk(Source.model_validate({"name": "barset", **fields}), never, suffixes={".txt"})


def test_a_folder_lists_its_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "old.txt", "c.png"):
        (tmp_path / name).touch()
    listing = local(folder=tmp_path, exclude=["/old"])
    assert [item.path for item in listing.files] == [tmp_path / "a.txt", tmp_path / "b.txt"]
    assert listing.items == ()
    assert listing.faults == (f"{(tmp_path / 'c.png').as_uri()}: .png: not a format that is read",)


def test_a_folder_is_whole_and_names_the_files_that_are_not_read_too(tmp_path: Path) -> None:
    assert not local(folder=tmp_path, minimum=0).is_complete
    for name in ("a.txt", "old.txt", "c.png"):
        (tmp_path / name).touch()
    listing = local(folder=tmp_path, exclude=["/old"])
    assert listing.is_complete
    assert listing.named == {(tmp_path / name).as_uri() for name in ("a.txt", "old.txt", "c.png")}


def test_a_folder_of_which_a_part_cannot_be_read_is_not_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "shut").mkdir()
    scan = os.scandir

    def refuse(path: str) -> Any:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)  # root, as whom tests may run, is refused nothing
    listing = local(folder=tmp_path)
    assert (len(listing.files), listing.is_complete) == (1, False)


def test_a_folder_that_is_not_there_or_too_empty_stops_the_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=f"there is no folder {tmp_path}/absent"):
        local(folder=tmp_path / "absent")
    with pytest.raises(ListingChanged, match="it lists 0 documents, but 1 or more were expected"):
        local(folder=tmp_path)


def test_a_list_of_addresses_is_itself_without_repetitions() -> None:
    listing = local(urls=["https://b.example/", "https://a.example/x#y", "https://a.example/x"], exclude=["zzz"])
    assert [item.uri for item in listing.items] == ["https://b.example/", "https://a.example/x"]
