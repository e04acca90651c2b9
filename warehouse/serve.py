"""Serving the published file to DuckDB clients over the network, by DuckDB's Quack extension.

The file is the server's own database, opened read-only, so that a client finds the views and `search` under their
names and can write nothing. A new publication takes its place by ATTACH OR REPLACE: a session goes on, its next
statement reads the new file, a statement that runs keeps the old one. Quack asks `guard/allows.sql` before each.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from extractors.errors import ConfigurationError, WarehouseError
from warehouse import sql
from warehouse.connection import PUBLISHED, attach, gist, guarded_settings, open_published, translated
from warehouse.extensions import ensure_extensions, load_extensions
from warehouse.limits import Limits, Spill
from warehouse.paths import Paths, identity
from warehouse.release import read_release

# Quack's server draws its random numbers, and its client sends its requests, with what httpfs brings
_EXTENSIONS = ("httpfs", "quack")


def ensure_servable(published: Path) -> None:
    """Return where the published file could be served. Changes nothing.

    Raises ConfigurationError where the extensions are missing, WarehouseError where there is no warehouse or it cannot
    be read.
    """
    ensure_extensions(_EXTENSIONS)
    open_published(published).close()


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens."""

    host: str
    port: int

    @property
    def uri(self) -> str:
        """The address as Quack and its clients write it."""
        return f"quack:[{self.host}]:{self.port}" if ":" in self.host else f"quack:{self.host}:{self.port}"


class Server:
    """A published file that is being served; made by `Server.open`. A context manager, which stops it."""

    def __init__(self, paths: Paths, connection: duckdb.DuckDBPyConnection, spill: Spill, seen: object) -> None:
        """`seen` is what told the published file from others before it was opened."""
        self.published_at = read_release(connection).released_at
        """When what is served was published, UTC."""
        self._paths = paths
        self._connection = connection
        self._spill = spill
        self._seen = seen

    @classmethod
    @contextmanager
    def open(cls, published: Path, address: Address, token: str, limits: Limits) -> Iterator["Server"]:
        """Serve the published file to whoever shows `token`, until the block ends. All statements share the `limits`.

        Quack cannot stop a statement that takes long: the memory of `limits` holds, the seconds do not.

        Raises ConfigurationError where the address cannot be listened at, and what `ensure_servable` does.
        """
        ensure_servable(published)
        paths = Paths(published)
        spill = Spill(limits)
        try:
            seen = identity(published)
            connection = _opened(paths, spill)
            try:
                server = cls(paths, connection, spill, seen)
                _listen(connection, address, token)
                try:
                    yield server
                finally:
                    connection.execute(f"CALL quack_stop({sql.literal(address.uri)})")
            finally:
                connection.close()
        finally:
            spill.close()

    def follow(self) -> bool:
        """Take up the published file where it is another one than what is served; return whether it is.

        Raises WarehouseError where it cannot be read; then what was served goes on, and this file is not tried again.
        """
        there = identity(self._paths.published)
        if there in {None, self._seen}:
            return False
        self._seen = there
        with _held(self._paths, self._spill) as file, translated(self._paths.published):
            fresh = open_published(file)
            try:
                released_at = read_release(fresh).released_at
            finally:
                fresh.close()
            self._connection.execute(f"ATTACH OR REPLACE {sql.literal(str(file))} AS {PUBLISHED} (READ_ONLY)")
        self.published_at = released_at
        return True


@contextmanager
def _held(paths: Paths, spill: Spill) -> Iterator[Path]:
    """Give the published file a second name of its own for as long as it takes to open it.

    DuckDB tells databases by their paths, and would take the new file for the one that it has. Where the folder cannot
    be written or the file system has no such links, the file is copied.
    """
    with suppress(OSError):
        paths.serving.mkdir(parents=True, exist_ok=True)
    parent = paths.serving if os.access(paths.serving, os.W_OK) else _copies(spill)
    with tempfile.TemporaryDirectory(dir=parent, ignore_cleanup_errors=True) as folder:
        file = Path(folder) / f"{PUBLISHED}.duckdb"
        try:
            try:
                os.link(paths.published.resolve(), file)
            except OSError:
                shutil.copyfile(paths.published, file)
        except OSError as error:
            raise WarehouseError(
                f"{paths.published} could not be taken up ({error.strerror}): look at disk space and rights"
            ) from error
        yield file


def _copies(spill: Spill) -> Path:
    folder = spill.folder / "copies"
    folder.mkdir(exist_ok=True)
    return folder


def _opened(paths: Paths, spill: Spill) -> duckdb.DuckDBPyConnection:
    """Open the published file as the server's own database, with its guard, and lock what could be changed."""
    guard = spill.folder / "guard.duckdb"
    made = duckdb.connect(str(guard))
    made.execute(sql.read("guard/allows.sql"))
    made.close()
    with _held(paths, spill) as file, translated(paths.published):
        connection = duckdb.connect(str(file), read_only=True, config=guarded_settings(spill.settings))
        try:
            load_extensions(connection, _EXTENSIONS)
            attach(connection, guard, "guard", read_only=True)
            connection.execute("SET GLOBAL quack_authorization_function = 'guard.main.allows'")
            # Where the next publication is taken up from; nothing stands there for longer than that takes
            folders = ", ".join(sql.literal(str(folder.resolve())) for folder in (paths.serving, _copies(spill)))
            connection.execute(f"SET allowed_directories = [{folders}]")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
        except BaseException:
            connection.close()
            raise
    return connection


def _listen(connection: duckdb.DuckDBPyConnection, address: Address, token: str) -> None:
    try:
        connection.execute(
            f"CALL quack_serve({sql.literal(address.uri)}, token := {sql.literal(token)}, allow_other_hostname := true)"
        )
    except duckdb.Error as error:
        # Not `from error`: DuckDB may quote the statement, and the token with it
        raise ConfigurationError(
            f"cannot listen at {address.uri} ({gist(str(error)).replace(token, '…')}): "
            "end what listens there, or choose another --port or --host"
        ) from None
