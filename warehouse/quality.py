"""Checks: SQL files that select offending rows. A check that finds none has passed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

import duckdb

from warehouse import sql

Severity = Literal["fail", "warn"]

_ALWAYS = "at every publication"
_BY_DOCUMENT = "by document"


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `severity` fail keeps a file from being published; `query` selects one column, `offender`.

    Checks of facts stand while these are the same; one that `is_always_run` looks at what every run changes. What one
    that `is_by_document` finds of a document depends on nothing but the rows of that document.
    """

    name: str
    severity: Severity
    promise: str
    query: str
    is_always_run: bool = False
    is_by_document: bool = False


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found; `detail` says what it looks for, how many offenders there are, and the first."""

    check_name: str
    severity: Severity
    passed: bool
    detail: str
    checked_at: datetime


def checks() -> list[Check]:
    """Return the checks of this version, by name. Raises ValueError where a file's header is not as it must be."""
    return [parse_check(name, text) for name, text in sql.folder("checks").items()]


def parse_check(name: str, text: str) -> Check:
    """Return the check of an SQL file: its first comment line says `severity: …`, the second what it promises.

    After the severity may stand `, at every publication` or `, by document`.
    """
    severity, promise = (*sql.header(text), "", "")[:2]
    word, comma, when = (each.strip() for each in severity.removeprefix("severity:").partition(","))
    if word not in ("fail", "warn") or when not in ((_ALWAYS, _BY_DOCUMENT) if comma else ("",)) or not promise:
        raise ValueError(
            f"check {name}: the first line must be `-- severity: fail` or `warn`, the second say what it checks"
        )
    return Check(name, cast(Severity, word), promise, text, when == _ALWAYS, when == _BY_DOCUMENT)


def run_checks(
    connection: duckdb.DuckDBPyConnection, looked_for: Iterable[Check], checked_at: datetime
) -> tuple[CheckResult, ...]:
    """Run the checks on an open published file, and return what each found."""
    return tuple(_run(connection, check, checked_at) for check in looked_for)


def _run(connection: duckdb.DuckDBPyConnection, check: Check, checked_at: datetime) -> CheckResult:
    query = check.query.rstrip().removesuffix(";")
    offenders, first = sql.one(connection, f"SELECT count(*), min(offender) FROM ({query})")  # noqa: S608 - our own file
    if not offenders:
        return CheckResult(check.name, check.severity, True, check.promise, checked_at)
    detail = f"{check.promise} Offenders: {offenders}, the first: {first}"
    return CheckResult(check.name, check.severity, False, detail, checked_at)
