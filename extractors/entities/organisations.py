"""Organisations that a document names: from the register, the grammar, its own short forms, the recogniser's hints."""

from collections import Counter

from extractors.entities.findings import Findings, Named
from extractors.entities.found import Found, spans_several, without_overlaps
from extractors.entities.organisation_acts import coined_names, named_again
from extractors.entities.organisation_forms import (
    DocumentNames,
    acting_acronyms,
    defined_forms,
    explained_bodies,
    give_owners,
    owned_bodies,
    ownerless_forms,
    without_legal_form,
)
from extractors.entities.organisation_local import branches
from extractors.entities.organisation_names import listed_names, names_in
from extractors.entities.register import Register
from extractors.resolution.names import organisation_key
from extractors.spans import SpanIndex

_SURE = frozenset({"register", "acronym"})
_UNBACKED = 0.15  # how much less sure a name is that one rule finds at one place, and the recogniser does not


def find_organisations(findings: Findings, register: Register) -> None:
    """Set the document's organisations, their classifications and identifiers."""
    page = findings.page
    found = [name for line in page.lines for name in names_in(findings, line, register)]
    found += list(listed_names(page, found))
    arms = list(branches(page, found))
    found = [f for f in found if f.rule != "grammar.weak" or not spans_several(f, arms)]
    found += [*arms, *coined_names(page, found)]
    found += [*named_again(page, found), *without_legal_form(page, found)]
    known = DocumentNames(page, found)
    if acting := list(explained_bodies(findings, known)):
        found += acting
        known = DocumentNames(page, found)
    defined = list(defined_forms(page, known))
    explained = {(f.start, f.end) for f in defined}
    found = [f for f in found if f.rule != "register" or (f.start, f.end) not in explained]
    found = without_overlaps([*found, *defined, *acting_acronyms(findings, known), *owned_bodies(page, known)])
    places = SpanIndex(found, lambda f: (f.start, f.end))
    found += [f for f in ownerless_forms(page, found) if not places.overlapping(f.start, f.end)]
    give_owners(found, known)
    _settle(findings, without_overlaps(found), register)


def _settle(findings: Findings, found: list[Found], register: Register) -> None:
    """Give every mention its organisation's best name in this document, and every organisation what is known of it."""
    best: dict[str, str] = {}
    for name in found:
        key = _key(name, register)
        if len(name.name) > len(best.get(key, "")):
            best[key] = name.name
    backed = _backed(findings, found, register)
    mentions = []
    for name in found:
        key = _key(name, register)
        body = name.body or register.named(name.name)
        rule = f"rules.organisations.{name.rule}"
        sure = name.confidence if name.rule in _SURE or key in backed else round(name.confidence - _UNBACKED, 3)
        mentions.append(Named(name.start, name.end, "organisation", best[key], key, rule, sure))
        findings.classifications.setdefault(key, (body.classification if body else name.classification) or "other")
        if body and body.identifier:
            findings.identifiers[key] = (body.scheme, body.identifier)
    findings.organisations = tuple(mentions)


def _backed(findings: Findings, found: list[Found], register: Register) -> set[str]:
    """The keys of organisations for which more speaks than one rule at one place: two places, or the recogniser."""
    places = Counter(_key(name, register) for name in found)
    hinted = {_key(name, register) for name in found if findings.hinted(name.start, name.end, "ORG")}
    return hinted | {key for key, count in places.items() if count > 1}


def _key(name: Found, register: Register) -> str:
    """The key of the organisation named: the register's where it has the body, under whichever name."""
    body = name.body or register.named(name.name)
    return organisation_key(body.name if body else name.name)
