"""What tells two contents of a document apart, and how alike two documents are.

A fingerprint is the same where everything is the same that facts come from, whatever else the bytes hold: menus,
counters, the day on which a page was made. A signature is MinHash (Broder 1997): the share of places at which two agree
estimates the share of five-word runs that two texts have in common, with a standard error of at most 1/16.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from extractors.records import ParsedDocument

PERMUTATIONS = 64
_SHINGLE = 5  # words; shorter runs are shared by texts that have nothing else in common
_WORDS_AT_ONCE = 16_384  # 8 MiB at 64 permutations, however long the text
_WORD = re.compile(r"\w+")

_Hashes = NDArray[np.uint64]


def fingerprint(document: ParsedDocument) -> str:
    """Return 64 hex digits that are the same for the same text, layout, links and meta data.

    Left out is what may change by itself: the day of the last change, the page's own canonical address, how well the
    conversion went, and the files that the document carries, which are documents of their own.
    """
    said = document.metadata
    parts = (
        document.text,
        document.media_type,
        [
            (
                each.kind,
                each.start,
                each.end,
                each.level,
                each.marker,
                each.lines,
                each.cells,
                each.is_header,
                each.grid,
            )
            for each in document.blocks
        ],
        [(each.start, each.end, each.uri) for each in document.links],
        (said.title, said.publisher, said.published_on, said.language, said.document_type),
        document.page_starts,
    )
    digest = hashlib.sha256()
    for part in parts:
        digest.update(json.dumps(part, default=str).encode("ascii") + b"\n")
    return digest.hexdigest()


def signature(text: str) -> tuple[int, ...]:
    """Return the text's MinHash over its runs of five lower-cased words: 64 numbers from 0 to 2⁶³ - 1.

    The same on every machine. Empty where the text has fewer than five words.
    """
    smallest = np.full(PERMUTATIONS, np.iinfo(np.uint64).max, dtype=np.uint64)
    is_empty = True
    for shingles in _shingles(text):
        is_empty = False
        permuted = shingles[:, None] * _FACTORS + _SUMMANDS  # modulo 2⁶⁴, as numpy counts
        np.minimum(smallest, permuted.min(axis=0), out=smallest)
    return () if is_empty else tuple(int(each) for each in smallest >> np.uint64(1))


def _shingles(text: str) -> Iterator[_Hashes]:
    """Give the hashes of all runs of five words, some thousands at a time."""
    words = _word_hashes(text)
    kept: list[int] = []
    while more := list(islice(words, _WORDS_AT_ONCE)):
        run = np.array(kept + more, dtype=np.uint64)
        kept = (kept + more)[1 - _SHINGLE :]
        if (count := len(run) - _SHINGLE + 1) > 0:
            joined = np.zeros(count, dtype=np.uint64)
            for at in range(_SHINGLE):  # the order of the words counts
                joined = _mixed(joined + run[at : at + count])
            yield joined


def _word_hashes(text: str) -> Iterator[int]:
    known: dict[str, int] = {}
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if (number := known.get(word)) is None:
            number = known[word] = _number(word)
        yield number


def _number(word: str) -> int:
    """Return 64 bits of a word: Python's own hash differs from process to process."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _mixed(numbers: _Hashes) -> _Hashes:
    """Return the numbers with every bit spread over all others (the finalizer of SplitMix64, Steele et al. 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _fixed(name: str) -> _Hashes:
    return np.array([_number(f"{name} {at}") for at in range(PERMUTATIONS)], dtype=np.uint64)


_FACTORS = _fixed("factor") | np.uint64(1)  # an odd factor maps no two hashes to one
_SUMMANDS = _fixed("summand")
