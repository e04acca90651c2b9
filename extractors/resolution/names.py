"""Keys of names: two spellings with one key are the same name.

"Department for Work & Pensions" and "The Department for Work and Pensions" share a key, as do "Dr Jane Doe CBE"
and "Jane Doe". A key says nothing of two different names of one thing: that is an alias, and needs evidence.
"""

import re
import unicodedata
from functools import cache, lru_cache

from extractors import lexicon
from extractors.ids import stable_id

_WORD = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*")
_POSSESSIVE = re.compile(r"'s?(?![a-z0-9])")


def _words(name: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ").replace("’", "'").replace("‘", "'")
    plain = folded if folded.isascii() else _without_accents(folded)
    return _WORD.findall(_POSSESSIVE.sub("", plain))


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=16_384)
def organisation_key(name: str) -> str:
    """Return the key of an organisation's name: caseless, "&" as "and", no punctuation, no leading "the"."""
    words = _words(name)
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def person_key(name: str) -> str:
    """Return the key of a person's name, honorifics and letters left out ("Dr Jane Doe CBE" → "jane doe")."""
    return " ".join(_words(bare_name(name)))


def bare_name(name: str) -> str:
    """Return a person's name as it is written, without honorifics and letters ("Dr. Jane Doe, CBE" → "Jane Doe").

    Only whole honorifics in front and post-nominals behind are left out, and never the last word that remains, so
    that a surname such as King or Bishop stays.
    """
    written = name.replace(".", " ").replace(",", " ").split()
    while len(written) > 1 and (count := _honorific_words(written)):
        written = written[count:]
    while len(written) > 1 and written[-1] in _post_nominals():
        written.pop()
    return " ".join(written)


@cache
def _honorifics() -> dict[int, frozenset[tuple[str, ...]]]:
    by_length: dict[int, set[tuple[str, ...]]] = {}
    for entry in lexicon.lines("honorifics"):
        words = tuple(entry.casefold().split())
        by_length.setdefault(len(words), set()).add(words)
    return {length: frozenset(entries) for length, entries in sorted(by_length.items(), reverse=True)}


@cache
def _post_nominals() -> frozenset[str]:
    return frozenset(lexicon.lines("post_nominals"))


def _honorific_words(written: list[str]) -> int:
    """How many words of a longer name its leading honorific takes, at most all but one."""
    folded = tuple(word.casefold() for word in written)
    for length, entries in _honorifics().items():
        if length < len(folded) and folded[:length] in entries:
            return length
    return 0


@lru_cache(maxsize=65_536)
def entity_id(kind: str, key: str) -> str:
    """Return the stable id of the entity of `kind` whose name has `key`."""
    return stable_id(kind, key)
