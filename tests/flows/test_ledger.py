"""What a run found and did not come to is done by the next one, also where the listing has moved on."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Answer, Asked, LoopbackSite
from refreshing import Refreshing, Run, listing, page, tagged

pytestmark = pytest.mark.slow

STATES = "select parse_path(uri)[-1] as item, state, attempts, needs_person from items order by item"


@pytest.fixture
def site() -> Iterator[LoopbackSite]:
    with LoopbackSite(
        {
            "/news": tagged(listing("/news/a", "/news/b")),
            "/news/a": tagged(page("Elm Park opens", "Elmbridge Council opened Elm Park on 3 May 2024.")),
            "/news/b": tagged(page("New leader named", "Ann Archer is the leader of Elmbridge Council.")),
        }
    ) as running:
        yield running


@pytest.fixture
def refresh(repeat_greenpaper: Run, prefect_server: dict[str, str], tmp_path: Path, site: LoopbackSite) -> Refreshing:
    made = Refreshing(repeat_greenpaper, tmp_path, prefect_server, site)
    made.configure(recheck_hours=24, attachments=None)
    return made


def test_what_failed_is_left_alone_until_its_wait_is_over(refresh: Refreshing) -> None:
    refresh.site.routes.pop("/news/b")
    refresh(expected=1)
    summary, _, paths = refresh()
    assert (summary["asked"], paths) == (0, ["/robots.txt", "/news"])
    assert summary["sources"][0]["reason"] == "1 documents failed before and were not tried again"


def test_what_failed_too_often_waits_for_a_person_also_where_the_listing_has_moved_on(refresh: Refreshing) -> None:
    refresh.env = {**refresh.env, "GREENPAPER_RETRY_LIMIT": "1"}
    page_b = refresh.site.routes.pop("/news/b")
    refresh(expected=1)
    assert refresh.rows(STATES) == [
        {"item": "a", "state": "loaded", "attempts": 0, "needs_person": False},
        {"item": "b", "state": "failed", "attempts": 1, "needs_person": True},
    ]
    assert "Needs a person" in refresh.run("status", env=refresh.env, cwd=refresh.folder).stdout

    refresh.site.routes["/news/b"] = page_b
    refresh.site.routes["/news"] = tagged(listing("/news/a"))
    put_back = refresh.run("retry", "council", env=refresh.env, cwd=refresh.folder)
    assert put_back.stdout.endswith("1 put back: the next `greenpaper refresh` tries them\n")
    summary, _, _ = refresh()
    assert summary["loaded"] == 1


def test_what_a_killed_run_found_is_loaded_although_the_listing_has_forgotten_it(refresh: Refreshing) -> None:
    page_b, is_asked, may_answer = refresh.site.routes["/news/b"], threading.Event(), threading.Event()

    def hangs(_: Asked) -> Answer:
        is_asked.set()
        may_answer.wait(60)
        return 503, {}, b""

    refresh.site.routes["/news/b"] = hangs
    command = [sys.executable, "-c", "from flows.cli import main; main()", "refresh", "--quiet"]
    running = subprocess.Popen(command, cwd=refresh.folder, env=dict(refresh.env))
    assert is_asked.wait(240)
    running.kill()
    running.wait()
    may_answer.set()

    refresh.site.routes["/news/b"] = page_b
    refresh.site.routes["/news"] = tagged(listing("/news/a"))
    summary, _, _ = refresh()
    assert summary["loaded"] == 2
    assert [row["state"] for row in refresh.rows(STATES)] == ["loaded", "loaded"]


def test_a_name_of_nothing_that_failed_is_a_usage_error(refresh: Refreshing) -> None:
    refresh()
    ended = refresh.run("retry", "parish", env=refresh.env, cwd=refresh.folder)
    assert (ended.returncode, "nothing failed that is called parish" in ended.stderr) == (2, True)
