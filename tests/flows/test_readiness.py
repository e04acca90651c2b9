"""`greenpaper up --check`: what is there, what is missing, and what is to be done."""

import socket
from pathlib import Path

import pytest

from flows.readiness import findings

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "inbox"\nfolder = "inbox"\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def faults(folder: Path, deployments: Path = ROOT / "prefect.yaml", port: int | None = None) -> dict[str, str]:
    found = findings(folder / "sources.toml", folder / "data" / "greenpaper.duckdb", deployments, port)
    return {each.what: each.fault for each in found if each.fault}


def test_where_all_is_there_nothing_is_missing_and_nothing_is_made(folder: Path) -> None:
    assert faults(folder) == {}
    assert not (folder / "data").exists()


def test_a_file_without_sources_is_missing(folder: Path) -> None:
    (folder / "sources.toml").unlink()
    assert "sources.toml" in faults(folder)["sources"]


def test_a_folder_that_does_not_exist_is_named_by_its_source(folder: Path) -> None:
    (folder / "inbox").rmdir()
    assert "inbox" in faults(folder)["folders"]


def test_deployments_that_are_missing_are_told_with_what_to_do(folder: Path) -> None:
    assert "--deployments" in faults(folder, deployments=folder / "prefect.yaml")["deployments"]


def test_a_file_that_is_no_warehouse_is_told(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "greenpaper.duckdb").write_text("a letter")
    assert "greenpaper.duckdb" in faults(folder)["warehouse"]


def test_a_port_that_is_taken_is_told(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        assert f"port {port} is taken" in faults(folder, port=port)["Prefect"]
