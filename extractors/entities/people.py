"""People that a document names: full names with what speaks for them, and surname-only mentions joined to them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from extractors import lexicon
from extractors.entities.findings import Findings, Named
from extractors.entities.names_of_people import NameShape, cannot_be_name, shapes
from extractors.entities.titles import begins_with_title, ends_with_title
from extractors.page import Line
from extractors.resolution.names import person_key
from extractors.spans import SpanIndex

_SPEAKS = re.compile(
    r",? (?:said|says|added|adds|explained|commented|told|welcomed|announced|urged|warned|wrote|who)\b"
)
_SAYS = r"said|says|added|adds|explained|explains|commented|told|recalled|continued|concluded"
_SAYS_BEFORE = re.compile(rf"\b(?:{_SAYS}) $")
_MEMBERS = re.compile(
    r"\b(members?|membership|attend(?:ance|ees|ed)|present|apologies|signed|signatories|speakers|trustees|"
    r"governors|directors|panel|team|ministers|people)\b",
    re.IGNORECASE,
)
_IN_APPOSITION = re.compile(r"[A-Z][\w’'-]+, [^,.;:]{3,60}, $")
_NEAR = 120  # characters before a name that an apposition may take
_LONGEST = 5  # words in a name; longer runs of capitals are headings
_PEERAGE = frozenset({"lord", "lady", "baroness", "baron", "earl", "viscount"})


@dataclass(frozen=True, slots=True)
class _Candidate:
    shape: NameShape
    confidence: float
    rule: str


def find_people(findings: Findings) -> None:
    """Set the document's people and their honorifics; needs its organisations and the recogniser's hints."""
    found = [c for line in findings.page.lines for c in _in_line(findings, line)]
    full = [_named(findings, c) for c in found]
    findings.people = tuple(_joined([*full, *_surnames(findings, full), *_first_names(findings, full)]))


def _in_line(findings: Findings, line: Line) -> Iterator[_Candidate]:
    text = findings.page.flat[line.start : line.end]
    for shape in shapes(text, line.start):
        if len(shape.words) == 1 and not shape.honorific:
            continue  # any capitalised word: too little, whatever stands around it
        for part in _trimmed(shape, text, line.start):
            if not _is_taken(findings, part) and (found := _judge(findings, line, part)):
                yield found


def _trimmed(shape: NameShape, text: str, offset: int) -> Iterator[NameShape]:
    """Cut a run of capitalised words at those that no name has ("Executive Susan Example" → "Susan Example")."""
    words = [
        (m.group(), m.start(), m.end()) for m in re.finditer(r"\S+", text[shape.start - offset : shape.end - offset])
    ]
    run: list[tuple[str, int, int]] = []
    for at, word in enumerate(words):
        if _breaks_name(words, at, run, shape):
            yield from _part(shape, words, run)
            run = []
        else:
            run.append(word)
    yield from _part(shape, words, run)


def _breaks_name(words: list[tuple[str, int, int]], at: int, run: list[tuple[str, int, int]], shape: NameShape) -> bool:
    """Whether a word is none of a name's: an ordinary word is one only as a surname after a sure given name."""
    word = words[at][0]
    if not cannot_be_name(word):
        return False
    if not run and word.casefold() in _certain_given() and at + 1 < len(words) and not cannot_be_name(words[at + 1][0]):
        return False
    surname = word.casefold() in lexicon.words("family_names_that_are_words")
    given = bool(run) and (run[0][0].casefold() in _certain_given() or bool(shape.honorific))
    return not (surname and given and (at == len(words) - 1 or cannot_be_name(words[at + 1][0])))


def _part(shape: NameShape, words: list[tuple[str, int, int]], run: list[tuple[str, int, int]]) -> Iterator[NameShape]:
    if not run or len(run) > _LONGEST:
        return
    start, end = shape.start + run[0][1], shape.start + run[-1][2]
    opens, closes = run[0] is words[0], run[-1] is words[-1]
    yield replace(
        shape,
        start=start,
        end=end,
        words=tuple(word for word, _, _ in run),
        honorific=shape.honorific if opens else "",
        outer_start=shape.outer_start if opens else start,
        outer_end=shape.outer_end if closes else end,
    )


