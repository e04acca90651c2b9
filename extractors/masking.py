"""Names that are forgotten, masked in a document and in all that is said of it.

A mask is as long as what it hides, so every offset goes on to cut the same words. Who is hidden loses their own rows;
a fact about something else stays, with masked words.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from functools import cache
from typing import Any, TypeVar

from extractors import lexicon
from extractors.forgetting import Seeker, folded
from extractors.judgements import Said
from extractors.records import (
    Entity,
    Extraction,
    Fact,
    LoadItem,
    Mention,
    PartnershipMember,
    Publication,
    Quote,
    Role,
    Section,
    Span,
)
from extractors.resolution.names import bare_name

MASK = "█"
_VISIBLE = re.compile(r"\S")
_BEFORE = re.compile(r"([^\W_]+)\.?[ \t\u00a0]+$")
_AFTER = re.compile(r"(?:[ \t\u00a0]|-)([^\W_]+)")
_AS_THEY_ARE = frozenset({"kind", "extractor", "unit", "precision", "relation", "media_type", "language"})
_BELOW = " > "  # between the headings of a path (`extractors.records.Section`)
_CUT_OUT = _AS_THEY_ARE | {"text", "evidence"}

Record = TypeVar("Record")


def masked_item(item: LoadItem, seeker: Seeker) -> LoadItem:
    """Return the document with all names masked that are forgotten; itself where it holds none."""
    if not seeker:
        return item
    document, meta = item.document, item.document.metadata
    before = Said(document.text, item.extraction, document.links, meta.canonical_uri)
    after = masked(before, seeker)
    if after is None:
        return item
    return replace(
        item,
        document=replace(
            document, text=after.text, links=after.links, metadata=replace(meta, canonical_uri=after.canonical_uri)
        ),
        extraction=after.extraction,
        is_masked=names_hidden(before, after),
    )


def names_hidden(before: Said, after: Said) -> bool:
    """Whether a name was masked, and not only an address left out."""
    return before.text != after.text or before.extraction.metadata != after.extraction.metadata


def masked(said: Said, seeker: Seeker) -> Said | None:
    """Return what an edition says with all names masked that are forgotten; None where it holds none."""
    hidden = _hidden_entities(said.extraction.entities, seeker)
    in_text = seeker.names_in(said.text)
    links = tuple(each for each in said.links if not seeker.holds_address(each.uri))
    canonical = said.canonical_uri if not seeker.holds_address(said.canonical_uri or "") else None
    mask = _Mask(said, seeker, hidden, in_text)
    after = Said(mask.text, mask.extraction(), links, canonical)
    return None if after == said else after


def masked_words(words: str, seeker: Seeker) -> str:
    """Return words that stand by themselves (a label, a reason) with the names masked that are forgotten."""
    return covered(words, seeker.names_in(words))


def covered(text: str, places: Iterable[Span]) -> str:
    """Return `text` with everything visible at these places masked."""
    parts, at = [], 0
    for start, end in sorted(places):
        if end > at:
            parts += [text[at : max(at, start)], _VISIBLE.sub(MASK, text[max(at, start) : end])]
            at = end
    return "".join([*parts, text[at:]])


def _hidden_entities(entities: Iterable[Entity], seeker: Seeker) -> set[str]:
    return {
        each.entity_id
        for each in entities
        if each.kind == "person" and any(map(seeker.is_name, (each.name, *each.aliases)))
    }


class _Mask:
    """The masks of one edition."""

    def __init__(self, said: Said, seeker: Seeker, hidden: set[str], in_text: Sequence[Span]) -> None:
        self._said, self._seeker, self._hidden = said, seeker, hidden
        text, people = said.text, [each for each in said.extraction.mentions if each.kind == "person"]
        own = [Span(each.start_char, each.end_char) for each in people if each.entity_id in hidden]
        # Somebody else's longer name that holds the one that is forgotten stays: the recogniser took it for one name.
        others = [each for each in people if each.entity_id not in hidden and _is_full(each.text)]
        self._others = frozenset(bare_name(each.text) for each in others)
        kept = _Places(Span(each.start_char, each.end_char) for each in others)
        places = [*own, *(each for each in in_text if not kept.holds_more_than(each))]
        names = {_given_first(text[start:end]) for start, end in places}
        names |= {_given_first(each.name) for each in said.extraction.entities if each.entity_id in hidden}
        full = [name.split() for name in names if _is_full(name)]
        self._given = frozenset(folded(words[0]) for words in full)
        self._pattern = _any_of({each for words in full for each in (words[-1], folded(words[-1]))})
        places += [each for each in self._surname_places(text) if not kept.touches(each)]
        self.text = covered(text, places) if places else text

    def extraction(self) -> Extraction:
        """Return what is said of the edition, without those who are hidden, and with masked words."""
        said = self._said.extraction
        self._hidden |= {e.entity_id for e in said.entities if e.kind == "person" and self._changes(e.name)}
        lists = {
            each.name: tuple(dict.fromkeys(self._records(getattr(said, each.name))))
            for each in fields(said)
            if each.name not in ("metadata", "sections")
        }
        return Extraction(metadata=self._record(said.metadata), sections=tuple(self._sections()), **lists)

    def _sections(self) -> Iterator[Section]:
        """Yield the sections with their headings cut out of the masked text, where they begin."""
        paths: dict[str, str] = {}
        for each in self._said.extraction.sections:
            heading = self._heading(each)
            above = each.path.removesuffix(each.heading).removesuffix(_BELOW)
            path = f"{paths.get(above, self._words(above))}{_BELOW}{heading}" if above else heading
            paths[each.path] = path
            yield replace(each, heading=heading, path=path)

    def _heading(self, section: Section) -> str:
        found = re.compile(r"\s+".join(map(re.escape, section.heading.split()))).match(
            self._said.text, section.start_char
        )
        return " ".join(self.text[found.start() : found.end()].split()) if found else self._words(section.heading)

    def _surname_places(self, text: str) -> Iterator[Span]:
        """Yield where a surname of one who is hidden stands without the given name, and means nobody else."""
        if self._pattern is None:
            return
        for found in self._pattern.finditer(text):
            start, end = found.span()
            if not text[start].isupper():
                continue
            before = _BEFORE.search(text, max(0, start - 40), start)
            place = self._surname_with(before, folded(found[0]), Span(start, end), _AFTER.match(text, end))
            if place:
                yield place

    def _surname_with(
        self, before: re.Match[str] | None, surname: str, place: Span, after: re.Match[str] | None
    ) -> Span | None:
        word = before[1] if before else ""
        if folded(word) in _honorific_words():
            return place
        if len(word) == 1 and word.isupper():
            is_own = any(given.startswith(word.lower()) for given in self._given) or not self._given
            return Span(before.start(1), place.end) if is_own and before else None
        if (after and after[1][:1].isupper()) or surname in lexicon.words("family_names_that_are_words"):
            return None
        is_given = folded(word) in lexicon.words("given_names") and folded(word) not in self._given
        return None if word[:1].isupper() and is_given else place

    def _records(self, records: Iterable[Any]) -> Iterator[Any]:
        for record in records:
            if not self._is_about_hidden(record):
                yield self._record(record)

    def _is_about_hidden(self, record: object) -> bool:
        match record:
            case Entity():
                return record.entity_id in self._hidden
            case Mention():
                return record.entity_id in self._hidden or (record.kind == "person" and self._changes(record.name))
            case Role():
                return record.person_id in self._hidden or self._changes(record.person)
            case Quote():
                return record.speaker_id in self._hidden or self._changes(record.speaker)
        return False

    def _record(self, record: Record) -> Record:
        changed: dict[str, Any] = {}
        apart = _CUT_OUT if isinstance(record, Fact) else _AS_THEY_ARE
        for each in fields(record):  # type: ignore[arg-type]  # records are dataclasses
            value = getattr(record, each.name)
            if isinstance(value, str) and each.name not in apart and not each.name.endswith("_id"):
                changed[each.name] = self._words(value)
            elif isinstance(value, tuple) and each.name == "aliases":
                changed[each.name] = tuple(form for form in value if not self._changes(form))
        if isinstance(record, Fact):
            changed |= self._place(record)
        if isinstance(record, PartnershipMember) and self._changes(record.representative):
            changed |= {"representative": None, "representative_title": None}
        if isinstance(record, Publication) and record.uri and self._seeker.holds_address(record.uri):
            changed["uri"] = None
        changed = {name: value for name, value in changed.items() if value != getattr(record, name)}
        return replace(record, **changed) if changed else record  # type: ignore[type-var]

    def _place(self, fact: Fact) -> dict[str, str]:
        """Return a fact's words and evidence, cut out of the masked text."""
        whole, words = self._said.text, fact.evidence
        if self.text == whole:
            return {}
        at = whole.find(words, max(0, fact.end_char - len(words)), fact.start_char + len(words))
        at = at if at >= 0 else whole.find(words)
        evidence = self.text[at : at + len(words)] if at >= 0 else self._words(words)
        return {"text": self.text[fact.start_char : fact.end_char], "evidence": evidence}

    def _changes(self, words: str | None) -> bool:
        return words is not None and self._words(words) != words

    def _words(self, words: str) -> str:
        if bare_name(words) in self._others:
            return words
        places = [*self._seeker.names_in(words), *self._surname_places(words)]
        return covered(words, places) if places else words


