"""DuckDB's extensions as packages of the index: loaded from the installation, never downloaded at run time."""

import importlib.util
from pathlib import Path

import duckdb

from extractors.errors import ConfigurationError
from warehouse import sql


def load_extensions(connection: duckdb.DuckDBPyConnection, names: tuple[str, ...], *, extra: str = "serve") -> None:
    """Load the extensions into an open database. Raises ConfigurationError that says what to install: our `extra`."""
    for path in [_installed(name, names, extra) for name in names]:
        connection.execute(f"LOAD {sql.literal(str(path))}")


def ensure_extensions(names: tuple[str, ...], *, extra: str = "serve") -> None:
    """Return where all are installed. Raises ConfigurationError that says what to install."""
    for name in names:
        _installed(name, names, extra)


def _installed(name: str, all_names: tuple[str, ...], extra: str) -> Path:
    """Return the file of an extension for the DuckDB that runs: each is made for one version of it alone."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    folders = list(found.submodule_search_locations or ()) if found else []
    for folder in folders:
        path = Path(folder) / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        if path.is_file():
            return path
    packages = [f"duckdb-extension-{each.replace('_', '-')}" for each in all_names]
    wanted = " ".join(f"{each}=={duckdb.__version__}" for each in packages)
    fault = "is for another version" if folders else "is not installed"
    raise ConfigurationError(
        f"DuckDB's extension {name} {fault}: run `pip install {wanted}` (the extra greenpaper[{extra}])"
    )
