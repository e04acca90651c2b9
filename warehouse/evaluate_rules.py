"""When two labels mean the same: the rules by which the hand-labelled documents are scored.

They follow `gold/README.md` and `gold/score.py` of the labelled documents to the letter, so that figures compare.
Names are compared as tuples of words, texts as bags of words.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

_Wanted = TypeVar("_Wanted")
_Found = TypeVar("_Found")

Key = tuple[str, ...]
Row = tuple[Any, ...]
"""A fact as `evaluation/*.sql` selects it: its confidence stands last."""

_POSSESSIVE = re.compile(r"[’'`]s\b")
_WORD = re.compile(r"[a-z0-9]+(?:[-'’][a-z0-9]+)*")
# Forms of address and letters after a name, which are no part of it.
_NOT_A_NAME = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "baroness", "baron"}
    | {"rt", "hon", "right", "honourable", "the", "cllr", "councillor", "coun", "revd", "rev", "reverend"}
    | {"cbe", "obe", "mbe", "mp", "kc", "qc", "dl", "phd", "frcp", "pc"}
)
_SAME = 0.8  # the share of common words (F1) from which two texts are the same
_SAME_TITLE = 0.66
_TOLERANCE = 1e-6  # relative to the number, and absolute below 1


def words(text: str | None) -> list[str]:
    """Return the words of a text as they are compared: folded, "&" as "and", without possessive s."""
    folded = unicodedata.normalize("NFKC", text or "").casefold().replace("&", " and ")
    return _WORD.findall(_POSSESSIVE.sub("", folded))


def person_key(name: str | None) -> Key:
    """Return a person's name as it is compared, without forms of address."""
    return tuple(word for word in words(name) if word not in _NOT_A_NAME)


def organisation_key(name: str | None) -> Key:
    """Return an organisation's name as it is compared, without a leading "the"."""
    found = words(name)
    return tuple(found[1:] if found and found[0] == "the" else found)


def named_in(aliases: Iterable[str], name: str | None) -> bool:
    """Say whether one of the aliases is the organisation's name."""
    key = organisation_key(name)
    return any(organisation_key(alias) == key for alias in aliases)


def same_text(one: str | None, other: str | None, share: float = _SAME) -> bool:
    """Say whether two texts have at least this share (F1) of their words in common."""
    here, there = Counter(words(one)), Counter(words(other))
    if not here or not there:
        return False
    return 2 * (here & there).total() / (here.total() + there.total()) >= share


def same_title(wanted: str, found: str | None) -> bool:
    """Say whether two titles of a person are the same."""
    return same_text(wanted, found, _SAME_TITLE)


def same_item(wanted: str, found: str | None) -> bool:
    """Say whether a strategy item is the one wanted: in full, or in its first words."""
    beginning = " ".join(words(found)[: len(words(wanted))])
    return same_text(wanted, found) or same_text(wanted, beginning)


def same_number(wanted: float, found: float | None) -> bool:
    """Say whether two numbers are the same but for rounding."""
    return found is not None and abs(found - wanted) <= _TOLERANCE * max(1.0, abs(wanted))


def as_day(label: str | None) -> date | None:
    """Return the day that a label writes as YYYY-MM-DD; what follows the day is not looked at."""
    return None if label is None else date.fromisoformat(label[:10])


@dataclass(frozen=True, slots=True)
class Judged:
    """A fact that was found and judged: how sure its rule was, from 0 to 1, and whether a label says the same."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Matched:
    """What came of one kind of label in one document: found, wanted but missed, found but not wanted.

    `missed` and `spurious` are facts in words. `judged` holds every fact that was found rightly or wrongly; it is None
    for a kind that has no confidence of its own.
    """

    hits: int
    missed: tuple[str, ...] = ()
    spurious: tuple[str, ...] = ()
    judged: tuple[Judged, ...] | None = None


@dataclass(frozen=True, slots=True)
class Pairing(Generic[_Wanted, _Found]):
    """Wanted things and found ones, paired one to one: the wanted without a partner, the found with and without."""

    missed: list[_Wanted]
    taken: list[_Found]
    spare: list[_Found]


def match(
    wanted: Iterable[_Wanted], found: Iterable[_Found], same: Callable[[_Wanted, _Found], bool]
) -> Pairing[_Wanted, _Found]:
    """Pair each wanted thing with the first found one that is the same and still free."""
    paired: Pairing[_Wanted, _Found] = Pairing([], [], list(found))
    for one in wanted:
        at = next((index for index, candidate in enumerate(paired.spare) if same(one, candidate)), None)
        if at is None:
            paired.missed.append(one)
        else:
            paired.taken.append(paired.spare.pop(at))
    return paired


def distinct(rows: Iterable[_Found], key: Callable[[_Found], object]) -> list[_Found]:
    """Return the first row of each key, in order."""
    first: dict[object, _Found] = {}
    for row in rows:
        first.setdefault(key(row), row)
    return list(first.values())


def surest(rows: Iterable[Row], key: Callable[[Row], object]) -> list[Row]:
    """Return the first row of each key, in order, with the highest confidence that a row of the key has."""
    best: dict[object, Row] = {}
    for row in rows:
        first = best.setdefault(key(row), row)
        best[key(row)] = (*first[:-1], max(first[-1], row[-1]))
    return list(best.values())


def matched(
    wanted: Sequence[_Wanted],
    found: Sequence[Row],
    same: Callable[[_Wanted, Row], bool],
    say_wanted: Callable[[_Wanted], str],
    say_found: Callable[[Row], str],
    allowed: Callable[[Row], bool] = lambda _: False,
) -> Matched:
    """Match, and return what came of it. What is found beyond the wanted is no error where it is `allowed`."""
    paired = match(wanted, found, same)
    wrong = [row for row in paired.spare if not allowed(row)]
    return Matched(
        hits=len(paired.taken),
        missed=tuple(map(say_wanted, paired.missed)),
        spurious=tuple(map(say_found, wrong)),
        judged=tuple(
            Judged(row[-1], row_is_right)
            for rows, row_is_right in ((paired.taken, True), (wrong, False))
            for row in rows
        ),
    )
