"""Titles that stand before a name: "Trust Chief Executive Susan Example", "Director and former Minister, Rt Hon …"."""

import re
from collections.abc import Iterator
from functools import cache

from extractors import lexicon
from extractors.entities.findings import Findings, Named
from extractors.entities.titles import begins_with_title, title_words
from extractors.entities.tokens import tokens_of
from extractors.page import Line
from extractors.records import Span

_INTRODUCES = re.compile(r"\b(?:by|of|to|from|for) the (?=[A-Z])")
_LONGEST_HONORIFIC = 80  # characters looked back over for one honorific
_LONGEST_TITLE = 200  # characters before a name in which its title stands


def title_before(findings: Findings, person: Named, _line: Line) -> Iterator[Span]:
    """Return the words before a name that are its title, at most one stretch."""
    sentence = findings.page.sentence_at(person.start)
    flat = findings.page.flat
    end = without_honorifics(flat, sentence.start, person.start)
    words = flat[sentence.start : end].rstrip()
    if words.endswith(","):
        words = words[:-1].rstrip()
    if words.endswith((" to", " of", " for", " with", " by", " at")):
        return  # "a former adviser to Susan Example" is somebody else's title
    end = sentence.start + len(words)
    start = _phrase_start(findings, sentence.start, end)
    if start < end:
        yield Span(start, end)


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(entry.casefold() for entry in lexicon.lines("honorifics"))


def without_honorifics(flat: str, start: int, end: int) -> int:
    """Return where the words before a name end, its whole honorifics left out ("the Chair, Rt Hon" → "the Chair,")."""
    at = end
    while words := list(re.finditer(r"\S+", flat[max(start, at - _LONGEST_HONORIFIC) : at])):
        offset = max(start, at - _LONGEST_HONORIFIC)
        tails = (words[-count:] for count in (4, 3, 2, 1) if count <= len(words))
        found = next(
            (t for t in tails if " ".join(w.group() for w in t).replace(".", "").casefold() in _honorifics()), None
        )
        if found is None:
            break
        at = offset + found[0].start()
    return at


def _phrase_start(findings: Findings, start: int, end: int) -> int:
    """Where the run of title words that ends at `end` begins; `end` where there is none."""
    flat = findings.page.flat
    start = max([start, end - _LONGEST_TITLE, *(p.end for p in findings.people_in(start, end)[-1:])])
    tokens = tokens_of(flat[start:end], start)
    links = {"of", "for", "and", "&", "the", "to", "in", "at"}
    modifiers = lexicon.words("job_title_modifiers") | lexicon.words("former_words")
    heads = title_words()
    begin = end
    for token in reversed(tokens):
        word = token.text.casefold()
        opens_name = begin < end and flat[begin].isupper() and word not in modifiers and token.text not in links
        if opens_name and not token.is_capitalised:
            break  # "contact Station Manager": the title begins with its capital
        if token.is_capitalised or word in modifiers or word in heads or (token.text in links and begin < end):
            begin = token.start
        elif token.text == "-" and begin < end:
            continue
        else:
            break
        if token.is_possessive:
            owners = [o for o in findings.organisations_over(token.start, token.end) if o.end == token.end]
            begin = owners[0].start if owners else min(end, token.end + 2)
            break
    introduced = list(_INTRODUCES.finditer(flat, begin, end))
    if introduced and not findings.organisations_over(introduced[-1].start(), introduced[-1].end()):
        before = flat[begin : introduced[-1].start()]
        begin = begin if begins_with_title(before) else introduced[-1].end()
    lead = re.compile(r"(?:(?:of|for|and|&|the|to|in|at|by)\s+)+").match(flat, begin, end)
    return lead.end() if lead else begin
