"""Signatories: the bodies of those who sign a joint letter, plan or compact belong to the group that they sign for."""

import re
from collections.abc import Iterator

from extractors.entities.findings import Findings, Named
from extractors.facts.groups import group_named, member
from extractors.facts.parties import is_sector
from extractors.records import Block, PartnershipMember

_SIGNATORIES = 5  # a run of at least so many people, each with a title and a body, closes a letter or plan
_SIGNING_BODIES = 4  # and they come from at least so many organisations
_SIGNED = re.compile(
    r"\b(?:signed (?:by|on behalf of|for)|signatures|signatories|yours (?:sincerely|faithfully|truly))\b", re.IGNORECASE
)
_LEAST_AFTER_LEAD = 2  # bodies that sign where words say that signatures follow
_GROUP = re.compile(
    r"\b((?:[A-Z][\w’'-]+)(?: (?:[A-Z][\w’'&-]+|and|of|for|the|&)){0,12} (?:Partnership|Plan|Programme|"
    r"Alliance|Coalition|Strategy|Agreement|Concordat|Compact))\b"
)
_Signature = tuple[Named, Named, str | None]


def signatories(findings: Findings) -> Iterator[PartnershipMember]:
    """Return the bodies of those who sign, one after the other, with who signs for them."""
    runs = list(_runs_of_signatures(findings))
    group = _longest_group_name(findings) if runs else None
    seen: set[str] = set()
    for run in runs if group else ():
        for person, organisation, title in run:
            if group and organisation.key not in seen:
                seen.add(organisation.key)
                yield member(findings, group, organisation, person, title)


def _runs_of_signatures(findings: Findings) -> Iterator[list[_Signature]]:
    """The runs of signatures that are long enough, or that words such as "Signed on behalf of" announce."""
    run: list[_Signature] = []
    people = 0
    announced = False
    for block in findings.page.blocks:
        signed = [*_signatures(findings, block, announced=announced)]
        if signed:
            people += len({person.key for person, _, _ in signed})
            run += signed
            continue
        if block.kind == "row" and not findings.people_in(block.start, block.end):
            continue  # the table's head
        if _is_enough(run, people, announced=announced):
            yield run
        run, people = [], 0
        announced = _announces(findings, block)
    if _is_enough(run, people, announced=announced):
        yield run


def _is_enough(run: list[_Signature], people: int, *, announced: bool) -> bool:
    bodies = len({organisation.key for _, organisation, _ in run})
    if announced:
        return bodies >= _LEAST_AFTER_LEAD and people >= _LEAST_AFTER_LEAD
    return people >= _SIGNATORIES and bodies >= _SIGNING_BODIES


def _announces(findings: Findings, block: Block) -> bool:
    """Whether a line says that signatures follow."""
    words = findings.page.flat[block.start : block.end].strip()
    return block.kind in {"paragraph", "heading"} and len(words) < 160 and _SIGNED.search(words) is not None


def _signatures(findings: Findings, block: Block, *, announced: bool) -> list[_Signature]:
    """Who signs in a block for which bodies: by their roles, or by the cells of a row under "Yours sincerely"."""
    page = findings.page
    named = findings.people_in(block.start, block.end)
    if not named or block.kind not in ({"paragraph", "row", "item"} if announced else {"paragraph", "row"}):
        return []
    if named[0].start - block.start >= 30 or page.flat[block.start : block.end].rstrip().endswith((".", ":")):
        return []
    found: list[_Signature] = []
    for person in named:
        for role in findings.roles_of(person):
            inside = findings.organisations_in(block.start, block.end)
            near = [o for o in inside if o.entity_id == role.organisation_id]
            if block.start <= role.start_char < block.end and near:
                found.append((person, near[0], role.title))
    if not found and announced and block.kind == "row":
        bodies = [o for o in findings.organisations_in(block.start, block.end) if not is_sector(o)]
        found = [(named[0], bodies[-1], None)] if bodies else []
    return found


def _longest_group_name(findings: Findings) -> str | None:
    """What the signatories sign for: the group of which they write as members, else the longest named plan or group."""
    page = findings.page
    for sentence in page.sentences:
        cue = re.compile(r"\b(?:as (?:the )?members of|on behalf of|signatories (?:to|of))\b").search(
            page.flat, sentence.start, sentence.end
        )
        named = group_named(findings, cue.end(), min(sentence.end, cue.end() + 100)) if cue else None
        if named:
            return named
    names = [m.group(1) for line in page.lines for m in _GROUP.finditer(page.flat[line.start : line.end])]
    if names:
        return max(names, key=lambda n: (len(n.split()), n))
    return findings.metadata.title if findings.metadata else None
