"""Names of organisations that a line or a list shows by itself: registered, grammatical, or described as a body."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby, pairwise

from extractors import lexicon
from extractors.entities.findings import Findings
from extractors.entities.found import Found, names_thing, spans_several, without_overlaps
from extractors.entities.organisation_contexts import names_by_context
from extractors.entities.organisation_grammar import candidates, joined
from extractors.entities.register import Register, Registered
from extractors.entities.tokens import Token, tokens_of
from extractors.page import Line, Page
from extractors.records import Span
from extractors.spans import SpanIndex

_CONFIDENCE = {"grammar.end": 0.9, "grammar.start": 0.9, "grammar.plural": 0.85, "grammar.weak": 0.7}
_LINKS = frozenset({"of", "for", "the", "and", "&"})
_BODIES = re.compile(
    r"\b(committees|boards|bodies|organisations|groups|partners|agencies|charities|councils|trusts|companies|"
    r"stakeholders|signatories|funders|sponsors)\b",
    re.IGNORECASE,
)
_MEMBERS = re.compile(r"\b(members|partners|signatories|organisations)\b", re.IGNORECASE)
_GIVES_LIST = re.compile(
    r"(:|\b(are|include|includes|including|comprises?|following|below)\b[^.]*:?)\s*$", re.IGNORECASE
)
_LISTED_HEADS = frozenset({"Board", "Committee", "Group", "Panel", "Forum", "Taskforce"})
_NAMES_THAT_ARE_WORDS = frozenset({"Mind", "Scope", "Crisis", "Monitor", "Refuge", "Liberty", "Shelter", "Relate"})
_REGIONS = frozenset({"south", "north", "east", "west", "midlands"})


def names_in(findings: Findings, line: Line, register: Register) -> Iterator[Found]:
    """Return the names that one line shows: those of the register, of the grammar, and those it describes as a body."""
    page = findings.page
    written = page.flat[line.start : line.end]
    text = _lowered(written)
    if text != written:
        whole = candidates(text.rstrip(" .:"), line.start)
        if [(c.start, c.end) for c in whole] != [(line.start, line.start + len(text.rstrip(" .:")))]:
            text = written  # a shouted sentence or heading, and not a name as a whole
    tokens = tokens_of(text, line.start)
    registered = list(_registered(tokens, register))
    stops = frozenset(f.end for f in registered if f.name != "NHS")
    grammar = [
        Found(c.start, c.end, c.name, c.classification, c.rule, _CONFIDENCE[c.rule])
        for c in candidates(text, line.start, stops)
        if not names_thing(page, c.start, c.end) and (c.rule != "grammar.weak" or _is_backed(findings, c.start, c.end))
    ]
    grammar = [g for g in grammar if not any(_only_links_to(text, g, r, line.start) for r in registered)]
    told = list(names_by_context(findings, line))
    grammar = [g for g in grammar if not spans_several(g, [t for t in told if t.rule == "enumerated"])]
    shown = {(t.start, t.end) for t in told}
    grammar = [g for g in grammar if g.rule != "grammar.weak" or (g.start, g.end) not in shown]
    known = without_overlaps([*registered, *grammar])
    yield from known
    places = SpanIndex(known, lambda f: (f.start, f.end))
    yield from (t for t in told if t.rule == "described" or not places.overlapping(t.start, t.end))


def _lowered(text: str) -> str:
    """A short line in capitals ("SOME COUNTY COUNCIL") in the case of names, character for character."""
    words = text.split()
    if not text.isupper() or not 2 <= len(words) <= 10:
        return text
    titled = re.sub(r"\b(Of|And|The|For|In|On)\b", lambda m: m.group().lower(), text.title())
    titled = re.sub(r"\bNhs\b", "NHS", titled)
    return titled if len(titled) == len(text) else text


def _only_links_to(text: str, name: Found, registered: Found, offset: int) -> bool:
    """Whether a longer reading only adds "Something for the" in front of a registered body."""
    if registered.end != name.end or registered.start <= name.start or " " not in registered.name:
        return False
    return text[name.start - offset : registered.start - offset].rsplit(maxsplit=1)[-1] in _LINKS


def _is_backed(findings: Findings, start: int, end: int) -> bool:
    """Whether a name with a weak head stands by itself and the recogniser takes it for an organisation too."""
    flat = findings.page.flat
    if re.compile(r" (?:and )?[A-Z]").match(flat, end):
        return False
    national = (
        flat[start:end].endswith(" UK") and flat[start:end].count(" ") > 1 and not flat[end : end + 2].strip(" ,.;)\n")
    )
    common = lexicon.words("capitalised_common") | lexicon.words("organisation_generic_words")
    telling = any(word.casefold() not in common for word in flat[start:end].split()[:-1])
    return national or (telling and findings.hinted(start, end, "ORG"))


def _registered(tokens: tuple[Token, ...], register: Register) -> Iterator[Found]:
    free = 0  # the first token that belongs to no name yet
    for position, (last, body) in register.found_in(tokens).items():
        if position < free:
            continue
        free = last
        is_law = last < len(tokens) and tokens[last].text in {"Act", "Bill", "Regulations", "Order"}
        if is_law or _follows_name(tokens, position, last) or _is_word(tokens, position, last):
            continue
        regional = _regional(tokens, position, last, body)
        if regional > last:
            name, entry, free = joined(tokens[position:regional]), None, regional
        else:
            name, entry = _written(tokens[position:last], body), body
        start, end = tokens[position].start, tokens[free - 1].end
        yield Found(start, end, name, body.classification, "register", 0.97, entry)


def _is_word(tokens: tuple[Token, ...], position: int, last: int) -> bool:
    """Whether a name that is also a word is part of a longer one: "Mind Matters", "Barset Mind"."""
    if last != position + 1 or tokens[position].text not in _NAMES_THAT_ARE_WORDS:
        return False
    after = last < len(tokens) and tokens[last].is_capitalised and not tokens[position].is_possessive
    before = position > 0 and tokens[position - 1].is_capitalised
    return after or (before and tokens[position - 1].text.casefold() not in lexicon.words("sentence_starters"))


def _follows_name(tokens: tuple[Token, ...], position: int, last: int) -> bool:
    """Whether an acronym stands after a person's name, where it is a membership ("Jane Doe FCA")."""
    if last != position + 1 or position == 0 or tokens[position].text not in lexicon.lines("post_nominals"):
        return False
    before = tokens[position - 1]
    return (
        before.is_capitalised
        and not before.is_acronym
        and before.text.casefold() not in lexicon.words("sentence_starters")
    )


