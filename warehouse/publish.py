"""Publishing: a new file is built beside the published one, checked, and put in its place by one rename.

Who has the old file open keeps it; who opens the name after the rename sees the new one; nobody sees anything else.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

import duckdb
import pyarrow as pa

from extractors.errors import WarehouseError
from warehouse import sql
from warehouse.amend import make_amended
from warehouse.clock import utc_now
from warehouse.connection import capped, gist, open_published, transaction, translated
from warehouse.earlier import keep_published, remove_oldest
from warehouse.folders import sync
from warehouse.loss import check_loss, facts_in, facts_published
from warehouse.meaning import write_vectors
from warehouse.narrow import narrowed
from warehouse.paths import Paths
from warehouse.quality import Check, CheckResult, checks, run_checks
from warehouse.release import Release, Stamp, published_release
from warehouse.tables import insert, record_table
from warehouse.terms import Before, Terms
from warehouse.twin import ensure_twin_place, write_twin
from warehouse.whole import make_whole

_MEMORY = ("200MB", "1GB")
"""What DuckDB may take for a publication, the least that will do; the rest goes to its temporary files. Measured with
20,000 documents, made whole by one thread: 200 MB cost no more time than 250, and with 150 it cannot be done."""

_NO_ROOM_IN_MEMORY = "could not allocate"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Published:
    """The published file. `swapped` says whether it is a new one; `checks` are those of its facts.

    `before` is what a new one was compared with, for the next publication of the same run.
    """

    path: Path
    swapped: bool
    published_at: datetime
    checks: tuple[CheckResult, ...]
    before: Before | None = None


def ensure_publishable(published: Path) -> None:
    """Return where nothing stands at `published`, or a warehouse of this project.

    Raises WarehouseError about anything else, which a publication would destroy; WarehouseBusy where somebody has the
    file open for writing. Changes nothing.
    """
    if published.exists():
        open_published(published).close()


def publish(
    working: duckdb.DuckDBPyConnection,
    paths: Paths,
    memory_limit: str,
    terms: Terms | None = None,
    *,
    keeps_results: bool = True,
) -> Published:
    """Publish what the working database holds; where the published file holds that already, leave it.

    `memory_limit` is that of the working database; it stands afterwards. Where `keeps_results` is not set the working
    database is read alone: what checks found stands in the published file only.
    Only the one writer may call it. Raises WarehouseError, and leaves the published file as it is, where a check that
    must not fail does, where something else than a warehouse stands in its place, or where it cannot be written.
    """
    terms = terms or Terms()
    ensure_publishable(paths.published)
    if terms.parquet:
        ensure_twin_place(paths)
    _remove_leftovers(paths)
    published = _standing(paths.published, _stamp(working, terms)) or _build(
        working, paths, memory_limit, terms, keeps_results=keeps_results
    )
    if terms.parquet:
        write_twin(paths, published.published_at)
    return published


def _build(
    working: duckdb.DuckDBPyConnection, paths: Paths, memory_limit: str, terms: Terms, *, keeps_results: bool
) -> Published:
    """Build the new file, check it, and put it in the published one's place."""
    building = paths.next_release(os.getpid())
    stamp, replaced = _stamp(working, terms), published_release(paths.published)
    try:
        released_at = utc_now()
        with _left_as_it_was(paths.published):
            before = terms.before or Before(facts_published(paths.published))
            known = _earlier_results(working, stamp)
            release = Release(released_at, stamp)

            def make(cap: str) -> tuple[CheckResult, ...]:
                with (
                    capped(working, cap, memory_limit),
                    closing(_made(working, paths.published, building, stamp, cap)) as connection,
                ):
                    return _finish(connection, release, known, before.facts, terms)

            results = _in_little_memory(make, memory_limit)
        _refuse_failures(results, paths.published)
        with _left_as_it_was(paths.published):
            write_vectors(working, building, terms.meaning)
        if keeps_results:
            _keep_results(working, results, stamp)
        with _left_as_it_was(paths.published):
            sync(building)
            if replaced and terms.keep and not terms.before:
                keep_published(paths, replaced.released_at)
            building.replace(paths.published)
    finally:
        _remove_leftovers(paths)
    _settle(paths, terms)
    return Published(paths.published, True, released_at, results, before)


@contextmanager
def _left_as_it_was(published: Path) -> Iterator[None]:
    """Raise what the disk refuses as WarehouseError that says that the published file still stands."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else gist(str(error))
        raise WarehouseError(
            f"cannot write {published}, which stays as it was ({reason}): make room on the disk, look at the rights of "
            "its folder, or choose another place with --warehouse, and run again"
        ) from error


def _settle(paths: Paths, terms: Terms) -> None:
    """Bring the new file's name to the disk, so that it survives a power cut, and let go of what is too old."""
    try:
        sync(paths.published.parent)
        if terms.keep:
            remove_oldest(paths, terms.keep)
    except OSError as error:
        raise WarehouseError(
            f"{paths.published} is published, but the folders around it cannot be written ({error.strerror}): "
            "look at their rights, and run again"
        ) from error


def _remove_leftovers(paths: Paths) -> None:
    for file in paths.leftovers():
        if file.is_dir():  # what DuckDB put aside because it did not fit into its memory
            shutil.rmtree(file)
        else:
            file.unlink(missing_ok=True)


