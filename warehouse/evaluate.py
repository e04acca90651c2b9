"""Precision, recall and F1 per kind of fact, against hand-labelled documents.

Each document is scored as a set of facts per kind, and the counts are summed over the documents (micro average).
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import duckdb

from extractors.errors import ConfigurationError
from warehouse import sql
from warehouse.connection import open_published, translated
from warehouse.evaluate_confidence import Halves, halves
from warehouse.evaluate_document import LABEL_KEYS, Label, Labelled, Stored, score_document
from warehouse.evaluate_rules import Matched
from warehouse.evaluate_score import Error, Score


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of each kind, and whether the surer half of all facts is more often right than the other."""

    kinds: tuple[Score, ...]
    confidence: Halves


def evaluate(published: Path, gold_dir: Path, only: Collection[str] | None = None) -> Evaluation:
    """Score the published warehouse against the labelled documents (`*.json`) of a folder, one score per kind.

    `only` names the label files to take, without their ending; all are taken where it is None. A labelled document is
    found in the warehouse by the file name that ends its address. Raises ConfigurationError where the folder holds no
    labels, a label file cannot be read, or a labelled document is not in the warehouse; WarehouseError where there is
    no warehouse.
    """
    paths = [path for path in sorted(gold_dir.glob("*.json")) if only is None or path.stem in only]
    labels = {path.stem: _read(path) for path in paths}
    if not labels:
        raise ConfigurationError(f"no labelled documents (*.json) in {gold_dir}: name the folder that holds them")
    connection = open_published(published)
    try:
        with translated(published):
            by_document = {name: _score(connection, label, name) for name, label in labels.items()}
    finally:
        connection.close()
    kinds = dict.fromkeys(kind for scores in by_document.values() for kind in scores)
    judged = [each for scores in by_document.values() for one in scores.values() for each in one.judged or ()]
    return Evaluation(
        tuple(_sum(kind, {name: scores[kind] for name, scores in by_document.items()}) for kind in kinds),
        halves(judged),
    )


def _read(path: Path) -> Labelled:
    try:
        said: Label = json.loads(path.read_text(encoding="utf-8"))
        _refuse_strange(said)
        return Labelled(said)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ConfigurationError(f"{path} is not a labelled document ({error!r}): mend it or take it away") from error


def _refuse_strange(said: Label) -> None:
    strange = sorted(set(said) - LABEL_KEYS)
    if strange:
        raise ValueError(f"the key {strange[0]!r} is not one of those that labels have")
    if not isinstance(said["document"], str):
        raise TypeError("the document is not a file's name")


def _score(connection: duckdb.DuckDBPyConnection, label: Labelled, name: str) -> dict[str, Matched]:
    found = connection.execute(sql.read("evaluation/documents.sql"), {"name": label.document}).fetchall()
    if len(found) != 1:
        raise ConfigurationError(
            f"{name}: the warehouse holds {len(found)} current documents named {label.document}, and one is needed: "
            "ingest it (once) and run again"
        )
    (identity, *metadata) = found[0]
    try:
        return score_document(label, Stored(connection, identity, tuple(metadata)))
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(f"{name}.json has a label that is not as it must be ({error!r}): mend it") from error


def _sum(kind: str, by_document: Mapping[str, Matched]) -> Score:
    hits = sum(score.hits for score in by_document.values())
    missed = tuple(Error(name, fact) for name, score in by_document.items() for fact in score.missed)
    spurious = tuple(Error(name, fact) for name, score in by_document.items() for fact in score.spurious)
    precision, recall = _share(hits, len(spurious)), _share(hits, len(missed))
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    judged = [score.judged for score in by_document.values() if score.judged is not None]
    confidence = halves(chain.from_iterable(judged)) if judged else None
    return Score(kind, hits + len(missed), precision, recall, f1, missed, spurious, confidence)


def _share(hits: int, others: int) -> float:
    return hits / (hits + others) if hits + others else 1.0
