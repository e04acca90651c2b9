"""Keys of names: two spellings with one key are the same name.

"Department for Work & Pensions" and "The Department for Work and Pensions" share a key, as do "Dr Jane Doe CBE"
and "Jane Doe". A key says nothing of two different names of one thing: that is an alias, and needs evidence.
"""

import re
import unicodedata

from extractors import lexicon
from extractors.ids import stable_id

_WORD = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*")
_POSSESSIVE = re.compile(r"'s?(?![a-z0-9])")


def _words(name: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ").replace("’", "'").replace("‘", "'")
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return _WORD.findall(_POSSESSIVE.sub("", plain))


def organisation_key(name: str) -> str:
    """Return the key of an organisation's name: caseless, "&" as "and", no punctuation, no leading "the"."""
    words = _words(name)
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def person_key(name: str) -> str:
    """Return the key of a person's name without honorifics and post-nominals ("Dr Jane Doe CBE" → "jane doe")."""
    titles = {word for entry in (*lexicon.lines("honorifics"), *lexicon.lines("post_nominals")) for word in _words(entry)}
    words = _words(name)
    return " ".join([word for word in words if word not in titles] or words)


def entity_id(kind: str, key: str) -> str:
    """Return the stable id of the entity of `kind` whose name has `key`."""
    return stable_id(kind, key)