class _Places:
    """Spans, asked which of them another one touches."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._longest = max((end - start for start, end in self._spans), default=0)

    def touches(self, place: Span) -> bool:
        """Whether one of the spans and `place` have a character in common."""
        return any(True for _ in self._at(place))

    def holds_more_than(self, place: Span) -> bool:
        """Whether one of the spans holds `place` and more."""
        return any(
            start <= place.start and end >= place.end and (start, end) != place for start, end in self._at(place)
        )

    def _at(self, place: Span) -> Iterator[Span]:
        for at in range(bisect_left(self._spans, Span(place.start - self._longest, 0)), len(self._spans)):
            if self._spans[at].start >= place.end:
                return
            if self._spans[at].end > place.start:
                yield self._spans[at]


def _is_full(name: str) -> bool:
    return len(bare_name(name).split()) > 1


def _given_first(name: str) -> str:
    """Return a name without honorifics, its given name first, also where it is written as "Doe, Jane"."""
    surname, comma, given = name.partition(",")
    return bare_name(f"{given} {surname}" if comma and len(surname.split()) == 1 and _is_given(given) else name)


def _is_given(words: str) -> bool:
    return words.strip() != "" and words.split(maxsplit=1)[0] not in lexicon.lines("post_nominals")


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    known = sorted(re.sub(r"[-'’‐]", "[-'’‐]", re.escape(word).replace(r"\-", "-")) for word in words)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(known)})(?![^\W_])", re.IGNORECASE) if known else None


@cache
def _honorific_words() -> frozenset[str]:
    return frozenset(folded(entry.split()[-1]) for entry in lexicon.lines("honorifics"))
