"""What a publication has to keep to, as the settings say it."""

from dataclasses import dataclass

from warehouse.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Before:
    """What stood published before a run: its number of facts, None where there was nothing."""

    facts: int | None


@dataclass(frozen=True, slots=True)
class Terms:
    """How a warehouse is published.

    `keep` is how many earlier publications stay in the store, 0 for none more; `parquet` whether every view is written
    as Parquet too; `max_loss` the share of the facts, in percent, that may be gone since the last publication;
    `accept_loss` lets more be gone; `meaning` makes the vectors of a search by meaning, and without it there are none.
    `before` is said where the run has published already: then the file that goes is one of its own, which is not kept
    and with which nothing is compared.
    """

    keep: int = 0
    parquet: bool = False
    max_loss: float = 50.0
    accept_loss: bool = False
    meaning: Meaning | None = None
    before: Before | None = None
