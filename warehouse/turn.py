"""One transaction of a lake after the other: who writes holds a lock of PostgreSQL's, for moments.

A lake has no keys. Two that load at once would not see each other's rows: both could add the same document, or take the
same number for their revision, and DuckLake takes most such pairs for conflicts anyway, whose loser has written its
files in vain. The lock ends with its connection, so a killed writer holds nobody up.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from extractors.errors import WarehouseBusy
from warehouse import sql
from warehouse.lake import Lake, open_catalog, told

_NAME = "turns"  # in queries/take_turn.sql too


class Turns:
    """The turns of one writer of a lake; `wait_seconds` is how long it waits for each."""

    def __init__(self, lake: Lake, wait_seconds: float) -> None:
        self._lake = lake
        self._wait = wait_seconds
        self._connection = open_catalog(lake, _NAME)
        self._depth = 0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Be the only one who writes to the lake; who has the turn already keeps it.

        Raises WarehouseBusy where others write for too long.
        """
        if not self._depth:
            self._take()
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                with told(self._lake):
                    self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the connection, and of the turn with it."""
        self._connection.close()

    def _take(self) -> None:
        deadline = time.monotonic() + self._wait
        while not self._tried():
            if time.monotonic() > deadline:
                raise WarehouseBusy(
                    f"others have been writing to {self._lake} for more than {self._wait:g} seconds: run again later"
                )

    def _tried(self) -> bool:
        with told(self._lake):
            self._connection.execute("BEGIN TRANSACTION")
            try:
                self._connection.execute(sql.read("queries/take_turn.sql")).fetchall()
            except duckdb.Error as error:
                self._connection.execute("ROLLBACK")
                if "lock timeout" in str(error):
                    return False
                raise
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
        return True
