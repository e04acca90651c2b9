"""`greenpaper report`: one page that needs nothing beside it, and in which nothing runs."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hostile import hostile_warehouse

from flows.cli import program


def reported(warehouse: Path, folder: Path) -> str:
    file = folder / "report.html"
    result = CliRunner().invoke(program, ["report", str(file), "--warehouse", str(warehouse)])
    assert result.exit_code == 0, result.output
    return file.read_text("utf-8")


def test_a_report_holds_overview_strategies_network_and_timeline(sample_warehouse: Path, tmp_path: Path) -> None:
    page = reported(sample_warehouse, tmp_path)
    for heading in ("Documents by type", "Strategies and plans", "Timeline", "Partnerships"):
        assert f"<h2>{heading}</h2>" in page
    assert "Organisational Strategy 2020-2023" in page
    assert page.count('class="node') == 5
    assert '<svg class="chart timeline"' in page


@pytest.mark.parametrize("is_hostile", [False, True])
def test_a_report_asks_for_nothing_and_runs_nothing(sample_warehouse: Path, tmp_path: Path, is_hostile: bool) -> None:
    page = reported(hostile_warehouse(tmp_path) if is_hostile else sample_warehouse, tmp_path)
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "<img" not in page
    assert not re.search(r"\b(src|href|action)=", re.sub(r"&#34;|>[^<]*<", "", page))
    assert "@import" not in page
    assert "url(" not in page


def test_a_report_that_cannot_be_written_is_one_line(sample_warehouse: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        program, ["report", str(tmp_path / "none" / "report.html"), "--warehouse", str(sample_warehouse)]
    )
    assert result.exit_code != 0
    assert "cannot write" in str(result.exception)
