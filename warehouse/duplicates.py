"""Documents that are the same or nearly: what the rules need to know of them, and where their judgement is kept.

The rules are in `extractors.resolution.duplicates`; what they find is handed in, because the warehouse knows no rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from warehouse import sql
from warehouse.clock import utc_now
from warehouse.connection import transaction
from warehouse.records import Signed
from warehouse.tables import insert, record_table


@dataclass(frozen=True, slots=True)
class _Clustered:
    document_id: str
    cluster_id: str


def is_clustered(connection: duckdb.DuckDBPyConnection, version: str) -> bool:
    """Whether the present editions have been compared by this version of the rules."""
    return connection.execute("SELECT * FROM store.clustered").fetchall() == [(_editions(connection), version)]


def signed(connection: duckdb.DuckDBPyConnection) -> dict[str, Signed]:
    """Return document_id → what its current edition is compared by, for every document."""
    rows: Any = connection.execute(sql.read("queries/signed.sql")).to_arrow_table()
    ids: list[str] = rows.column("document_id").to_pylist()
    keys: list[list[str]] = rows.column("keys").to_pylist()
    signatures = rows.column("signature").combine_chunks()
    numbers: NDArray[np.int64] = signatures.values.to_numpy()
    ends: list[int] = signatures.offsets.to_numpy().tolist()
    return {
        document_id: Signed(numbers[begin:end], tuple(its_keys))
        for document_id, (begin, end), its_keys in zip(ids, pairwise(ends), keys, strict=True)
    }


def keep(connection: duckdb.DuckDBPyConnection, run_id: str, version: str, clusters: Mapping[str, str]) -> None:
    """Replace what was found before, in one transaction; a new revision only where something came out otherwise.

    `clusters` is document_id → cluster_id; a document that is alone in its cluster need not be there.
    """
    shared = {document_id: cluster_id for document_id, cluster_id in clusters.items() if document_id != cluster_id}
    rows = [_Clustered(*each) for each in sorted(shared.items())]
    with transaction(connection):
        if dict(connection.execute("SELECT document_id, cluster_id FROM store.clusters").fetchall()) != shared:
            connection.execute("DELETE FROM store.clusters")
            insert(connection, "clusters", record_table(rows, _Clustered))
            connection.execute(sql.read("queries/add_revision.sql"), {"run_id": run_id, "changed_at": utc_now()})
        connection.execute("DELETE FROM store.clustered")
        connection.execute("INSERT INTO store.clustered VALUES (?, ?)", [_editions(connection), version])


def _editions(connection: duckdb.DuckDBPyConnection) -> int:
    """Return one number for the current editions and all that they are compared by."""
    (number,) = sql.one(connection, sql.read("queries/editions_number.sql"))
    return int(number)
