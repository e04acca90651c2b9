"""The fact rules as spaCy components, registered as factories; each reads and sets its part of `doc._.greenpaper`."""

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from extractors.entities.components import Component, findings_of
from extractors.entities.findings import Findings
from extractors.facts.attribution import attribute_figures
from extractors.facts.dates import read_dates
from extractors.facts.figures import find_figures
from extractors.facts.metadata import find_metadata
from extractors.facts.partnerships import find_partnerships
from extractors.facts.publications import find_publications
from extractors.facts.publisher import find_publisher
from extractors.facts.quotes import find_quotes
from extractors.facts.roles import find_roles
from extractors.facts.strategy import find_strategy_items


def _component(rule: Callable[[Findings], None]) -> Component:
    def component(doc: Doc) -> Doc:
        rule(findings_of(doc))
        return doc

    return component


def _dates(findings: Findings) -> None:
    findings.dates, findings.reference = read_dates(findings.page)


def _figures(findings: Findings) -> None:
    findings.figures = find_figures(findings.page, findings.dates)


def _publisher_and_metadata(findings: Findings) -> None:
    find_publisher(findings)
    find_metadata(findings)
    attribute_figures(findings)


def _registered(name: str, rule: Callable[[Findings], None]) -> Callable[[Language, str], Component]:
    """Register `rule` as the spaCy factory `greenpaper_<name>`, and return the factory for its entry point."""

    def factory(nlp: Language, name: str) -> Component:  # noqa: ARG001 - the factory signature is spaCy's
        return _component(rule)

    Language.factory(f"greenpaper_{name}", requires=["doc._.greenpaper"], func=factory)
    return factory


dates_component = _registered("dates", _dates)
"""Find calendar expressions as intervals."""

figures_component = _registered("figures", _figures)
"""Find quantities with value, unit and measure; after dates."""

metadata_component = _registered("metadata", _publisher_and_metadata)
"""Find the publisher, and what is known of the document as a whole, and whose its figures are."""

roles_component = _registered("roles", find_roles)
"""Find who holds which title where; after people and metadata."""

strategy_component = _registered("strategy", find_strategy_items)
"""Find vision, values, aims, priorities and their like."""

publications_component = _registered("publications", find_publications)
"""Find listed publications; after dates."""

partnerships_component = _registered("partnerships", find_partnerships)
"""Find pairs that work together, and members of named groups; after roles."""

quotes_component = _registered("quotes", find_quotes)
"""Find direct speech and its speakers; after roles."""
