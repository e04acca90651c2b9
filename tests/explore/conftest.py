"""What the tests of the pages share."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from explore_site import Serve, served

from flows.explore.site import Choices


@pytest.fixture
def serve() -> Iterator[Serve]:
    """`serve(warehouse)` is a client of the pages over it."""
    with ExitStack() as running:

        def start(warehouse: Path, choices: Choices | None = None) -> httpx.Client:
            return running.enter_context(served(warehouse, choices or Choices()))

        yield start


@pytest.fixture
def own_warehouse(sample_warehouse: Path, tmp_path: Path) -> Path:
    """A copy of the sample warehouse that may be written to."""
    shutil.copytree(sample_warehouse.with_name("samples.store"), tmp_path / "samples.store")
    return Path(shutil.copy(sample_warehouse, tmp_path / "samples.duckdb"))
