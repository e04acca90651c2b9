"""Sources that misbehave, and refreshes at once: every item is accounted for, and what stands is what else would."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from disturbed import COMMAND, PATIENCE, ask, settled, stands, write_plans, write_sources
from loopback import LoopbackSite, Route
from refreshing import Run, page, tagged

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ENTRY = "<entry><id>{path}</id><title>News {path}</title><updated>{updated}</updated><link href='{path}'/></entry>"
SOURCES = """[[source]]
name = "blog"
recheck_hours = 24
allowed_hosts = ["{host}"]
feed = "http://{host}/feed"
"""
Rounds = Callable[[Path], dict[str, Any]]
WORDS = "Elmbridge Council opened {park} Park on 3 May 2024. It cost £2 million."


@pytest.fixture
def rounds(tmp_path: Path, repeat_greenpaper: Run, prefect_server: dict[str, str]) -> Rounds:
    """Refresh a warehouse, and return the summary."""
    at_once = dict.fromkeys(("GREENPAPER_FETCH_DELAY", "GREENPAPER_FETCH_RETRIES", "GREENPAPER_RETRY_WAIT"), "0")

    def refresh(warehouse: Path) -> dict[str, Any]:
        ended = repeat_greenpaper("refresh", "--json", "--warehouse", warehouse, env=prefect_server | at_once)
        return dict(json.loads(ended.stdout))

    return refresh


@pytest.fixture
def site(tmp_path: Path) -> Iterator[LoopbackSite]:
    """A site, and the sources.toml that knows it."""
    with LoopbackSite() as running:
        (tmp_path / "sources.toml").write_text(SOURCES.format(host=running.host))
        yield running


def feed(**updated: str) -> Route:
    """Return a feed of entries with the time of day at which each was last changed."""
    entries = "".join(ENTRY.format(path=f"/{name}", updated=f"2026-05-04T{time}:00Z") for name, time in updated.items())
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title>{entries}</feed>'.encode()
    return 200, {"Content-Type": "application/atom+xml"}, body


def news(park: str) -> Route:
    route: Route = tagged(page(f"{park} Park opens", WORDS.format(park=park)))
    return route


def test_a_feed_whose_clock_goes_back_loses_no_change_and_makes_no_double(
    tmp_path: Path, site: LoopbackSite, rounds: Rounds
) -> None:
    disturbed, undisturbed = tmp_path / "disturbed.duckdb", tmp_path / "undisturbed.duckdb"
    site.routes |= {"/feed": feed(a="12:00", b="12:00"), "/a": news("Elm"), "/b": news("Oak")}
    for warehouse in (disturbed, undisturbed):
        assert rounds(warehouse)["loaded"] == 2

    site.routes |= {"/feed": feed(a="09:00", b="08:00", c="07:00"), "/a": news("Ash"), "/c": news("Yew")}
    summary = rounds(disturbed)
    assert (summary["loaded"], summary["unchanged"], summary["failed"]) == (2, 1, 0)
    site.routes["/feed"] = feed(a="09:00", b="12:00", c="07:00")  # and forth again, with nothing new
    assert (rounds(disturbed)["loaded"], rounds(disturbed)["asked"]) == (0, 0)

    site.routes["/feed"] = feed(a="13:00", b="12:00", c="13:00")
    assert rounds(undisturbed)["loaded"] == 2
    assert stands(disturbed) == stands(undisturbed)
    assert settled(disturbed) == 3


def test_a_source_that_is_down_for_three_rounds_is_told_each_time_and_complete_when_it_is_back(
    tmp_path: Path, site: LoopbackSite, rounds: Rounds
) -> None:
    disturbed, undisturbed = tmp_path / "disturbed.duckdb", tmp_path / "undisturbed.duckdb"
    site.routes |= {"/feed": feed(a="12:00", b="12:00"), "/a": news("Elm"), "/b": (503, {}, b"")}
    assert (rounds(disturbed)["loaded"], settled_or_failed(disturbed)) == (1, {"loaded": 1, "failed": 1})

    site.routes |= {"/feed": (503, {}, b""), "/a": (503, {}, b"")}
    for _ in range(3):
        summary = rounds(disturbed)
        assert [source["status"] for source in summary["sources"]] == ["stopped"]
        assert settled_or_failed(disturbed) == {"loaded": 1, "failed": 1}

    site.routes |= {"/feed": feed(a="12:00", b="12:00", c="13:00"), "/a": news("Elm")}
    site.routes |= {"/b": news("Oak"), "/c": news("Yew")}
    assert rounds(disturbed)["loaded"] == 2
    assert rounds(undisturbed)["loaded"] == 3
    assert stands(disturbed) == stands(undisturbed)
    assert settled(disturbed) == 3


def settled_or_failed(warehouse: Path) -> dict[str, int]:
    return dict(ask(warehouse, "select state, count(*) from items group by state"))


def test_two_refreshes_at_once_read_each_item_once(
    tmp_path: Path, prefect_server: dict[str, str], rounds: Rounds
) -> None:
    (tmp_path / "inbox").mkdir()
    write_plans(tmp_path / "inbox", 1, 30)
    write_sources(tmp_path, tmp_path / "inbox")
    both = [
        subprocess.Popen(
            [*COMMAND, "refresh", "--quiet", "--warehouse", "disturbed.duckdb"],
            cwd=tmp_path,
            env={**prefect_server, "GREENPAPER_LOCK_WAIT": str(PATIENCE)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for _ in range(2)
    ]
    assert [(each.communicate(timeout=PATIENCE), each.returncode) for each in both] == [((b"", None), 0)] * 2
    disturbed, undisturbed = tmp_path / "disturbed.duckdb", tmp_path / "undisturbed.duckdb"
    outcomes = ask(disturbed, "select status, count(*) from ingestions group by status")
    assert dict(outcomes) == {"loaded": 30, "unchanged": 30}
    rounds(undisturbed)
    assert stands(disturbed) == stands(undisturbed)
    assert settled(disturbed) == 30
