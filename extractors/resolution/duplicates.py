"""Which documents are the same or nearly: the same paper at two addresses is one thing that somebody said, not two.

Signatures are compared where a band of four numbers agrees (locality-sensitive hashing, Indyk and Motwani 1998), so
that the work grows with the number of documents and not with its square.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Signature = tuple[int, ...]
Thing = TypeVar("Thing")

ALIKE = 0.8
"""From this estimated share of five-word runs on two texts are one document: of 45 words about one may differ, which is
another date, footer or spelling. A page of one template with other content stays apart."""
_ROWS = 4  # with 64 numbers 16 bands: two texts that are just alike enough share one with odds of 0.9998
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
    by_signature = _by_signature(signatures)
    for group in by_signature.values():
        _join(leaders, group)
    for one, other in _candidates(by_signature):
        first, second = (by_signature[each][0] for each in (one, other))
        if _leader(leaders, first) != _leader(leaders, second) and likeness(one, other) >= ALIKE:
            _join(leaders, (first, second))
    return {document_id: _leader(leaders, document_id) for document_id in leaders}


def likeness(one: Signature, other: Signature) -> float:
    """Return the estimated share of five-word runs that two texts have in common, from 0 to 1."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def _by_signature(signatures: Mapping[str, Signature]) -> dict[Signature, list[str]]:
    """Return signature → the documents that have just this one: whole shelves of copies are one signature."""
    found: dict[Signature, list[str]] = defaultdict(list)
    for document_id, signature in signatures.items():
        if signature:
            found[signature].append(document_id)
    return found


def _candidates(signatures: Iterable[Signature]) -> Iterator[tuple[Signature, Signature]]:
    """Give the pairs of signatures that have a band in common; of crowded bands those that sort close together."""
    rows = list(signatures)
    if not rows:
        return
    numbers = np.array(rows, dtype=np.int64).reshape(len(rows), -1)
    for at in range(0, numbers.shape[1], _ROWS):
        for group in _equal_rows(numbers[:, at : at + _ROWS]):
            crowd = sorted(rows[each] for each in group)
            for place, one in enumerate(crowd):
                for other in crowd[place + 1 : place + 1 + _NEIGHBOURS]:
                    yield one, other


def _equal_rows(numbers: NDArray[np.int64]) -> Iterator[Sequence[int]]:
    """Give the groups of two and more rows that are equal, by their places."""
    order = np.lexsort(numbers.T)
    ranked = numbers[order]
    begins = np.flatnonzero(np.concatenate([[True], (ranked[1:] != ranked[:-1]).any(axis=1), [True]]))
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
