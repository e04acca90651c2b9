"""`greenpaper review`: what is worth a decision, the decisions themselves, and their way in and out as CSV.

A decision is recorded, the names are judged again, and the warehouse is published, without Prefect.
"""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from extractors.errors import ConfigurationError
from extractors.resolution.judgement import SAME
from flows.deciding import (
    CERTAIN,
    KINDS,
    Author,
    Making,
    compared,
    in_words,
    judged,
    record,
    renamed,
    stays_two,
    undone,
)
from flows.display import moment, place, print_json, print_table
from flows.exits import Exit
from warehouse.decisions import KeptRuling, Ruling
from warehouse.decisions_file import read_decisions, write_decisions
from warehouse.paths import ensure_not_ours
from warehouse.review import ENTITY_KINDS, FACT_KINDS, published_rulings, undecided_pairs, unsure_facts

_DOCUMENTS_SHOWN = 3


def queue(warehouse: Path, kinds: Sequence[str], limit: int, *, as_json: bool) -> Exit:
    """Print what is worth a decision: pairs of names, then facts; of `kinds`, or of all but mentions."""
    asked = set(kinds or KINDS) - (set() if kinds else {"mention"})
    of_names, of_facts = sorted(asked & set(ENTITY_KINDS)), sorted(asked & set(FACT_KINDS))
    pairs = undecided_pairs(warehouse, of_names, limit, border=SAME, certain=CERTAIN)
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
    made, a, b = compared(decision, one, other, author)
    _record(author, made)
    warning = stays_two(author.warehouse, a, b) if decision == "same" else ""
    if warning:
        sys.stderr.write(f"greenpaper: {warning}\n")
    return Exit.DONE


def rename(words: str, name: str, author: Author) -> Exit:
    """Record under which name an entity is shown."""
    return _record(author, renamed(words, name, author))


def judge(decision: Literal["reject", "confirm"], subject: str, author: Author) -> Exit:
    """Record that an entity or a fact is right, or is not to be shown."""
    return _record(author, judged(decision, subject, author))


def undo(beginning: str, author: Author) -> Exit:
    """Record that a decision is taken back."""
    return _record(author, undone(beginning, author))


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
                in_words(each.ruling),
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
    ensure_not_ours(file, warehouse)
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

    return _record(author, made)


def _record(author: Author, made: Making) -> Exit:
    recorded = record(author, [made])
    if len(recorded.rulings) == 1 and recorded.new:
        (ruling,) = recorded.rulings
        sys.stdout.write(f"Decision {ruling.decision_id}: {in_words(ruling)}\n")
    else:
        sys.stdout.write(f"{recorded.new} of {len(recorded.rulings)} decisions are new\n")
    return Exit.DONE
