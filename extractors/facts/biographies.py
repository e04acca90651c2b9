"""Roles in running prose about a person: "She was previously chief executive of …", "Sam has been chair since …"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.entities.findings import Findings, Named
from extractors.entities.titles import begins_with_title
from extractors.records import Block, Span

_PRONOUN = re.compile(
    r"(?:(?:She|He|They|Her|His|Their)|(?:Before that|Previously|Prior to this|In this role|Outside work|"
    r"(?:In|Since|Until|From)(?: \w+)? \d{4}(?: to \d{4})?|(?:Before joining|At)[^,.]{0,40}),? "
    r"(?:she|he|they|her|his)|[A-Z]\w+(?:ed|ing) [^,.]{3,60}, (?:she|he|they))\b"
)
_CLAUSE = re.compile(
    r"\b(?P<verb>"
    r"(?:was |is |has been |were |will be )?(?:re-?)?(?:appointed|elected|named|confirmed|promoted)(?: as| to be| to)?|"
    r"(?:joined|joins|left|leaves|took over|takes over|retires|returns?|continues|covering|came|declared) "
    r"[^,.;]{0,70}? as|"
    r"(?:joined|took over|takes over|continues|serves|has served|is serving|acts|is acting|works) as|"
    r"(?P<past>(?:served|acted|worked|resigned) as|(?:retired|stepped down) (?:[^,.;]{0,40} )?as|had been)|"
    r"(?:(?:is |left |leaves |is leaving |went on )?to|will) become|becomes?|became|will serve as|has been|will be|"
    r"(?:[Hh]er|[Hh]is|[Tt]heir) (?:own |substantive |main |permanent |current )?(?:post|role|job) is(?: that of)?|"
    r"is|(?P<was>was))"
    r"\s+(?P<when>(?:(?:now|currently|also|previously|formerly|then|until recently|once|both|and)\s+)*)"
    r"(?P<article>the |an? |our |its )?"
)
_OPENING = re.compile(r"(?:An?|The) (?=[^,.]{4,120}, (?:s?he|they) )")
_BODY_BEFORE = re.compile(r",? (?:where|in which) (?:s?he|they) $")
_WHO = re.compile(r",? who\b")
_GONE = re.compile(r"previously|formerly|once|until")
_NAME_AND_COMMA = 80  # characters before a verb in which the name stands that it belongs to: "Susan Example, left to …"
_OCCUPATION = frozenset({"is", "was", "has been", "became", "becomes"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of prose that speaks of one person."""

    start: int
    end: int
    person: Named


def stretches(findings: Findings) -> Iterator[Stretch]:
    """Yield the sentences that speak of a person, and the clauses that begin with "who", in reading order.

    The person is the one with whose name the sentence begins (a first name alone will do, once the person has been
    named in full), or for "she" and "he" the one of whom the sentence before spoke.
    """
    known: Named | None = None  # of whom the text spoke last
    for at, block in enumerate(findings.page.blocks):
        if block.kind not in {"paragraph", "item"}:
            known = _named_at(findings, block.start) or (known if block.kind == "heading" else None)
            continue
        for sentence in _sentences(findings, at):
            subject = _subject(findings, sentence, known)
            people = findings.people_in(sentence.start, sentence.end)
            known = None if len({person.key for person in people}) > 1 else subject or known
            clauses_of_others = list(_relative(findings, sentence, people))
            if subject is not None:
                end = min((c.start for c in clauses_of_others if c.person.key != subject.key), default=sentence.end)
                yield Stretch(sentence.start, end, subject)
            yield from (c for c in clauses_of_others if subject is None or c.person.key != subject.key)


def _relative(findings: Findings, sentence: Span, people: list[Named]) -> Iterator[Stretch]:
    """The clauses "Susan Example, who …", each up to the next person named."""
    for at, person in enumerate(people):
        match = _WHO.match(findings.page.flat, person.end, sentence.end)
        if match:
            others = (p.start for p in people[at + 1 :] if p.key != person.key)
            yield Stretch(match.end(), next(others, sentence.end), person)


def clauses(findings: Findings) -> Iterator[tuple[Named, Span, Named | None, bool]]:
    """Yield (person, span of title words, body named before, is former) for every clause that gives a title."""
    for stretch in stretches(findings):
        for verb, span, body, former in _titles(findings, Span(stretch.start, stretch.end)):
            beside = findings.people_in(max(stretch.start, verb - _NAME_AND_COMMA), verb)
            named = beside[-1] if beside and findings.page.flat[beside[-1].end : verb].strip() in {"", ","} else None
            yield named or stretch.person, span, body, former


def _sentences(findings: Findings, at: int) -> Iterator[Span]:
    block: Block = findings.page.blocks[at]
    position = block.start
    while position < block.end:
        sentence = findings.page.sentence_at(position)
        yield Span(max(sentence.start, block.start), min(sentence.end, block.end))
        position = max(sentence.end, position) + 1


def _subject(findings: Findings, sentence: Span, before: Named | None) -> Named | None:
    """Of whom a sentence speaks: the person whom it names first, or the one before for a pronoun; None for others."""
    flat = findings.page.flat
    opening = _OPENING.match(flat, sentence.start, sentence.end)
    if _PRONOUN.match(flat, sentence.start, sentence.end) or opening:
        return before
    named = _named_at(findings, sentence.start)
    if named:
        return named
    first = re.compile(r"[A-Z][\w’'-]+").match(flat, sentence.start, sentence.end)
    if before and first and first.group() in {before.name.split()[0], before.name.split()[-1]}:
        return before
    return None


def _named_at(findings: Findings, start: int) -> Named | None:
    """The person with whose name (honorifics aside) the words at `start` begin."""
    near = findings.people_in(start, start + 80)
    if not near:
        return None
    between = findings.page.flat[start : near[0].start].strip(" .")
    honorific = findings.honorifics.get(near[0].key, "")
    return near[0] if not between or between.replace(".", "") in {honorific, honorific.replace(".", "")} else None


def _titles(findings: Findings, stretch: Span) -> Iterator[tuple[int, Span, Named | None, bool]]:
    """Yield (where the verb begins, span of title words, body named before, is former)."""
    flat = findings.page.flat
    opening = _OPENING.match(flat, stretch.start, stretch.end)
    if opening and begins_with_title(flat[opening.end() : stretch.end]):
        comma = flat.find(",", opening.end(), stretch.end)
        yield opening.start(), Span(opening.end(), comma), None, False
    for clause in _CLAUSE.finditer(flat, stretch.start, stretch.end):
        if not begins_with_title(flat[clause.end() : stretch.end]):
            continue
        general = (clause.group("article") or "").startswith("a") and clause.group("verb") in _OCCUPATION
        if general and not findings.organisations_in(clause.end(), stretch.end):
            continue  # "is a chartered accountant" tells an occupation, not a post
        former = bool(clause.group("past") or clause.group("was") or _GONE.search(clause.group("when")))
        body = None
        if _BODY_BEFORE.search(flat, stretch.start, clause.start()):
            earlier = findings.organisations_in(stretch.start, clause.start())
            body = earlier[-1] if earlier else None
        yield clause.start(), Span(clause.end(), stretch.end), body, former
