"""What disappears from a source is marked as withdrawn by `greenpaper refresh`, and by nothing else."""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from loopback import LoopbackSite
from refreshing import ANNEX, Refreshing, Run, listing, page, tagged

pytestmark = pytest.mark.slow

SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
WITHDRAWN = "select parse_path(uri)[-1] as name from documents where withdrawn_at is not null order by name"


def sitemap(*paths: str) -> bytes:
    """Return a sitemap whose pages never tell another date of change."""
    return SITEMAP.format(
        "".join(f"<url><loc>{path}</loc><lastmod>2024-05-01</lastmod></url>" for path in paths)
    ).encode()


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    with LoopbackSite(
        {
            "/news": tagged(listing("/news/a", "/news/b", "/news/c")),
            "/sitemap.xml": sitemap("/news/a", "/news/b", "/news/c"),
            "/news/a": tagged(page("Elm Park opens", "Elmbridge Council opened Elm Park on 3 May 2024.", ANNEX)),
            "/news/b": tagged(page("New leader named", "Ann Archer is the leader of Elmbridge Council.")),
            "/news/c": tagged(page("Oak Park", "Elmbridge Council spent £3 million on Oak Park in 2024.")),
            "/files/annex.txt": tagged(b"Annex A\n\nThe park cost \xc2\xa32.5 million in 2023/24.\n"),
        }
    ) as running:
        yield running


@pytest.fixture
def refresh(repeat_greenpaper: Run, prefect_server: dict[str, str], tmp_path: Path, site: LoopbackSite) -> Refreshing:
    return Refreshing(repeat_greenpaper, tmp_path, prefect_server, site)


def withdrawn(refresh: Refreshing) -> list[str]:
    with duckdb.connect(str(refresh.folder / "data/greenpaper.duckdb"), read_only=True) as published:
        return [name for (name,) in published.execute(WITHDRAWN).fetchall()]


def test_a_page_that_a_listing_drops_goes_with_its_attachment_and_comes_back(refresh: Refreshing) -> None:
    refresh()
    refresh.site.routes["/news"] = tagged(listing("/news/b", "/news/c"))
    summary, _, paths = refresh()
    (source,) = summary["sources"]
    assert (source["status"], source["withdrawn"], summary["failed"]) == ("complete", 1, 0)
    assert summary["asked"] == summary["loaded"] + summary["unchanged"] + summary["skipped"]
    assert withdrawn(refresh) == ["a", "annex.txt"]
    assert refresh.rows("select count(*) as figures from figures join documents using (document_id) "
                        "where withdrawn_at is not null and figures.unit = 'GBP'") == [{"figures": 1}]  # fmt: skip
    status = refresh.run("status", "--json", env=refresh.env, cwd=refresh.folder)
    assert json.loads(status.stdout)["sources"][0]["withdrawn"] == 2

    _, _, paths = refresh()
    assert sorted(paths) == ["/news", "/news/b", "/news/c", "/robots.txt"]  # a withdrawn page's attachment has rest
    refresh.site.routes["/news"] = tagged(listing("/news/a", "/news/b", "/news/c"))
    summary, _, _ = refresh()
    assert (withdrawn(refresh), summary["sources"][0]["withdrawn"]) == ([], 0)


def test_a_page_that_is_removed_is_withdrawn_though_it_is_listed_and_troubles_nobody_later(
    refresh: Refreshing, run_greenpaper: Run
) -> None:
    refresh()
    refresh.site.routes["/news/c"] = (410, {}, b"gone")
    summary, _, _ = refresh()
    assert (summary["skipped"], summary["failed"], summary["sources"][0]["withdrawn"]) == (1, 0, 1)
    assert withdrawn(refresh) == ["c"]
    summary, _, _ = refresh()
    assert (summary["skipped"], summary["failed"], summary["sources"][0]["withdrawn"]) == (1, 0, 0)
    told = run_greenpaper("refresh", env=refresh.env, cwd=refresh.folder).stdout  # a process that knows only the file
    assert "gone from its source: the server answered 410" in told


def test_a_page_that_is_not_found_has_failed_once_and_is_withdrawn_at_the_second_look(refresh: Refreshing) -> None:
    refresh()
    body = refresh.site.routes.pop("/news/c")
    summary, said, _ = refresh(expected=1)
    assert (summary["failed"], withdrawn(refresh)) == (1, [])
    assert "404: there is no such page; check the address; if that stays so, it is marked as withdrawn" in said
    summary, _, _ = refresh()
    assert (summary["failed"], withdrawn(refresh)) == (0, ["c"])
    refresh.site.routes["/news/c"] = body
    refresh()
    assert withdrawn(refresh) == []


def test_a_sitemap_withdraws_what_it_names_no_more_and_looks_anew_at_what_is_back(refresh: Refreshing) -> None:
    refresh.configure(sitemap=f'"{refresh.site.uri("/sitemap.xml")}"', attachments="false", listing=None)
    refresh()
    refresh.site.routes["/sitemap.xml"] = sitemap("/news/a", "/news/b")
    refresh()
    assert withdrawn(refresh) == ["c"]
    refresh.site.routes["/sitemap.xml"] = sitemap("/news/a", "/news/b", "/news/c")
    _, _, paths = refresh()
    assert (paths, withdrawn(refresh)) == (["/robots.txt", "/sitemap.xml", "/news/c"], [])


def test_a_listing_below_its_minimum_or_far_too_short_withdraws_nothing_and_says_so(refresh: Refreshing) -> None:
    refresh()
    refresh.configure(minimum=3)
    refresh.site.routes["/news"] = tagged(listing("/news/b"))
    summary, _, _ = refresh(expected=1)
    assert [check["check_name"] for check in summary["checks"] if check["check_name"].startswith("s")] == [
        "sources_list_enough"
    ]
    refresh.configure()
    refresh()
    assert withdrawn(refresh) == []
    told = refresh.run("status", env=refresh.env, cwd=refresh.folder).stdout
    assert "2 of 3 documents are gone at once, more than the 50 % that are believed" in told


def test_a_file_that_leaves_its_folder_is_withdrawn_unless_it_was_ingested_by_name_alone(
    refresh: Refreshing, tmp_path: Path
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for name in ("one", "two", "three"):
        (papers / f"{name}.txt").write_text(f"Ann Archer is the leader of Elmbridge Council, says paper {name}.")
    greenpaper = refresh.run("ingest", "papers", env=refresh.env, cwd=refresh.folder)
    assert greenpaper.returncode == 0, greenpaper.stderr
    (papers / "three.txt").unlink()
    assert refresh.run("ingest", "papers", env=refresh.env, cwd=refresh.folder).returncode == 0
    assert withdrawn(refresh) == []
    refresh.configure(folder='"papers"', attachments="false", listing=None)
    refresh()
    (papers / "two.txt").rename(tmp_path / "two.txt")
    refresh()
    assert withdrawn(refresh) == ["two.txt"]
    assert refresh.run("ingest", "papers", env=refresh.env, cwd=refresh.folder).returncode == 0
    assert withdrawn(refresh) == ["two.txt"]
    (tmp_path / "two.txt").rename(papers / "two.txt")
    refresh()
    assert withdrawn(refresh) == []