@cache
def _certain_given() -> frozenset[str]:
    return lexicon.words("given_names")


def _is_taken(findings: Findings, shape: NameShape) -> bool:
    """Whether the words are part of an organisation's name."""
    return bool(findings.organisations_over(shape.start, shape.end))


def _judge(findings: Findings, line: Line, shape: NameShape) -> _Candidate | None:
    """Weigh what speaks for a person; None where it is too little."""
    count = len(shape.words)
    weak = shape.honorific.casefold() in lexicon.words("honorifics_weak")
    if weak and not (shape.is_given_first or findings.hinted(shape.start, shape.end, "PERSON")):
        return None
    if shape.honorific:
        if count > 1 or shape.honorific.split()[-1].casefold() in _PEERAGE or _needs_no_given(shape):
            return _Candidate(shape, 0.97 if count > 1 else 0.8, "honorific")
        return None
    if count < 2:
        return None
    if all(word.casefold() in lexicon.words("places") for word in shape.words):
        return None
    hinted = findings.hinted(shape.start, shape.end, "PERSON")
    evidence = _surroundings(findings, line, shape)
    if shape.is_given_first:
        return _Candidate(shape, min(0.97, 0.8 + 0.1 * evidence + 0.07 * hinted), "given name")
    if shape.may_be_given_first and (evidence or hinted) and not _places_only(shape):
        return _Candidate(shape, min(0.95, 0.6 + 0.15 * evidence + 0.15 * hinted), "given name")
    if evidence == 2 or (evidence and hinted):
        return _Candidate(shape, 0.85 if hinted else 0.7, "context")
    return None


def _places_only(shape: NameShape) -> bool:
    return shape.words[-1].casefold() in lexicon.words("places") and shape.words[0].casefold() in lexicon.words(
        "places"
    )


def _needs_no_given(shape: NameShape) -> bool:
    return shape.honorific.split()[0].casefold().rstrip(".") in {
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "cllr",
        "councillor",
    }


def _surroundings(findings: Findings, line: Line, shape: NameShape) -> int:
    """How far the words around say that this is a person: 2 clearly, 1 somewhat, 0 not."""
    flat = findings.page.flat
    before = flat[line.start : shape.outer_start]
    after = flat[shape.outer_end : line.end]
    if _IN_APPOSITION.search(before[-_NEAR:]) and ends_with_title(before.rstrip(" ,")):
        return 0  # "Susan Example, People Director, Sunrise Foods, said": the last is whose director she is
    if shape.has_post_nominals or _SPEAKS.match(after):
        return 2
    alone = not before.strip() and not after.strip()
    if alone and begins_with_title(_next_line(findings, line)):
        return 2
    if not before.strip() and re.match(r"\s*[,(–—:-]", after) and begins_with_title(after.lstrip(" ,(–—:-")):
        return 2
    if re.match(r"\s*[,(]", after) and begins_with_title(after.lstrip(" ,(")):
        return 2
    if ends_with_title(before.rstrip(" ,:–—-")):
        return 2
    return 1 if alone and line.block.kind in {"item", "row"} and _under_members(findings, line) else 0


def _next_line(findings: Findings, line: Line) -> str:
    following = findings.page.lines[line.index + 1 : line.index + 2]
    return findings.page.flat[following[0].start : following[0].end] if following else ""


def _under_members(findings: Findings, line: Line) -> bool:
    """Whether the nearest heading or lead-in above a list speaks of members, attendance and the like."""
    for block in reversed(findings.page.blocks[: line.block_index]):
        if block.kind in {"heading", "paragraph"}:
            return bool(_MEMBERS.search(findings.page.flat[block.start : block.end]))
    return False


