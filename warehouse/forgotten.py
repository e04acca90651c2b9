"""What is on record of what was forgotten, and the secret key without which nobody can test a guess against it.

The key is a file in the store and in no database, so that a published file can be given to anybody.
"""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from extractors.errors import WarehouseError
from extractors.ids import keyed_id
from extractors.judgements import Forgotten
from warehouse import sql
from warehouse.connection import open_published, translated
from warehouse.folders import sync
from warehouse.paths import Paths
from warehouse.query import run_query

_FORGETTING = 8  # the migration before which a file knows nothing of it
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Forgetting:
    """One forgetting, as it is on record: without name and address. Times are UTC without a zone."""

    forgetting_id: str
    kind: str
    forgotten_by: str
    reason: str
    forgotten_at: datetime
    documents: int
    editions: int
    facts: int
    masked_editions: int
    contents: int
    allowed_at: datetime | None
    allowed_by: str | None


@dataclass(frozen=True, slots=True)
class Digest:
    """A row of store.forgotten: what is known again, of which forgetting. `words` is the length of a name, else 0."""

    forgetting_id: str
    kind: str
    digest: str
    words: int


def secret(paths: Paths) -> bytes:
    """Return the key of this warehouse, which is made where there is none. Only the one writer may call it."""
    try:
        if not paths.key.exists():
            _write_key(paths.key, secrets.token_bytes(_KEY_BYTES))
        return paths.key.read_bytes()
    except OSError as error:
        raise WarehouseError(f"cannot use {paths.key} ({error.strerror}): look at its rights, and run again") from error


def take_key(file: Path, paths: Paths) -> None:
    """Let this warehouse have the key of another, where that has one and this has none."""
    if file.exists() and not paths.key.exists():
        _write_key(paths.key, file.read_bytes())


def _write_key(file: Path, key: bytes) -> None:
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(key)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)
    sync(file.parent)


def key_id(key: bytes) -> str:
    """Return by what a key is told from others, and which says nothing of it."""
    return keyed_id(key, "key")


def forgotten(connection: duckdb.DuckDBPyConnection, paths: Paths) -> Forgotten:
    """Return what is not to be kept. Raises WarehouseError where the key of it is lost."""
    rows = connection.execute(sql.read("queries/forgotten.sql")).fetchall()
    if not rows:
        return Forgotten()
    key = secret(paths) if paths.key.exists() else b""
    if {made_with for *_, made_with in rows} != {key_id(key)}:
        raise WarehouseError(
            f"{paths.key} is not there, or not the one by which forgotten names and addresses are known: put it back "
            "from a backup, or let them be known no more with `greenpaper forget --allow ID` (`forget --list`)"
        )
    kept = {kind: frozenset(digest for each, digest, _, _ in rows if each == kind) for kind, *_ in rows}
    return Forgotten(
        key=key,
        names=kept.get("name", frozenset()),
        beginnings=kept.get("beginning", frozenset()),
        longest=max(words for _, _, words, _ in rows),
        addresses=kept.get("address", frozenset()),
        contents=kept.get("content", frozenset()),
    )


def allow(connection: duckdb.DuckDBPyConnection, forgetting_ids: Sequence[str], by: str, at: datetime) -> None:
    """Let what these forgettings were about be kept again, in the caller's transaction.

    Documents in which a name was masked are marked to be read again.
    """
    asked = {"ids": list(forgetting_ids), "by": by, "at": at}
    for statement in ("mark_to_be_read", "allow_forgotten", "allow_forgetting"):
        wanted = {name: value for name, value in asked.items() if f"${name}" in sql.read(f"queries/{statement}.sql")}
        connection.execute(sql.read(f"queries/{statement}.sql"), wanted)


def holding(connection: duckdb.DuckDBPyConnection, digests: Sequence[str]) -> list[str]:
    """Return the ids of the forgettings that know one of these digests."""
    statement = "SELECT DISTINCT forgetting_id FROM store.forgotten WHERE list_contains(?, digest) ORDER BY ALL"
    return [str(forgetting_id) for (forgetting_id,) in connection.execute(statement, [list(digests)]).fetchall()]


def forgettings(published: Path) -> list[Forgetting]:
    """Return every forgetting on record, the oldest first."""
    ensure_forgetful(published)
    with run_query(published, sql.read("queries/forgettings.sql")) as result:
        return [Forgetting(*row) for row in result.rows()]  # type: ignore[arg-type]  # the columns are the fields


def ensure_forgetful(published: Path) -> None:
    """Raise WarehouseError where there is no warehouse, or one of a version that could not forget."""
    connection = open_published(published)
    try:
        with translated(published):
            if connection.execute(sql.read("queries/has_migration.sql"), [_FORGETTING]).fetchone() is None:
                raise WarehouseError(
                    f"{published} was written by a greenpaper that could not forget: "
                    "run `greenpaper ingest` or `greenpaper refresh` once"
                )
    finally:
        connection.close()
