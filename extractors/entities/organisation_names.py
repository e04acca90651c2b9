"""Names of organisations that a line or a list shows by itself: registered, grammatical, or described as a body."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from extractors import lexicon
from extractors.cues import any_cue, has_cue
from extractors.entities.findings import Findings
from extractors.entities.organisation_grammar import candidates, joined
from extractors.entities.register import Register, Registered
from extractors.entities.tokens import Token, tokens_of
from extractors.page import Line, Page
from extractors.spans import SpanIndex

_CONFIDENCE = {"grammar.end": 0.9, "grammar.start": 0.9, "grammar.plural": 0.85, "grammar.weak": 0.7}
_LINKS = frozenset({"of", "for", "the", "and", "&"})
_KINDS = (
    *("charity", "company", "social enterprise", "not-for-profit", "co-operative", "community interest company"),
    "think tank",
)
_DESCRIBED = re.compile(
    r"(?:,? \([^)]{1,80}\))?(?:,| is| are| was) (?:an?|the) (?:[a-z-]+ |UK |English |Scottish |Welsh ){0,3}"
    rf"(?P<kind>{'|'.join(_KINDS)})\b"
)
_BODIES = re.compile(
    r"\b(committees|boards|bodies|organisations|groups|partners|agencies|charities|councils|trusts|companies|"
    r"stakeholders|signatories|funders|sponsors)\b",
    re.IGNORECASE,
)
_MEMBERS = re.compile(r"\b(members|partners|signatories|organisations)\b", re.IGNORECASE)
_GIVES_LIST = re.compile(
    r"(:|\b(are|include|includes|including|comprises?|following|below)\b[^.]*:?)\s*$", re.IGNORECASE
)
_JOINTLY = (
    *("in partnership with", "partnership with", "joined forces with", "jointly with", "funded by", "commissioned by"),
    *("sponsored by", "in collaboration with", "contract with"),
)
_PARTNER = re.compile(
    rf"\b(?:{'|'.join(_JOINTLY)})\s+"
    r"(?:the )?(?P<name>[A-Z][\w’'-]+(?: (?:(?:and|of|&) )?[A-Z][\w’'-]+){1,5})"
)
_PARTNER_CUES = any_cue(_JOINTLY)
_DESCRIBED_CUES = any_cue(_KINDS)
_LISTED_HEADS = frozenset({"Board", "Committee", "Group", "Panel", "Forum", "Taskforce"})
_REGIONS = frozenset({"south", "north", "east", "west", "midlands"})


@dataclass(slots=True)
class Found:
    """A name on its way to becoming a mention: its place, its full name so far, and how sure it is."""

    start: int
    end: int
    name: str
    classification: str
    rule: str
    confidence: float
    body: Registered | None = None  # the register's entry, under whose key all its names are one organisation


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Keep the longest of names that overlap; of two that are as long, the surer."""
    kept: list[Found] = []
    taken: set[int] = set()
    for name in sorted(found, key=lambda f: (f.start - f.end, -f.confidence, f.start)):
        if not taken.intersection(range(name.start, name.end)):
            kept.append(name)
            taken.update(range(name.start, name.end))
    return sorted(kept, key=lambda f: f.start)


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
        if not _names_thing(page, c.start, c.end) and (c.rule != "grammar.weak" or _is_backed(findings, c.start, c.end))
    ]
    grammar = [g for g in grammar if not any(_only_links_to(text, g, r, line.start) for r in registered)]
    known = without_overlaps([*registered, *grammar])
    yield from known
    if has_cue(written, _PARTNER_CUES):
        places = SpanIndex(known, lambda f: (f.start, f.end))
        yield from (p for p in _partners(findings, line) if not places.overlapping(p.start, p.end))
    if has_cue(text, _DESCRIBED_CUES):
        yield from _described(text, line.start, tokens)


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
    goes_on = re.compile(r" (?:and )?[A-Z]").match(findings.page.flat, end)
    return not goes_on and findings.hinted(start, end, "ORG")


def _names_thing(page: Page, start: int, end: int) -> bool:
    """A name that ends with or goes on with "Plan", "Strategy", "Act" … names that thing and not the organisation."""
    things = lexicon.words("organisation_not_heads")
    after = re.compile(r" ([A-Z][\w’'-]*)").match(page.flat, end)
    if after and after.group(1).casefold() in things:
        return True
    words = page.flat[start:end].casefold().split()
    return any(" ".join(words[-count:]) in things for count in (1, 2, 3) if count <= len(words))


