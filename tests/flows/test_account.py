"""What a run leaves in a real Prefect server, and that nothing hangs on it."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from loopback import LoopbackSite
from prefect_pages import Pages, taking_no_accounts
from refreshing import Refreshing, Run, listing, page
from servers import Records

pytestmark = pytest.mark.slow

HOSTILE = "[plan](javascript:x) <script>.txt"
PASSWORD, TOKEN = "pa55w0rd", "t0psecret"


@pytest.fixture
def env(prefect_server: dict[str, str]) -> dict[str, str]:
    return {**prefect_server, "GREENPAPER_WORKERS": "1", "GREENPAPER_FETCH_DELAY": "0"}


@pytest.fixture
def pages(env: dict[str, str]) -> Pages:
    return Pages(env["PREFECT_API_URL"])


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "plan.txt").write_text("A plan\n\nThe trust will spend £2 million in 2024.\n")
    return inbox


def test_a_run_leaves_its_account(run_greenpaper: Run, env: dict[str, str], pages: Pages, inbox: Path) -> None:
    first = run_greenpaper("ingest", "inbox", env=env)
    assert (first.returncode, first.stderr) == (0, "")

    before = pages.artifacts()["greenpaper-facts"]
    assert (inbox / HOSTILE).write_bytes(b"") == 0
    (inbox / "news.txt").write_text("News\n\nThe trust will spend £3 million in 2025.\n")
    assert run_greenpaper("ingest", "inbox", env=env).returncode == 1

    run, artifacts = pages.flow_run(), pages.artifacts()
    assert set(artifacts) == {f"greenpaper-{name}" for name in ("documents", "facts", "progress", "summary")}
    assert run["name"] == "ingest inbox: 1 loaded, 1 failed"
    assert pages.task_names() == {
        "discover inbox", "extract batch 1: 2 documents", "load batch 1: 1 new or changed of 2",
        "extract batch 2: 1 document", "load batch 2: 0 new or changed of 1", "resolve names",
        "publish data/greenpaper.duckdb",
    }  # fmt: skip
    failed = (inbox / HOSTILE).as_uri()
    reason = "it is empty; fetch or export it again"
    state = run["state"]
    assert (state["type"], state["name"], state["data"]) == ("COMPLETED", "Completed with failures", None)
    assert state["message"] == f"1 loaded, 1 unchanged, 0 skipped, 1 failed: inbox/{HOSTILE} ({reason})"
    assert artifacts["greenpaper-progress"] == 100
    assert artifacts["greenpaper-documents"] == [
        ("failed", f"`{failed}`", "", reason),
        ("loaded", "1", "", "new document"),
        ("unchanged", "1", "", ""),
    ]
    facts = {kind: (was, now, more) for kind, was, now, more in artifacts["greenpaper-facts"]}
    assert facts["documents"] == (1, 2, "+1")
    assert [(kind, was) for kind, (was, _, _) in facts.items()] == [(kind, now) for kind, _, now, _ in before]
    assert "**1 loaded, 1 unchanged, 0 skipped, 1 failed** of 3 documents." in artifacts["greenpaper-summary"]
    log = pages.log("20 published")
    assert f"30 failed: {failed}: {reason}" in log
    assert {"20 batch 1: 1 failed, 1 loaded", "20 batch 2: 1 unchanged"} <= set(log)


def test_what_a_source_is_like_is_in_names_log_and_summary_without_secrets(
    run_greenpaper: Run, repeat_greenpaper: Run, env: dict[str, str], pages: Pages, tmp_path: Path
) -> None:
    news = f"/news/a?token={TOKEN}"
    with LoopbackSite({"/news": listing(news), news: page("Elm Park opens", "Ann Archer opened Elm Park.")}) as site:
        refresh = Refreshing(repeat_greenpaper, tmp_path, env, site)
        refresh()
        address = site.uri("/news/a?token=***")
        assert pages.flow_run()["name"] == "refresh all sources: 1 loaded"
        assert {"list council", f"fetch batch 1: {address}"} <= pages.task_names()
        log = pages.log("20 published")
        assert any(line.startswith(f"20 loaded: {address} (source council): new document, ") for line in log)
        assert "20 source council: complete: 1 listed, 1 due, 1 loaded, 0 withdrawn" in log

        refresh.configure(minimum=5)
        refresh(expected=1)
        run = pages.flow_run()
        assert (run["name"], run["state"]["name"]) == ("refresh all sources: 1 source stopped", "Failed")
        assert "1 source stopped: source council (" in run["state"]["message"]
        assert "| council | stopped | 1 |" in pages.artifacts()["greenpaper-summary"]

    run_greenpaper("ingest", f"https://ann:{PASSWORD}@example.org/?token={TOKEN}", env=env)
    assert pages.flow_run()["name"] == "ingest https://***@example.org/?token=***: 1 failed"
    pages.log("20 published")
    kept = pages.everything()
    assert PASSWORD not in kept
    assert TOKEN not in kept


@pytest.mark.parametrize("hangs", [False, True], ids=["broken", "hanging"])
def test_a_run_does_all_its_work_where_the_server_takes_no_account_of_it(
    run_greenpaper: Run, env: dict[str, str], inbox: Path, hangs: bool
) -> None:
    with taking_no_accounts(env["PREFECT_API_URL"], hangs=hangs) as api:
        ended = run_greenpaper("ingest", "inbox", "--json", env={**env, "PREFECT_API_URL": api}, timeout=100)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["loaded"] == 1


def test_nothing_is_left_where_nobody_looks(
    run_greenpaper: Run, env: dict[str, str], prefect_records: Records, inbox: Path, tmp_path: Path
) -> None:
    home = tmp_path / "prefect"
    prefect_records.put(home)
    own = {**env, "PREFECT_HOME": str(home)}
    del own["PREFECT_API_URL"]
    assert run_greenpaper("ingest", "inbox", env=own).returncode == 0
    with sqlite3.connect(home / "prefect.db") as kept:
        counts = {table: kept.execute(f"select count(*) from {table}").fetchone() for table in ("artifact", "log")}
        assert kept.execute("select name from flow_run").fetchone() == ("ingest inbox",)
    kept.close()
    assert counts == {"artifact": (0,), "log": (0,)}


def test_lists_that_are_too_long_for_prefect_are_read_whole(
    repeat_greenpaper: Run, env: dict[str, str], pages: Pages, inbox: Path
) -> None:
    absent = [f"inbox/{'a' * 200}-{at}.txt" for at in range(3000)]  # more than half a megabyte
    ended = repeat_greenpaper("ingest", *absent, "inbox", "--json", env=env)
    summary = json.loads(ended.stdout)
    assert (summary["asked"], summary["loaded"], summary["failed"]) == (3001, 1, 3000)
    run = pages.flow_run()
    assert run["name"].endswith(" and 2,998 more: 1 loaded, 3,000 failed")
    assert run["parameters"]["paths"] == absent[:100]
    assert len(pages.artifacts()["greenpaper-documents"]) == 102


def test_a_run_that_cannot_go_on_is_tried_again_and_then_says_why(
    run_greenpaper: Run, env: dict[str, str], pages: Pages, tmp_path: Path
) -> None:
    (tmp_path / "archive").mkdir()
    again = {"PREFECT_FLOWS_DEFAULT_RETRIES": "1", "PREFECT_FLOWS_DEFAULT_RETRY_DELAY_SECONDS": "0"}
    ended = run_greenpaper("rebuild", "archive", env={**env, **again})
    run = pages.flow_run()
    assert (run["name"], run["run_count"], run["state"]["type"]) == ("rebuild from archive", 2, "FAILED")
    reason = ended.stderr.removeprefix("greenpaper: ").strip()
    assert reason in run["state"]["message"]
    assert "**The run could not go on.**" in pages.artifacts()["greenpaper-summary"]


TWICE = """
import asyncio
from pathlib import Path
from prefect import flow
from extractors.sources.paths import discover
from flows.preparation import current_preparation
from flows.run import Run
from flows.states import state_of

@flow
async def twice():
    with current_preparation() as preparation:
        ready = preparation.workers.ready()
        (item,) = discover(["inbox"], suffixes=ready.suffixes).items
        async with Run.begin("twice", preparation, Path("twice.duckdb"), ready.version) as run:
            await run.take([item, item])
            return state_of(await run.finish())

asyncio.run(twice(return_state=True))
"""


def test_a_run_that_does_not_account_for_a_document_is_failed(
    env: dict[str, str], pages: Pages, inbox: Path, tmp_path: Path
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", TWICE], env={**os.environ, **env}, cwd=tmp_path, capture_output=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    state = pages.flow_run()["state"]
    assert state["type"] == "FAILED"
    assert "was asked for 2 documents and accounts for 1" in state["message"]
