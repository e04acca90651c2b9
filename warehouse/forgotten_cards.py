"""What a forgetting does to the cards of the archive, and its own cards: a warehouse made anew knows of it too."""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import duckdb

from warehouse import cards, sql
from warehouse.decisions import rulings
from warehouse.forgotten import Digest
from warehouse.journal import Line
from warehouse.tables import given, insert, record_table

_WORDS = ("name", "title", "publisher", "found_on")
"""What of an edition's card may hold a name; a document whose address does is forgotten whole."""


@dataclass(frozen=True, slots=True)
class _Forgetting:
    """A row of store.forgettings."""

    forgetting_id: str
    kind: str
    forgotten_by: str
    reason: str
    forgotten_at: datetime
    key_id: str
    documents: int
    editions: int
    facts: int
    masked_editions: int
    contents: int
    finished_at: datetime | None
    allowed_at: datetime | None
    allowed_by: str | None


@dataclass(frozen=True, slots=True)
class _Changed:
    number: int
    card: str


def leave_out(
    connection: duckdb.DuckDBPyConnection,
    uris: Collection[str],
    masked: Collection[tuple[str, int]],
    mask: Callable[[str], str],
) -> None:
    """Take out of the cards what is forgotten, in the caller's transaction: documents at `uris`, and words.

    `masked` are the (uri, edition) whose bytes are not kept any more. Of decisions those are kept that were not taken
    back, as the database now holds them. The archive's file is written anew by `warehouse.erase`.
    """
    cards.forget(connection, uris)
    kinds = [cards.EDITION, cards.CONTENT]
    rows = connection.execute("SELECT number, card FROM store.cards WHERE list_contains(?, kind)", [kinds]).fetchall()
    changed = []
    for number, card in rows:
        before = json.loads(card)
        said = before | {name: mask(before[name]) for name in _WORDS if before.get(name)}
        if said.get("found_on") in uris:
            said["found_on"] = None
        if said["kind"] == cards.EDITION and (said["uri"], said["edition"]) in masked:
            said["is_masked"] = True
        if said != before:
            changed.append(_Changed(number, json.dumps(said)))
    with given(connection, "changed_cards", record_table(changed, _Changed)):
        connection.execute(sql.read("queries/reword_cards.sql"))
    _decide_anew(connection)


def _decide_anew(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("DELETE FROM store.cards WHERE kind = ?", [cards.DECISION])
    on_record = list(rulings(connection))
    undone = {each.ruling.subject_id for each in on_record if each.ruling.decision == "undo"}
    cards.put(
        connection,
        [
            (cards.DECISION, asdict(each.ruling))
            for each in on_record
            if each.ruling.decision != "undo" and each.decision_id not in undone
        ],
    )


def tell(connection: duckdb.DuckDBPyConnection, forgetting_ids: Sequence[str]) -> None:
    """Keep a card of each forgetting as it is on record now, with its digests; in the caller's transaction."""
    told = []
    for forgetting in _on_record(connection):
        if forgetting.forgetting_id in forgetting_ids:
            digests = connection.execute(
                "SELECT kind, digest, words FROM store.forgotten WHERE forgetting_id = ? ORDER BY ALL",
                [forgetting.forgetting_id],
            ).fetchall()
            said = {name: value for name, value in asdict(forgetting).items() if name != "kind"}
            told.append((cards.FORGETTING, said | {"of": forgetting.kind, "digests": digests}))
    cards.put(connection, told)


def adopt(connection: duckdb.DuckDBPyConnection, lines: Iterable[Line]) -> None:
    """Take over what an archive tells of forgettings, but for those on record; in the caller's transaction."""
    newest: dict[str, dict[str, Any]] = {
        line.said["forgetting_id"]: line.said for line in lines if line.said["kind"] == cards.FORGETTING
    }
    on_record = {each.forgetting_id for each in _on_record(connection)}
    new = [said for key, said in newest.items() if key not in on_record]
    insert(connection, "forgettings", record_table([_forgetting(said) for said in new], _Forgetting))
    digests = [Digest(said["forgetting_id"], *each) for said in new for each in said["digests"]]
    insert(connection, "forgotten", record_table(digests, Digest))


def _forgetting(said: dict[str, Any]) -> _Forgetting:
    values = {each.name: said["of"] if each.name == "kind" else said[each.name] for each in fields(_Forgetting)}
    moments = {name: value and cards.moment(value) for name, value in values.items() if name.endswith("_at")}
    finished = {"finished_at": moments["finished_at"] or moments["forgotten_at"]}  # no file of ours holds any of it
    return _Forgetting(**(values | moments | finished))


def _on_record(connection: duckdb.DuckDBPyConnection) -> list[_Forgetting]:
    columns = ", ".join(each.name for each in fields(_Forgetting))
    rows = connection.execute(f"SELECT {columns} FROM store.forgettings ORDER BY forgotten_at, forgetting_id")  # noqa: S608 - our own names
    return [_Forgetting(*row) for row in rows.fetchall()]
