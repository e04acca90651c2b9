"""Whose a figure is: the organisation that its sentence names first, before it, else the document's publisher."""

from dataclasses import replace

from extractors.entities.findings import Findings
from extractors.records import Figure


def attribute_figures(findings: Findings) -> None:
    """Give the document's figures their organisations; needs organisations and publisher."""
    findings.figures = tuple(replace(f, organisation=_owner(findings, f)) for f in findings.figures)


def _owner(findings: Findings, figure: Figure) -> str | None:
    sentence = findings.page.sentence_at(figure.start_char)
    named = findings.organisations_in(sentence.start, figure.start_char)
    if named:
        return named[0].name
    return findings.publisher.name if findings.publisher else None
