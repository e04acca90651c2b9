"""How long a search takes, per kind of question, beside a plain look through every passage for the same words.

    python benchmarks/search.py --sections 100000

The text is generated: documents of twenty sections, of words that are as unevenly frequent as those of a language are
(Zipf). Each question is asked in turn with a scan (`body ILIKE '%word%'` for each of its words, over all passages), in
one process on one core. What is compared is the ratio of their medians; the milliseconds tell about the machine.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from warehouse.connection import open_published, open_working
from warehouse.layout import create_layout
from warehouse.migrate import migrate

SECTIONS_EACH = 20
WORDS_EACH = 120
VOCABULARY = 30_000
SYLLABLES = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "la",
    "me",
    "ni",
    "po",
    "ru",
    "sta",
    "tre",
    "vi",
    "wor",
    "zen",
    "al",
    "er",
    "on",
)
PLANTED = ("mental health", "health", "strategy", "services", "psychology", "£485 million", "2019/20", "O’Brien’s")
EVERY = (40, 3, 5, 2, 50, 400, 30, 1000)
"""A planted word stands in one section out of so many."""
QUESTIONS = {
    "rare word": "wellbeing",
    "common word": "services",
    "two words": "mental strategy",
    "five words": "health strategy for services psychology",
    "phrase": '"mental health"',
    "phrase and word": '"mental health" strategy',
    "prefix": "psych*",
    "short prefix": "st*",
    "money": "£485million",
    "year": "2019/20",
    "name": "O'Brien",
    "nothing": "unheardof",
}
SCANS = {"psych*": "psych", "st*": " st", "£485million": "£485 million", "O'Brien": "O’Brien"}


def words_of(count: int, seed: np.random.Generator) -> list[str]:
    """Return that many different made words."""
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(seed.choice(SYLLABLES, size=seed.integers(2, 6)))] = None
    return list(found)


def section(at: int, words: np.ndarray, seed: np.random.Generator) -> str:
    """Return the text of one section, with what is planted in it."""
    length = int(seed.integers(WORDS_EACH // 2, WORDS_EACH * 3 // 2))
    ranks = np.minimum(seed.zipf(1.15, size=length), len(words)) - 1
    chosen = [str(word) for word in words[ranks]]
    for phrase, every in zip(PLANTED, EVERY, strict=True):
        if seed.integers(every) == 0:
            chosen.insert(int(seed.integers(len(chosen))), phrase)
    if at == 7:
        chosen.append("wellbeing")
    lines = [" ".join(chosen[start : start + 60]) + "." for start in range(0, len(chosen), 60)]
    return "\n".join([f"Heading {at}", *lines, ""])


def fill(connection: duckdb.DuckDBPyConnection, count: int) -> None:
    """Put documents with that many sections into the base tables."""
    seed = np.random.default_rng(7)
    words = np.array(words_of(VOCABULARY, seed))
    editions, sections = [], []
    for number in range(max(1, count // SECTIONS_EACH)):
        parts = [section(number * SECTIONS_EACH + at, words, seed) for at in range(SECTIONS_EACH)]
        ends = np.cumsum([len(part) for part in parts])
        key = f"document-{number:06}"
        editions.append({"document_id": key, "text": "".join(parts), "char_count": int(ends[-1])})
        sections += [
            {
                "document_id": key,
                "ordinal": at + 1,
                "heading": part.partition("\n")[0],
                "start_char": int(end) - len(part),
                "end_char": int(end),
            }
            for at, (part, end) in enumerate(zip(parts, ends, strict=True))
        ]
    connection.register("made_editions", pa.Table.from_pylist(editions))
    connection.register("made_sections", pa.Table.from_pylist(sections))
    now = datetime(2024, 6, 1)
    connection.execute(
        """
        INSERT INTO store.documents BY NAME
        SELECT document_id, document_id AS uri, 'made' AS source FROM made_editions
        """
    )
    connection.execute(
        """
        INSERT INTO store.editions BY NAME
        SELECT *, 1 AS edition, '' AS content_sha256, 'text/plain' AS media_type, char_count AS byte_count,
            'page' AS document_type, '1' AS extractor_version, ? AS first_seen_at, ? AS last_seen_at, true AS is_current
        FROM made_editions
        """,
        [now, now],
    )
    connection.execute(
        "INSERT INTO store.sections BY NAME SELECT *, 1 AS edition, 1 AS level, heading AS path FROM made_sections"
    )


def milliseconds(ask: Callable[[], object]) -> float:
    """Return how long one question takes."""
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def measure(published: Path, question: str, rounds: int) -> tuple[list[float], list[float], int]:
    """Return the milliseconds of the searches and of the scans for one question, and how many passages it finds."""
    connection = open_published(published, {"threads": "1"})
    words = (
        [SCANS[question]] if question in SCANS else question.replace('"mental health"', "mental_health").split()
    )  # _ is any character
    found = " OR ".join("body ILIKE ?" for _ in words)
    patterns = [f"%{word}%" for word in words]

    def searched() -> object:
        return connection.execute("SELECT * FROM search(?) LIMIT 10", [question]).fetchall()

    def scanned() -> object:
        return connection.execute(
            f"SELECT * FROM store.search_passages WHERE {found} LIMIT 10 OFFSET 1000000", patterns
        )

    searched()  # the first reads the file
    scanned()
    taken = [(milliseconds(searched), milliseconds(scanned)) for _ in range(rounds)]
    ours, scans = (list(side) for side in zip(*taken, strict=True))
    row = connection.execute("SELECT count(*) FROM search(?)", [question]).fetchone()
    connection.close()
    return ours, scans, int(row[0]) if row else 0


def build(published: Path, count: int) -> float:
    """Make a warehouse of that many sections, and return the seconds that its views and index took."""
    connection = open_working(published, threads=1)
    migrate(connection, published)
    fill(connection, count)
    began = time.perf_counter()
    create_layout(connection)
    taken = time.perf_counter() - began
    connection.execute("CHECKPOINT")
    connection.close()
    return taken


def main() -> None:
    """Print per kind of question the median and the 95th percentile, and the median's share of a scan's."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--sections", type=int, default=4000, help="how many (4000)")
    arguments.add_argument("--rounds", type=int, default=20, help="how often each question is asked (20)")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        published = Path(folder) / "made.duckdb"
        taken = build(published, asked.sections)
        size = published.stat().st_size / 1e6
        print(f"search: {asked.sections} sections, index made in {taken:.1f} s, file of {size:.0f} MB")
        for kind, question in QUESTIONS.items():
            ours, scans, found = measure(published, question, asked.rounds)
            median, scan = statistics.median(ours), statistics.median(scans)
            late = statistics.quantiles(ours, n=20)[-1]
            print(
                f"  {kind:16} {found:7} passages  median {median:6.1f} ms  p95 {late:6.1f} ms  "
                f"scan {scan:7.1f} ms  ratio {median / scan:.2f}"
            )


if __name__ == "__main__":
    main()
