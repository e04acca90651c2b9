"""Lakes of a test's own: a database of a real PostgreSQL for the catalog, and a folder for the files."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from postgres import binaries, postgres

from extractors.errors import ConfigurationError
from warehouse.extensions import ensure_extensions
from warehouse.lake import Lake, open_catalog
from warehouse.lake_address import LakeAddress

PASSWORD = "correct horse"
"""Stands in the address of every lake; the server trusts whoever is on this machine, and never asks for it."""

MakeLake = Callable[[Path], Lake]
"""Gives a new lake whose files are in a folder."""

_NUMBERS = count(1)


@contextmanager
def lakes() -> Iterator[MakeLake]:
    """Run a server; skips the tests, saying so, where its programs or DuckDB's extensions are not installed."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL (initdb, postgres) is not installed")
    try:
        ensure_extensions(("ducklake", "postgres_scanner"), extra="lake")
    except ConfigurationError as error:
        pytest.skip(str(error))
    with postgres(programs) as server:
        port = urlsplit(server).port

        def made(files: Path) -> Lake:
            name = f"lake_{next(_NUMBERS)}"
            with open_catalog(_lake(port, "postgres", files), "server") as connection:
                create = f"CALL postgres_execute('server', 'CREATE DATABASE {name}', use_transaction => false)"
                connection.execute(create)
            return _lake(port, name, files)

        yield made


def _lake(port: int | None, database: str, files: Path) -> Lake:
    said = f"ducklake:postgres:host=127.0.0.1 port={port} user=prefect dbname={database} password='{PASSWORD}'"
    return Lake(LakeAddress(said), str(files))
