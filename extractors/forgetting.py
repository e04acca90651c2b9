"""Names that are forgotten, found again in a text by keyed digests of their words.

The digests say nothing of the names: a text's words are digested and looked up. Each distinct word is digested once,
and runs of words only where one begins a name, so the cost grows with the text and hardly with the names.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import unquote

from extractors.ids import around, keyed_id
from extractors.judgements import Forgotten
from extractors.records import Span
from extractors.resolution.names import bare_name

_WORD = re.compile(r"[^\W_]+")
_WIDEST_GAP = 4  # characters between two words of a name: "Doe, Jane", "jane-doe", "Jane\n  Doe"
_UNBROKEN = re.compile(r"\S+")
_JOINTS = frozenset(".-_+")
_HTTP = re.compile(r"^https?://", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """Return a word without case and accents."""
    plain = unicodedata.normalize("NFKD", word).casefold()
    return plain if plain.isascii() else "".join(each for each in plain if not unicodedata.combining(each))


def name_forms(name: str) -> frozenset[str]:
    """Return the keys under which a name is looked for: as it is, and with the surname first ("Doe, Jane").

    Empty for a name of one word, which is no name to look for in every document.
    """
    parts = [words for part in bare_name(name).split() if (words := [folded(word) for word in _WORD.findall(part)])]
    if len(parts) < 2:
        return frozenset()
    turned = [parts[-1], *parts[:-1]]
    return frozenset(" ".join(word for part in order for word in part) for order in (parts, turned))


def digests_of(key: bytes, forms: Iterable[str]) -> list[tuple[str, str, int]]:
    """Return what is kept of the keys of names: kind (name, beginning), digest, number of words."""
    kept = {("name", name_digest(key, form), len(form.split())) for form in forms}
    return sorted(kept | {("beginning", _beginning(key, form.split()[0]), 0) for form in forms})


def name_digest(key: bytes, form: str) -> str:
    """Return the digest of the key of a name."""
    return keyed_id(key, "name", form)


def address_digest(key: bytes, uri: str) -> str:
    """Return the digest of an address; http and https, and all fragments of a page, are one."""
    return keyed_id(key, "address", _HTTP.sub("//", uri.partition("#")[0]))


def content_digest(key: bytes, sha256: str) -> str:
    """Return the digest of a raw content by its SHA-256."""
    return keyed_id(key, "content", sha256)


def _beginning(key: bytes, word: str) -> str:
    return keyed_id(key, "beginning", word)


class Seeker:
    """Finds what is forgotten. Where nothing is, every question is answered at once."""

    def __init__(self, forgotten: Forgotten) -> None:
        self._forgotten = forgotten
        self._begins = lru_cache(maxsize=65_536)(self._begins_name)

    def __bool__(self) -> bool:
        """Whether anything is forgotten."""
        return bool(self._forgotten)

    def names_in(self, text: str) -> list[Span]:
        """Return the places in `text` of names that are forgotten, in order, the longest of those that overlap."""
        if not self._forgotten.names:
            return []
        found = list(self._names(text)) if any(map(self._begins, set(_WORD.findall(text)))) else []
        return sorted([*found, *self._encoded(text)]) if "%" in text else found

    def is_name(self, name: str) -> bool:
        """Whether this is, with or without honorifics, a name that is forgotten."""
        kept = self._forgotten
        return bool(kept.names) and any(name_digest(kept.key, form) in kept.names for form in name_forms(name))

    def holds_address(self, uri: str) -> bool:
        """Whether an address is forgotten, or what it is inside of is, or it names somebody who is."""
        kept = self._forgotten
        if kept.addresses and any(address_digest(kept.key, each) in kept.addresses for each in around(uri)):
            return True
        return bool(kept.names) and bool(self.names_in(unquote(uri)))

    def holds_content(self, sha256: str) -> bool:
        """Whether the raw content with this SHA-256 is forgotten."""
        kept = self._forgotten
        return bool(kept.contents) and content_digest(kept.key, sha256) in kept.contents

    def holds_name(self, content: bytes) -> bool:
        """Whether raw bytes that are text name somebody who is forgotten; what is compressed cannot be told."""
        if not self._forgotten.names or b"\0" in content:
            return False
        return bool(self.names_in(content.decode("utf-8", "replace")))

    def alias(self, uri: str) -> str:
        """Return what is said in place of an address that is forgotten."""
        return f"forgotten:{address_digest(self._forgotten.key, uri)[:12]}"

    def _begins_name(self, word: str) -> bool:
        return _beginning(self._forgotten.key, folded(word)) in self._forgotten.beginnings

    def _names(self, text: str) -> Iterator[Span]:
        places = [Span(*found.span()) for found in _WORD.finditer(text)]
        at = 0
        while at < len(places):
            size = self._size_of_name(text, places, at) if self._begins(text[places[at].start : places[at].end]) else 0
            found = Span(places[at].start, places[at + size - 1].end) if size else None
            if found and _is_in_list(text, places[at - 1] if at else None, found):
                found, size = None, 1
            if found:
                yield found
            at += max(1, size - _is_joined(text, places, at + size - 1)) if found else 1

    def _encoded(self, text: str) -> Iterator[Span]:
        """Yield the percent-encoded addresses that name somebody: "ren%C3%A9e-doe" has no such words as it is."""
        for word in _UNBROKEN.finditer(text):
            if "%" in word[0] and any(True for _ in self._names(unquote(word[0]))):
                yield Span(*word.span())

    def _size_of_name(self, text: str, places: list[Span], at: int) -> int:
        """Return of how many words the longest name is that begins at a word, 0 where none does."""
        found, words = 0, [folded(text[places[at].start : places[at].end])]
        for after in range(at + 1, min(at + self._forgotten.longest, len(places))):
            gap = text[places[after - 1].end : places[after].start]
            if len(gap) > _WIDEST_GAP or gap.count("\n") > 1:
                break
            words.append(folded(text[places[after].start : places[after].end]))
            if name_digest(self._forgotten.key, " ".join(words)) in self._forgotten.names:
                found = len(words)
        return found


def _is_joined(text: str, places: list[Span], at: int) -> bool:
    """Whether a word begins an address or the like, as "jane" in "Doe: jane.doe@…": a name may begin with it again."""
    return at + 1 < len(places) and text[places[at].end : places[at + 1].start] in _JOINTS


def _is_in_list(text: str, before: Span | None, found: Span) -> bool:
    """Whether the end of one name and the beginning of the next are taken for one: "John Doe, Jane Smith"."""
    if before is None or "," not in text[found.start : found.end]:
        return False
    return text[before.start].isupper() and text[before.end : found.start].strip(" ") == ""
