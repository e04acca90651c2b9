"""What people decide: kept apart from the facts, never changed, and read anew by every run and every view.

A decision names its subject by an id that a document's next edition and the next version of the extractors give again.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, cast, get_args

import duckdb

from extractors.errors import ConfigurationError
from extractors.ids import stable_id
from warehouse import sql
from warehouse.clock import utc_now
from warehouse.tables import insert, record_table

Decided = Literal["same", "different", "rename", "reject", "confirm", "undo"]
_LONGEST_NAME, _LONGEST_REASON = 300, 10_000  # characters
_ID = re.compile(r"([a-z]+-)?[0-9a-f]{20}")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One decision of a person.

    `subject_id` is an entity or a fact, or the decision that an undo takes back; `other_id` is the second entity of
    same and different, `name` the new one of rename. `about` is what the subject was called or said then: nothing
    depends on it. `decided_at` is UTC without a zone.
    """

    decision: Decided
    subject_id: str
    other_id: str | None = None
    name: str | None = None
    about: str = ""
    decided_by: str
    reason: str = ""
    decided_at: datetime

    @property
    def decision_id(self) -> str:
        """The decision's key: the same wherever it is imported."""
        at = self.decided_at.strftime("%Y-%m-%dT%H:%M:%S.%f")
        return stable_id(
            "decision", self.decision, self.subject_id, self.other_id, self.name, self.decided_by, self.reason, at
        )


@dataclass(frozen=True, slots=True)
class KeptRuling:
    """A decision on record, and whether it `holds`: it was not taken back, and none came after it."""

    decision_id: str
    ruling: Ruling
    holds: bool


@dataclass(frozen=True, slots=True)
class _Row:
    decision_id: str
    decision: str
    subject_id: str
    other_id: str | None
    name: str | None
    about: str
    decided_by: str
    reason: str
    decided_at: datetime


def checked(ruling: Ruling) -> Ruling:
    """Return the decision with its two entities in order. Raises ConfigurationError where it decides nothing."""
    fault = _fault(ruling)
    if fault:
        raise ConfigurationError(f"a decision cannot be recorded: {fault}")
    if ruling.other_id is None or ruling.subject_id < ruling.other_id:
        return ruling
    return replace(ruling, subject_id=ruling.other_id, other_id=ruling.subject_id)


def _fault(ruling: Ruling) -> str:
    is_pair, is_name = ruling.decision in ("same", "different"), ruling.decision == "rename"
    if ruling.decision not in get_args(Decided):
        return f"{ruling.decision!r} is not one of {', '.join(get_args(Decided))}"
    for part in (ruling.subject_id, ruling.other_id):
        if part is not None and not _ID.fullmatch(part):
            return f"{part!r} is no id of an entity, a fact or a decision"
    if (ruling.other_id is not None) != is_pair or (is_pair and ruling.subject_id == ruling.other_id):
        return f"{ruling.decision} is said of {'two different entities' if is_pair else 'one thing'}"
    if "-" in ruling.subject_id + (ruling.other_id or "") and ruling.decision not in ("reject", "confirm"):
        return f"{ruling.decision} is not said of facts, only reject and confirm are"
    if is_name != bool(ruling.name):
        return "rename needs a name" if is_name else f"{ruling.decision} takes no name"
    return _fault_of_words(ruling)


def _fault_of_words(ruling: Ruling) -> str:
    if ruling.name and (ruling.name != " ".join(ruling.name.split()) or len(ruling.name) > _LONGEST_NAME):
        return f"a name has at most {_LONGEST_NAME} characters, on one line, with single spaces"
    if not ruling.decided_by.strip():
        return "who decided it is not said"
    if max(len(ruling.reason), len(ruling.decided_by), len(ruling.about)) > _LONGEST_REASON:
        return f"a reason has at most {_LONGEST_REASON} characters"
    if _UNWRITABLE.search(f"{ruling.name or ''}{ruling.decided_by}{ruling.reason}{ruling.about}"):
        return "its words hold control characters, or bytes that are not UTF-8"
    return ""


def record(connection: duckdb.DuckDBPyConnection, made: Iterable[Ruling]) -> list[Ruling]:
    """Record decisions, and return those that are new: one that is on record already is not recorded twice.

    Raises ConfigurationError, and records nothing, where one decides nothing, or takes back what is not on record, is
    an undo itself or was taken back before.
    """
    on_record = {each.decision_id: each.ruling for each in rulings(connection)}
    new: dict[str, Ruling] = {}
    for ruling in map(checked, made):
        if ruling.decision_id not in on_record:
            new[ruling.decision_id] = ruling
    _refuse_idle_undoing(on_record, new)
    insert(connection, "decisions", record_table([_row(each) for each in new.values()], _Row))
    return list(new.values())


def _refuse_idle_undoing(on_record: dict[str, Ruling], new: dict[str, Ruling]) -> None:
    undone = {each.subject_id for each in on_record.values() if each.decision == "undo"}
    for undo in (each for each in new.values() if each.decision == "undo"):
        taken_back = new.get(undo.subject_id) or on_record.get(undo.subject_id)
        if taken_back is None:
            raise ConfigurationError(f"there is no decision {undo.subject_id}: `greenpaper review list` shows them all")
        if taken_back.decision == "undo" or undo.subject_id in undone:
            raise ConfigurationError(
                f"the decision {undo.subject_id} {'is an undo' if taken_back.decision == 'undo' else 'was taken back'}"
                ": what is to hold again is decided again"
            )
        undone.add(undo.subject_id)


def _row(ruling: Ruling) -> _Row:
    return _Row(decision_id=ruling.decision_id, **asdict(ruling))


def rulings(connection: duckdb.DuckDBPyConnection) -> list[KeptRuling]:
    """Return every decision on record, the oldest first, of an open working or published database."""
    return [kept(row) for row in connection.execute(sql.read("queries/rulings.sql")).fetchall()]


def decision_time(connection: duckdb.DuckDBPyConnection) -> datetime:
    """Return the time of a decision made now: later than all on record, also where a clock was put back. UTC."""
    (latest,) = sql.one(connection, "SELECT max(decided_at) FROM store.decisions")
    return utc_now() if latest is None else max(utc_now(), latest + timedelta(microseconds=1))


def kept(row: Sequence[object]) -> KeptRuling:
    """Return the decision that a row of `queries/rulings.sql` holds."""
    decision_id, decision, subject_id, other_id, name, about, decided_by, reason, decided_at, holds = row
    ruling = Ruling(
        decision=cast(Decided, decision),
        subject_id=str(subject_id),
        other_id=cast("str | None", other_id),
        name=cast("str | None", name),
        about=str(about),
        decided_by=str(decided_by),
        reason=str(reason),
        decided_at=cast(datetime, decided_at),
    )
    return KeptRuling(str(decision_id), ruling, bool(holds))
