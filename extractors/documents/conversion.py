"""How well the words of a document came over from its bytes: faults that show in the text itself, and the grade."""

import re
from collections.abc import Iterable

from extractors.records import Conversion

_REPLACED = "\ufffd"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SPACED_OUT = re.compile(r"\b(?:[^\W\d_] ){4,}[^\W\d_]\b")  # "S p e n d i n g"
_SAMPLE = 200_000
_SOME, _MANY = 0.0005, 0.01
"""Shares of characters: one in 2,000 is a letter on every page, one in 100 is one in every other line."""
_BROKEN = 0.2
"""Share of characters in words that fall into single letters; headings that are set so have a few hundredths."""


def text_faults(text: str) -> list[str]:
    """Return what is wrong with a text by its characters: each a clause that says what, and how much of it.

    Looked at are its first 200,000 characters. A fault that makes the text poor begins with "many".
    """
    sample = text[:_SAMPLE]
    faults = []
    for lost, what in (
        (sample.count(_REPLACED), "characters that could not be decoded"),
        (len(_PRIVATE.findall(sample)), "characters that only one font can show"),
    ):
        share = lost / max(1, len(sample))
        if share >= _SOME:
            faults.append(f"{'many' if share >= _MANY else 'some'} {what} ({share:.1%} of the text)")
    broken = sum(len(word) for word in _SPACED_OUT.findall(sample))
    if broken >= _BROKEN * max(1, len(sample)):
        faults.append(f"many words that fall into single letters ({broken / len(sample):.0%} of the text)")
    return faults


def graded(faults: Iterable[str], doubts: Iterable[str] = ()) -> Conversion:
    """Return the grade of a conversion: poor where a fault says "many", fair where there is another, or a doubt."""
    faults, doubts = tuple(faults), tuple(doubts)
    if not faults and not doubts:
        return Conversion()
    return Conversion("poor" if any(fault.startswith("many ") for fault in faults) else "fair", (*faults, *doubts))
