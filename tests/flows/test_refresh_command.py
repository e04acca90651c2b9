"""`greenpaper refresh` against a real site on the loopback address: what is new comes in, nothing comes twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import LoopbackSite
from refreshing import ANNEX, Refreshing, Run, listing, page, tagged

pytestmark = pytest.mark.slow


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    with LoopbackSite(
        {
            "/news": tagged(listing("/news/a", "/news/b")),
            "/news/a": tagged(page("Elm Park opens", "Elmbridge Council opened Elm Park on 3 May 2024.", ANNEX)),
            "/news/b": tagged(page("New leader named", "Ann Archer is the leader of Elmbridge Council.")),
            "/files/annex.txt": tagged(b"Annex A\n\nThe park cost \xc2\xa32.5 million in 2023/24.\n"),
        }
    ) as running:
        yield running


@pytest.fixture
def refresh(repeat_greenpaper: Run, prefect_server: dict[str, str], tmp_path: Path, site: LoopbackSite) -> Refreshing:
    return Refreshing(repeat_greenpaper, tmp_path, prefect_server, site)


@pytest.fixture
def refresh_anew(run_greenpaper: Run, prefect_server: dict[str, str], tmp_path: Path, site: LoopbackSite) -> Refreshing:
    """Each time in a process of its own, which knows what it finds in the warehouse, and nothing else."""
    return Refreshing(run_greenpaper, tmp_path, prefect_server, site)


def test_what_a_source_lists_comes_in_once_with_what_its_pages_attach(refresh_anew: Refreshing) -> None:
    refresh = refresh_anew
    summary, _, paths = refresh()
    assert (summary["asked"], summary["loaded"]) == (3, 3)
    assert summary["sources"] == [
        {"source": "council", "status": "complete", "reason": "", "listed": 2, "due": 3, "loaded": 3, "withdrawn": 0}
    ]
    assert sorted(paths) == ["/files/annex.txt", "/news", "/news/a", "/news/b", "/robots.txt"]
    documents = refresh.rows(
        "select title, source, licence, publisher, parse_path(found_on)[-1] as found_on from documents order by title"
    )
    assert documents == [
        {"title": title, "source": "council", "licence": "OGL-UK-3.0", "publisher": "Elmbridge Council", "found_on": on}
        for title, on in (("Annex A: costs", "a"), ("Elm Park opens", None), ("New leader named", None))
    ]
    assert refresh.rows("select label, is_ingested from publications") == [
        {"label": "Annex A: costs", "is_ingested": True}
    ]


def test_what_is_held_is_not_sent_again_and_only_what_changed_is_loaded(refresh: Refreshing) -> None:
    refresh()
    again, _, paths = refresh()
    assert (again["loaded"], again["unchanged"], again["swapped"]) == (0, 3, True)
    assert all(asked.headers.get("if-none-match") for asked in refresh.site.requests[-len(paths) + 1 :])

    # A page whose surroundings alone changed is no new edition, one with other words is.
    refresh.site.routes["/news/a"] = tagged(
        page(
            "Elm Park opens", "Elmbridge Council opened Elm Park on 3 May 2024.",
            ANNEX, made="midnight",
        )
    )  # fmt: skip
    refresh.site.routes["/news/b"] = tagged(page("New leader named", "Tom Tanner is the leader of Elmbridge Council."))
    changed, _, _ = refresh()
    assert (changed["loaded"], changed["unchanged"]) == (1, 2)
    assert refresh.rows("select person, edition from roles join documents using (document_id) where is_current") == [
        {"person": "Tom Tanner", "edition": 2}
    ]


def test_an_item_that_is_fresh_is_not_asked_for(refresh: Refreshing) -> None:
    refresh.configure(recheck_hours=24)
    refresh()
    _, _, paths = refresh()
    assert paths == ["/robots.txt", "/news"]
    refresh.site.routes["/news"] = tagged(listing("/news/a", "/news/b", "/news/c"))
    refresh.site.routes["/news/c"] = tagged(page("Third", "Elmbridge Council spent £3 million on Oak Park in 2024."))
    summary, _, paths = refresh()
    assert (summary["asked"], summary["loaded"]) == (1, 1)
    assert paths == ["/robots.txt", "/news", "/news/c"]


def test_a_listing_below_its_minimum_stops_its_source_and_loses_nothing(refresh: Refreshing) -> None:
    refresh()
    refresh.configure(minimum=2)
    refresh.site.routes["/news"] = tagged(listing("/news/a"))
    summary, said, _ = refresh(expected=1)
    (source,) = summary["sources"]
    assert source["status"] == "stopped"
    assert "it lists 1 documents, but 2 or more were expected" in said
    assert refresh.rows("select count(*) as documents from documents") == [{"documents": 3}]


def test_a_page_that_fails_is_told_and_tried_again_by_the_next_run(refresh_anew: Refreshing) -> None:
    refresh = refresh_anew
    refresh.configure(recheck_hours=24)
    refresh.env = {**refresh.env, "GREENPAPER_RETRY_WAIT": "0"}
    good = refresh.site.routes.pop("/news/b")
    summary, said, _ = refresh(expected=1)
    assert (summary["loaded"], summary["failed"]) == (2, 1)
    assert "404" in said
    refresh.site.routes["/news/b"] = good
    summary, _, paths = refresh()
    assert (summary["loaded"], paths) == (1, ["/robots.txt", "/news", "/news/b"])


def test_an_unknown_source_and_a_broken_file_are_usage_errors(refresh_anew: Refreshing) -> None:
    refresh = refresh_anew
    refresh.configure(minmum=5)
    assert "did you mean 'minimum'?" in refresh.run("refresh", env=refresh.env, cwd=refresh.folder).stderr
    refresh.configure()
    ended = refresh.run("refresh", "parish", env=refresh.env, cwd=refresh.folder)
    assert (ended.returncode, ended.stderr) == (
        2,
        "greenpaper: sources.toml describes no source parish: it has council\n",
    )
