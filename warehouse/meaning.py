"""Search by meaning: a vector for every passage, made once for every text, and kept until the text is gone.

Vectors are kept in the working database (`store.vectors`) by the digest of model and text, and published beside the
passages (`store.search_vectors`). Who makes them of a text is given: this package knows no model.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from warehouse import sql
from warehouse.connection import attach

SIZE = 384
"""How many numbers a vector has; the SQL files of this module say it too."""

_NEXT = "next_release"  # the name of the attached file that is being built, in the SQL files too
_AT_ONCE = 256  # texts: some seconds of work, which a killed run loses at most


@dataclass(frozen=True, slots=True)
class Meaning:
    """What makes vectors of texts. `model` names it with its version: another name, and all vectors are made anew.

    `embed` takes texts and gives float32 rows of SIZE numbers and of length 1, in their order.
    """

    model: str
    embed: Callable[[Sequence[str]], np.ndarray]


def write_vectors(working: duckdb.DuckDBPyConnection, building: Path, meaning: Meaning | None) -> None:
    """Put a vector for each passage into the file that is being built; where there is no `meaning`, forget all.

    Only texts that are new since the last publication are embedded. Vectors of texts that are gone go too.
    """
    if meaning is None:
        working.execute("DROP TABLE IF EXISTS store.vectors")
        return
    attach(working, building, _NEXT)
    try:
        working.execute(sql.read("queries/vectors_table.sql"))
        working.execute(sql.read("queries/vectors_wanted.sql"), [meaning.model])
        working.execute(sql.read("queries/vectors_missing.sql"))
        _embed_missing(working, meaning)
        working.execute(sql.read("queries/vectors_forget.sql"))
        working.execute(sql.read("queries/vectors_publish.sql"))
        working.execute(f"COMMENT ON TABLE {_NEXT}.store.search_vectors IS {sql.literal(meaning.model)}")
    finally:
        working.execute(sql.read("queries/vectors_done.sql"))
        working.execute(f"DETACH {_NEXT}")


def _embed_missing(working: duckdb.DuckDBPyConnection, meaning: Meaning) -> None:
    batch = sql.read("queries/vectors_batch.sql")
    first = 1
    while found := working.execute(batch, [first, first + _AT_ONCE - 1]).fetchall():
        keys, texts = zip(*found, strict=True)
        flat = pa.array(meaning.embed(texts).astype(np.float32).ravel())
        made = pa.table({"text_sha256": pa.array(keys), "vector": pa.FixedSizeListArray.from_arrays(flat, SIZE)})
        working.register("made_vectors", made)
        working.execute("INSERT INTO store.vectors BY NAME FROM made_vectors")
        working.unregister("made_vectors")
        first += _AT_ONCE
