"""What commands must not do to a warehouse by a slip: write over it, or make one that nobody asked for."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractors.errors import ConfigurationError, WarehouseError
from flows.cli import program


@pytest.mark.parametrize(
    "arguments",
    [
        ("sql", "select 1", "--format", "csv", "--output", "{}"),
        ("review", "export", "{}"),
        ("report", "{}"),
    ],
)
def test_the_warehouse_itself_is_not_written_over(
    sample_warehouse: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    warehouse = tmp_path / "greenpaper.duckdb"
    shutil.copyfile(sample_warehouse, warehouse)
    before = warehouse.read_bytes()
    for file in (warehouse, tmp_path / "greenpaper.store" / "working.duckdb"):
        named = [each.format(file) for each in arguments]
        ended = CliRunner().invoke(program, [*named, "--warehouse", str(warehouse)])
        assert isinstance(ended.exception, ConfigurationError), ended.output
        assert "belongs to the warehouse" in str(ended.exception)
    assert warehouse.read_bytes() == before


def test_what_is_not_utf_8_is_not_looked_for(sample_warehouse: Path) -> None:
    ended = CliRunner().invoke(program, ["search", "\udcff", "--warehouse", str(sample_warehouse)])
    assert isinstance(ended.exception, ConfigurationError)


def test_reading_again_makes_no_warehouse(tmp_path: Path) -> None:
    ended = CliRunner().invoke(program, ["reextract", "--warehouse", str(tmp_path / "missing.duckdb")])
    assert isinstance(ended.exception, WarehouseError)
    assert list(tmp_path.iterdir()) == []
