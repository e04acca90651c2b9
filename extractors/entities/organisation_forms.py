"""Other forms in which a document names its organisations: acronyms, bodies without their owner, lower-case names."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from extractors import lexicon
from extractors.entities import acronyms
from extractors.entities.findings import Findings
from extractors.entities.found import Found, names_thing
from extractors.entities.organisation_acts import agentive, placed
from extractors.page import Page
from extractors.resolution.names import organisation_key

_ACTS = re.compile(
    r"(?:[’']s\b| (?:has|have|had|is|are|was|were|will|would|provides?|employs?|says?|said|works?|supports?|leads?|"
    r"publish(?:es|ed)?|launch(?:es|ed)?|marks?|announces?|announced|recognises?|commissions?|delivers?|"
    r"plans?|aims?)\b)"
)
_ACRONYM = re.compile(r"(?<![\w&@#./-])[A-Z][A-Z0-9]{2,6}(?![\w&@#-])")
_LEGAL_FORM = re.compile(r",? (?:Limited|Ltd\.?|plc|PLC|CIC|LLP|Inc\.?|CIO)$")
_SHORT = re.compile(r"(?<![\w&-])[A-Z][A-Z0-9&]{1,9}(?![\w&-])")
_OWNED = frozenset({"board", "committee", "panel", "coalition", "taskforce", "forum", "commission"})
_OWNED_BODY = re.compile(
    r"\b([A-Z][A-Z0-9]{1,7}) ((?:[A-Za-z]+ ){1,5}?(?:[Bb]oard|[Cc]ommittee|[Pp]anel|[Tt]askforce|[Ff]orum))\b"
)
_NOT_IN_BODY = frozenset({"the", "is", "has", "to", "its", "with", "for", "a", "board", "boards"})
_LINKS = frozenset({"and", "of", "for", "the", "&", "on"})


class DocumentNames:
    """The short forms that the document itself explains: of organisations, and of other things (a plan, a method)."""

    def __init__(self, page: Page, found: Iterable[Found]) -> None:
        self.of_organisation: dict[str, Found] = {}
        self.of_other: set[str] = set()
        self.explained: dict[str, acronyms.Definition] = {}  # short forms of what no rule knows as a body
        by_end = {f.end: f for f in found}
        for line in page.lines:
            self._read(page.flat[line.start : line.end], line.start, by_end)
        for organisation in by_end.values():
            if re.fullmatch(r"[A-Z]{2,6}", organisation.name):
                self.of_organisation.setdefault(organisation.name, organisation)

    def _read(self, text: str, offset: int, by_end: dict[int, Found]) -> None:
        if "(" not in text and "[" not in text:
            return
        for definition in acronyms.definitions(text, offset):
            if definition.end in by_end:
                self.of_organisation.setdefault(definition.short, by_end[definition.end])
            else:
                self.of_other |= {definition.short, definition.short.removesuffix("s")}
                self.explained.setdefault(definition.short, definition)
        for short in acronyms.bracketed(text, offset):
            if _ends_with_thing(text[: short.end - offset]):
                self.of_other.add(short.short)
            organisation = by_end.get(short.end)
            if organisation and organisation.name[0] == short.short[0]:
                self.of_organisation.setdefault(short.short, organisation)
        for other in acronyms.other_names(text, offset):
            if other.end in by_end:
                self.of_organisation.setdefault(other.short, by_end[other.end])


def _ends_with_thing(words: str) -> bool:
    """Whether words end with a law, plan …, and its year: what stands in brackets after them is its short form."""
    before = [word.casefold() for word in words[-80:].split() if not word.strip("()-–/,").isdigit()]
    things = lexicon.words("organisation_not_heads")
    return any(" ".join(before[-count:]) in things for count in (1, 2) if count <= len(before))


def explained_bodies(findings: Findings, known: DocumentNames) -> Iterator[Found]:
    """Return names that the text explains with a short form, where that acts as only bodies do ("Sun Kin (SK)")."""
    page = findings.page
    places: dict[str, list[tuple[int, int]]] = {}
    for match in _SHORT.finditer(page.flat) if known.explained else ():
        places.setdefault(match.group(), []).append(match.span())
    for short, definition in known.explained.items():
        if not short.isupper() or short.casefold() in lexicon.words("acronyms_not_organisations"):
            continue
        if names_thing(page, definition.start, definition.end) or not _is_written_as_name(definition.long):
            continue
        if any(agentive(page, *place) for place in places.get(short, ())) or placed(
            page, definition.start, definition.end
        ):
            name = page.words(definition.start, definition.end)
            yield Found(definition.start, definition.end, name, "other", "explained", 0.75)


def _is_written_as_name(words: str) -> bool:
    """Whether every word but the small links is capitalised, two at least, and not all are everyday words."""
    capitals = [word for word in words.split() if word not in _LINKS]
    common = lexicon.words("capitalised_common") | lexicon.words("organisation_generic_words")
    return (
        len(capitals) > 1
        and all(word[0].isupper() for word in capitals)
        and not all(word.casefold() in common for word in capitals)
    )


def defined_forms(page: Page, known: DocumentNames) -> Iterator[Found]:
    """Return every place of the short forms that the document explains as an organisation's."""
    if not known.of_organisation:
        return
    forms = "|".join(re.escape(short) for short in sorted(known.of_organisation, key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w&-])(?:{forms})(?![\w&-])", page.flat):
        whole = known.of_organisation[match.group()]
        yield Found(match.start(), match.end(), whole.name, whole.classification, "acronym", 0.95, whole.body)


