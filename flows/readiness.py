"""Whether all is there that `greenpaper up` needs: what it looks at, what it found, and what is to be done."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from extractors.errors import ConfigurationError, GreenpaperError
from flows.deployments import flow_of, for_runner, read_deployments
from flows.local_server import is_free
from flows.preparation import start_workers
from flows.settings import Settings
from flows.sourcing import chosen_sources
from warehouse.writer import ensure_publishable

_PATIENCE = 10.0  # seconds that a server may take to answer


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and either what is there (`told`) or what is missing (`fault`)."""

    what: str
    told: str
    fault: str | None = None


def findings(sources: Path | None, warehouse: Path, deployments: Path, port: int | None) -> list[Finding]:
    """Look at what can be seen at once: settings, sources, deployments, folders, the server's place."""
    return [
        _found("settings", lambda: f"{len(Settings.read().model_fields_set)} set by the environment"),
        *_sources(sources),
        _found("deployments", lambda: f"{len(read_deployments(deployments))} in {deployments}"),
        _found("warehouse", lambda: _publishable(warehouse)),
        _found("Prefect", lambda: _prefect(port)),
    ]


def all_findings(sources: Path | None, warehouse: Path, deployments: Path, port: int | None) -> list[Finding]:
    """Look at all of that, at the flows of the deployments, and at the model, which is loaded: seconds."""
    return [
        *findings(sources, warehouse, deployments, port),
        _found("flows", lambda: _flows(deployments)),
        _found("paths", lambda: _paths(deployments)),
        _found("model", _model),
    ]


def _found(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, look())
    except GreenpaperError as error:
        return Finding(what, "", str(error))


def _sources(path: Path | None) -> list[Finding]:
    try:
        path = path or Settings.read().sources
    except ConfigurationError:
        return []  # settings are told already
    try:
        chosen = chosen_sources(path, ())
    except GreenpaperError as error:
        return [Finding("sources", "", str(error))]
    absent = [source.name for source in chosen if source.folder is not None and not source.folder.is_dir()]
    told = Finding("sources", f"{', '.join(source.name for source in chosen)} in {path}")
    folders = Finding("folders", "", f"make the folder of {', '.join(absent)}: it does not exist")
    return [told, folders] if absent else [told]


def _publishable(warehouse: Path) -> str:
    ensure_publishable(warehouse)
    _check_writable(warehouse.parent, "name another place with --warehouse")
    return str(warehouse)


def _prefect(port: int | None) -> str:
    from prefect.settings import get_current_settings  # noqa: PLC0415 - Prefect reads its settings when it is imported

    prefect = get_current_settings()
    address = prefect.api.url
    if address is None:
        _check_writable(prefect.home, "set PREFECT_HOME to another folder")
        if port is not None and not is_free(port):
            raise ConfigurationError(f"port {port} is taken: choose another one with --port, or none")
        return f"a server is started, and keeps its records in {prefect.home}"
    if port is not None:
        raise ConfigurationError(f"PREFECT_API_URL names a server ({address}): leave --port out, or unset it")
    try:
        httpx.get(f"{address}/health", timeout=_PATIENCE).raise_for_status()
    except httpx.HTTPError as error:
        raise ConfigurationError(
            f"the server at {address} does not answer ({error}): start it, or unset PREFECT_API_URL"
        ) from None
    return f"the server at {address}"


def _check_writable(folder: Path, advice: str) -> None:
    """Raise ConfigurationError where nothing can be written in a folder, or it cannot be made; make nothing."""
    there = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise ConfigurationError(f"cannot write in {there}: look at its rights, or {advice}")


def _flows(deployments: Path) -> str:
    made = [for_runner(each, flow_of(each)).full_name for each in read_deployments(deployments)]
    return ", ".join(made)


def _paths(deployments: Path) -> str:
    """Return which paths the deployments are to read; web addresses are not looked at."""
    asked = [
        (each.name, str(path)) for each in read_deployments(deployments) for path in each.parameters.get("paths", ())
    ]
    if missing := [f"{path} ({name})" for name, path in asked if "://" not in path and not Path(path).exists()]:
        raise ConfigurationError(f"there is no {', '.join(missing)}: make it, or take it out of {deployments}")
    return ", ".join(path for _, path in asked) or "none"


def _model() -> str:
    settings = Settings.read()
    with start_workers(settings) as workers:
        return f"{settings.spacy_model}, extractors {workers.ready().version}"
