"""`greenpaper up` as people use it: a real Prefect server, deployments and watcher, all on the loopback address.

It takes its time to start, so one of them goes through all that is shown here.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest
from loopback import LoopbackSite
from refreshing import listing, page
from servers import Records, asked

from extractors.ids import document_id

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
UP = [sys.executable, "-c", "from flows.cli import main; main()", "up"]
PATIENCE = 120.0  # seconds until a test gives up
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>{site}</link>
<description>News</description>{items}</channel></rss>"""
# Of the web, only who says so has it looked at: by its schedule it would be in a leap year.
SOURCES = """[[source]]
name = "inbox"
folder = "inbox"
minimum = 0

[[source]]
name = "news"
feed = "{site}/feed.xml"
allowed_hosts = ["{host}"]
recheck_hours = 0
schedule = "0 0 29 2 *"

[[source]]
name = "site"
listing = {{ url = "{site}/list", links = ".news a", whole = true }}
allowed_hosts = ["{host}"]
recheck_hours = 0
schedule = "0 0 29 2 *"
"""


class Running:
    """A folder in which `greenpaper up` runs, and the site that its sources look at."""

    def __init__(self, folder: Path, site: LoopbackSite, environment: dict[str, str]) -> None:
        self.folder, self.site = folder, site
        self._environment = environment
        with (folder / "up.log").open("wb") as log:
            self._popen = subprocess.Popen(UP, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
        self.api = ""

    def another(self) -> subprocess.CompletedProcess[str]:
        """Start the same once more, and wait for its end."""
        return subprocess.run(
            UP,
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def said(self) -> str:
        return (self.folder / "up.log").read_text()

    def feed(self, *names: str) -> None:
        items = "".join(
            f"<item><title>{name}</title><link>{self.site.uri(f'/{name}')}</link><guid>{name}</guid></item>"
            for name in names
        )
        self.site.routes["/feed.xml"] = (
            200,
            {"Content-Type": "application/rss+xml"},
            FEED.format(site=self.site.uri(), items=items).encode(),
        )

    def rows(self, query: str) -> list[Any]:
        if not (self.folder / "data" / "greenpaper.duckdb").exists():
            return []
        with duckdb.connect(str(self.folder / "data" / "greenpaper.duckdb"), read_only=True) as published:
            return published.execute(query).fetchall()

    def wait_for(self, what: Callable[[], Any]) -> Any:
        """Return what a function returns, once that is true."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with suppress(OSError, HTTPException):
                if found := what():
                    return found
            time.sleep(0.25)
        raise AssertionError(f"it did not come in {PATIENCE:g} s; greenpaper up said:\n{self.said()}")

    def ask(self, path: str, body: object = None) -> Any:
        """Return what the server's API answers. Raises OSError, or HTTPException where the server ends meanwhile."""
        return asked(self.api + path, body)

    def event(self, name: str, uri: str) -> dict[str, Any]:
        """Return the event of this name about the document at `uri`, once the server has it."""
        resource = {"id": [f"greenpaper.document.{document_id(uri)}"]}
        asked = {"filter": {"event": {"name": [f"greenpaper.document.{name}"]}, "resource": resource}}
        found: dict[str, Any] = self.wait_for(lambda: self.ask("/events/filter", asked)["events"])[0]
        return found

    def run_of(self, event: dict[str, Any]) -> dict[str, Any]:
        """Return the flow run that emitted an event, once it has ended."""
        flow_run = next(each for each in event["related"] if each["prefect.resource.role"] == "flow-run")
        run_id = flow_run["prefect.resource.id"].removeprefix("prefect.flow-run.")
        ended: dict[str, Any] = self.wait_for(
            lambda: (run := self.ask(f"/flow_runs/{run_id}"))["state_type"] == "COMPLETED" and run
        )
        return ended

    def announce(self, source: str) -> None:
        """Say that a source has something new, as whoever knows of it would."""
        command = [sys.executable, "-m", "prefect", "event", "emit", "greenpaper.publication.found"]
        subprocess.run(
            [*command, "--resource-id", f"greenpaper.source.{source}"],
            env={**os.environ, "PREFECT_API_URL": self.api, "PREFECT_HOME": str(self.folder / "prefect")},
            check=True,
            capture_output=True,
        )

    def children(self) -> dict[str, int]:
        """Return the processes that it started, as what they are → process number."""
        found: dict[str, int] = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, HTTPException):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == self._popen.pid:
                    command = (folder / "cmdline").read_text()
                    found["server" if "\0server\0" in command else "watcher"] = int(folder.name)
        return found

    def end(self) -> int:
        """Ask it to end, as systemd does; return its exit code."""
        self._popen.send_signal(signal.SIGTERM)
        return self._popen.wait(PATIENCE)

    def kill(self) -> None:
        self._popen.kill()
        self._popen.wait()


@pytest.fixture
def running(tmp_path: Path, prefect_environment: dict[str, str], prefect_records: Records) -> Iterator[Running]:
    folder = tmp_path
    prefect_records.put(folder / "prefect")
    (folder / "inbox").mkdir()
    (folder / "prefect.yaml").write_text((ROOT / "prefect.yaml").read_text())
    with LoopbackSite() as site:
        (folder / "sources.toml").write_text(SOURCES.format(site=site.uri().rstrip("/"), host=site.host))
        environment = {**prefect_environment, "PREFECT_HOME": str(folder / "prefect"), "GREENPAPER_FETCH_DELAY": "0"}
        site.routes.update(
            {
                "/first": page("First news", "The council spent £2 million on parks."),
                "/list": listing("/plan", "/report"),
                "/plan": page("The plan", "Ann Archer is Chief Executive of Elmbridge Council."),
                "/report": page("The report", "Elmbridge Council spent £3 million in 2024."),
            }
        )
        started = Running(folder, site, environment)
        started.feed("first")
        try:
            started.wait_for(lambda: "PREFECT_API_URL=" in started.said())
            started.api = started.said().partition("PREFECT_API_URL=")[2].partition(")")[0]
            started.wait_for(lambda: len(started.rows("select 1 from documents")) == 3)
            yield started
        finally:
            started.kill()


@pytest.mark.timeout(600)
def test_one_command_keeps_running_what_one_machine_needs(running: Running) -> None:
    the_deployments_of_the_file_are_served_with_their_schedules_and_triggers(running)
    a_file_that_is_dropped_into_a_folder_is_in_the_views_with_an_event_and_a_run_that_names_it(running)
    what_a_feed_adds_and_a_site_changes_and_removes_is_in_the_views_once_an_event_says_so(running)
    what_it_finds_itself_starts_no_second_run(running)
    a_server_and_a_watcher_that_are_killed_are_started_again_and_miss_nothing(running)
    a_run_that_is_asked_for_in_vain_fails_once_and_holds_nothing_up(running)
    another_one_beside_it_is_refused(running)
    a_content_that_is_not_what_was_archived_fails_the_maintenance_and_is_told(running)
    it_ends_all_that_it_started_when_it_is_told(running)


def the_deployments_of_the_file_are_served_with_their_schedules_and_triggers(running: Running) -> None:
    hourly = running.wait_for(lambda: running.ask("/deployments/name/refresh/hourly"))
    assert [each["schedule"]["cron"] for each in hourly["schedules"]] == ["10 * * * *"]
    assert hourly["global_concurrency_limit"]["limit"] == 1
    assert hourly["concurrency_options"]["collision_strategy"] == "ENQUEUE"
    running.wait_for(lambda: running.ask("/deployments/name/refresh/hourly")["status"] == "READY")
    (automation,) = running.wait_for(lambda: running.ask("/automations/filter", {}))
    assert automation["trigger"]["expect"] == ["greenpaper.publication.found"]


def a_file_that_is_dropped_into_a_folder_is_in_the_views_with_an_event_and_a_run_that_names_it(
    running: Running,
) -> None:
    file = running.folder / "inbox" / "strategy.txt"
    file.write_text("Strategy\n\nTom Tanner is Chief Executive of Elmbridge Council.\n")
    running.wait_for(lambda: running.rows("select person from roles where person = 'Tom Tanner'"))
    run = running.run_of(running.event("loaded", file.as_uri()))
    assert "inbox" in run["name"]
    assert run["state"]["message"].startswith("1 loaded, 0 unchanged, 0 skipped, 0 failed")


def what_a_feed_adds_and_a_site_changes_and_removes_is_in_the_views_once_an_event_says_so(
    running: Running,
) -> None:
    running.site.routes["/second"] = page("Second news", "The council will spend £5 million on roads.")
    running.feed("second", "first")
    running.site.routes["/plan"] = page("The plan", "Bea Baker is Chief Executive of Elmbridge Council.")
    running.site.routes["/list"] = listing("/plan")
    for source in ("news", "site"):
        running.announce(source)
    query = "select edition, withdrawn_at is not null from documents where is_current and uri = '{}'"
    states = {"/second": (1, False), "/plan": (2, False), "/report": (1, True)}
    for path, state in states.items():
        running.wait_for(lambda path=path, state=state: running.rows(query.format(running.site.uri(path))) == [state])
    names = {
        name: running.run_of(running.event(name, running.site.uri(path)))["name"]
        for name, path in {"loaded": "/second", "changed": "/plan", "withdrawn": "/report"}.items()
    }
    assert "news" in names["loaded"]
    assert "site" in names["changed"]
    assert names["withdrawn"] == names["changed"]


def what_it_finds_itself_starts_no_second_run(running: Running) -> None:
    deployments = {each["id"]: each["name"] for each in running.ask("/deployments/filter", {})}
    runs = running.ask("/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}})
    by_event = [run for run in runs if deployments.get(run["deployment_id"]) == "on-event"]
    found = running.ask("/events/filter", {"filter": {"event": {"name": ["greenpaper.publication.found"]}}})["events"]
    assert sorted(run["parameters"]["sources"] for run in by_event) == [["news"], ["site"]]
    assert {event["resource"]["prefect.resource.id"] for event in found} == {
        "greenpaper.source.news", "greenpaper.source.site",
        "greenpaper.findings.inbox", "greenpaper.findings.news", "greenpaper.findings.site",
    }  # fmt: skip


def a_server_and_a_watcher_that_are_killed_are_started_again_and_miss_nothing(running: Running) -> None:
    before = running.children()
    for child in before.values():
        os.kill(child, signal.SIGKILL)
    file = running.folder / "inbox" / "meanwhile.txt"
    file.write_text("Meanwhile\n\nThe council spent £4 million in 2023.\n")
    running.wait_for(lambda: running.rows(f"select 1 from documents where uri = '{file.as_uri()}'"))
    after = running.wait_for(lambda: len(found := running.children()) == 2 and found)
    assert not set(after.values()) & set(before.values())
    sweep = running.wait_for(lambda: running.ask("/deployments/name/refresh/sweep"))
    asked_for = running.wait_for(lambda: running.ask(f"/deployments/{sweep['id']}/create_flow_run", {}))
    running.wait_for(lambda: running.ask(f"/flow_runs/{asked_for['id']}")["state_type"] == "COMPLETED")


def a_run_that_is_asked_for_in_vain_fails_once_and_holds_nothing_up(running: Running) -> None:
    on_event = running.wait_for(lambda: running.ask("/deployments/name/refresh/on-event"))
    asked_for = running.ask(f"/deployments/{on_event['id']}/create_flow_run", {"parameters": {"sources": ["nobody"]}})
    running.wait_for(lambda: running.ask(f"/flow_runs/{asked_for['id']}")["state_type"] == "FAILED")
    unfit = {"parameters": {"nosuch": 1}, "enforce_parameter_schema": False}
    misfit = running.ask(f"/deployments/{on_event['id']}/create_flow_run", unfit)
    children = running.children()
    running.wait_for(lambda: running.ask(f"/flow_runs/{misfit['id']}")["state_type"] == "FAILED")
    assert running.children() == children
    file = running.folder / "inbox" / "afterwards.txt"
    file.write_text("Afterwards\n\nThe council spent £6 million in 2022.\n")
    running.wait_for(lambda: running.rows(f"select 1 from documents where uri = '{file.as_uri()}'"))
    assert running.ask(f"/flow_runs/{asked_for['id']}")["run_count"] == 1


def another_one_beside_it_is_refused(running: Running) -> None:
    ended = running.another()
    assert (ended.returncode, ended.stderr.count("greenpaper up is running already")) == (2, 1)


def a_content_that_is_not_what_was_archived_fails_the_maintenance_and_is_told(running: Running) -> None:
    uri = running.site.uri("/second")
    ((sha256,),) = running.rows(f"select content_sha256 from documents where uri = '{uri}'")
    (archived,) = (running.folder / "data").glob(f"*.store/archive/*/{sha256}")
    archived.write_bytes(b"something else")
    weekly = running.wait_for(lambda: running.ask("/deployments/name/maintain/weekly"))
    asked_for = running.wait_for(lambda: running.ask(f"/deployments/{weekly['id']}/create_flow_run", {}))
    ended = running.wait_for(
        lambda: (run := running.ask(f"/flow_runs/{asked_for['id']}"))["state_type"] == "FAILED" and run
    )
    assert f"{sha256[:12]}… is damaged ({uri})" in ended["state"]["message"]
    asked = {"filter": {"event": {"name": ["greenpaper.archive.damaged"]}}}
    (event,) = running.wait_for(lambda: running.ask("/events/filter", asked)["events"])
    assert event["payload"] == {"damaged": [sha256], "missing": []}


def it_ends_all_that_it_started_when_it_is_told(running: Running) -> None:
    children = running.children()
    assert running.end() == 0
    assert "ended; what was loaded is kept" in running.said()
    assert [pid for pid in children.values() if Path(f"/proc/{pid}").exists()] == []
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{running.api}/health")
