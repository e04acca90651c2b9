"""Organisations that a document names: from the register, the grammar, its own acronyms, and the recogniser's hints."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractors import lexicon
from extractors.entities import acronyms
from extractors.entities.findings import Findings, Named
from extractors.entities.organisation_grammar import candidates, joined
from extractors.entities.register import Register, Registered, national_bodies
from extractors.entities.tokens import Token, tokens_of
from extractors.page import Line, Page
from extractors.resolution.names import organisation_key

_LOWER_BODY = re.compile(
    r"\b([A-Z][A-Z0-9]{1,7})((?: (?!and\b)[A-Za-z]+){1,5}? (?:[Bb]oard|[Cc]ommittee|[Pp]anel|[Tt]askforce|[Ff]orum))\b"
)
_SELF_DESCRIBED = re.compile(
    r"(?:,? \([^)]{1,80}\))?(?:,| is| are| was) (?:an?|the) (?:[a-z-]+ |UK |English |Scottish |Welsh ){0,3}"
    r"(?:charity|company|social enterprise|not-for-profit|co-operative|community interest company|think tank|contractor)\b"
)
_ACTS = re.compile(
    r"(?:[’']s\b| (?:has|have|had|is|are|was|were|will|would|provides?|employs?|says?|said|works?|supports?|leads?|"
    r"publish(?:es|ed)?|launch(?:es|ed)?|marks?|announces?|announced|recognises?|commissions?|delivers?|plans?|aims?)\b)"
)
_BODIES = re.compile(
    r"\b(committees|boards|bodies|organisations|groups|partners|agencies|charities|councils|trusts|companies|"
    r"stakeholders|signatories|funders|sponsors)\b",
    re.IGNORECASE,
)
_GIVES_LIST = re.compile(r"(:|\b(are|include|includes|including|comprises?|following|below)\b[^.]*:?)\s*$", re.IGNORECASE)


_OWNED = frozenset({"board", "committee", "panel", "coalition", "taskforce", "forum", "commission"})
_CONFIDENCE = {"grammar.end": 0.9, "grammar.start": 0.9, "grammar.plural": 0.85, "grammar.weak": 0.7}


@dataclass(slots=True)
class _Found:
    """A name on its way to becoming a mention: its place, its full name so far, and how sure it is."""

    start: int
    end: int
    name: str
    classification: str
    rule: str
    confidence: float
    body: Registered | None = None  # the register's entry, under whose key all its names are one organisation


def find_organisations(findings: Findings, register: Register | None = None) -> None:
    """Set the document's organisations, their classifications and identifiers."""
    register = register or national_bodies()
    page = findings.page
    found = [f for line in page.lines for f in _in_line(findings, line, register)]
    found += list(_listed_bodies(page, found))
    known = _Names(page, found)
    defined = list(_defined(page, known))
    found = [f for f in found if not (f.rule == "register" and _overlaps(f, (d for d in defined if d.start == f.start and d.end == f.end)))]
    found += defined
    found += list(_bare_acronyms(findings, known, found))
    found += list(_lower_case_bodies(page, known, found))
    found = _without_overlaps(found)
    found += [f for f in _short_forms(page, found) if not _overlaps(f, found)]
    _whole(found)
    _settle(findings, _without_overlaps(found), known, register)


def _in_line(findings: Findings, line: Line, register: Register) -> Iterator[_Found]:
    page = findings.page
    text = page.flat[line.start : line.end]
    tokens = tokens_of(text, line.start)
    registered = list(_registered(tokens, register))
    stops = frozenset(f.end for f in registered if f.name != "NHS")
    grammar = [
        _Found(c.start, c.end, c.name, c.classification, c.rule, _CONFIDENCE[c.rule])
        for c in candidates(text, line.start, stops)
        if not _in_title_words(page, c.start, c.end)
        and (c.rule != "grammar.weak" or _is_backed(findings, c.start, c.end))
    ]
    grammar = [g for g in grammar if not any(_only_links_to(text, g, r, line.start) for r in registered)]
    yield from _without_overlaps([*registered, *grammar])
    yield from _self_described(text, line.start, tokens)


