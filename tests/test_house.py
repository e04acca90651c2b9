"""The rules of the house: who may know whom, what is documented, what is locked."""

import ast
import importlib
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from flows import cli
from flows.exits import Exit
from flows.prefect_defaults import DEFAULTS, SERVER_DEFAULTS
from flows.settings import PREFIX, Settings
from warehouse.layout import VIEWS

ROOT = Path(__file__).parent.parent
PACKAGES = ("extractors", "flows", "warehouse")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "samples/README.md"]
LINT = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]


def documentation() -> str:
    return "\n".join(page.read_text() for page in PAGES)


# Who may know whom


def test_the_import_contracts_hold() -> None:
    checked = subprocess.run(LINT, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("extractors/records.py", "import extractors.page"),
        ("extractors/ids.py", "import pyarrow"),
        ("extractors/sources/paths.py", "import spacy"),
        ("extractors/documents/text.py", "import httpx"),
        ("extractors/entities/people.py", "import bs4"),
        ("extractors/facts/roles.py", "import duckdb"),
        ("warehouse/load.py", "import extractors.sources.paths"),
        ("warehouse/query.py", "import prefect"),
        ("flows/reading.py", "import extractors.documents.registry"),
        ("flows/cli.py", "import duckdb"),
        ("extractors/errors.py", "import warehouse.records"),
    ],
)
def test_the_import_contracts_catch_a_violation(tmp_path: Path, module: str, line: str) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path = tmp_path / module
    path.write_text(f"{path.read_text()}\n{line}\n")
    checked = subprocess.run(LINT, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode == 1, checked.stdout
    assert re.search(r"[1-9]\d* broken", checked.stdout)


def test_only_the_sources_fetch() -> None:
    """The standard library's ways to the net, which the contracts cannot name."""
    fetching = {"http.client", "urllib.request", "ftplib", "socket", "smtplib"}
    # url2pathname fetches nothing, hosts.py looks names up, the two servers listen, and interruption.py talks to itself
    allowed = {
        ROOT / "extractors/sources/paths.py",
        ROOT / "extractors/sources/hosts.py",
        ROOT / "flows/local_server.py",
        ROOT / "flows/commands/serve.py",
        ROOT / "warehouse/interruption.py",
    }
    assert not [path for path in SOURCES if path not in allowed and fetching & _imports(path)]


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


# What is documented


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented_with_its_default(name: str) -> None:
    page = (ROOT / "docs/settings.md").read_text()
    row = re.search(rf"^\| `{PREFIX}{name.upper()}` \| ([^|]+) \| [^|]+ \| [^|]+ \|$", page, re.MULTILINE)
    assert row, f"docs/settings.md has no row for {PREFIX}{name.upper()}"
    field = Settings.model_fields[name]
    if field.default_factory is None and field.default is not None:
        assert row.group(1) == f"`{field.default}`"


def test_no_setting_is_documented_that_does_not_exist() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    texts = [documentation(), *(path.read_text() for path in SOURCES)]
    named = {name for text in texts for name in re.findall(rf"\b{PREFIX}[A-Z_]*[A-Z]", text)}
    assert named <= known


def test_what_is_set_for_prefect_is_documented() -> None:
    page = (ROOT / "docs/settings.md").read_text()
    ours = {**SERVER_DEFAULTS, **DEFAULTS}.items() | (SERVER_DEFAULTS.items() - DEFAULTS.items())
    assert [name for name, value in ours if f"| `{name}` | `{value}` |" not in page] == []


def commands() -> dict[str, click.Command]:
    """Every command by its full name; those of a group follow it."""
    found: dict[str, click.Command] = {}
    for name, command in cli.program.commands.items():
        found[name] = command
        if isinstance(command, click.Group):
            found.update({f"{name} {each}": subcommand for each, subcommand in command.commands.items()})
    return found


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_documented_with_its_options(name: str) -> None:
    assert f"greenpaper {name}" in documentation()
    options = [option for each in commands()[name].params if isinstance(each, click.Option) for option in each.opts]
    assert [option for option in options if f"{option}" not in documentation()] == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_documented(view: str) -> None:
    assert f"`{view}`" in documentation()


def test_every_exit_code_is_documented() -> None:
    page = (ROOT / "docs/settings.md").read_text()
    assert [code for code in Exit if f"| {code.value} |" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    assert [each for each in targets if "://" not in each and not (page.parent / each).exists()] == []


def test_the_changelog_tells_of_the_version() -> None:
    assert f"## {_project()['version']} " in (ROOT / "CHANGELOG.md").read_text()


# What is locked and deployed


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return project


def _locked(name: str) -> dict[str, set[str]]:
    """Return requirement → hashes of a requirements file."""
    found: dict[str, set[str]] = {}
    for entry in (ROOT / name).read_text().replace("\\\n", " ").splitlines():
        requirement, *hashes = entry.split(" --hash=")
        found[requirement.strip()] = {each.strip() for each in hashes}
    return found


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_requirements_are_pinned_and_hashed_and_name_no_address(name: str) -> None:
    locked = _locked(name)
    assert all(re.match(r"[a-z0-9-]+(\[[a-z0-9, -]+\])?==\S+( ; .+)?$", requirement) for requirement in locked)
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for hashes in locked.values() for each in hashes)
    assert all(locked.values())
    assert "://" not in (ROOT / name).read_text()
    assert not re.search(r"^\s*-", re.sub(r"--hash=", "", (ROOT / name).read_text()), re.MULTILINE)


def test_the_test_requirements_hold_the_same_versions() -> None:
    assert _locked("requirements.txt").items() <= _locked("requirements-test.txt").items()


def test_every_dependency_is_locked() -> None:
    names = {re.split(r"[=\[]", requirement)[0] for requirement in _locked("requirements.txt")}
    assert {re.split(r"[<>=]", wanted)[0] for wanted in _project()["dependencies"]} <= names


DEPLOYMENTS = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda each: each["name"])
def test_a_deployment_names_a_flow_of_ours_and_its_parameters(deployment: dict[str, Any]) -> None:
    path, _, name = deployment["entrypoint"].partition(":")
    flow = getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), name)
    assert set(deployment["parameters"]) <= set(flow.parameters.properties)
    assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "ENQUEUE"}
    assert f"`{flow.name}/{deployment['name']}`" in (ROOT / "docs/scheduling.md").read_text()


# Size and place


def test_no_file_grows_too_long() -> None:
    assert [path for path in SOURCES if len(path.read_text().splitlines()) > 400] == []


def test_the_continuous_integration_can_be_started() -> None:
    assert (ROOT / ".ci/run").stat().st_mode & 0o100
