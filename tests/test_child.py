"""A worker process reads the documents of strangers, and is given nothing that they could want."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.child import Child
from extractors.worker import Options

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the environment of a process is read from /proc")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """What a worker process gets where this process has passwords."""
    monkeypatch.setenv("GREENPAPER_WAREHOUSE", "ducklake:postgres:password=hidden")
    monkeypatch.setenv("GREENPAPER_SERVE_TOKEN", "hidden")
    monkeypatch.setenv("PGPASSWORD", "hidden")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")
    monkeypatch.setenv("LEXICON", "shown")
    child = Child(Options())
    try:
        said, deadline = "", time.monotonic() + 10
        while (
            "OMP_NUM_THREADS" not in said and time.monotonic() < deadline
        ):  # before, it is the environment of nobody yet
            said = Path(f"/proc/{child._popen.pid}/environ").read_text()
        yield dict(each.split("=", 1) for each in said.split("\0") if each)
    finally:
        child.release()


def test_a_worker_gets_the_environment_without_passwords(environment: dict[str, str]) -> None:
    assert environment["LEXICON"] == "shown"
    assert environment["OMP_NUM_THREADS"] == "1"
    assert [name for name, value in environment.items() if "hidden" in value] == []