def _named(findings: Findings, candidate: _Candidate) -> Named:
    shape = candidate.shape
    name = " ".join(shape.words)
    if len(shape.words) == 1 and shape.honorific.split()[-1].casefold() in _PEERAGE:
        name = f"{shape.honorific.split()[-1]} {name}"
    key = person_key(name)
    if shape.honorific:
        findings.honorifics.setdefault(key, shape.honorific)
    return Named(shape.start, shape.end, "person", name, key, f"rules.people.{candidate.rule}", candidate.confidence)


def _surnames(findings: Findings, full: list[Named]) -> Iterator[Named]:
    """Surname-only mentions of people who are named in full: "Example said", where one person has that surname."""
    by_surname: dict[str, dict[str, Named]] = {}
    for person in full:
        words = person.name.split()
        if len(words) > 1:
            by_surname.setdefault(words[-1], {}).setdefault(person.key, person)
    places = lexicon.words("places")
    known = {
        surname: next(iter(people.values()))
        for surname, people in by_surname.items()
        if len(people) == 1 and not cannot_be_name(surname) and surname.casefold() not in places
    }
    if not known:
        return
    taken = SpanIndex(full, lambda p: (p.start, p.end))
    forms = "|".join(re.escape(surname) for surname in sorted(known, key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w’'-])(?:{forms})(?![\w-])", findings.page.flat):
        start, end = match.span()
        if not findings.organisations_over(start, end) and not taken.overlapping(start, end):
            person = known[match.group()]
            yield Named(start, end, "person", person.name, person.key, "rules.people.surname", 0.75)


def _first_names(findings: Findings, full: list[Named]) -> Iterator[Named]:
    """First names alone of people who are named in full, where they speak: "…," Susan said."""
    by_first: dict[str, dict[str, Named]] = {}
    for person in full:
        words = person.name.split()
        if len(words) > 1:
            by_first.setdefault(words[0], {}).setdefault(person.key, person)
    known = {first: next(iter(people.values())) for first, people in by_first.items() if len(people) == 1}
    if not known:
        return
    taken = SpanIndex(full, lambda p: (p.start, p.end))
    forms = "|".join(re.escape(first) for first in sorted(known, key=len, reverse=True))
    for match in re.finditer(
        rf"(?<![\w’'-])(?:{forms})(?= (?:{_SAYS})\b)|(?<=[a-z] )(?:{forms})(?=[.,:])", findings.page.flat
    ):
        start, end = match.span()
        alone = findings.page.flat[match.end()] == " " or _SAYS_BEFORE.search(
            findings.page.flat, max(0, start - 14), start
        )
        if alone and not findings.organisations_over(start, end) and not taken.overlapping(start, end):
            person = known[match.group()]
            yield Named(start, end, "person", person.name, person.key, "rules.people.first name", 0.75)


def _joined(people: Iterable[Named]) -> list[Named]:
    """Join "Mr Example" and "John Example", "J. Example" and "John Adam Example" within the document."""
    ordered = sorted(people, key=lambda p: p.start)
    by_surname: dict[str, list[str]] = {}
    for name in sorted({p.name for p in ordered}, key=lambda n: (-len(n.split()), -len(n), n)):
        by_surname.setdefault(name.split()[-1].casefold(), []).append(name)
    joined: dict[str, str] = {}
    for name in {p.name for p in ordered}:
        others = [f for f in by_surname[name.split()[-1].casefold()] if f != name and _is_shorter_form(name, f)]
        if len({person_key(other) for other in others}) == 1:
            joined[name] = others[0]
    names = (joined.get(person.name, person.name) for person in ordered)
    return [replace(person, name=name, key=person_key(name)) for person, name in zip(ordered, names, strict=True)]


def _is_shorter_form(short: str, full: str) -> bool:
    """Whether `short` is `full` with given names left out or as initials; one word must be the surname."""
    a, b = short.split(), full.split()
    if len(a) >= len(b) and not any(len(w.rstrip(".")) == 1 for w in a):
        return False
    if a[-1].casefold() != b[-1].casefold():
        return False
    return all(
        any(w.rstrip(".").casefold() == o.casefold() or (len(w.rstrip(".")) == 1 and o.startswith(w[0])) for o in b)
        for w in a[:-1]
    )