def _registered(tokens: tuple[Token, ...], register: Register) -> Iterator[Found]:
    free = 0  # the first token that belongs to no name yet
    for position, (last, body) in register.found_in(tokens).items():
        if position < free:
            continue
        free = last
        is_law = last < len(tokens) and tokens[last].text in {"Act", "Bill", "Regulations", "Order"}
        if is_law or _follows_name(tokens, position, last):
            continue
        regional = _regional(tokens, position, last, body)
        if regional > last:
            name, entry, free = joined(tokens[position:regional]), None, regional
        else:
            name, entry = _written(tokens[position:last], body), body
        start, end = tokens[position].start, tokens[free - 1].end
        yield Found(start, end, name, body.classification, "register", 0.97, entry)


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


def _partners(findings: Findings, line: Line) -> Iterator[Found]:
    """Names after words that only bodies follow ("in partnership with …"), where the recogniser agrees."""
    for match in _PARTNER.finditer(findings.page.flat, line.start, line.end):
        start, end = match.span("name")
        if findings.hinted(start, end, "ORG") and not _names_thing(findings.page, start, end):
            yield Found(start, end, findings.page.words(start, end), "other", "partner", 0.7)


def _described(text: str, offset: int, tokens: tuple[Token, ...]) -> Iterator[Found]:
    """ "X, a registered charity", "X is a company limited by guarantee": the words say that X is an organisation."""
    for match in _DESCRIBED.finditer(text):
        run = _capitals_before(tokens, offset + match.start())
        if run:
            start, end = run[0].start, run[-1].end
            kind = "charity" if match.group("kind") == "charity" else "company"
            yield Found(start, end, text[start - offset : end - offset], kind, "described", 0.85)


def _capitals_before(tokens: tuple[Token, ...], end: int) -> list[Token]:
    """The run of capitalised words and numbers that ends exactly at `end`, without words that only open a sentence."""
    run: list[Token] = []
    for token in reversed([t for t in tokens if t.end <= end]):
        if not (token.is_capitalised or token.text.isdigit()):
            break
        run.insert(0, token)
    while run and run[0].text.casefold() in lexicon.words("sentence_starters"):
        run.pop(0)
    return run if run and run[-1].end == end and any(t.is_capitalised for t in run) else []


def listed_names(page: Page, found: Iterable[Found]) -> Iterator[Found]:
    """Return the items of lists that are said to list committees, partners …: each is such a body's name."""
    whole = {(f.start, f.end) for f in found if f.rule == "register"}
    named = {(f.start, f.end) for f in found}
    lead = ""
    for is_list, group in groupby(page.blocks, key=lambda block: block.kind == "item"):
        blocks = list(group)
        if not is_list:
            lead = page.flat[blocks[-1].start : blocks[-1].end]
            opens = blocks[-1].kind == "heading" or bool(_GIVES_LIST.search(lead))
            lists = bool(_BODIES.search(lead)) and opens
            members = bool(_MEMBERS.search(lead)) and opens
            continue
        known = sum((b.start, b.end) in named for b in blocks)
        for block in blocks if lead else ():
            words = page.flat[block.start : block.end]
            by_kind = lists and _is_name_like(words) and (block.start, block.end) not in whole
            by_company = (
                members
                and 2 * known >= len(blocks)
                and _is_capitalised(words)
                and (block.start, block.end) not in named
            )
            if by_kind or by_company:
                yield Found(block.start, block.end, page.words(block.start, block.end), "", "listed", 0.8)


@cache
def _last_words() -> frozenset[str]:
    return frozenset(row["head"].rsplit(maxsplit=1)[-1].casefold() for row in lexicon.rows("organisation_heads"))


def _is_capitalised(words: str) -> bool:
    """Whether every word is capitalised or a small link, as in a name; two words at least."""
    tokens = [t for t in tokens_of(words) if t.is_word]
    return 2 <= len(tokens) <= 8 and all(t.is_capitalised or t.text in _LINKS for t in tokens)


def _is_name_like(words: str) -> bool:
    tokens = [t for t in tokens_of(words) if t.is_word]
    if not 2 <= len(tokens) <= 14 or not tokens[0].is_capitalised or words.rstrip()[-1:] in ".;:,":
        return False
    return tokens[-1].text.casefold() in _last_words() or any(t.text in _LISTED_HEADS for t in tokens)
