"""What a writer needs of the place where the base tables are: a file of DuckDB's, or a lake."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

import duckdb

from warehouse.paths import Paths
from warehouse.publish import Published
from warehouse.terms import Terms

T = TypeVar("T")


class Backend(Protocol):
    """The base tables, open for one writer. All SQL of this package runs on `connection` as it is."""

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The session in which `store.…` are the base tables."""

    def read(self, call: Callable[[], T]) -> T:
        """Return what `call` returns, which reads alone, with DuckDB's errors as ours."""

    def write(self, call: Callable[[], T]) -> T:
        """Return what `call` returns, which may write. It may be called again, where it changed nothing."""

    def alone(self) -> AbstractContextManager[None]:
        """Let nobody else write while what stands inside reads and writes in several calls."""

    def loaded(self) -> None:
        """Do what is to be done after a batch was loaded."""

    def finished(self) -> None:
        """Do what is to be done when a run ended."""

    def publish(self, paths: Paths, terms: Terms | None) -> Published:
        """Publish what has been loaded: see `warehouse.publish.publish`."""

    def close(self) -> None:
        """Let go of everything."""
