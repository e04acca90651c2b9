"""The record types of resolution: what is known of an entity across documents, and what was judged of two,
and what is forgotten.

Standard library and records only, so that rules and warehouse may both import it.
"""

from dataclasses import dataclass
from typing import Literal

from extractors.records import Extraction, Link

Judgement = Literal["same", "unsure", "different"]


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """A person or organisation under one name, as the whole warehouse knows it.

    `name` is the form that most documents use, `forms` are all forms in which documents name it. `identifiers` holds
    "scheme identifier" of every register that knows it.
    """

    entity_id: str
    kind: Literal["person", "organisation"]
    name: str
    forms: tuple[str, ...]
    classification: str | None
    identifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """What two entities share beside their names: names, each in alphabetical order.

    `documents` are those that name both as two; `neighbours` are rare people and organisations named beside the one and
    the other in different documents; `organisations` are those in which both hold a role, `titles` the titles of both.
    """

    documents: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Two entities that may be one; `entity_a_id` sorts first.

    `score` is from 0 to 1, `reasons` say what it is made of, `is_decided` that the judgement is a person's.
    """

    kind: Literal["person", "organisation"]
    entity_a_id: str
    entity_b_id: str
    name_a: str
    name_b: str
    score: float
    judgement: Judgement
    is_decided: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on two entities: `judgement` is same or different. It wins over every score."""

    entity_a_id: str
    entity_b_id: str
    judgement: Judgement
    decided_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one edition says, in its own words and in what was made of them: all in which a name may stand."""

    text: str
    extraction: Extraction
    links: tuple[Link, ...] = ()
    canonical_uri: str | None = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is not to be kept: keyed digests (`extractors.ids.keyed_id`, with `key`) of names, addresses and contents.

    `beginnings` are the digests of the names' first words, `longest` is how many words the longest name has.
    """

    key: bytes = b""
    names: frozenset[str] = frozenset()
    beginnings: frozenset[str] = frozenset()
    longest: int = 0
    addresses: frozenset[str] = frozenset()
    contents: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything is forgotten."""
        return bool(self.names or self.addresses or self.contents)
