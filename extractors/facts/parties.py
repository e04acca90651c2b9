"""Who takes part in a sentence: the organisations that it names, and the words that stand for one ("we", "the trust").

A text that speaks for its publisher says "we" and "the council"; one that has named a body says "it". Rules about who
works with whom read such words as the body that they stand for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from extractors import lexicon
from extractors.entities.findings import Findings, Named
from extractors.facts.publisher_signs import SECTORS
from extractors.page import Page
from extractors.records import Span

_NEAR = 600  # characters before "the trust" in which another trust has been named
_OPENING = 2_000  # characters in which a text without a known publisher says whom it is about
_KINDS = (
    r"trust|council|department|ministry|agency|charity|authority|university|panel|foundation|service|commission|"
    r"company|college|force|constabulary|society|association|institute|federation|board|partnership|alliance|"
    r"coalition|forum|consortium|network|collaborative"
)
_STANDS_IN = re.compile(
    rf"\b(?P<we>[Ww]e|[Uu]s|[Oo]ur|I)\b|\b[Tt]he (?P<kind>(?:{_KINDS}|{_KINDS.title()}))\b(?![’'-]?[A-Za-z]*[A-Z])|"
    r"(?P<it>\b(?:It|Its)\b|(?<=which )it\b)"
)
_FITS = {
    "government department": {"department", "ministry"},
    "local authority": {"council", "authority"},
    "NHS trust": {"trust"},
    "university": {"university"},
    "police": {"force", "constabulary", "service"},
    "charity": {"charity"},
    "company": {"company"},
}
_JOINT = re.compile(
    r"[,;]?(?:\s*\([^()]{0,60}\))?(?:\[\d+\])?[,;]?"
    r"(?:\s(?:on|in|through|at) (?:[\w-]+ ){1,4}?(?=and |as |along |together ))?"
    r"\s*(?:and|&|or|as well as|along with|alongside|together with|plus|including)?(?: also)?[,:]?(?: with| by)?\s*"
)
_JOINS = re.compile(r"[,;&]|\b(?:and|or|as well as|along with|alongside|together with|plus)\b")
_LONGEST_SENTENCE = 3_000  # characters; longer ones are tables and lists without stops, or made to be slow
_LONGEST_CHAIN = 40  # bodies in one enumeration
_LONGEST_JOINT = 110  # characters between two members of one enumeration
_BEFORE_OBJECT = re.compile(
    r"\b(?:in|at|for|from|of|to|near|on|with|about|under|than|through|via|into|within|across|alongside|against|"
    r"between)\s+(?:the\s+|our\s+|its\s+|a\s+)?(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Party:
    """A place in a sentence where a body takes part; `owns` where it stands as owner ("our", "the trust’s")."""

    start: int
    end: int
    body: Named
    owns: bool = False
    spoken: bool = False  # a word that stands for the body, and not its name

    @property
    def named(self) -> Named:
        """The body, at the place where the sentence speaks of it."""
        return replace(self.body, start=self.start, end=self.end)


def sentences_of(page: Page) -> Iterator[Span]:
    """Return the sentences of a page; what runs on for pages without a full stop comes in pieces."""
    for sentence in page.sentences:
        start = sentence.start
        while sentence.end - start > _LONGEST_SENTENCE:
            cut = page.flat.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
            end = cut if cut > start else start + _LONGEST_SENTENCE
            yield Span(start, end)
            start = end
        yield Span(start, sentence.end)


def parties_in(findings: Findings, sentence: Span) -> list[Party]:
    """Return the bodies of a sentence in reading order, sectors such as "the NHS" left out."""
    flat = findings.page.flat
    organisations = findings.organisations_in(sentence.start, sentence.end)
    found = [
        Party(o.start, o.end, o, owns=flat[o.end : o.end + 2] in {"’s", "'s"})
        for o in organisations
        if not is_sector(o)
    ]
    for match in _STANDS_IN.finditer(flat, sentence.start, sentence.end):
        if any(o.start <= match.start() < o.end or o.start < match.end() <= o.end for o in organisations):
            continue
        body = _meant(findings, match, sentence)
        if body:
            owns = match.group().casefold() in {"our", "its"} or flat[match.end() : match.end() + 2] in {"’s", "'s"}
            found.append(Party(match.start(), match.end(), body, owns, spoken=True))
    return _without_owned(flat, sorted(found, key=lambda p: p.start))


def _without_owned(flat: str, parties: list[Party]) -> list[Party]:
    """Leave out what is a part of the body before it: "our School of Nursing" is "we"."""
    owned = {
        two.start
        for one, two in pairwise(parties)
        if one.spoken and one.owns and flat[one.end : two.start] in {" ", "’s ", "'s "}
    }
    return [party for party in parties if party.start not in owned]


def is_sector(organisation: Named) -> bool:
    """Whether the name is a sector's as a whole ("the NHS", "government"), which is nobody's partner."""
    return organisation.key in SECTORS


def _meant(findings: Findings, match: re.Match[str], sentence: Span) -> Named | None:
    if match.group("we"):
        return _speaker(findings, match.start())
    if match.group("kind"):
        return the_body(findings, match.group("kind").casefold(), match.start())
    return subject_before(findings, sentence, match.start())


def _speaker(findings: Findings, position: int) -> Named | None:
    """Whom "we" means: the publisher, or in direct speech the body of a person named beside it."""
    block = findings.page.line_at(position).block
    before = findings.page.flat[block.start : position]
    is_quoted = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    if not is_quoted:
        return findings.publisher
    start, end = max(block.start, position - _NEAR), min(block.end, position + _NEAR)
    named = {role.organisation_id for p in findings.people_in(start, end) for role in findings.roles_of(p)[:_NEAR]}
    return next((o for o in findings.organisations if o.entity_id in named), None) if named else None


def the_body(findings: Findings, kind: str, position: int) -> Named | None:
    """Whom "the trust" means: the publisher where it is one, of an unknown publisher the first, else the last named."""
    publisher = findings.publisher
    if publisher and _is_a(findings, publisher, kind):
        return publisher
    first = next((o for o in findings.organisations_in(0, min(position, _OPENING)) if _is_a(findings, o, kind)), None)
    if publisher is None and first:
        return first
    near = [o for o in findings.organisations_in(max(0, position - _NEAR), position) if _is_a(findings, o, kind)]
    return near[-1] if near else None


def _is_a(findings: Findings, body: Named, kind: str) -> bool:
    return kind in body.name.casefold().split() or kind in _FITS.get(findings.classifications.get(body.key, ""), ())


def subject_before(findings: Findings, sentence: Span, position: int) -> Named | None:
    """Whom "it" means: the party earlier in the sentence, else the body with which the sentence before begins."""
    earlier = [o for o in findings.organisations_in(sentence.start, position) if not is_sector(o)]
    if earlier:
        return earlier[-1]
    if sentence.start == 0:
        return None
    page = findings.page
    before = page.sentence_at(sentence.start - 1)
    for organisation in findings.organisations_in(before.start, before.end)[:1]:
        if re.fullmatch(r"(?:The |the )?", page.flat[before.start : organisation.start]):
            return organisation
    match = _STANDS_IN.match(page.flat, before.start, before.end)
    if match and match.group("kind"):
        return the_body(findings, match.group("kind").casefold(), match.start())
    return None


@cache
def _describing() -> frozenset[str]:
    return lexicon.words("words_before_bodies") | lexicon.words("body_nouns")


def joins(between: str) -> bool:
    """Whether the words between two names only join them ("A (AA), B and the charity C", "A on x and also B")."""
    if len(between) > _LONGEST_JOINT:
        return False
    if not _JOINS.search(between):
        return False
    joint = _JOINT.match(between)
    rest = between[joint.end() :] if joint else between
    return all(word.strip(",:").casefold() in _describing() for word in rest.split())


def describes(between: str) -> bool:
    """Whether words only introduce a name ("the", "our partner", "the housing charity")."""
    return len(between) <= _LONGEST_JOINT and all(
        word.strip(",:").casefold() in _describing() for word in between.split()
    )


def chain(findings: Findings, parties: list[Party], first: int) -> list[Party]:
    """Return the enumeration that begins with the party at index `first`: "A, B and the charity C"."""
    group = [parties[first]]
    for party in parties[first + 1 : first + _LONGEST_CHAIN]:
        between = findings.page.flat[group[-1].end : party.start]
        if party.body.key == group[-1].body.key and between.strip() in {"(", ""}:
            group[-1] = replace(group[-1], end=party.end)  # "Some Body (SB)"
            continue
        if (party.spoken and (party.owns or " and " not in between)) or not joins(
            _closed(between, findings, group[-1])
        ):
            break
        group.append(party)
    return group


def _closed(between: str, findings: Findings, before: Party) -> str:
    """The words between two names, without the bracket that a short form before them leaves open."""
    opened = findings.page.flat[max(0, before.start - 2) : before.end]
    return between.removeprefix(")") if "(" in opened else between


def chain_before(findings: Findings, parties: list[Party], last: int) -> list[Party]:
    """Return the enumeration that ends with the party at index `last`."""
    first = last
    while first > max(0, last - _LONGEST_CHAIN) and _joined(findings, parties[first - 1], parties[first]):
        first -= 1
    return chain(findings, parties[: last + 1], first)


def _joined(findings: Findings, one: Party, two: Party) -> bool:
    between = findings.page.flat[one.end : two.start]
    if one.body.key == two.body.key and between.strip() in {"(", ""}:
        return True
    if two.spoken and (two.owns or " and " not in between):
        return False  # "With help from A, we …": the comma ends a clause
    return joins(_closed(between, findings, one))


def is_object(findings: Findings, party: Party, sentence: Span) -> bool:
    """Whether a party stands after a preposition ("at Barset College"), and so is not who acts."""
    start = max(sentence.start, party.start - 60)
    return _BEFORE_OBJECT.search(findings.page.flat, start, party.start) is not None


def pairs_of(ones: list[Party], others: list[Party]) -> Iterator[tuple[Party, Party]]:
    """Return every pair of one and another that are two bodies."""
    for one in ones:
        for other in others:
            if one.body.key != other.body.key:
                yield one, other
