"""Places that a document names: from the gazetteers, where no person or organisation has the words."""

from functools import cache

from extractors import lexicon
from extractors.entities.findings import Findings, Named
from extractors.entities.tokens import Phrases, tokens_of


@cache
def _gazetteer() -> Phrases:
    return Phrases({name: name for name in (*lexicon.lines("places_world"), *lexicon.lines("places"))})


def find_places(findings: Findings) -> None:
    """Set the document's places; needs its people and organisations."""
    taken = sorted((n.start, n.end) for n in (*findings.organisations, *findings.people))
    found: list[Named] = []
    for line in findings.page.lines:
        tokens = tokens_of(findings.page.flat[line.start : line.end], line.start)
        at = 0
        while at < len(tokens):
            match = _gazetteer().at(tokens, at) if tokens[at].is_capitalised else None
            if match is None:
                at += 1
                continue
            start, end = tokens[at].start, tokens[match[0] - 1].end
            if not any(a < end and start < b for a, b in taken):
                hinted = findings.hinted(start, end, "GPE", "LOC", "FAC")
                found.append(
                    Named(start, end, "place", match[1], match[1].casefold(), "rules.places", 0.9 if hinted else 0.7)
                )
            at = match[0]
    findings.places = tuple(found)
