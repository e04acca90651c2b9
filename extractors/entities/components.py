"""The entity rules as spaCy components, registered as factories; each works on `doc._.greenpaper`.

An engineer can put them into a pipeline of their own: `nlp.add_pipe("greenpaper_page")` first, the others after it
and after whatever sets `doc.ents`. What they find stands in `doc._.greenpaper` and in `doc.spans`.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractors.entities.findings import Findings, Hint, Named
from extractors.entities.organisations import find_organisations
from extractors.entities.people import find_people
from extractors.entities.places import find_places
from extractors.entities.register import register_of
from extractors.layout import plain_text_layout
from extractors.page import Page

Component = Callable[[Doc], Doc]
LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})

if not Doc.has_extension("greenpaper"):
    Doc.set_extension("greenpaper", default=None)


def findings_of(doc: Doc) -> Findings:
    """Return what the components have found in `doc` so far.

    Raises ValueError where the component `greenpaper_page` did not run first.
    """
    if doc._.greenpaper is None:
        raise ValueError(
            "doc._.greenpaper is not set: add the component greenpaper_page before the other greenpaper components"
        )
    findings: Findings = doc._.greenpaper
    return findings


def show(doc: Doc, group: str, named: Iterable[Named]) -> None:
    """Put names into `doc.spans[group]`, on the tokens that cover them."""
    spans = (doc.char_span(n.start, n.end, label=n.kind, alignment_mode="expand") for n in named)
    doc.spans[group] = [span for span in spans if isinstance(span, Span)]


@Language.factory("greenpaper_page", assigns=["doc._.greenpaper"])
def page_component(nlp: Language, name: str) -> Component:  # noqa: ARG001 - the factory signature is spaCy's
    """Give the document its layout (read from its plain text unless it was set) and take the recogniser's hints."""

    def component(doc: Doc) -> Doc:
        if doc._.greenpaper is None:
            doc._.greenpaper = Findings(Page(doc.text, plain_text_layout(doc.text)))
        hints = (Hint(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in LABELS)
        doc._.greenpaper.hints = tuple(hints)
        return doc

    return component


@Language.factory("greenpaper_organisations", default_config={"registers": []}, requires=["doc._.greenpaper"])
def organisations_component(nlp: Language, name: str, registers: list[str]) -> Component:  # noqa: ARG001 - spaCy's signature
    """Find organisations: registers, name grammar, acronyms; → `doc.spans["organisations"]`.

    `registers` are paths of CSV files (`extractors.entities.register_files`), beside the project's own register.
    """
    register = register_of(Path(path) for path in registers)

    def component(doc: Doc) -> Doc:
        findings = findings_of(doc)
        find_organisations(findings, register)
        show(doc, "organisations", findings.organisations)
        return doc

    return component


@Language.factory("greenpaper_people", requires=["doc._.greenpaper"])
def people_component(nlp: Language, name: str) -> Component:  # noqa: ARG001 - the factory signature is spaCy's
    """Find people, after organisations; → `doc.spans["people"]`."""

    def component(doc: Doc) -> Doc:
        findings = findings_of(doc)
        find_people(findings)
        show(doc, "people", findings.people)
        return doc

    return component


@Language.factory("greenpaper_places", requires=["doc._.greenpaper"])
def places_component(nlp: Language, name: str) -> Component:  # noqa: ARG001 - the factory signature is spaCy's
    """Find places, after people and organisations; → `doc.spans["places"]`."""

    def component(doc: Doc) -> Doc:
        findings = findings_of(doc)
        find_places(findings)
        show(doc, "places", findings.places)
        return doc

    return component