def _stamp(working: duckdb.DuckDBPyConnection, terms: Terms) -> Stamp:
    revision, ingestions, finished_runs = sql.one(working, sql.read("queries/stamp.sql"))
    layout = sql.layout_sha256()
    if terms.meaning:
        layout = hashlib.sha256(f"{layout}\0{terms.meaning.model}".encode()).hexdigest()
    return Stamp(revision, ingestions, finished_runs, layout)


def _standing(published: Path, stamp: Stamp) -> Published | None:
    """Return the published file where it was made from just this."""
    release = published_release(published)
    if release is None or release.stamp != stamp:
        return None
    connection = open_published(published)
    try:
        with translated(published):
            return Published(published, False, release.released_at, read_results(connection))
    finally:
        connection.close()


def read_results(connection: duckdb.DuckDBPyConnection) -> tuple[CheckResult, ...]:
    """Return the newest check results of an open warehouse, by name."""
    return tuple(CheckResult(*row) for row in connection.execute(sql.read("queries/check_results.sql")).fetchall())


def _made(
    working: duckdb.DuckDBPyConnection, published: Path, building: Path, stamp: Stamp, memory_limit: str
) -> duckdb.DuckDBPyConnection:
    """Make the new file, from the published one where that will do, and return it open."""
    amended = make_amended(working, published, building, stamp, memory_limit)
    if amended is not None:
        return amended
    building.unlink(missing_ok=True)
    return make_whole(working, building, memory_limit)


def _in_little_memory(make: Callable[[str], T], memory_limit: str) -> T:
    """Return what is made with as little memory as will do; with all there is, where that cannot be."""
    for cap in _MEMORY:
        try:
            return make(cap)
        except duckdb.OutOfMemoryException:  # not everything can be put on the disk meanwhile
            continue
        except duckdb.IOException as error:  # the same, while a file that is done is written and let go
            if _NO_ROOM_IN_MEMORY not in str(error):
                raise
    return make(memory_limit)


def _finish(
    connection: duckdb.DuckDBPyConnection,
    release: Release,
    known: tuple[CheckResult, ...],
    facts_before: int | None,
    terms: Terms,
) -> tuple[CheckResult, ...]:
    """Check the facts of the new file, and write down what it is. `known` are results that stand for the same facts."""
    stamp, released_at = release.stamp, release.released_at
    looked_for = [check for check in checks() if check.is_always_run or not known]
    results = _merged(known, _checked(connection, looked_for, released_at))
    if not known:
        results = (*results, check_loss(facts_before, facts_in(connection), terms, released_at))
    with transaction(connection):
        connection.execute("DELETE FROM store.check_results")
        connection.execute("DELETE FROM store.releases")
        _write_results(connection, results, stamp)
        connection.execute("INSERT INTO store.releases VALUES (?, ?, ?, ?, ?)", [released_at, *astuple(stamp)])
    connection.execute("CHECKPOINT")
    return results


def _checked(
    connection: duckdb.DuckDBPyConnection, looked_for: list[Check], checked_at: datetime
) -> tuple[CheckResult, ...]:
    """Run checks on the new file. Those by document that it has passed before are asked of what changed alone."""
    passed = {result.check_name for result in read_results(connection) if result.passed}
    narrow = [check for check in looked_for if check.is_by_document and check.name in passed]
    results = run_checks(connection, [check for check in looked_for if check not in narrow], checked_at)
    if narrow:
        with narrowed(connection):
            results += run_checks(connection, narrow, checked_at)
    return tuple(sorted(results, key=attrgetter("check_name")))


def _earlier_results(working: duckdb.DuckDBPyConnection, stamp: Stamp) -> tuple[CheckResult, ...]:
    """Return the results that stand for the same facts, views and checks; none where these were never checked."""
    found = working.execute(sql.read("queries/results_stand.sql"), [stamp.revision, stamp.layout_sha256]).fetchone()
    return read_results(working) if found else ()


def _merged(earlier: tuple[CheckResult, ...], new: tuple[CheckResult, ...]) -> tuple[CheckResult, ...]:
    """Return the newest result of each check; one that has found the same again is the earlier one."""
    found = {result.check_name: result for result in earlier}
    for result in new:
        before = found.get(result.check_name)
        if before is None or replace(before, checked_at=result.checked_at) != result:
            found[result.check_name] = result
    return tuple(found.values())


def _write_results(connection: duckdb.DuckDBPyConnection, results: tuple[CheckResult, ...], stamp: Stamp) -> None:
    rows = record_table(results, CheckResult)
    rows = rows.append_column("revision", pa.repeat(stamp.revision, len(results)))
    insert(
        connection, "check_results", rows.append_column("layout_sha256", pa.repeat(stamp.layout_sha256, len(results)))
    )


def _keep_results(working: duckdb.DuckDBPyConnection, results: tuple[CheckResult, ...], stamp: Stamp) -> None:
    with transaction(working):
        working.execute("DELETE FROM store.check_results")
        _write_results(working, results, stamp)


def _refuse_failures(results: tuple[CheckResult, ...], published: Path) -> None:
    failed = [result for result in results if result.severity == "fail" and not result.passed]
    if failed:
        said = "; ".join(f"{result.check_name}: {result.detail}" for result in failed)
        raise WarehouseError(
            f"{published} was not published and stays as it was, because a check failed ({said}): "
            "mend what gave these facts and run again"
        )
