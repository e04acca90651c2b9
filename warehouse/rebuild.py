"""Making a warehouse anew from an archive: what is taken over at once, and what keeps others out until all is read.

The editions' facts come as of any run, from the bytes; their numbers and times are those of their cards.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from extractors.errors import ConfigurationError, WarehouseError
from warehouse import cards, forgotten_cards, withdrawn_cards
from warehouse.archive import Archive
from warehouse.clock import utc_now
from warehouse.connection import transaction

COMMAND = "rebuild"
"""What the run is called that may write to a warehouse that is not whole."""


def begin(connection: duckdb.DuckDBPyConnection, archive: Archive, own: Archive) -> None:
    """Take over the bytes and cards of `archive`, and what these tell: decisions, forgettings, withdrawals.

    `own` is the archive of the warehouse, or the same. Done again it adds what is missing. Raises ConfigurationError
    where the archive has no cards, WarehouseError where the warehouse holds anything that is not in it, or a card is
    damaged.
    """
    lines = list(archive.cards.lines())
    if not lines:
        raise ConfigurationError(
            f"{archive.cards.path} tells of no document: name the folder `archive` in a warehouse's store"
        )
    held = {line.text for line in own.cards.lines()}
    if not held <= {line.text for line in lines}:
        raise WarehouseError(
            f"{own.cards.path} tells of what is not in the archive: "
            "name a warehouse that does not exist yet with --warehouse"
        )
    with transaction(connection), _told(archive):
        cards.adopt(connection, lines)
        forgotten_cards.adopt(connection, lines)
        withdrawn_cards.adopt(connection, lines)
        connection.execute("DELETE FROM store.rebuilding")
        connection.execute("INSERT INTO store.rebuilding VALUES (?)", [utc_now()])
    own.take_over(archive)
    if len(held) < len(lines):
        own.cards.replace(lines)


@contextmanager
def _told(archive: Archive) -> Iterator[None]:
    try:
        yield
    except (KeyError, TypeError, ValueError) as error:
        raise WarehouseError(
            f"a card in {archive.cards.path} does not say what it must ({error!r}): put the file back from a backup"
        ) from error


def end(connection: duckdb.DuckDBPyConnection) -> None:
    """Let others write again."""
    connection.execute("DELETE FROM store.rebuilding")


def ensure_whole(connection: duckdb.DuckDBPyConnection, published: Path) -> None:
    """Raise WarehouseError where a rebuild was begun and did not come to its end."""
    row = connection.execute("SELECT began_at FROM store.rebuilding").fetchone()
    if row is not None:
        raise WarehouseError(
            f"{published} is being rebuilt from an archive since {row[0]:%Y-%m-%dT%H:%M:%SZ}, and is not whole: "
            "run the same `greenpaper rebuild` again"
        )
