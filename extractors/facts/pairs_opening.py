"""Pairs that a sentence's build tells: "With A we pool …", "to be built by A and B", "its long-standing partner A"."""

import re
from collections.abc import Iterator

from extractors.entities.findings import Findings
from extractors.facts.pairs_acting import Pair, every_two
from extractors.facts.parties import Party, chain, describes, pairs_of
from extractors.records import Span

_WITH_FIRST = re.compile(r"[\W]*(?:(?:Together|Jointly|Working|Alongside|Along|In tandem) )?[Ww]ith (?:the |our )?")
_DONE_BY = re.compile(
    r"\b(?:built|designed|developed|delivered|run|led|managed|owned|operated|organised|hosted|written|prepared|produced|"
    r"published|financed|set up|founded|overseen|carried out|provided) (?:jointly )?by (?:the )?"
)
_PARTNER = re.compile(
    r"\b(?P<whose>its|our|their) (?:[a-z-]+ ){0,3}(?:partners?|sister (?:body|charity))(?: organisations?)?,? "
    r"(?:the )?$",
    re.IGNORECASE,
)


def pairs_by_build(findings: Findings, sentence: Span, parties: list[Party]) -> Iterator[Pair]:
    """Return the pairs of a sentence that its build tells, without a word for working together."""
    yield from _with_first(findings, sentence, parties)
    yield from _done_by_several(findings, sentence, parties)
    yield from _called_partner(findings, sentence, parties)


def _with_first(findings: Findings, sentence: Span, parties: list[Party]) -> Iterator[Pair]:
    """ "With A and B we helped 300 families": who acts stands behind those it acts with."""
    flat = findings.page.flat
    opening = _WITH_FIRST.match(flat, sentence.start, sentence.end)
    if not opening or not parties or parties[0].start != opening.end():
        return
    others = chain(findings, parties, 0)
    after = [p for p in parties if p.start >= others[-1].end]
    if after and after[0].spoken and not after[0].owns and not flat[others[-1].end : after[0].start].strip(" ,)"):
        for one, two in pairs_of(after[:1], others):
            yield Pair(one, two, "works with", Span(others[0].start, after[0].end))


def _done_by_several(findings: Findings, sentence: Span, parties: list[Party]) -> Iterator[Pair]:
    """ "The bridge, to be built by A and B, …": what two do, they do together."""
    flat = findings.page.flat
    for cue in _DONE_BY.finditer(flat, sentence.start, sentence.end):
        after = [i for i, p in enumerate(parties) if p.start >= cue.end() and not (p.spoken and p.owns)]
        if after and describes(flat[cue.end() : parties[after[0]].start]):
            yield from every_two(chain(findings, parties, after[0]), "joint", cue.start())


def _called_partner(findings: Findings, sentence: Span, parties: list[Party]) -> Iterator[Pair]:
    """ "trained by its long-standing partner A": A is the partner of whom the sentence speaks."""
    flat = findings.page.flat
    for index, party in enumerate(parties):
        begin = max(sentence.start, party.start - 80)
        match = _PARTNER.search(flat, begin, party.start)
        if match is None or party.spoken:
            continue
        whose = [p for p in parties[:index] if p.start <= match.start() and not (p.start < match.start() < p.end)]
        spoken = [p for p in parties[:index] if p.start == match.start("whose")]
        owner = (spoken or whose)[-1:]
        if not owner and findings.publisher:
            owner = [Party(match.start(), match.end(), findings.publisher, spoken=True)]
        for one, two in pairs_of(owner, chain(findings, parties, index)):
            yield Pair(one, two, "partnership", Span(min(one.start, match.start()), two.end))
