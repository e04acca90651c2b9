"""How one person, or one document, is known while it is being forgotten: the extractors' rules for the warehouse.

Here the name is still known in clear; only its digests are kept.
"""

import re
from collections.abc import Iterable

from extractors.forgetting import Seeker, address_digest, content_digest, digests_of, name_forms
from extractors.judgements import Forgotten, Said
from extractors.masking import masked, masked_words, names_hidden


class Target:
    """A person under all their names, or the documents at some addresses: the rules by which `Writer.forget` goes.

    `digests` are what is kept of it, `pattern` finds texts that may hold a name (None where there is none).
    """

    def __init__(self, key: bytes, *, names: Iterable[str] = (), uris: Iterable[str] = ()) -> None:
        """`key` is the warehouse's secret."""
        forms = {form for name in names for form in name_forms(name)}
        addresses = {address_digest(key, uri) for uri in uris}
        self._key = key
        self._uris = tuple(uris)
        self.digests = (*digests_of(key, forms), *(("address", digest, 0) for digest in sorted(addresses)))
        self._seeker = Seeker(
            Forgotten(
                key=key,
                names=frozenset(digest for kind, digest, _ in self.digests if kind == "name"),
                beginnings=frozenset(digest for kind, digest, _ in self.digests if kind == "beginning"),
                longest=max((words for _, _, words in self.digests), default=0),
                addresses=frozenset(addresses),
            )
        )
        rarest = {max(form.split(), key=len) for form in forms}
        # Case and accents of other scripts may be folded otherwise in SQL: then every text is looked at.
        self._rarest = sorted(rarest) if all(word.isascii() for word in rarest) else [""]
        self.pattern = "|".join(map(re.escape, self._rarest)) if forms else None

    def masked(self, said: Said) -> Said | None:
        """Return what an edition says without what is to be forgotten, None where it holds none of it."""
        return masked(said, self._seeker)

    def names_hidden(self, before: Said, after: Said) -> bool:
        """Whether more than an address was left out."""
        return names_hidden(before, after)

    def words(self, words: str) -> str:
        """Return words that stand by themselves without the name, or the addresses."""
        for uri in self._uris:
            words = words.replace(uri, self.alias(uri))
        return masked_words(words, self._seeker)

    def is_person(self, names: Iterable[str]) -> bool:
        """Whether somebody under these names is to be forgotten."""
        return any(map(self._seeker.is_name, names))

    def holds_address(self, uri: str) -> bool:
        """Whether an address is to be forgotten, or names whoever is."""
        return self._seeker.holds_address(uri)

    def holds_name(self, content: bytes) -> bool:
        """Whether raw bytes that are text hold the name."""
        lowered = content.lower()
        return any(word.encode() in lowered for word in self._rarest) and self._seeker.holds_name(content)

    def alias(self, uri: str) -> str:
        """Return what is said in place of an address."""
        return self._seeker.alias(uri)

    def content_digest(self, sha256: str) -> str:
        """Return the digest by which a raw content is known again."""
        return content_digest(self._key, sha256)
