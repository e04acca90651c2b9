"""From reasons to a score, from scores and decisions to clusters: which names are one person or organisation.

A score is the chance that at least one of the reasons is right, were they independent. Nothing is joined that a person
called different, that one document names as two, or that two identifiers of one register keep apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import prod

from extractors.judgements import Company, Decision, Judgement, KnownEntity, Match
from extractors.resolution.candidates import Candidate, Reason

SAME = 0.85
"""From this score on two names are taken for one."""
UNSURE = 0.35
"""From this score on a pair is kept for a person to decide."""

Pair = tuple[str, str]
_KEPT_APART = "kept apart, because joining them would join two names that are different"
_SHOWN = 3  # of long lists the first few are enough to see why


def judge(
    found: Iterable[Candidate], shared: Mapping[Pair, Company], decisions: Iterable[Decision] = ()
) -> list[Match]:
    """Return a match for every pair that is judged, or worth a person's look, in the order of the pairs given.

    Of two decisions on one pair the later in `decisions` holds.
    """
    decided = {_pair(each.entity_a_id, each.entity_b_id): each for each in decisions}
    matches = (_match(each, shared.get(each.pair, Company()), decided.get(each.pair)) for each in found)
    return [match for match in matches if match.judgement != "unsure" or match.is_decided or match.score >= UNSURE]


def _match(found: Candidate, company: Company, decision: Decision | None) -> Match:
    reasons = [*found.reasons, *_shared(found, company)]
    score = round(1 - prod(1 - reason.weight for reason in reasons), 3)
    against = _against(found, company)
    judgement: Judgement = "different" if against else "same" if score >= SAME else "unsure"
    said = [f"{reason.words} ({reason.weight:g})" for reason in reasons]
    if against:
        score, said = 0.0, [*said, against]
    if decision:
        judgement, said = decision.judgement, [*said, f"decided by {decision.decided_by}: {decision.reason}"]
    return Match(
        found.a.kind, *found.pair, found.a.name, found.b.name, score, judgement, decision is not None, tuple(said)
    )


def _shared(found: Candidate, company: Company) -> list[Reason]:
    reasons = []
    if company.organisations:
        reasons.append(Reason(f"both hold a role in {_some(company.organisations)}", 0.7))
    if company.titles:
        reasons.append(Reason(f"both are {_some(company.titles)}", 0.5))
    if company.neighbours:
        weight = 0.5 if found.a.kind == "organisation" else 0.3
        reasons.append(Reason(f"both are named beside {_some(company.neighbours)}", weight))
    return reasons


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _against(found: Candidate, company: Company) -> str:
    """Return what keeps the two apart whatever else they share, or nothing."""
    if found.a.kind == "person" and company.documents:
        return "a document names them as two people"
    if _identifiers_differ(found.a, found.b):
        return "a register has them as two"
    if len({found.a.classification, found.b.classification} - {None, "other"}) > 1:
        return f"the one is a {found.a.classification}, the other a {found.b.classification}"
    return ""


def _identifiers_differ(one: KnownEntity, other: KnownEntity) -> bool:
    here, there = ({i.rpartition(" ")[0]: i for i in entity.identifiers} for entity in (one, other))
    return any(here[scheme] != there[scheme] for scheme in here.keys() & there.keys())


def clusters(known: Iterable[KnownEntity], matches: Iterable[Match]) -> dict[str, str]:
    """Return entity_id → the id that it goes by, for those that go by another one's.

    What a person decided comes first, then the highest scores. A cluster goes by the id of its longest name.
    """
    by_id = {entity.entity_id: entity for entity in known}
    judged = {_pair(match.entity_a_id, match.entity_b_id): match for match in matches}
    members = {entity_id: {entity_id} for entity_id in by_id}
    for match in sorted(judged.values(), key=_rank):
        one, other = members[match.entity_a_id], members[match.entity_b_id]
        if match.judgement == "same" and one is not other and _may_join(match, one, other, judged):
            one |= other
            members.update(dict.fromkeys(other, one))
    leaders = {
        entity_id: min(cluster, key=lambda each: (-len(by_id[each].name), each))
        for entity_id, cluster in members.items()
    }
    return {entity_id: leader for entity_id, leader in leaders.items() if leader != entity_id}


def settled(matches: Iterable[Match], goes_by: Mapping[str, str]) -> list[Match]:
    """Return the matches as they came out: two names that were kept apart for another pair's sake are not the same."""
    return [
        replace(match, judgement="unsure", reasons=(*match.reasons, _KEPT_APART))
        if match.judgement == "same"
        and goes_by.get(match.entity_a_id, match.entity_a_id) != goes_by.get(match.entity_b_id, match.entity_b_id)
        else match
        for match in matches
    ]


def _rank(match: Match) -> tuple[bool, float, Pair]:
    return not match.is_decided, -match.score, _pair(match.entity_a_id, match.entity_b_id)


def _may_join(match: Match, one: set[str], other: set[str], judged: Mapping[Pair, Match]) -> bool:
    """Whether no two of two clusters are different; people's names must all agree, unless a person joined them."""
    pairs = [judged.get(_pair(x, y)) for x in one for y in other]
    if any(each is not None and each.judgement == "different" for each in pairs):
        return False
    return match.kind == "organisation" or match.is_decided or None not in pairs


def _pair(one: str, other: str) -> Pair:
    return min(one, other), max(one, other)
