"""Members: the organisations that a text lists as belonging to a named partnership, coalition, programme or board."""

from extractors.entities.findings import Findings
from extractors.facts.members_lists import listed_members
from extractors.facts.members_prose import members_in_prose
from extractors.facts.pairs_acting import Pair
from extractors.facts.signatories import signatories
from extractors.records import PartnershipMember


def find_members(findings: Findings) -> tuple[tuple[PartnershipMember, ...], list[Pair]]:
    """Return the members of the groups that a document lists, and the pairs of a publisher that lists its partners."""
    listed, partners = listed_members(findings)
    found = [*listed, *members_in_prose(findings), *signatories(findings)]
    seen: set[tuple[str, str | None]] = set()
    kept: list[PartnershipMember] = []
    for one in found:
        key = (one.partnership, one.organisation_id)
        if key not in seen and one.partnership != one.organisation:
            seen.add(key)
            kept.append(one)
    return tuple(sorted(kept, key=lambda m: (m.start_char, m.end_char, m.partnership))), partners
