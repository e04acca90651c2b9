"""The named groups to which organisations belong: partnerships, alliances, boards, programmes, compacts."""

import re
from functools import cache

from extractors.entities.findings import Findings, Named
from extractors.records import PartnershipMember

_UNITES = (
    r"Partnership|Alliance|Coalition|Board|Forum|Network|Group|Consortium|Collaborative|Collaboration|Compact|Charter|"
    r"Concordat|Committee|Panel|Federation|Taskforce|Task Force|Confederation|Hub|Initiative|Commission|Pact|Accord|"
    r"Agreement|Cluster|Assembly|Programme|Project|Campaign|Plan|Strategy|Declaration|Covenant|Pledge|Council of|"
    r"Joint Venture|Combined Authority|Joint Authority|Leadership Team|League|Roundtable|Together|Care System"
)
_WORD = r"(?:[A-Z][\w’'&-]+|and|of|for|the|on|&)"
_KINDS = re.compile(r"\b(?:partnership|alliance|coalition|board|forum|network|group|consortium|collaborative|compact|"
    r"charter|concordat|committee|panel|federation|taskforce|confederation|programme|commission|cluster|initiative|"
    r"combined authority|joint authority|care system)\b",
    re.IGNORECASE,
)  # fmt: skip
_SEATS = re.compile(
    r"\b(?:partnership|alliance|coalition|consortium|network|forum|compact|collaborative|wellbeing board|"
    r"safeguarding|joint|steering group|programme board|integrated care|concordat|charter|confederation|federation|"
    r"resilience|taskforce|local enterprise|growth board|transport board|together)\b",
    re.IGNORECASE,
)
_ENOUGH = 4_000  # characters before a lead in which the group of which it speaks is named


@cache
def _name() -> re.Pattern[str]:
    return re.compile(rf"\b((?:[A-Z][\w’'-]+)(?: {_WORD}){{0,12}} (?:{_UNITES}))\b(?! [A-Z])")


def is_group(name: str) -> bool:
    """Whether a name is that of something to which several bodies belong: "… Partnership", "… Health Board"."""
    return _KINDS.search(name) is not None or _name().fullmatch(name) is not None


def seats_bodies(name: str) -> bool:
    """Whether those who sit in a group stand for their organisations, and not for themselves as on a panel or board."""
    return _SEATS.search(name) is not None


def group_named(findings: Findings, start: int, end: int) -> str | None:
    """The last group that a stretch of text names: an organisation of such a name, or a programme or compact."""
    organisations = [o for o in findings.organisations_in(start, end) if is_group(o.name)]
    written = [
        m for m in _name().finditer(findings.page.flat, start, end) if not findings.organisations_over(*m.span(1))
    ]
    if written and (not organisations or written[-1].start() > organisations[-1].start):
        return written[-1].group(1).removeprefix("The ")
    return organisations[-1].name if organisations else None


def group_before(findings: Findings, position: int) -> str | None:
    """The group of which a text speaks without its name ("its members are"): the last one named before, or its page."""
    page = findings.page
    at = page.line_at(position).block_index
    while at >= 0 and page.blocks[at].end > position - _ENOUGH:
        block = page.blocks[at]
        group = group_named(findings, block.start, min(block.end, position))
        if group:
            return group
        at -= 1
    return group_of_page(findings)


def group_of_page(findings: Findings) -> str | None:
    """The group whose page it is: its publisher or the group that its title names."""
    if findings.publisher and is_group(findings.publisher.name):
        return findings.publisher.name
    title = findings.metadata.title if findings.metadata else None
    written = [m.group(1) for m in _name().finditer(title or "")]
    return written[-1].removeprefix("The ") if written else None


def member(
    findings: Findings, group: str, organisation: Named, representative: Named | None = None, title: str | None = None
) -> PartnershipMember:
    """Return the record of an organisation that belongs to a group, at the place where the text says so."""
    page = findings.page
    return PartnershipMember(
        start_char=organisation.start,
        end_char=organisation.end,
        text=page.text[organisation.start : organisation.end],
        evidence=page.evidence(organisation.start, organisation.end),
        extractor="rules.members",
        confidence=0.8 if representative else 0.85,
        partnership=group,
        organisation_id=organisation.entity_id,
        organisation=organisation.name,
        representative=representative.name if representative else None,
        representative_title=title,
    )
