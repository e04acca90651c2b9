"""The deployment of `prefect.yaml`, for real: a server, `deploy --all` without a question, a schedule, a worker, a run.

`import prefect` passes with versions that break all of this: docs/decisions/0002-prefect-pins.md.
"""

import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from servers import asked

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
PREFECT = [sys.executable, "-m", "prefect"]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a clone holds that the deployment needs, with a remote, which is when Prefect is tempted to ask."""
    clone = tmp_path / "clone"
    for folder in ("extractors", "flows", "warehouse"):
        shutil.copytree(ROOT / folder, clone / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "prefect.yaml", clone)
    (clone / "samples").mkdir()
    (clone / "samples" / "plan.txt").write_text("A plan\n\nThe trust will spend £2 million in 2024.\n")
    subprocess.run(["git", "init", "--quiet", clone], check=True)
    subprocess.run(["git", "-C", clone, "remote", "add", "origin", "https://example.org/clone.git"], check=True)
    return clone


def prefect(*arguments: str, cwd: Path, env: dict[str, str]) -> str:
    """Run a command of Prefect's with nobody there to answer it."""
    ended = subprocess.run(
        [*PREFECT, *arguments],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def wait_for_run(env: dict[str, str], state: str, within: float, **filters: Any) -> dict[str, Any]:
    """Return a flow run that has come to `state`."""
    deadline = time.monotonic() + within
    runs: list[dict[str, Any]] = []
    while time.monotonic() < deadline:
        runs = asked(f"{env['PREFECT_API_URL']}/flow_runs/filter", {"flow_runs": filters})
        for run in runs:
            if run["state_type"] == state:
                return run
        time.sleep(0.5)
    raise AssertionError(f"no flow run came to {state} in {within:g} s: {[run['state'] for run in runs]}")


def test_it_deploys_without_a_question_is_scheduled_and_runs(clone: Path, prefect_server: dict[str, str]) -> None:
    env = prefect_server
    prefect("work-pool", "create", "--type", "process", "greenpaper", "--overwrite", cwd=clone, env=env)
    prefect("deploy", "--all", cwd=clone, env=env)

    api = env["PREFECT_API_URL"]
    assert asked(f"{api}/deployments/name/refresh/sweep")["parameters"] == {"items": []}
    assert asked(f"{api}/deployments/name/reextract/on-request")["schedules"] == []
    (automation,) = asked(f"{api}/automations/filter", {})
    assert automation["trigger"]["expect"] == ["greenpaper.publication.found"]
    deployment = asked(f"{api}/deployments/name/ingest/daily")
    assert deployment["parameters"] == {"paths": ["samples"]}
    assert [schedule["schedule"]["cron"] for schedule in deployment["schedules"]] == ["30 5 * * *"]
    scheduled = wait_for_run(env, "SCHEDULED", 90, deployment_id={"any_": [deployment["id"]]})
    assert scheduled["auto_scheduled"]

    asked_for = asked(f"{api}/deployments/{deployment['id']}/create_flow_run", {})
    worker = subprocess.Popen(
        [*PREFECT, "worker", "start", "--pool", "greenpaper"],
        cwd=clone.parent,  # anywhere: the deployment knows where the clone is
        env={**env, "PREFECT_WORKER_QUERY_SECONDS": "2"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        run = wait_for_run(env, "COMPLETED", 120, id={"any_": [asked_for["id"]]})
    finally:
        worker.terminate()
        try:
            worker.wait(20)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
    assert run["state"]["message"] == "1 loaded, 0 unchanged, 0 skipped, 0 failed"
    assert (clone / "data" / "greenpaper.duckdb").is_file()
