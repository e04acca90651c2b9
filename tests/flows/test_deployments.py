"""What is read of prefect.yaml by a process that runs its deployments itself."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from prefect.client.schemas.responses import FlowRunResponse

from extractors.errors import ConfigurationError
from flows.asked_runs import piled_up
from flows.deployments import flow_of, for_runner, read_deployments

ROOT = Path(__file__).parent.parent.parent
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)


def test_every_deployment_of_the_project_can_be_made_as_its_file_says() -> None:
    made = {each.name: for_runner(each, flow_of(each)) for each in read_deployments(ROOT / "prefect.yaml")}
    assert {name: each.full_name for name, each in made.items()} == {
        "daily": "ingest/daily", "hourly": "refresh/hourly", "on-event": "refresh/on-event", "sweep": "refresh/sweep",
        "on-request": "reextract/on-request", "weekly": "maintain/weekly",
    }  # fmt: skip
    assert {each.concurrency_limit for each in made.values()} == {1}
    assert made["sweep"].parameters == {"items": []}
    assert [each.schedule.cron for each in made["hourly"].schedules] == ["10 * * * *"]  # type: ignore[union-attr]
    (trigger,) = made["on-event"].triggers
    assert trigger.parameters == {  # type: ignore[union-attr]
        "sources": ["{{ event.resource.id | replace('greenpaper.source.', '') }}"]
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("deployments: [", "describes no deployments"),
        ("name: greenpaper\n", "describes no deployments"),
        ("deployments: []\n", "describes no deployments"),
        ("deployments:\n  - name: only\n", "describes no deployments"),
    ],
)
def test_a_file_without_deployments_is_told(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "prefect.yaml").write_text(text)
    with pytest.raises(ConfigurationError, match=why):
        read_deployments(tmp_path / "prefect.yaml")


def test_a_file_that_is_not_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="--deployments"):
        read_deployments(tmp_path / "prefect.yaml")


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("entrypoint: flows/nothing.py:refresh", "has no flow at flows/nothing.py:refresh"),
        ("entrypoint: flows/refresh.py:nothing", "has no flow at flows/refresh.py:nothing"),
        ("entrypoint: flows/refresh.py:refresh\n    schedules: [{cron: every day}]", "cannot be made"),
        ("entrypoint: flows/refresh.py:refresh\n    triggers: [{type: smoke}]", "cannot be made"),
        ("entrypoint: flows/refresh.py:refresh\n    concurrency_limit: {limit: many}", "cannot be made"),
    ],
)
def test_a_deployment_that_cannot_be_made_is_named(tmp_path: Path, lines: str, why: str) -> None:
    (tmp_path / "prefect.yaml").write_text(f"deployments:\n  - name: odd\n    {lines}\n")
    (deployment,) = read_deployments(tmp_path / "prefect.yaml")
    with pytest.raises(ConfigurationError, match=why):
        for_runner(deployment, flow_of(deployment))


def due(deployment: UUID, minutes: int, **parameters: object) -> FlowRunResponse:
    return FlowRunResponse(
        id=uuid4(), flow_id=uuid4(), name="run", deployment_id=deployment, work_pool_id=None, parameters=parameters,
        next_scheduled_start_time=NOON + timedelta(minutes=minutes),
    )  # fmt: skip


def test_of_runs_that_have_piled_up_the_last_of_each_kind_is_done() -> None:
    sweep, by_event = uuid4(), uuid4()
    runs = [
        due(sweep, 40, items=[]), due(sweep, 0, items=[]), due(by_event, 10, sources=["news"]),
        due(sweep, 20, items=[]), due(by_event, 30, sources=["site"]),
    ]  # fmt: skip
    assert piled_up(runs) == ([runs[2].id, runs[4].id, runs[0].id], [runs[1].id, runs[3].id])
