"""The worst misses: where most was lost, and the errors to look at first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Literal

from warehouse.evaluate_score import Score

_PLACES = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of fact in a document, and how many errors it costs there."""

    kind: str
    document: str
    missed: int
    spurious: int


@dataclass(frozen=True, slots=True)
class Miss:
    """One error: a fact that was missed, or one that was found wrongly."""

    kind: str
    error: Literal["missed", "found wrongly"]
    document: str
    fact: str


@dataclass(frozen=True, slots=True)
class Worst:
    """What to look at first: the places that cost most, and single errors."""

    places: tuple[Place, ...]
    errors: tuple[Miss, ...]


def worst(scores: Sequence[Score], most: int) -> Worst:
    """Return up to `most` single errors, and up to as many places, at most five.

    Places come by their number of errors, of equals the kind with the lower F1 first. Errors are dealt in rounds, one
    of each kind, the kind with the lowest F1 first. Within a kind the document with most errors comes first, and
    misses and wrong finds take turns. The same scores give the same choice.
    """
    kinds = sorted((each for each in scores if each.missed or each.spurious), key=lambda each: each.f1)
    places = sorted(chain.from_iterable(map(_places, kinds)), key=lambda place: -_cost(place))
    return Worst(tuple(places[: min(most, _PLACES)]), tuple(islice(_in_turn(map(_errors, kinds)), most)))


def _places(score: Score) -> list[Place]:
    missed = Counter(error.document for error in score.missed)
    spurious = Counter(error.document for error in score.spurious)
    found = [Place(score.kind, name, missed[name], spurious[name]) for name in sorted(missed | spurious)]
    return sorted(found, key=lambda place: -_cost(place))


def _cost(place: Place) -> int:
    return place.missed + place.spurious


def _errors(score: Score) -> Iterator[Miss]:
    for place in _places(score):
        missed = [error.fact for error in score.missed if error.document == place.document]
        spurious = [error.fact for error in score.spurious if error.document == place.document]
        yield from _in_turn(
            (
                [Miss(score.kind, "missed", place.document, fact) for fact in missed],
                [Miss(score.kind, "found wrongly", place.document, fact) for fact in spurious],
            )
        )


def _in_turn(queues: Iterable[Iterable[Miss]]) -> Iterator[Miss]:
    """Deal one of each queue, then the next of each, until all are empty."""
    for round_ in zip_longest(*queues):
        yield from (each for each in round_ if each is not None)
