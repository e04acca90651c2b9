"""The built wheel in a clean environment, in an empty folder: what a person who installs it gets. Slow."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("source")
    for name in ("extractors", "flows", "warehouse"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    built = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", built, source]
    subprocess.run(command, check=True, capture_output=True)
    (found,) = built.glob("greenpaper-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an environment with the locked requirements and the wheel, and nothing else, not even pip.

    Nothing is compiled: of most modules nobody asks anything, and Python compiles the others when they are imported.
    """
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    locked = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--requirement", ROOT / "requirements.txt"]
    for what in (locked, ["--no-deps", wheel]):
        command = [*_pip(folder), "install", "--no-compile", *what]
        subprocess.run(command, check=True, cwd=folder, env=_environment(folder))
    return folder / "bin"


def _pip(environment: Path) -> list[str | Path]:
    """Return how this Python's pip is called for another environment."""
    options = ["--quiet", "--disable-pip-version-check", "--no-input"]
    return [sys.executable, "-m", "pip", *options, "--python", environment]


def _environment(home: Path) -> dict[str, str]:
    dropped = ("PREFECT_", "GREENPAPER_", "PYTHON", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return {**kept, "PREFECT_HOME": str(home / "prefect")}


def test_the_wheel_holds_all_that_is_not_python(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    own = {
        path.relative_to(ROOT).as_posix()
        for package in ("extractors", "flows", "warehouse")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert own <= names
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "samples"))]
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_it_is_complete(installed: Path, tmp_path: Path) -> None:
    command = [*_pip(installed.parent), "check"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment(tmp_path))
    assert checked.returncode == 0, checked.stdout


@dataclass(frozen=True, slots=True)
class Used:
    """An empty folder in which the installed command has ingested two documents, and what it said."""

    bin: Path
    folder: Path
    summary: str

    def __call__(self, *arguments: str | Path) -> str:
        return called(self.bin, self.folder, *arguments)


def called(installed: Path, folder: Path, *arguments: str | Path) -> str:
    """Call the installed command in a folder, and return what it prints."""
    command = [installed / "greenpaper", *arguments]
    ended = subprocess.run(command, cwd=folder, env=_environment(folder), capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def used(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Used:
    folder = tmp_path_factory.mktemp("empty")
    sample = ROOT / "samples" / "kmpt-social-value-impact-report-2024.txt"
    plan = tmp_path_factory.mktemp("plan") / "plan.txt"
    plan.write_text("A plan\n\nThe trust will spend £2 million in 2024.\n")
    return Used(installed, folder, called(installed, folder, "ingest", sample, plan, "--json"))


def test_it_ingests_and_answers_from_an_empty_folder(used: Used) -> None:
    summary = json.loads(used.summary)
    assert (summary["loaded"], summary["failed"]) == (2, 0)
    (answer,) = json.loads(used("sql", "select count(*) as people from people", "--format", "json"))
    assert answer["people"] > 0
    assert "search" in used("--help")
    assert {path.name for path in used.folder.iterdir()} == {"data", "prefect"}


def test_the_published_file_is_opened_by_the_next_duckdb(used: Used, tmp_path: Path) -> None:
    following = tmp_path / "next"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", following], check=True)
    command = [*_pip(following), "install", "--no-compile", "--only-binary", ":all:", "duckdb>=2,<3"]
    got = subprocess.run(command, check=False, capture_output=True)
    if got.returncode != 0:
        pytest.skip("the package index has no DuckDB 2")
    script = (
        "import duckdb; c = duckdb.connect('data/greenpaper.duckdb', read_only=True);"
        "print([c.execute(f'select count(*) from {v}').fetchone()[0] for v in ('documents', 'ingestions', 'finances')],"
        "c.execute(\"select count(*) from search('trust')\").fetchone()[0])"
    )
    answers = [
        subprocess.run(
            [python, "-c", script],
            cwd=used.folder,
            env=_environment(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
        for python in (used.bin / "python", following / "bin/python")
    ]
    ours, theirs = ((each.stdout, each.stderr) for each in answers)
    assert theirs == ours
    assert re.fullmatch(r"\[2, 2, 1\] [1-9]\d*\n", ours[0]), ours
