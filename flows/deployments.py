"""The deployments of `prefect.yaml`, for a process that runs them itself: `prefect deploy` reads the same file.

Of each entry are read its flow, parameters, schedules, triggers and limit; what says where a worker runs it (pool,
steps to build and to pull) is not needed here.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from extractors.errors import ConfigurationError

if TYPE_CHECKING:
    from prefect import Flow
    from prefect.deployments.runner import RunnerDeployment

_OF_SCHEDULE = ("active", "parameters", "slug")  # the other keys say when


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployment, as its file describes it; `schedules` and `triggers` are written as Prefect reads them."""

    name: str
    entrypoint: str
    description: str | None
    tags: tuple[str, ...]
    parameters: Mapping[str, Any]
    schedules: tuple[Mapping[str, Any], ...]
    triggers: tuple[Mapping[str, Any], ...]
    limit: Mapping[str, Any] | None


def read_deployments(path: Path) -> tuple[Deployment, ...]:
    """Return the deployments of a file. Raises ConfigurationError where it cannot be read, or describes none."""
    try:
        found = yaml.safe_load(path.read_text())
        entries = [_deployment(each) for each in found["deployments"]]
    except OSError as error:
        raise ConfigurationError(
            f"cannot read the deployments of {path} ({error.strerror}): run this in the folder of the project, or name "
            "the file with --deployments"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
        why = " ".join(str(error).split())[:200]
        raise ConfigurationError(f"{path} describes no deployments ({why}): see docs/scheduling.md") from None
    if not entries:
        raise ConfigurationError(f"{path} describes no deployments: see docs/scheduling.md")
    return tuple(entries)


def _deployment(entry: Mapping[str, Any]) -> Deployment:
    limit = entry.get("concurrency_limit")
    return Deployment(
        name=str(entry["name"]),
        entrypoint=str(entry["entrypoint"]),
        description=entry.get("description"),
        tags=tuple(entry.get("tags") or ()),
        parameters=entry.get("parameters") or {},
        schedules=tuple(entry.get("schedules") or ()),
        triggers=tuple(entry.get("triggers") or ()),
        limit={"limit": limit} if isinstance(limit, int) else limit,
    )


def flow_of(deployment: Deployment) -> "Flow[..., Any]":
    """Return the flow of a deployment. Raises ConfigurationError where there is none at its entrypoint."""
    file, _, name = deployment.entrypoint.partition(":")
    module = file.removesuffix(".py").removeprefix("./").replace("/", ".")
    try:
        flow: Flow[..., Any] = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        raise ConfigurationError(
            f"the deployment {deployment.name} has no flow at {deployment.entrypoint}: name a file of this project, "
            "as flows/refresh.py:refresh; a worker of Prefect runs others"
        ) from None
    return flow


def for_runner(deployment: Deployment, flow: "Flow[..., Any]") -> "RunnerDeployment":
    """Return a deployment as Prefect takes it from processes that run it themselves.

    Raises ConfigurationError where a schedule, a trigger or the limit is not as Prefect wants it.
    """
    # Prefect reads its settings when it is imported.
    from prefect.client.schemas.actions import DeploymentScheduleCreate  # noqa: PLC0415
    from prefect.client.schemas.objects import ConcurrencyLimitConfig  # noqa: PLC0415 - as above
    from prefect.deployments.runner import RunnerDeployment  # noqa: PLC0415 - as above
    from prefect.events import DeploymentTriggerTypes  # noqa: PLC0415 - as above
    from prefect.types.entrypoint import EntrypointType  # noqa: PLC0415 - as above
    from pydantic import TypeAdapter  # noqa: PLC0415 - for these

    triggers: TypeAdapter[DeploymentTriggerTypes] = TypeAdapter(DeploymentTriggerTypes)
    try:
        return RunnerDeployment.from_flow(
            flow,
            name=deployment.name,
            description=deployment.description,
            tags=list(deployment.tags),
            parameters=dict(deployment.parameters),
            paused=False,
            schedules=[
                DeploymentScheduleCreate.model_validate(
                    {
                        "schedule": {name: value for name, value in each.items() if name not in _OF_SCHEDULE},
                        **{name: each[name] for name in _OF_SCHEDULE if name in each},
                    }
                )
                for each in deployment.schedules
            ],
            triggers=[
                triggers.validate_python({"name": f"{flow.name}/{deployment.name} {number}", **each})
                for number, each in enumerate(deployment.triggers, start=1)
            ],
            concurrency_limit=ConcurrencyLimitConfig.model_validate(deployment.limit) if deployment.limit else None,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
    except ValueError as error:
        why = " ".join(str(error).split())[:300]
        raise ConfigurationError(f"the deployment {flow.name}/{deployment.name} cannot be made ({why})") from None
