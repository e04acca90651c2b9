"""Words of a line with their places: what the name grammars read."""

import re
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W_]+(?:[’'.&/-][^\W_]+)*[’'](?=\s)|[^\W_]+(?:[’'.&/-][^\W_]+)*|[^\w\s]|_", re.UNICODE)
_POSSESSIVE = re.compile(r"[’'](?:s|S)?$")
_POSSESSIVE_ENDS = frozenset("sS’'")


class Token(NamedTuple):
    """One word or punctuation mark; `end` leaves out a possessive ending, which `is_possessive` tells of."""

    text: str
    start: int
    end: int
    is_possessive: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters or digits."""
        return self.text[0].isalnum()

    @property
    def is_capitalised(self) -> bool:
        """Whether it is written like a name: a capital first, or digits run together with a capital ("4Children")."""
        first = self.text[0]
        return first.isupper() or (first.isdigit() and any(c.isupper() for c in self.text))

    @property
    def is_acronym(self) -> bool:
        """Whether it is written in capitals only, two letters or more ("NHS", "A&E", "LGBTQ")."""
        letters = [c for c in self.text if c.isalpha()]
        return len(letters) > 1 and all(c.isupper() for c in letters)


@lru_cache(maxsize=4096)
def tokens_of(text: str, offset: int = 0) -> tuple[Token, ...]:
    """Return the tokens of `text`, their places counted from `offset`."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        start = offset + match.start()
        bare = _POSSESSIVE.sub("", word) if word[-1] in _POSSESSIVE_ENDS and len(word) > 2 else word
        found.append(Token(bare, start, start + len(bare), bare != word))
    return tuple(found)


@lru_cache(maxsize=65_536)
def _plain(word: str) -> str:
    return word.replace("’", "'")


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    return word.replace("’", "'").casefold()


class Phrases:
    """Phrases of several words, found at a position by their longest match; `fold` makes the match caseless."""

    def __init__(self, phrases: dict[str, str], *, fold: bool = False) -> None:
        self._fold = fold
        self._form = _folded if fold else _plain
        self._values: dict[tuple[str, ...], str] = {}
        lengths: dict[str, set[int]] = {}
        for phrase, value in phrases.items():
            words = tuple(self._form(token.text) for token in tokens_of(phrase))
            if words:
                self._values.setdefault(words, value)
                lengths.setdefault(words[0], set()).add(len(words))
        # First word → how many words the phrases with it have, longest first.
        self._lengths = {first: sorted(counts, reverse=True) for first, counts in lengths.items()}
        self._firsts = frozenset({*self._lengths, *(first.replace("'", "’") for first in self._lengths)})

    def at(self, tokens: tuple[Token, ...], position: int) -> tuple[int, str] | None:
        """Return (end position, value) of the longest phrase that starts at `position`, or None."""
        lengths = self._lengths.get(self._form(tokens[position].text), ())
        longest = [self._form(token.text) for token in tokens[position : position + lengths[0]]] if lengths else []
        for length in lengths:
            words = tuple(longest[:length])
            if words in self._values:
                return position + len(words), self._values[words]
        return None

    def found_in(self, tokens: tuple[Token, ...]) -> dict[int, tuple[int, str]]:
        """Return every position at which a phrase starts, in order, with what `at` gives for it."""
        firsts = self._firsts
        words = [token.text.casefold() for token in tokens] if self._fold else [token.text for token in tokens]
        starts = [position for position, word in enumerate(words) if word in firsts]
        return {position: found for position in starts if (found := self.at(tokens, position))}
