"""What an evaluation says of one kind of fact."""

from dataclasses import dataclass

from warehouse.evaluate_confidence import Halves


@dataclass(frozen=True, slots=True)
class Error:
    """A fact, in words, that was missed or found wrongly in a document (the name of its label file)."""

    document: str
    fact: str


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one kind of fact over all documents; `gold` counts labels, `missed` and `spurious` name facts.

    `confidence` is None for kinds that have none of their own: metadata, and what a figure measures or a strategy item
    is, which are judged as part of figures and strategy items.
    """

    kind: str
    gold: int
    precision: float
    recall: float
    f1: float
    missed: tuple[Error, ...]
    spurious: tuple[Error, ...]
    confidence: Halves | None
