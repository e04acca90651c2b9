"""Roles in running prose about a person: "She was previously chief executive of …", "Sam has been chair since …"."""

import re
from collections.abc import Iterator

from extractors.entities.findings import Findings, Named
from extractors.entities.titles import begins_with_title
from extractors.records import Block, Span

_PRONOUN = re.compile(r"(?:She|He|They|Before that,? (?:she|he|they)|Previously,? (?:she|he|they))\b")
_CLAUSE = re.compile(
    r"\b(?P<verb>(?:was |is |has been |were )?(?:re-?)?(?:appointed|elected|named|confirmed)(?: as| to be| to)?|"
    r"joined [^,.]{0,60}? as|continues as|serves as|served as|acts as|acted as|works as|worked as|became|becomes|"
    r"has been|had been|is|was)\s+(?P<when>(?:(?:now|currently|also|previously|formerly|then|until recently|"
    r"once)\s+)*)"
    r"(?P<article>the |an? |our |its )?"
)
_PAST = re.compile(r"^(?:was|had been|served as|acted as|worked as)$")
_OPENING = re.compile(r"(?:An?|The) (?=[^,.]{4,120}, (?:s?he|they) )")
_BODY_BEFORE = re.compile(r",? (?:where|in which) (?:s?he|they) $")


def clauses(findings: Findings) -> Iterator[tuple[Named, Span, Named | None, bool]]:
    """Return (person, span of title words, body named before, is former) for every clause that gives a person a title.

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
            named = {person.key for person in findings.people_in(sentence.start, sentence.end)}
            known = None if len(named) > 1 else subject or known
            if subject is not None:
                for span, body, former in _titles(findings, sentence):
                    yield subject, span, body, former


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


def _titles(findings: Findings, sentence: Span) -> Iterator[tuple[Span, Named | None, bool]]:
    flat = findings.page.flat
    opening = _OPENING.match(flat, sentence.start, sentence.end)
    if opening and begins_with_title(flat[opening.end() : sentence.end]):
        comma = flat.find(",", opening.end(), sentence.end)
        yield Span(opening.end(), comma), None, False
    for clause in _CLAUSE.finditer(flat, sentence.start, sentence.end):
        if not begins_with_title(flat[clause.end() : sentence.end]):
            continue
        general = (clause.group("article") or "").startswith("a") and clause.group("verb") in {"is", "was", "has been"}
        if general and not findings.organisations_in(clause.end(), sentence.end):
            continue  # "is a chartered accountant" tells an occupation, not a post
        before_now = bool(re.search(r"previously|formerly|once|until", clause.group("when")))
        former = before_now or bool(_PAST.match(clause.group("verb")))
        body = None
        if _BODY_BEFORE.search(flat, sentence.start, clause.start()):
            earlier = findings.organisations_in(sentence.start, clause.start())
            body = earlier[-1] if earlier else None
        yield Span(clause.end(), sentence.end), body, former
