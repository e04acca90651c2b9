"""What the archive's cards tell of withdrawn documents, so that a rebuilt warehouse knows them too.

A card says how one item of a source stands: lost, when and by which sign, or there (again), where `sign` and the moment
are null. The newest card of an item holds. They are written when a run ends, not when an item is lost: a run that is
killed before leaves that to the next one.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

import duckdb

from warehouse import cards, sql
from warehouse.journal import Line
from warehouse.tables import given, record_table


@dataclass(frozen=True, slots=True)
class _Item:
    """How an item of a source stands: a row of queries/withdrawals_now.sql."""

    source: str
    uri: str
    found_on: str | None
    taken_at: datetime
    first_taken_at: datetime
    sign: str | None
    withdrawn_at: datetime | None
    run_id: str | None

    def stands_as(self, told: "_Item | None") -> bool:
        """Whether an earlier card says the same of it."""
        if told is None:
            return False
        return (self.found_on, self.sign, self.withdrawn_at) == (told.found_on, told.sign, told.withdrawn_at)


def tell(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep a card of every item that was lost or is back since its last one; in the caller's transaction."""
    told = _newest(cards.lines_of(connection, cards.WITHDRAWAL))
    now = [_Item(*row) for row in connection.execute(sql.read("queries/withdrawals_now.sql")).fetchall()]
    there = {(each.source, each.uri) for each in now}
    back = [
        replace(each, sign=None, withdrawn_at=None, run_id=None)
        for key, each in told.items()
        if key not in there and each.sign is not None
    ]
    new = [each for each in now if not each.stands_as(told.get((each.source, each.uri)))]
    cards.put(connection, [(cards.WITHDRAWAL, asdict(each)) for each in (*new, *back)])


def adopt(connection: duckdb.DuckDBPyConnection, lines: Iterable[Line]) -> None:
    """Take over what an archive tells of items that were lost, but for items on record; in the caller's transaction."""
    held = set(connection.execute("SELECT source, uri FROM store.items").fetchall())
    new = [each for key, each in _newest(lines).items() if key not in held]
    with given(connection, "incoming_items", record_table(new, _Item)):
        connection.execute(sql.read("queries/adopt_withdrawals.sql"))


def _newest(lines: Iterable[Line]) -> dict[tuple[str, str], _Item]:
    """Return the newest card of each item among the lines, by source and address."""
    items = (_item(line) for line in lines if line.said["kind"] == cards.WITHDRAWAL)
    return {(each.source, each.uri): each for each in items}


def _item(line: Line) -> _Item:
    said = line.said
    return _Item(
        source=said["source"],
        uri=said["uri"],
        found_on=said["found_on"],
        taken_at=cards.moment(said["taken_at"]),
        first_taken_at=cards.moment(said["first_taken_at"]),
        sign=said["sign"],
        withdrawn_at=said["withdrawn_at"] and cards.moment(said["withdrawn_at"]),
        run_id=said["run_id"],
    )
