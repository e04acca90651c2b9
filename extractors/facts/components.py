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


@Language.factory("greenpaper_dates", requires=["doc._.greenpaper"])
def dates_component(nlp: Language, name: str) -> Component:  # noqa: ARG001 - the factory signature is spaCy's
    """Find calendar expressions as intervals."""
    return _component(_dates)


@Language.factory("greenpaper_figures", requires=["doc._.greenpaper"])
def figures_component(nlp: Language, name: str) -> Component:  # noqa: ARG001 - the factory signature is spaCy's
    """Find quantities with value, unit and measure; after dates."""
    return _component(_figures)


@Language.factory("greenpaper_metadata", requires=["doc._.greenpaper"])
def metadata_component(nlp: Language, name: str) -> Component:  # noqa: ARG001 - the factory signature is spaCy's
    """Find the publisher, and what is known of the document as a whole, and whose its figures are."""
    return _component(_publisher_and_metadata)


@Language.factory("greenpaper_roles", requires=["doc._.greenpaper"])
def roles_component(nlp: Language, name: str) -> Component:  # noqa: ARG001 - the factory signature is spaCy's
    """Find who holds which title where; after people and metadata."""
    return _component(find_roles)


@Language.factory("greenpaper_strategy", requires=["doc._.greenpaper"])
def strategy_component(nlp: Language, name: str) -> Component:  # noqa: ARG001 - the factory signature is spaCy's
    """Find vision, values, aims, priorities and their like."""
    return _component(find_strategy_items)


@Language.factory("greenpaper_publications", requires=["doc._.greenpaper"])
def publications_component(nlp: Language, name: str) -> Component:  # noqa: ARG001 - the factory signature is spaCy's
    """Find listed publications; after dates."""
    return _component(find_publications)


@Language.factory("greenpaper_partnerships", requires=["doc._.greenpaper"])
def partnerships_component(nlp: Language, name: str) -> Component:  # noqa: ARG001 - the factory signature is spaCy's
    """Find pairs that work together, and members of named groups; after roles."""
    return _component(find_partnerships)


@Language.factory("greenpaper_quotes", requires=["doc._.greenpaper"])
def quotes_component(nlp: Language, name: str) -> Component:  # noqa: ARG001 - the factory signature is spaCy's
    """Find direct speech and its speakers; after roles."""
    return _component(find_quotes)