def _written(tokens: tuple[Token, ...], body: Registered) -> str:
    """The name as the document writes it, unless that is an acronym: then as the register has it."""
    is_acronym = len(tokens) == 1 and sum(c.isupper() for c in tokens[0].text) >= 2
    return body.name if is_acronym else joined(tokens)


def _regional(tokens: tuple[Token, ...], first: int, last: int, body: Registered) -> int:
    """ "NHS England South East": a national body's arm for a region is a body of its own; where its name ends."""
    if last - first < 2 or not body.name.endswith(" England"):
        return last
    places = lexicon.words("places") | _REGIONS
    while last < len(tokens) and tokens[last].is_capitalised and tokens[last].text.casefold() in places:
        last += 1
    return last


def listed_names(page: Page, found: Iterable[Found]) -> Iterator[Found]:
    """Return the items of lists that are said to list committees, partners …: each is such a body's name."""
    whole = {(f.start, f.end) for f in found if f.rule == "register"}
    named = {(f.start, f.end) for f in found}
    lists = members = False
    for is_list, group in groupby(page.blocks, key=lambda block: block.kind == "item"):
        blocks = list(group)
        if not is_list:
            lead = page.flat[blocks[-1].start : blocks[-1].end]
            opens = blocks[-1].kind == "heading" or bool(_GIVES_LIST.search(lead))
            lists = bool(_BODIES.search(lead)) and opens
            members = bool(_MEMBERS.search(lead)) and opens
            continue
        spans = [Span(block.start, block.end) for block in blocks]
        yield from _in_company(page, spans, named) if members else ()
        for span in spans if lists else ():
            if _is_name_like(page.flat[span.start : span.end]) and span not in whole:
                yield Found(span.start, span.end, page.words(*span), "", "listed", 0.8)
    for above, block in pairwise(page.blocks):
        lead = page.flat[above.start : above.end] if block.kind == "paragraph" and len(block.lines) > 2 else ""
        if _MEMBERS.search(lead) and (above.kind == "heading" or _GIVES_LIST.search(lead)):
            yield from _in_company(page, list(block.lines), named)


def _in_company(page: Page, spans: list[Span], named: set[tuple[int, int]]) -> Iterator[Found]:
    """Return the entries of a list of members that are written as names, where most others are known bodies."""
    known = sum((span.start, span.end) in named for span in spans)
    for span in spans if 2 * known >= len(spans) else ():
        if _is_capitalised(page.flat[span.start : span.end], least=1) and (span.start, span.end) not in named:
            yield Found(span.start, span.end, page.words(*span), "", "listed", 0.8)


@cache
def _last_words() -> frozenset[str]:
    return frozenset(row["head"].rsplit(maxsplit=1)[-1].casefold() for row in lexicon.rows("organisation_heads"))


def _is_capitalised(words: str, least: int = 2) -> bool:
    """Whether every word is capitalised or a small link, as in a name; `least` words at least."""
    tokens = [t for t in tokens_of(words) if t.is_word]
    return least <= len(tokens) <= 8 and all(t.is_capitalised or t.text in _LINKS for t in tokens)


def _is_name_like(words: str) -> bool:
    tokens = [t for t in tokens_of(words) if t.is_word]
    if not 2 <= len(tokens) <= 14 or not tokens[0].is_capitalised or words.rstrip()[-1:] in ".;:,":
        return False
    return tokens[-1].text.casefold() in _last_words() or any(t.text in _LISTED_HEADS for t in tokens)
