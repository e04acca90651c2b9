"""Partnerships: two organisations of which the words say that they work together; and who belongs to a named group."""

import re
from collections.abc import Iterator

from extractors.entities.findings import Findings
from extractors.facts.members import find_members
from extractors.facts.pairs import pairs_in
from extractors.facts.pairs_acting import Pair
from extractors.facts.parties import sentences_of
from extractors.records import Partnership, Span

_PROGRAMME = re.compile(
    r"\b([A-Z][\w’'-]+(?: (?:[A-Z][\w’'&-]+|and|of|for|the|&)){0,12} (?:Programme|Project|Plan|Strategy|"
    r"Initiative|Campaign|Partnership|Alliance))\b"
)


def find_partnerships(findings: Findings) -> None:
    """Set the document's partnerships and the members of the groups that it lists; needs organisations and roles."""
    found = [
        _partnership(findings, pair, sentence)
        for sentence in sentences_of(findings.page)
        for pair in pairs_in(findings, sentence)
        if not _is_own_body(findings, pair)
    ]
    members, partners = find_members(findings)
    found += [_partnership(findings, pair, pair.words) for pair in partners]
    findings.partnerships = tuple(_distinct(found))
    findings.partnership_members = members


def _is_own_body(findings: Findings, pair: Pair) -> bool:
    """Whether one is a board or committee of the other ("DH audit and risk committee" of the DH): no partnership."""
    for body, owner in ((pair.one.body, pair.two.body), (pair.two.body, pair.one.body)):
        if findings.classifications.get(body.key) == "board":
            forms = {findings.page.text[o.start : o.end] for o in findings.organisations if o.key == owner.key} | {
                owner.name
            }
            if any(body.name.startswith(form + " ") for form in forms):
                return True
    return False


def _partnership(findings: Findings, pair: Pair, sentence: Span) -> Partnership:
    page = findings.page
    one, two, words = pair.one.body, pair.two.body, pair.words
    programme = _PROGRAMME.search(page.flat, sentence.start, sentence.end)
    named = programme is not None and not findings.organisations_over(*programme.span())
    return Partnership(
        start_char=words.start,
        end_char=words.end,
        text=page.text[words.start : words.end],
        evidence=page.text[sentence.start : sentence.end],
        extractor="rules.partnerships",
        confidence=round(0.8 * min(one.confidence, two.confidence), 3),
        organisation_a_id=one.entity_id,
        organisation_a=one.name,
        organisation_b_id=two.entity_id,
        organisation_b=two.name,
        relation=pair.relation,
        programme=programme.group(1) if programme and named else None,
        observed_on=findings.metadata.published_on if findings.metadata else None,
    )


def _distinct(found: list[Partnership]) -> Iterator[Partnership]:
    """One row per pair and relation: the first place that says it."""
    seen: set[tuple[frozenset[str], str]] = set()
    for partnership in sorted(found, key=lambda p: (p.start_char, p.end_char, p.organisation_b)):
        key = (frozenset((partnership.organisation_a_id, partnership.organisation_b_id)), partnership.relation)
        if key not in seen:
            seen.add(key)
            yield partnership
