"""The SQL of this package: files beside the code, read by name."""

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb


@cache
def read(name: str) -> str:
    """Return the text of an SQL file of this package, by its path in it ("views/roles.sql")."""
    return (files(__package__) / name).read_text(encoding="utf-8")


@cache
def folder(name: str) -> dict[str, str]:
    """Return the SQL files of a folder of this package, name without ending → text, by name."""
    found = (entry.name for entry in (files(__package__) / name).iterdir())
    return {file.removesuffix(".sql"): read(f"{name}/{file}") for file in sorted(found) if file.endswith(".sql")}


def header(text: str) -> list[str]:
    """Return the comment lines on top of an SQL file without their dashes; indented lines continue the one above."""
    found: list[str] = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        words = line.removeprefix("--")
        if words.startswith("   ") and found:
            found[-1] = f"{found[-1]} {words.strip()}"
        else:
            found.append(words.strip())
    return found


def literal(text: str) -> str:
    """Return `text` as an SQL string literal, for statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"


def one(connection: duckdb.DuckDBPyConnection, statement: str) -> tuple[Any, ...]:
    """Run a statement that always gives one row, and return it."""
    row: tuple[Any, ...] | None = connection.execute(statement).fetchone()
    assert row is not None  # noqa: S101 - said in the first line
    return row


@cache
def layout_sha256() -> str:
    """Return the digest of the files that a published file is made and checked by: another one means another file."""
    digest = hashlib.sha256()
    for name in ("views", "prepared", "macros", "search", "checks"):
        for file, text in folder(name).items():
            digest.update(f"{name}/{file}\0{text}\0".encode())
    return digest.hexdigest()