def acting_acronyms(findings: Findings, known: DocumentNames) -> Iterator[Found]:
    """Return acronyms that nobody explains, but that act like an organisation ("… has launched", "…’s")."""
    places: dict[str, list[re.Match[str]]] = {}
    for match in _ACRONYM.finditer(findings.page.flat):
        places.setdefault(match.group(), []).append(match)
    explained = known.of_other | set(known.of_organisation)
    for word, matches in places.items():
        if word in explained or word.casefold() in lexicon.words("acronyms_not_organisations"):
            continue
        if not _is_shouting(findings.page, matches[0].start()) and _acts(findings, matches):
            for match in matches:
                yield Found(match.start(), match.end(), word, "other", "acronym.acting", 0.75)


def _is_shouting(page: Page, position: int) -> bool:
    """Words in a heading or paragraph that is all in capitals are no acronyms."""
    line = page.line_at(position)
    return page.flat[line.start : line.end].isupper() and line.end - line.start > 12


def _acts(findings: Findings, matches: list[re.Match[str]]) -> bool:
    """Two places must speak for an organisation, of which one by a verb or possessive where there are only two."""
    evidence: Counter[str] = Counter()
    for match in matches:
        if placed(findings.page, *match.span()):
            evidence["acts"] += 2  # "in partnership with BHTX": nothing but a body stands there
        elif _ACTS.match(findings.page.flat, match.end()):
            evidence["acts"] += 1
        elif findings.hinted(match.start(), match.end(), "ORG"):
            evidence["named"] += 1
    return evidence["acts"] + evidence["named"] >= 2 or (evidence["acts"] > 0 and len(matches) > 1)


def owned_bodies(page: Page, known: DocumentNames) -> Iterator[Found]:
    """Return bodies of a known organisation that are written without capitals: "DH audit and risk committee"."""
    owners = {short for short in known.of_organisation if short.isupper()}
    for line in page.lines if owners else ():
        for match in _OWNED_BODY.finditer(page.flat, line.start, line.end):
            words = {word.casefold() for word in match.group(2).split()[:-1]}
            if match.group(1) in owners and not words & _NOT_IN_BODY:
                start, end = match.span()
                yield Found(start, end, page.words(start, end), "board", "body", 0.8)


def ownerless_forms(page: Page, found: Iterable[Found]) -> Iterator[Found]:
    """Return bodies named without their owner, once the whole has been named: "the audit and risk committee"."""
    tails: dict[str, Found] = {}
    for whole in found:
        words = whole.name.split()
        if len(words) >= 3 and words[-1].casefold() in _OWNED:
            for cut in range(1, len(words) - 1):
                if words[cut].casefold() not in _LINKS:
                    tails.setdefault(" ".join(words[cut:]).casefold(), whole)
    if not tails:
        return
    forms = "|".join(re.escape(tail) for tail in sorted(tails, key=len, reverse=True))
    for match in re.finditer(rf"\bthe ({forms})\b", page.flat, re.IGNORECASE):
        whole = tails[match.group(1).casefold()]
        yield Found(*match.span(1), whole.name, whole.classification, "short form", 0.75)


def give_owners(found: list[Found], known: DocumentNames) -> None:
    """Give a body named without its owner ("Audit Committee") the one longer name that is its owner's and its own."""
    shorts = {short.casefold() for short in known.of_organisation}
    names = list(dict.fromkeys(f.name for f in found))
    for body in found:
        if body.name.rsplit(maxsplit=1)[-1].casefold() in _OWNED:
            tail = " " + body.name.casefold()
            owners = {form.casefold() for form in names} | shorts
            longer = [n for n in names if n.casefold().endswith(tail) and n.casefold().removesuffix(tail) in owners]
            if len({organisation_key(n) for n in longer}) == 1:
                body.name = longer[0]


def without_legal_form(page: Page, found: Iterable[Found]) -> Iterator[Found]:
    """Return the places where a company is named without its legal form ("Barset Homes" of "Barset Homes Limited")."""
    wholes: dict[str, Found] = {}
    for whole in found:
        short = _LEGAL_FORM.sub("", whole.name)
        if short != whole.name and len(short.split()) > 1:
            wholes.setdefault(short, whole)
    if not wholes:
        return
    forms = "|".join(re.escape(short) for short in sorted(wholes, key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w&-])(?:{forms})(?![\w&-])", page.flat):
        whole = wholes[match.group()]
        yield Found(match.start(), match.end(), whole.name, whole.classification, "short form", 0.9, whole.body)
