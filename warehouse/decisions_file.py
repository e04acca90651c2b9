"""Decisions as a CSV file: to look through in a spreadsheet, to keep beside the sources, to take to another warehouse.

A cell that a spreadsheet would take for a formula is written with an apostrophe in front of it, which is taken away
again when the file is read.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO, cast

from extractors.errors import ConfigurationError
from warehouse.clock import utc_now
from warehouse.decisions import Decided, Ruling, checked

COLUMNS = (
    "decision_id",
    "decision",
    "subject_id",
    "other_id",
    "name",
    "about",
    "why",
    "by",
    "decided_at",
)
_NEEDED = frozenset({"decision", "subject_id"})
# What begins a formula in a spreadsheet (OWASP, "CSV injection"), with the full-width forms, and the apostrophe itself.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
_CLOCKS_DIFFER = timedelta(days=1)


def write_decisions(rulings: Iterable[Ruling], stream: TextIO) -> None:
    """Write decisions under a header line."""
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for ruling in rulings:
        at = ruling.decided_at.isoformat(timespec="microseconds") + "Z"
        row = (
            ruling.decision_id,
            ruling.decision,
            ruling.subject_id,
            ruling.other_id or "",
            ruling.name or "",
            ruling.about,
            ruling.reason,
            ruling.decided_by,
            at,
        )
        writer.writerow([_harmless(cell) for cell in row])


def read_decisions(path: Path, decided_by: str, reason: str, decided_at: datetime) -> list[Ruling]:
    """Return the decisions of a CSV file, in its order.

    `decided_by`, `reason` and `decided_at` (UTC) are for rows that do not say who, why and when; of two such rows the
    lower is later.
    Columns may stand in any order, and all but decision and subject_id may be missing. Raises ConfigurationError, with
    the number of the line, where the file is not such a file.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            spare = Ruling(decision="undo", subject_id="", decided_by=decided_by, reason=reason, decided_at=decided_at)
            return list(_rulings(stream, path, spare))
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path} is not UTF-8 ({error.reason}): save it as CSV in UTF-8") from None
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror or error}") from None


def _rulings(stream: TextIO, path: Path, spare: Ruling) -> Iterator[Ruling]:
    reader = csv.reader(stream, strict=True)
    line = 1
    try:
        columns = _columns(next(reader, []))
        line = reader.line_num + 1
        for number, row in enumerate(reader):
            if row:
                at = spare.decided_at + timedelta(microseconds=number)
                yield _ruling(_cells(columns, row), replace(spare, decided_at=at))
            line = reader.line_num + 1
    except (csv.Error, ConfigurationError) as error:
        raise ConfigurationError(f"{path}, line {line}: {error}; nothing was imported") from None


def _columns(header: list[str]) -> list[str]:
    columns = [name.strip() for name in header]
    unknown = [name for name in columns if name not in COLUMNS]
    missing = sorted(_NEEDED - set(columns))
    if unknown or missing or len(set(columns)) < len(columns):
        raise ConfigurationError(
            f"the first line must name the columns, parted by commas, of {', '.join(COLUMNS)}, each once, and at least "
            "decision and subject_id"
        )
    return columns


def _cells(columns: list[str], row: list[str]) -> dict[str, str]:
    if len(row) != len(columns):
        raise ConfigurationError(f"it has {len(row)} cells, and the first line names {len(columns)} columns")
    return dict.fromkeys(COLUMNS, "") | {name: _meant(cell) for name, cell in zip(columns, row, strict=True)}


def _ruling(cells: dict[str, str], spare: Ruling) -> Ruling:
    is_on_record = bool(cells["decision_id"].strip())
    ruling = checked(
        Ruling(
            decision=cast(Decided, cells["decision"].strip()),
            subject_id=cells["subject_id"].strip(),
            other_id=cells["other_id"].strip() or None,
            name=cells["name"] or None,
            about=cells["about"],
            decided_by=cells["by"] or spare.decided_by,
            reason=cells["why"] or ("" if is_on_record else spare.reason),
            decided_at=_moment(cells["decided_at"].strip()) or spare.decided_at,
        )
    )
    if is_on_record and cells["decision_id"].strip() != ruling.decision_id:
        raise ConfigurationError(
            "its decision_id is that of another decision: empty that cell (and decided_at) where this is a new one"
        )
    return ruling


def _moment(text: str) -> datetime | None:
    """Return a time as UTC without a zone; one without a zone is UTC."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        plain = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        raise ConfigurationError(f"decided_at is {text!r}, but must be a time such as 2024-06-01T12:00:00Z") from None
    if plain > utc_now() + _CLOCKS_DIFFER:
        raise ConfigurationError(f"decided_at is {text!r}, which lies in the future")
    return plain


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def _meant(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_DANGEROUS) else cell
