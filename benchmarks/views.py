"""How long every view of a large warehouse takes to answer, question by question.

    python benchmarks/views.py --documents 100000 --keep FOLDER

Makes a warehouse of generated documents (`_documents`) through the one writer (`_warehouse`), says how long loading,
resolving and publishing took, and how long the same takes for one changed document more. Then every view is asked, on
two cores and through the same connection that `greenpaper sql` opens:

    first     select * from VIEW limit 100
    count     select count(*) from VIEW
    one       what one document says, or the row of one person, organisation, pair or address
    filtered  what an analyst asks for: by name, day, kind or amount, all columns
    all       every row and column of the view is made (an exclusive or of their hashes), documents.text left out

With --keep the warehouse stays in that folder, and is not made again the next time. Printed are medians in ms, then
the slowest question of all. Target: under a second each over 100,000 documents.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
from _documents import Document, document
from _documents.world import World
from _warehouse import SEED, Clock, fill, take

from warehouse.connection import open_published
from warehouse.layout import VIEWS

DOCUMENTS = 1_000
ROUNDS = 3
CORES = "2"
LIMIT = 1.0  # seconds
ASKED = ("first", "count", "one", "filtered", "all")

FILTERED = {
    "documents": "publisher_id = $body AND published_on >= DATE '2020-01-01' AND is_current",
    "sections": "heading = 'Our vision'",
    "mentions": "entity_id = $body",
    "people": "name ILIKE '%field%'",
    "organisations": "classification = 'police' AND document_count > 1",
    "roles": "organisation_id = $body AND title ILIKE '%director%'",
    "figures": "unit = 'percent' AND value > 90",
    "finances": "value > 50000000",
    "dates": "role = 'deadline' AND start_date BETWEEN DATE '2020-01-01' AND DATE '2020-03-31'",
    "strategy_items": "kind = 'priority' AND text ILIKE '%drainage%'",
    "partnerships": "organisation_a_id = $body",
    "partnership_members": "organisation_id = $body",
    "partnership_network": "document_count > 1",
    "publications": "\"year\" = 2020 AND label ILIKE '%budget%'",
    "quotes": "speaker_id = $person",
    "timeline": "on_date BETWEEN DATE '2020-01-01' AND DATE '2020-01-31'",
    "strategies": "status = 'past' AND len(aims) > 3",
    "changes": "kind = 'figure' AND change = 'added'",
    "ingestions": "status = 'loaded' AND facts > 20",
    "items": "state = 'withdrawn'",
    "data_quality": "NOT passed",
    "warehouse_info": "documents > 0",
}
ONE = {
    "people": "person_id = $person",
    "organisations": "organisation_id = $body",
    "partnership_network": "organisation_a_id = $body",
    "ingestions": "uri = $uri",
    "items": "uri = $uri",
    "data_quality": "check_name = 'no_doubles'",
    "warehouse_info": "true",
}
BY_DOCUMENT = "document_id = $document"
LEFT_OUT = {"documents": {"text"}}


@dataclass(frozen=True, slots=True)
class Known:
    """Whom the questions are about: the body and person that most documents name, and one of the documents."""

    body: str
    person: str
    document: str
    uri: str


def one_more(count: int) -> list[Document]:
    """Return the first document as it is after its next change."""
    return [document(World(count, SEED), 0, edition=4)]


def known(connection: duckdb.DuckDBPyConnection) -> Known:
    """Look up whom to ask about."""
    body, person = (
        connection.execute(f"SELECT {key} FROM {view} ORDER BY document_count DESC, {key} LIMIT 1").fetchone()[0]
        for view, key in (("organisations", "organisation_id"), ("people", "person_id"))
    )
    # a document that has something in every view, as far as there is one
    document, uri = connection.execute(
        "SELECT document_id, uri FROM documents WHERE edition = 2 ORDER BY document_type DESC, uri LIMIT 1"
    ).fetchone()
    return Known(body, person, document, uri)


def questions(connection: duckdb.DuckDBPyConnection, view: str) -> Iterator[tuple[str, str]]:
    """Give the kind and the statement of every question to a view."""
    columns = [name for name, *_ in connection.execute(f"DESCRIBE {view}").fetchall()]
    read = ", ".join(f'"{column}"' for column in columns if column not in LEFT_OUT.get(view, ()))
    yield "first", f"SELECT {read} FROM {view} LIMIT 100"
    yield "count", f"SELECT count(*) FROM {view}"
    yield "one", f"SELECT {read} FROM {view} WHERE {ONE.get(view, BY_DOCUMENT)}"
    yield "filtered", f"SELECT {read} FROM {view} WHERE {FILTERED[view]}"
    yield "all", f"SELECT bit_xor(hash({read})), count(*) FROM {view}"


def ask(connection: duckdb.DuckDBPyConnection, statement: str, about: Known) -> tuple[float, int]:
    """Return the seconds that an answer took, and how many rows it has."""
    given = {name: getattr(about, name) for name in about.__slots__ if f"${name}" in statement}
    began = time.perf_counter()
    rows = connection.execute(statement, given).fetchall()
    return time.perf_counter() - began, len(rows)


def measure(published: Path, rounds: int) -> dict[tuple[str, str], float]:
    """Ask every view, print a line for each, and return the median seconds of each question."""
    found: dict[tuple[str, str], float] = {}
    with closing(open_published(published, {"threads": CORES})) as connection:
        about = known(connection)
        print(f"  {'view':20} {'rows':>9}" + "".join(f" {kind:>9}" for kind in ASKED) + "   ms")
        for view in VIEWS:
            for kind, statement in questions(connection, view):
                found[view, kind] = statistics.median(ask(connection, statement, about)[0] for _ in range(rounds))
            (rows,) = connection.execute(f"SELECT count(*) FROM {view}").fetchone()
            print(f"  {view:20} {rows:9,}" + "".join(f" {1000 * found[view, kind]:9.0f}" for kind in ASKED))
    return found


def main() -> None:
    """Make the warehouse where there is none, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="how many (%(default)s)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each question is asked (%(default)s)")
    parser.add_argument("--keep", type=Path, help="a folder in which the warehouse stays for the next time")
    options = parser.parse_args()
    print(f"views: {options.documents:,} documents")
    with tempfile.TemporaryDirectory(prefix="greenpaper-") as name:
        published = (options.keep or Path(name)) / f"{options.documents}.duckdb"
        if not published.exists():
            published.parent.mkdir(parents=True, exist_ok=True)
            clock = Clock()
            fill(published, options.documents, clock)
            clock.tell("filling it")
        clock = Clock()
        take(published, "one more", one_more(options.documents), clock)
        clock.tell("one document with another text")
        found = measure(published, options.rounds)
    (view, kind), slowest = max(found.items(), key=lambda each: each[1])
    print(f"  the slowest: {kind} of {view}, {slowest:.2f} s; over {LIMIT:g} s: ", end="")
    print(", ".join(f"{kind} of {view}" for (view, kind), taken in found.items() if taken > LIMIT) or "none")


if __name__ == "__main__":
    main()
