"""Words of a line with their places: what the name grammars read."""

import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+(?:[’'.&/-][^\W_]+)*[’'](?=\s)|[^\W_]+(?:[’'.&/-][^\W_]+)*|[^\w\s]|_", re.UNICODE)
_POSSESSIVE = re.compile(r"[’'](?:s|S)?$")


@dataclass(frozen=True, slots=True)
class Token:
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
        ending = _POSSESSIVE.search(word) if word[0].isalnum() and len(word) > 2 else None
        end = match.end() - (len(ending.group()) if ending else 0)
        found.append(Token(text[match.start() : end], offset + match.start(), offset + end, ending is not None))
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

    def at(self, tokens: tuple[Token, ...], position: int) -> tuple[int, str] | None:
        """Return (end position, value) of the longest phrase that starts at `position`, or None."""
        for length in self._lengths.get(self._form(tokens[position].text), ()):
            words = tuple(self._form(token.text) for token in tokens[position : position + length])
            if words in self._values:
                return position + len(words), self._values[words]
        return None

    def found_in(self, tokens: tuple[Token, ...]) -> dict[int, tuple[int, str]]:
        """Return every position at which a phrase starts, in order, with what `at` gives for it."""
        known = self._lengths
        starts = [at for at, token in enumerate(tokens) if self._form(token.text) in known]
        return {position: found for position in starts if (found := self.at(tokens, position))}
