"""Places that a document names: from the gazetteers, where no person or organisation has the words."""

from functools import cache

from extractors import lexicon
from extractors.cues import any_cue, has_cue
from extractors.entities.findings import Findings, Named
from extractors.entities.tokens import Phrases, Token, tokens_of
from extractors.spans import SpanIndex


@cache
def _gazetteer() -> Phrases:
    return Phrases({name: name for name in (*lexicon.lines("places_world"), *lexicon.lines("places"))})


@cache
def _cues() -> frozenset[str]:
    return any_cue((*lexicon.lines("places_world"), *lexicon.lines("places")))


def _follows_link(tokens: tuple[Token, ...], at: int) -> bool:
    return at > 0 and tokens[at - 1].text in {"in", "at", "of", "from", "near", "around", "across", "to", "and"}


def find_places(findings: Findings) -> None:
    """Set the document's places; needs its people and organisations."""
    taken = SpanIndex((*findings.organisations, *findings.people), lambda n: (n.start, n.end))
    found: list[Named] = []
    for line in findings.page.lines:
        words = findings.page.flat[line.start : line.end]
        tokens = tokens_of(words, line.start) if has_cue(words, _cues()) else ()
        free = 0  # the first token that belongs to no place yet
        for at, match in _gazetteer().found_in(tokens).items():
            if at < free or not tokens[at].is_capitalised:
                continue
            free = match[0]
            start, end = tokens[at].start, tokens[match[0] - 1].end
            hinted = findings.hinted(start, end, "GPE", "LOC", "FAC")
            sure = (
                hinted or match[1].casefold() not in lexicon.words("places_that_are_words") or _follows_link(tokens, at)
            )
            if sure and not taken.overlapping(start, end):
                found.append(
                    Named(start, end, "place", match[1], match[1].casefold(), "rules.places", 0.9 if hinted else 0.7)
                )
    findings.places = tuple(found)