def _only_links_to(text: str, name: _Found, registered: _Found, offset: int) -> bool:
    """Whether a longer reading only adds "Something for the" in front of a registered body."""
    if registered.end != name.end or registered.start <= name.start or " " not in registered.name:
        return False
    return text[name.start - offset : registered.start - offset].split()[-1] in {"of", "for", "the", "and", "&"}


def _is_backed(findings: Findings, start: int, end: int) -> bool:
    """Whether a name with a weak head stands by itself and the recogniser takes it for an organisation too."""
    goes_on = re.compile(r" (?:and )?[A-Z]").match(findings.page.flat, end)
    return not goes_on and findings.hinted(start, end, "ORG")


def _in_title_words(page: Page, start: int, end: int) -> bool:
    """A name that goes on with "Plan", "Strategy", "Act" … names that thing and not the organisation."""
    after = tokens_of(page.flat[end : end + 60].split("\n")[0])
    for token in after[:1]:
        if token.is_capitalised and token.text.casefold() in lexicon.words("organisation_not_heads"):
            return page.flat[end : end + 1] == " "
    words = page.flat[start:end].casefold().split()
    return any(" ".join(words[-count:]) in lexicon.words("organisation_not_heads") for count in (1, 2, 3) if count <= len(words))


def _registered(tokens: tuple[Token, ...], register: Register) -> Iterator[_Found]:
    position = 0
    places = lexicon.words("places") | {"south", "north", "east", "west", "midlands"}
    while position < len(tokens):
        match = register.at(tokens, position)
        if match is None:
            position += 1
            continue
        last, body = match
        written = " ".join(t.text for t in tokens[position:last])
        name = body.name if _is_short(written) else joined(tokens[position:last])
        regional = False
        if len(tokens[position:last]) > 1 and body.name.split()[-1] == "England":
            extended = last
            while extended < len(tokens) and tokens[extended].text.casefold() in places:
                extended += 1
            if extended > last and tokens[extended - 1].text.casefold() in places:
                last, name, regional = extended, " ".join(t.text for t in tokens[position:extended]), True
        start, end = tokens[position].start, tokens[last - 1].end
        yield _Found(start, end, name, body.classification, "register", 0.97, None if regional else body)
        position = last


def _is_short(written: str) -> bool:
    """Whether a form is an acronym and not a name in words."""
    return " " not in written and sum(c.isupper() for c in written) >= 2


def _self_described(text: str, offset: int, tokens: tuple[Token, ...]) -> Iterator[_Found]:
    """ "X, a registered charity", "X is a company limited by guarantee": the words say that X is an organisation."""
    for match in _SELF_DESCRIBED.finditer(text):
        at = offset + match.start()
        run: list[Token] = []
        for token in reversed([t for t in tokens if t.end <= at]):
            if not (token.is_word and (token.is_capitalised or token.text.isdigit())):
                break
            run.insert(0, token)
        while run and run[0].text.casefold() in lexicon.words("sentence_starters"):
            run = run[1:]
        if run and run[-1].end == at and any(t.is_capitalised for t in run):
            name = text[run[0].start - offset : run[-1].end - offset]
            yield _Found(run[0].start, run[-1].end, name, "charity" if "charity" in match.group() else "company", "described", 0.85)


