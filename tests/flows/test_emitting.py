"""Many events at once, as a real Prefect server gets them, and what becomes of them where it takes no lists."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from prefect_pages import Pages, taking_lists
from refreshing import Run
from servers import own_environment

pytestmark = pytest.mark.slow

MANY = 30  # more than are emitted one by one
PATIENCE = 30.0  # seconds
EMITTED = """
import asyncio
from prefect.events.clients import AssertingEventsClient
from prefect.events.worker import EventsWorker
from flows.emitting import emit_all
from flows.events import Event

EventsWorker.set_client_override(AssertingEventsClient)
events = [Event("greenpaper.document.loaded", {"prefect.resource.id": f"a.{at}"}) for at in range(600)]
print(asyncio.run(emit_all(events)))
EventsWorker.drain_all()
print(*(each.resource.id for client in AssertingEventsClient.all for each in client.events))
"""


def events(pages: Pages, run: str, count: int) -> list[dict[str, Any]]:
    """Return the events of a run, the oldest first, once so many have come."""
    deadline = time.monotonic() + PATIENCE
    found: list[dict[str, Any]] = []
    while time.monotonic() < deadline and len(found) < count:
        time.sleep(0.2)
        asked = {
            "event": {"prefix": ["greenpaper."]},
            "any_resource": {"id": [f"greenpaper.run.{run}"]},
            "order": "ASC",
        }
        found = pages.asked("/events/filter", filter=asked, limit=50)["events"]
    return found


def test_many_events_tell_what_one_tells(run_greenpaper: Run, prefect_server: dict[str, str], tmp_path: Path) -> None:
    pages = Pages(prefect_server["PREFECT_API_URL"])
    (tmp_path / "inbox").mkdir()
    told: list[list[dict[str, Any]]] = []
    for count in (1, MANY):
        for at in range(count):
            (tmp_path / "inbox" / f"{count}-{at}.txt").write_text(
                f"A plan\n\nThe trust will spend £{at + count} million."
            )
        ended = run_greenpaper("ingest", "inbox", "--json", env={**prefect_server, "GREENPAPER_WORKERS": "1"})
        assert (ended.returncode, ended.stderr) == (0, "")
        told.append(events(pages, json.loads(ended.stdout)["run_id"], count + 1))

    (_, alone), (published, *many) = told
    assert published["event"] == "greenpaper.warehouse.published"
    assert [each["event"] for each in many] == ["greenpaper.document.loaded"] * MANY
    assert len({each["resource"]["prefect.resource.id"] for each in many}) == MANY
    for each in many:
        assert each["payload"].keys() == alone["payload"].keys()
        assert roles(each) == roles(alone)
        assert {"run", "flow", "flow-run"} <= set(roles(each))


def roles(event: dict[str, Any]) -> list[str]:
    """Return what the things that an event is related to are to it."""
    return sorted(each["prefect.resource.role"] for each in event["related"])


def emitted(environment: dict[str, str]) -> tuple[int, list[str]]:
    """Emit six hundred events; return how many went in lists, and the numbers of those that went one by one."""
    command = [sys.executable, "-c", EMITTED]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True).stdout
    taken, *alone = said.split()
    return int(taken), [each.removeprefix("a.") for each in alone]


def test_a_server_takes_lists(prefect_server: dict[str, str]) -> None:
    assert emitted(prefect_server) == (600, [])


@pytest.mark.parametrize("lists", [0, 1])
def test_what_a_server_takes_no_list_of_is_emitted_one_by_one(lists: int, tmp_path: Path) -> None:
    with taking_lists(lists) as api:
        taken, alone = emitted({**own_environment(tmp_path), "PREFECT_API_URL": api})
    assert taken == lists * 500
    assert alone == [str(at) for at in range(lists * 500, 600)]
