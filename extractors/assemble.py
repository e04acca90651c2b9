"""From one document's findings to its Extraction: mentions and entities beside the facts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from extractors.entities.findings import Findings, Named
from extractors.page import Page
from extractors.records import Entity, Extraction, Fact, Mention


def extraction_of(findings: Findings) -> Extraction:
    """Return the Extraction of a document's findings. Raises ValueError where the metadata component did not run."""
    if findings.metadata is None:
        raise ValueError("the pipeline has no greenpaper_metadata: every document needs at least a type")
    named = sorted((*findings.people, *findings.organisations, *findings.places), key=lambda n: (n.start, n.end))
    return Extraction(
        metadata=findings.metadata,
        sections=findings.page.sections,
        entities=tuple(_entities(findings, named)),
        mentions=tuple(sorted(_mentions(findings, named), key=lambda m: (m.start_char, m.end_char, m.kind, m.name))),
        roles=findings.roles,
        figures=findings.figures,
        dates=findings.dates,
        strategy_items=findings.strategy_items,
        partnerships=findings.partnerships,
        partnership_members=findings.partnership_members,
        publications=findings.publications,
        quotes=findings.quotes,
    )


def _mentions(findings: Findings, named: Iterable[Named]) -> Iterator[Mention]:
    page = findings.page
    for n in named:
        yield Mention(
            start_char=n.start,
            end_char=n.end,
            text=page.text[n.start : n.end],
            evidence=page.evidence(n.start, n.end),
            extractor=n.extractor,
            confidence=n.confidence,
            kind=n.kind,
            name=n.name,
            entity_id=n.entity_id,
        )
    yield from (_of_value(page, fact, "figure") for fact in findings.figures)
    yield from (_of_value(page, fact, "date") for fact in findings.dates)


def _of_value(page: Page, fact: Fact, kind: Literal["figure", "date"]) -> Mention:
    return Mention(
        start_char=fact.start_char,
        end_char=fact.end_char,
        text=fact.text,
        evidence=fact.evidence,
        extractor=fact.extractor,
        confidence=fact.confidence,
        kind=kind,
        name=page.words(fact.start_char, fact.end_char),
        entity_id=None,
    )


def _entities(findings: Findings, named: list[Named]) -> Iterator[Entity]:
    """One entity per id: its most frequent name, and every other form that the document uses."""
    publisher = [findings.publisher] if findings.publisher else []
    by_id: dict[str, list[Named]] = {}
    for n in [*named, *publisher]:
        by_id.setdefault(n.entity_id, []).append(n)
    for entity_id, places in by_id.items():
        names = Counter(n.name for n in places)
        name = max(names, key=lambda form: (names[form], len(form), form))
        forms = {findings.page.words(n.start, n.end) for n in places} | set(names)
        key = places[0].key
        scheme, identifier = findings.identifiers.get(key, (None, None))
        yield Entity(
            entity_id=entity_id,
            kind=places[0].kind,
            name=name,
            aliases=tuple(sorted(forms - {name, ""})),
            honorific=findings.honorifics.get(key) if places[0].kind == "person" else None,
            classification=findings.classifications.get(key, "other") if places[0].kind == "organisation" else None,
            identifier_scheme=scheme if places[0].kind == "organisation" else None,
            identifier=identifier if places[0].kind == "organisation" else None,
        )