def _listed_bodies(page: Page, found: list[_Found]) -> Iterator[_Found]:
    """Items of a list whose lead-in says that it lists committees, partners … are names of such bodies as a whole."""
    lead: str | None = None
    for block in page.blocks:
        words = page.flat[block.start : block.end]
        if block.kind in {"paragraph", "heading"}:
            lists = _BODIES.search(words) and (block.kind == "heading" or _GIVES_LIST.search(words))
            lead = words if lists else None
        elif block.kind == "item" and lead and _is_name_like(words):
            inside = [f for f in found if block.start <= f.start and f.end <= block.end]
            if not any(f.end - f.start >= 0.6 * len(words) and f.rule == "register" for f in inside):
                yield _Found(block.start, block.end, page.words(block.start, block.end), "", "listed", 0.8)


def _is_name_like(words: str) -> bool:
    tokens = [t for t in tokens_of(words) if t.is_word]
    if not 2 <= len(tokens) <= 14 or not tokens[0].is_capitalised or words.rstrip()[-1:] in ".;:,":
        return False
    heads = {row["head"].split()[-1].casefold() for row in lexicon.rows("organisation_heads")}
    return tokens[-1].text.casefold() in heads or any(
        t.text in {"Board", "Committee", "Group", "Panel", "Forum", "Taskforce"} for t in tokens
    )


class _Names:
    """The names that the document itself explains: short forms of organisations, and short forms of other things."""

    def __init__(self, page: Page, found: Iterable[_Found]) -> None:
        self.of_organisation: dict[str, _Found] = {}
        self.of_other: set[str] = set()
        by_end = {f.end: f for f in found}
        for line in page.lines:
            text = page.flat[line.start : line.end]
            for definition in acronyms.definitions(text, line.start):
                organisation = by_end.get(definition.end)
                if organisation:
                    self.of_organisation.setdefault(definition.short, organisation)
                else:
                    self.of_other |= {definition.short, definition.short.removesuffix("s")}
            for short in acronyms.bracketed(text, line.start):
                organisation = by_end.get(short.end)
                if organisation and organisation.name[0] == short.short[0]:
                    self.of_organisation.setdefault(short.short, organisation)
            for other in acronyms.other_names(text, line.start):
                organisation = by_end.get(other.end)
                if organisation:
                    self.of_organisation.setdefault(other.short, organisation)
        for organisation in by_end.values():
            match = re.match(r"^([A-Z]{2,6})$", organisation.name)
            if match:
                self.of_organisation.setdefault(organisation.name, organisation)


