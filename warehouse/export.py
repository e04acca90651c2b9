"""Exporting: every view of the published file as a file of its own, or the entities of FollowTheMoney."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Literal

import duckdb

from extractors.errors import ConfigurationError
from warehouse import sql
from warehouse.connection import PUBLISHED, open_published, translated
from warehouse.folders import written_whole
from warehouse.follow_the_money import write_entities
from warehouse.manifest import ExportedFile, Manifest, exported, refuse_other, write_manifest
from warehouse.output import write_csv, write_json_lines, write_parquet
from warehouse.query import Query, Result
from warehouse.release import read_release

Form = Literal["parquet", "csv", "jsonl", "ftm"]

_ENTITIES = "entities.ftm.json"


def export(published: Path, folder: Path, form: Form, *, replace: bool = False) -> Manifest:
    """Write the published warehouse into `folder` as `form`, and return what was written.

    The folder appears whole or not at all. All files are of one publication, rows and entities always in the same
    order, so CSV, JSON lines and entities of one publication are the same bytes each time. Raises ConfigurationError
    where something stands at `folder` (with `replace`: something else than an export of ours) or it cannot be written,
    WarehouseError where there is no warehouse or it cannot be read.
    """
    place = folder.resolve()
    connection = open_published(published)
    try:
        with translated(published):
            refuse_other(place, replace=replace)
            with written_whole(place, lambda: refuse_other(place, replace=replace)) as part:
                files = _write(connection, published, part, form)
                release = read_release(connection)
                manifest = Manifest(form, release.released_at.isoformat(), asdict(release.stamp), files)
                write_manifest(manifest, part)
                return manifest
    except OSError as error:
        raise ConfigurationError(
            f"cannot write {folder}: {error.strerror or error}; what stood there is as it was: "
            "make room, or name another folder"
        ) from error
    finally:
        connection.close()


def _write(connection: duckdb.DuckDBPyConnection, published: Path, part: Path, form: Form) -> tuple[ExportedFile, ...]:
    if form == "ftm":
        with (part / _ENTITIES).open("w", encoding="utf-8", newline="") as stream:
            count = write_entities(connection, stream)
        return (exported(part / _ENTITIES, count),)
    names = connection.execute(sql.read("queries/view_names.sql"), [PUBLISHED]).fetchall()
    return tuple(_write_view(connection, published, name, part / f"{name}.{form}") for (name,) in names)


def _write_view(connection: duckdb.DuckDBPyConnection, published: Path, view: str, file: Path) -> ExportedFile:
    connection.execute(f'SELECT * FROM "{view}" ORDER BY ALL')  # noqa: S608 - a view of the file itself
    return exported(file, _WRITERS[file.suffix](Result(Query(published, connection)), file))


def _to_csv(result: Result, file: Path) -> int:
    with file.open("w", encoding="utf-8", newline="") as stream:
        return write_csv(result, stream)


def _to_json_lines(result: Result, file: Path) -> int:
    with file.open("w", encoding="utf-8", newline="") as stream:
        return write_json_lines(result, stream)


def _to_parquet(result: Result, file: Path) -> int:
    with file.open("wb") as stream:
        return write_parquet(result, stream)


_WRITERS: dict[str, Callable[[Result, Path], int]] = {
    ".csv": _to_csv,
    ".jsonl": _to_json_lines,
    ".parquet": _to_parquet,
}
