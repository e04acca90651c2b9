"""`greenpaper review`: what is worth a decision, the decisions themselves, and their way in and out as CSV.

A decision is recorded, the names are judged again, and the warehouse is published, without Prefect.
"""

import getpass
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from extractors.errors import ConfigurationError
from extractors.resolution.judgement import SAME
from flows.display import moment, place, print_json, print_table
from flows.exits import Exit
from flows.options import Changes
from flows.resolving import resolve_entities
from flows.settings import Settings
from flows.version import greenpaper_version
from warehouse.decisions import Decided, KeptRuling, Ruling
from warehouse.decisions_file import read_decisions, write_decisions
from warehouse.records import Versions
from warehouse.review import (
    ENTITY_KINDS,
    FACT_KINDS,
    NamedEntity,
    ensure_reviewable,
    entities_called,
    is_fact_id,
    only_entity,
    published_rulings,
    shown_fact,
    undecided_pairs,
    unsure_facts,
)
from warehouse.writer import Writer

KINDS = (*ENTITY_KINDS, *FACT_KINDS)
_CERTAIN = 0.95  # names that were joined with this score are not asked about
_DOCUMENTS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Author:
    """Which warehouse a decision is for, why it is made, and by whom (the system's user, where None).

    `changes` are settings that hold for this call.
    """

    warehouse: Path
    why: str
    by: str | None
    changes: Changes = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Who decides. Raises ConfigurationError where the system does not tell."""
        if self.by is not None:
            return self.by
        try:
            return getpass.getuser()
        except (KeyError, OSError):
            raise ConfigurationError("the system does not tell who you are: say it with --by NAME") from None


def queue(warehouse: Path, kinds: Sequence[str], limit: int, *, as_json: bool) -> Exit:
    """Print what is worth a decision: pairs of names, then facts; of `kinds`, or of all but mentions."""
    asked = set(kinds or KINDS) - (set() if kinds else {"mention"})
    of_names, of_facts = sorted(asked & set(ENTITY_KINDS)), sorted(asked & set(FACT_KINDS))
    pairs = undecided_pairs(warehouse, of_names, limit, border=SAME, certain=_CERTAIN)
    facts = unsure_facts(warehouse, of_facts, limit)
    if as_json:
        print_json({"pairs": pairs, "facts": facts})
        return Exit.DONE
    if not pairs and not facts:
        sys.stderr.write(f"Nothing in {warehouse} waits for a decision.\n")
    if pairs:
        sys.stdout.write("Names that may be one: `greenpaper review same` or `different`\n")
        print_table(
            ("score", "now", "one", "one_id", "other", "other_id", "reasons", "documents"),
            [
                (
                    each.score,
                    "one" if each.judgement == "same" else "two",
                    each.name_a,
                    each.entity_a_id,
                    each.name_b,
                    each.entity_b_id,
                    "; ".join(each.reasons),
                    f"{_some(each.documents_a)} / {_some(each.documents_b)}",
                )
                for each in pairs
            ],
        )
    if facts:
        sys.stdout.write("\n" if pairs else "")
        sys.stdout.write("Facts that are least sure: `greenpaper review confirm` or `reject`\n")
        print_table(
            ("confidence", "fact_id", "says", "document", "evidence"),
            [(each.confidence, each.fact_id, each.says, place(each.uri), each.evidence) for each in facts],
        )
    return Exit.DONE


def _some(uris: Sequence[str]) -> str:
    more = f" and {len(uris) - _DOCUMENTS_SHOWN} more" if len(uris) > _DOCUMENTS_SHOWN else ""
    return ", ".join(place(uri) for uri in uris[:_DOCUMENTS_SHOWN]) + more


def compare(decision: Literal["same", "different"], one: str, other: str, author: Author) -> Exit:
    """Record that two entities are one, or not."""
    a, b = _named(author.warehouse, one), _named(author.warehouse, other)
    if a.entity_id == b.entity_id:
        raise ConfigurationError(
            f"{one!r} and {other!r} are both {a.name} ({a.entity_id}): {decision} is said of two, by their ids or names"
        )
    if a.kind != b.kind:
        raise ConfigurationError(f"{a.name} is a {a.kind} and {b.name} a {b.kind}: only two of a kind can be one")

    def made(at: datetime) -> list[Ruling]:
        return [
            Ruling(
                decision=decision,
                subject_id=a.entity_id,
                other_id=b.entity_id,
                about=f"{a.name} / {b.name}",
                decided_by=author.name,
                reason=author.why,
                decided_at=at,
            )
        ]

    _record(author, made)
    _warn_where_otherwise(author.warehouse, decision, a, b)
    return Exit.DONE


def _warn_where_otherwise(warehouse: Path, decision: str, a: NamedEntity, b: NamedEntity) -> None:
    """Say where the two did not come out as decided, because of what was decided on other names."""
    one, other = (entities_called(warehouse, each.entity_id) for each in (a, b))
    if decision == "same" and one and other and one[0].goes_by != other[0].goes_by:
        sys.stderr.write(
            f"greenpaper: {a.name} and {b.name} stay two, because joining them would join names that are different "
            "(`greenpaper review list`), or because no current document names them\n"
        )


def rename(words: str, name: str, author: Author) -> Exit:
    """Record under which name an entity is shown."""
    entity = _named(author.warehouse, words)
    return _record_one("rename", entity.entity_id, entity.name, author, name=" ".join(name.split()))


def judge(decision: Literal["reject", "confirm"], subject: str, author: Author) -> Exit:
    """Record that an entity or a fact is right, or is not to be shown."""
    if is_fact_id(subject):
        return _record_one(decision, subject, _fact_in_words(author.warehouse, subject), author)
    entity = only_entity(author.warehouse, subject)
    return _record_one(decision, entity.entity_id, entity.name, author)


def _fact_in_words(warehouse: Path, fact_id: str) -> str:
    """Return what a fact says. Raises ConfigurationError about one that is neither shown nor decided on."""
    fact = shown_fact(warehouse, fact_id)
    if fact is not None:
        return fact.says
    said = [each.ruling.about for each in published_rulings(warehouse) if each.ruling.subject_id == fact_id]
    if not said:
        raise ConfigurationError(
            f"no fact of {warehouse} has the key {fact_id!r}: `greenpaper review queue` tells some, fact_id all"
        )
    return said[-1]


def undo(beginning: str, author: Author) -> Exit:
    """Record that a decision is taken back."""
    found = [each for each in published_rulings(author.warehouse) if each.decision_id.startswith(beginning)]
    if len(found) != 1:
        raise ConfigurationError(
            f"{len(found) or 'no'} decisions begin with {beginning!r}: `greenpaper review list` tells the ids"
        )
    return _record_one("undo", found[0].decision_id, _in_words(found[0].ruling), author)


def list_decisions(warehouse: Path, *, as_json: bool) -> Exit:
    """Print all decisions, the oldest first."""
    found = published_rulings(warehouse)
    if as_json:
        print_json([_as_object(each) for each in found])
        return Exit.DONE
    print_table(
        ("decision_id", "holds", "decision", "why", "by", "when"),
        [
            (
                each.decision_id,
                each.holds,
                _in_words(each.ruling),
                each.ruling.reason,
                each.ruling.decided_by,
                moment(each.ruling.decided_at),
            )
            for each in found
        ],
    )
    return Exit.DONE


def _as_object(each: KeptRuling) -> dict[str, object]:
    said = each.ruling
    return {
        "decision_id": each.decision_id,
        "holds": each.holds,
        "decision": said.decision,
        "subject_id": said.subject_id,
        "other_id": said.other_id,
        "name": said.name,
        "about": said.about,
        "why": said.reason,
        "by": said.decided_by,
        "decided_at": said.decided_at,
    }


def export(warehouse: Path, file: Path) -> Exit:
    """Write all decisions to a CSV file."""
    found = published_rulings(warehouse)
    try:
        with file.open("w", encoding="utf-8", newline="") as stream:
            write_decisions((each.ruling for each in found), stream)
    except OSError as error:
        raise ConfigurationError(f"cannot write {file}: {error.strerror or error}") from None
    sys.stdout.write(f"{len(found)} decisions written to {file}\n")
    return Exit.DONE


def import_(file: Path, author: Author) -> Exit:
    """Record the decisions of a CSV file."""

    def made(at: datetime) -> list[Ruling]:
        return read_decisions(file, author.name, author.why, at)

    _record(author, made)
    return Exit.DONE


def _named(warehouse: Path, words: str) -> NamedEntity:
    """Return the person or organisation that an id or a name stands for."""
    entity = only_entity(warehouse, words)
    if entity.kind not in ENTITY_KINDS:
        raise ConfigurationError(f"{entity.name} is a {entity.kind}: only reject and confirm are said of it")
    return entity


def _record_one(decision: Decided, subject_id: str, about: str, author: Author, *, name: str | None = None) -> Exit:
    def made(at: datetime) -> list[Ruling]:
        return [
            Ruling(
                decision=decision,
                subject_id=subject_id,
                name=name,
                about=about,
                decided_by=author.name,
                reason=author.why,
                decided_at=at,
            )
        ]

    _record(author, made)
    return Exit.DONE


def _record(author: Author, made: Callable[[datetime], list[Ruling]]) -> None:
    """Record decisions, judge the names again and publish; what was recorded before is published all the same."""
    settings = Settings.read(author.changes)
    ensure_reviewable(author.warehouse)
    with Writer.open(author.warehouse, wait_seconds=settings.lock_wait, command="review") as writer:
        rulings = made(writer.decision_time())
        version = writer.resolved_version() or ""
        new = writer.decide(rulings)
        run_id = writer.begin_run(
            "review", Versions(greenpaper=greenpaper_version(), extractor=version, pipeline=settings.spacy_model)
        )
        resolve_entities(writer, run_id, version)
        writer.finish_run(run_id, 0)
        writer.publish(settings.terms)
    if len(rulings) == 1 and new:
        sys.stdout.write(f"Decision {rulings[0].decision_id}: {_in_words(rulings[0])}\n")
    else:
        sys.stdout.write(f"{new} of {len(rulings)} decisions are new\n")


def _in_words(ruling: Ruling) -> str:
    about = f"{ruling.about} ({ruling.subject_id})" if ruling.about else ruling.subject_id
    return f"{ruling.decision} {about}" + (f" to {ruling.name}" if ruling.name else "")