def _word_places(page: Page, word: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(rf"(?<![\w&-]){re.escape(word)}(?![\w&-])", page.flat):
        yield match.start(), match.end()


def _defined(page: Page, known: _Names) -> Iterator[_Found]:
    for short, organisation in known.of_organisation.items():
        for start, end in _word_places(page, short):
            yield _Found(start, end, organisation.name, organisation.classification, "acronym", 0.95, organisation.body)


def _bare_acronyms(findings: Findings, known: _Names, found: list[_Found]) -> Iterator[_Found]:
    """Acronyms that nobody explains, but that act like an organisation more than once ("… has launched", "…’s")."""
    page = findings.page
    places: dict[str, list[tuple[int, int]]] = {}
    for match in re.finditer(r"(?<![\w&@#./-])[A-Z][A-Z0-9]{2,6}(?![\w&@#-])", page.flat):
        places.setdefault(match.group(), []).append(match.span())
    taken = lexicon.words("acronyms_not_organisations")
    for word, spans in places.items():
        if word.casefold() in taken or word in known.of_other or word in known.of_organisation or _is_shouting(page, spans):
            continue
        acts = Counter(_evidence(findings, start, end) for start, end in spans)
        if acts["acts"] + acts["named"] >= 2 or (acts["acts"] and len(spans) > 1):
            for start, end in spans:
                yield _Found(start, end, word, "other", "acronym.acting", 0.75)


def _is_shouting(page: Page, spans: list[tuple[int, int]]) -> bool:
    """Words in a heading or paragraph that is all in capitals are no acronyms."""
    line = page.line_at(spans[0][0])
    return page.flat[line.start : line.end].isupper() and line.end - line.start > 12


def _evidence(findings: Findings, start: int, end: int) -> str:
    if _ACTS.match(findings.page.flat, end):
        return "acts"
    return "named" if findings.hinted(start, end, "ORG") else "none"


def _lower_case_bodies(page: Page, known: _Names, found: list[_Found]) -> Iterator[_Found]:
    """ "DH audit and risk committee": a known organisation's body, written without capitals."""
    owners = {short for short in known.of_organisation if short.isupper()}
    for line in page.lines:
        for match in re.finditer(
            r"\b([A-Z][A-Z0-9]{1,7}) ((?:[A-Za-z]+ ){1,5}?(?:board|committee|panel|taskforce|forum)s?)\b",
            page.flat[line.start : line.end],
            re.IGNORECASE,
        ):
            words = match.group(2).split()
            if match.group(1) not in owners or words[0].casefold() in {"board", "boards"} or match.group(2).endswith("s"):
                continue
            if any(word.casefold() in {"the", "is", "has", "to", "its", "with", "for", "a"} for word in words):
                continue
            start, end = line.start + match.start(), line.start + match.end()
            yield _Found(start, end, page.words(start, end), "board", "body", 0.8)


def _short_forms(page: Page, found: list[_Found]) -> Iterator[_Found]:
    """A body's name without its owner in front, once the whole has been named: "the audit and risk committee"."""
    tails: dict[str, _Found] = {}
    for f in found:
        words = f.name.split()
        if len(words) >= 3 and words[-1].casefold() in _OWNED:
            for cut in range(1, len(words) - 1):
                tail = words[cut:]
                if tail[0].casefold() not in {"and", "of", "for", "the", "&", "on"}:
                    tails.setdefault(" ".join(tail).casefold(), f)
    for tail, organisation in tails.items():
        for match in re.finditer(rf"\b[Tt]he ({re.escape(tail)})\b", page.flat, re.IGNORECASE):
            yield _Found(*match.span(1), organisation.name, organisation.classification, "short form", 0.75)


def _overlaps(one: _Found, others: Iterable[_Found]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _without_overlaps(found: Iterable[_Found]) -> list[_Found]:
    """Keep the longest of names that overlap; of two that are as long, the surer."""
    kept: list[_Found] = []
    taken: set[int] = set()
    for f in sorted(found, key=lambda f: (f.start - f.end, -f.confidence, f.start)):
        if not taken.intersection(range(f.start, f.end)):
            kept.append(f)
            taken.update(range(f.start, f.end))
    return sorted(kept, key=lambda f: f.start)


def _whole(found: list[_Found]) -> None:
    """Give a body named without its owner ("Audit Committee") the one longer name that ends with it."""
    names = {f.name for f in found}
    for f in found:
        if f.name.split()[-1].casefold() in _OWNED:
            longer = {organisation_key(n): n for n in names if n.casefold().endswith(" " + f.name.casefold())}
            if len(longer) == 1:
                f.name = next(iter(longer.values()))


def _settle(findings: Findings, found: list[_Found], known: _Names, register: Register) -> None:
    """Give every mention its organisation's best name in this document, and every organisation what is known of it."""
    best: dict[str, str] = {}
    for f in found:
        key = _key(f, register)
        if key not in best or len(f.name) > len(best[key]):
            best[key] = f.name
    mentions = []
    for f in found:
        key = _key(f, register)
        body = f.body or register.named(f.name)
        mentions.append(Named(f.start, f.end, "organisation", best[key], key, f"rules.organisations.{f.rule}", f.confidence))
        findings.classifications.setdefault(key, (body.classification if body else f.classification) or "other")
        if body and body.identifier:
            findings.identifiers[key] = (body.scheme, body.identifier)
    findings.organisations = tuple(mentions)


def _key(f: _Found, register: Register) -> str:
    """The key of the organisation named: the register's where it has the body, under whichever name."""
    body = f.body or register.named(f.name)
    return organisation_key(body.name if body else f.name)
