"""README.md tells the truth: its commands are run here against the samples, and must print what it says."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import program

README = Path(__file__).parent.parent / "README.md"
EXAMPLE = re.compile(r'^\$ \.venv/bin/greenpaper sql "(?P<query>.+)"\n(?P<printed>(?:(?!```|\$ ).*\n)+)', re.MULTILINE)
EXAMPLES = [
    (m.group("query").replace('\\"', '"'), m.group("printed")) for m in EXAMPLE.finditer(README.read_text("utf-8"))
]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize(("query", "printed"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_example_prints_what_the_page_shows(sample_warehouse: Path, query: str, printed: str) -> None:
    result = CliRunner().invoke(program, ["sql", query, "--warehouse", str(sample_warehouse)])
    assert result.exit_code == 0, result.output
    assert _lines(result.output) == _lines(printed)


def test_what_a_run_finds_is_what_the_page_shows(sample_warehouse: Path) -> None:
    counts = dict(re.findall(r"^([a-z_]+) +(\d+)$", README.read_text("utf-8"), re.MULTILINE))
    assert set(counts) >= {"documents", "people", "organisations", "roles", "figures", "partnerships"}
    for view, count in counts.items():
        query = f"select count(*) as n from {view}"
        result = CliRunner().invoke(program, ["sql", query, "--format", "csv", "--warehouse", str(sample_warehouse)])
        assert result.output.split() == ["n", count], view


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
