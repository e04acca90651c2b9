"""Which documents are the same or nearly: the same paper at two addresses is one thing that somebody said, not two.

Signatures are compared where a band of four numbers agrees (locality-sensitive hashing, Indyk and Motwani 1998), so
that the work grows with the number of documents and not with its square.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Signature = Sequence[int] | NDArray[np.int64]
Thing = TypeVar("Thing")

ALIKE = 0.8
"""From this estimated share of five-word runs on two texts are one document: of 45 words about one may differ, which is
another date, footer or spelling. A page of one template with other content stays apart."""
_ROWS = 4  # with 64 numbers 16 bands: two texts that are just alike enough share one with odds of 0.9998
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)
_NEIGHBOURS = 32  # of a crowded band each signature is compared with so many that sort after it


def clusters_of(signatures: Mapping[str, Signature], identical: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return document_id → the smallest document_id among those that it is the same as; alone it is its own.

    `signatures` are those of `extractors.fingerprint`; an empty one is like none. Documents are also the same where
    they have a key of `identical` (hashes of their content) in common. Sameness is passed on from one to the next. The
    order of the documents changes nothing.
    """
    leaders = {document_id: document_id for document_id in sorted({*signatures, *identical})}
    for group in _sharing(identical):
        _join(leaders, group)
    ids, numbers = _signed(signatures)
    copies = _copies(numbers)
    for places in copies:
        if len(places) > 1:
            _join(leaders, [ids[each] for each in places])
    for one, other in _candidates(numbers, [places[0] for places in copies]):
        first, second = ids[one], ids[other]
        if _leader(leaders, first) != _leader(leaders, second) and likeness(numbers[one], numbers[other]) >= ALIKE:
            _join(leaders, (first, second))
    return {document_id: _leader(leaders, document_id) for document_id in leaders}


def likeness(one: ArrayLike, other: ArrayLike) -> float:
    """Return the estimated share of five-word runs that the texts of two signatures have in common, from 0 to 1."""
    return float(np.mean(np.asarray(one) == np.asarray(other)))


def _signed(signatures: Mapping[str, Signature]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the documents that have a signature, and these as rows of one table."""
    ids = [document_id for document_id, signature in signatures.items() if len(signature)]
    if not ids:
        return ids, np.empty((0, _ROWS), dtype=np.int64)
    return ids, np.array([signatures[each] for each in ids], dtype=np.int64)


def _copies(numbers: NDArray[np.int64]) -> list[list[int]]:
    """Return the places of equal rows together: whole shelves of copies are one signature."""
    found: dict[bytes, list[int]] = defaultdict(list)
    for place, row in enumerate(numbers):
        found[row.tobytes()].append(place)
    return list(found.values())


def _candidates(numbers: NDArray[np.int64], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the pairs of rows at `places` that have a band in common; of crowded bands those that sort close by."""
    rows = numbers[places]
    for at in range(0, numbers.shape[1], _ROWS):
        for group in _equal_rows(rows[:, at : at + _ROWS]):
            crowd = sorted(group, key=lambda each: rows[each].tolist())
            for place, one in enumerate(crowd):
                for other in crowd[place + 1 : place + 1 + _NEIGHBOURS]:
                    yield places[one], places[other]


def _equal_rows(numbers: NDArray[np.int64]) -> Iterator[Sequence[int]]:
    """Give the groups of two and more rows that are equal, by their places."""
    # Rows are sorted by one number each, which is a fifth of the work. Two that differ and have the same by chance (one
    # pair in 2**64) are one candidate more.
    mixed = numbers.astype(np.uint64) @ _MIX
    order = np.argsort(mixed, kind="stable")
    ranked = mixed[order]
    begins = np.flatnonzero(np.concatenate([[True], ranked[1:] != ranked[:-1], [True]]))
    for at in np.flatnonzero(np.diff(begins) > 1):
        yield order[begins[at] : begins[at + 1]].tolist()


def _sharing(keys: Mapping[Thing, Iterable[Hashable]]) -> Iterator[list[Thing]]:
    """Give the groups of two and more that have a key in common."""
    groups: dict[Hashable, list[Thing]] = defaultdict(list)
    for each, its_keys in keys.items():
        for key in its_keys:
            groups[key].append(each)
    return (group for group in groups.values() if len(group) > 1)


def _join(leaders: dict[str, str], group: Iterable[str]) -> None:
    """Make the smallest leader of the group that of all."""
    found = {_leader(leaders, each) for each in group}
    smallest = min(found)
    leaders.update(dict.fromkeys(found, smallest))


def _leader(leaders: dict[str, str], document_id: str) -> str:
    """Return the leader, and shorten the way to it."""
    leader = document_id
    while leaders[leader] != leader:
        leader = leaders[leader]
    while leaders[document_id] != leader:
        leaders[document_id], document_id = leader, leaders[document_id]
    return leader
