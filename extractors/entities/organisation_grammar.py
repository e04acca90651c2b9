"""The grammar of UK public-body names over one line: "Barchester and Plumstead NHS Trust", "Department for X, Y and Z".

A name ends with a head ("… NHS Foundation Trust", "… County Council") or begins with one ("Department for …",
"University of …"). The heads are data (`lexicon/organisation_heads.csv`); this module says how far a name reaches.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from extractors import lexicon
from extractors.entities import titles
from extractors.entities.tokens import Phrases, Token, tokens_of

_JOINERS = frozenset({"and", "&", "of", "for", "the", "in", "on", "to", "with", "at", "de"})
_BETWEEN_BODIES = frozenset({"and", "&", "with", "to"})
_LEFT_JOINERS = frozenset({"and", "&", "of", "for", "the", "de"})
_PARTS = frozenset(
    {"Members", "Officers", "Directors", "Trustees", "Staff", "Governors", "Leaders", "Representatives", "Volunteers"}
    | {"Minutes", "Meeting", "Meetings", "Agenda", "Notes", "Membership", "Papers", "Decisions"}
)  # "Members of the Barset Board" are people, "Minutes of the Barset Board" a paper
_LONGEST = 30  # words of a name on either side of its head
_MONTHS_THAT_NAME = frozenset({"april", "may", "june"})  # given names too, and so not in calendar_words.txt
_SERIES_HEADS = re.compile(r"^(Department|Ministry|Office|Committee|Advisory|Joint|Secretary|Institute)\b")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of tokens that the grammar reads as an organisation's name, with how it classifies."""

    first: int
    last: int  # exclusive
    start: int
    end: int
    name: str
    classification: str
    rule: str


@cache
def _singular() -> dict[str, str]:
    """Heads that end a name, in the singular, with the classification that they give."""
    ending = {
        row["head"]: row["classification"] for row in lexicon.rows("organisation_heads") if row["position"] == "end"
    }
    plurals = {plural(head) for head in ending if plural(head) != head}
    return {head: kind for head, kind in ending.items() if head not in plurals}


@cache
def _end_heads() -> Phrases:
    return Phrases(_singular())


@cache
def _plural_heads() -> Phrases:
    strong = {
        head: kind
        for head, kind in _singular().items()
        if head.casefold() not in lexicon.words("organisation_weak_heads")
    }
    return Phrases({plural(head): f"{head}|{kind}" for head, kind in strong.items()})


@cache
def _start_heads() -> Phrases:
    rows = lexicon.rows("organisation_heads")
    return Phrases({row["head"]: row["classification"] for row in rows if row["position"] == "start"})


@cache
def _generic() -> frozenset[str]:
    return lexicon.words("organisation_generic_words")


@cache
def _starters() -> frozenset[str]:
    return lexicon.words("sentence_starters")


@cache
def _place_words() -> frozenset[str]:
    """First words of places: "in Stoke-on-Trent" says where a body is, and is not part of its name."""
    return frozenset(
        place.split()[0].split("-")[0].casefold()
        for place in (*lexicon.lines("places"), *lexicon.lines("places_world"))
    )


def plural(head: str) -> str:
    """Return the plural of a head: "Clinical Commissioning Group" → "Clinical Commissioning Groups"."""
    if head.endswith("y") and head[-2:-1] not in "aeiou":
        return head[:-1] + "ies"
    return head if head.endswith("s") else head + "s"


_BEFORE_PLACES = frozenset({"College", "University", "Hospital", "Mind", "Healthwatch"})
_Heads = dict[int, tuple[int, str]]
"""Where a head begins → where it ends, and its class."""


def candidates(line: str, offset: int, stops: frozenset[int] = frozenset()) -> list[Candidate]:
    """Return the organisation names of a line, longest first where they overlap, none overlapping.

    `stops` are offsets at which a name that is known already ends, so that "and" after it joins and does not name.
    """
    tokens = tokens_of(line, offset)
    singles, plurals = _end_heads().found_in(tokens), _plural_heads().found_in(tokens)
    ends = {head[0] for head in (plurals | singles).values()}
    begun = _by_start(tokens, ends, stops)
    universities = {c.last for c in begun if c.classification == "university"}
    found = [*_by_end(tokens, singles, plurals, ends | universities, stops), *begun]
    found.sort(key=lambda c: (c.first - c.last, c.first))
    kept: list[Candidate] = []
    taken: set[int] = set()
    for candidate in found:
        if taken.isdisjoint(range(candidate.first, candidate.last)):
            kept.append(candidate)
            taken.update(range(candidate.first, candidate.last))
    return sorted(kept, key=lambda c: c.first)


def _by_end(
    tokens: tuple[Token, ...], singles: _Heads, plurals: _Heads, ends: set[int], stops: frozenset[int]
) -> list[Candidate]:
    found: list[Candidate] = []
    for position in sorted({*singles, *plurals}):
        single, several = singles.get(position), plurals.get(position)
        if several and (single is None or several[0] >= single[0]):
            found.extend(_several(tokens, position, several, ends, stops))
        elif single:
            first = _reach_left(tokens, position, ends, stops)
            if (
                first < position
                and _distinguishes(tokens[first:position])
                and not _is_generic_owner(tokens, position)
                and not _is_title(tokens, first, single[0])
            ):
                last = _trailing_place(tokens, single[0])
                weak = joined(tokens[position : single[0]]).casefold() in lexicon.words("organisation_weak_heads")
                found.append(_candidate(tokens, first, last, single[1], "grammar.weak" if weak else "grammar.end"))
    return found


def _is_generic_owner(tokens: tuple[Token, ...], position: int) -> bool:
    """ "Officers of the University": a bare head after "the" is whose they are, and no name."""
    if position < 3 or tokens[position - 1].text != "the" or tokens[position - 2].text not in {"of", "for", "to"}:
        return False
    return tokens[position - 3].text not in {"Friends", "Senate", "Court"}


def _is_title(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Whether the words end with a job title ("Acting Chief Executive"), and so name a post."""
    return any((end := titles.heads().at(tokens, at)) and end[0] == last for at in range(first, last))


def _trailing_place(tokens: tuple[Token, ...], last: int) -> int:
    """ "King's College London": a place may follow directly on a college or university."""
    follows = last < len(tokens) and tokens[last - 1].text in _BEFORE_PLACES
    return last + 1 if follows and tokens[last].text.casefold() in lexicon.words("places") else last


def _reach_left(tokens: tuple[Token, ...], position: int, ends: set[int], stops: frozenset[int]) -> int:
    """Return the index of the first token of the name whose head begins at `position`."""
    first = position
    at = position - 1
    while at >= 0 and position - at < _LONGEST:
        token = tokens[at]
        if token.text == ",":
            if at in ends or not _comma_in_name(tokens, at, first):
                break
        elif token.is_possessive and (token.is_acronym or token.end in stops):
            break
        elif token.is_capitalised:
            first = at
        elif token.text not in _LEFT_JOINERS or token.is_possessive or _parts_names(tokens, at, ends, stops):
            break
        at -= 1
    return _trim_left(tokens, first, position)


def _parts_names(tokens: tuple[Token, ...], joint: int, ends: set[int], stops: frozenset[int]) -> bool:
    """Whether another body's name ends before "and": a known one, an acronym, or any where "the" follows."""
    if tokens[joint].text not in {"and", "&"}:
        return tokens[joint].text == "for" and joint in ends
    if joint in ends:
        return True
    before = tokens[joint - 1]
    acronym = (
        before.is_acronym
        and before.text != "NHS"
        and before.text.casefold() not in lexicon.words("acronyms_not_organisations")
    )
    repeats = tokens[joint + 1].text == before.text  # "Age UK Barset and Barset Fire Service"
    return before.end in stops or acronym or repeats or tokens[joint + 1].text == "the"


def _comma_in_name(tokens: tuple[Token, ...], comma: int, first: int) -> bool:
    """A comma belongs to the name in "NHS Barset, Plumstead and Coastal …": places before it, "and" after it."""
    if first != comma + 1 or comma == 0:
        return False
    after = [token.text for token in tokens[comma + 1 : comma + 8]]
    if "and" not in after and "&" not in after and "," not in after:
        return False
    before = tokens[comma - 1]
    names_place = before.text.casefold() in lexicon.words("places")
    prefixed = comma > 1 and tokens[comma - 2].text == "NHS"
    return before.is_capitalised and (names_place or prefixed)


def _trim_left(tokens: tuple[Token, ...], first: int, position: int) -> int:
    at = first
    while at < position:
        title = titles.heads().at(tokens, at)
        joined = (
            title is not None
            and title[0] < position
            and tokens[title[0]].text in {"of", "for", "at", "in", "to", ",", "and"}
        )
        if joined and title is not None:
            first = title[0] + 1
        elif tokens[at].text in _PARTS and at + 1 < position and tokens[at + 1].text in {"of", "from", "at"}:
            first = at + 2
        at += 1
    while first < position:
        token = tokens[first]
        if (
            (first + 1 < position and _is_month_before(tokens, first))
            or token.text in _JOINERS
            or token.text == ","
            or token.text.casefold() in _starters()
        ):
            first += 1
        else:
            break
    return first


def _is_month_before(tokens: tuple[Token, ...], first: int) -> bool:
    """ "at the June Barset Board", "12 May Barset Board": the month tells when, and is not part of the name."""
    if tokens[first].text.casefold() not in lexicon.words("calendar_words") | _MONTHS_THAT_NAME:
        return False
    before = tokens[first - 1].text if first else ""
    return before.casefold() in {"the", "this", "last", "next", "our", "in", "on"} or before[:1].isdigit()


def _distinguishes(tokens: tuple[Token, ...]) -> bool:
    """Whether some word before the head tells this body from others of its kind ("Barset" does, "Local" does not)."""
    return any(t.is_capitalised and t.text.casefold() not in _generic() for t in tokens)


def _by_start(tokens: tuple[Token, ...], ends: set[int], stops: frozenset[int]) -> list[Candidate]:
    found = []
    for position, head in _start_heads().found_in(tokens).items():
        dated = head[0] < len(tokens) and tokens[head[0]].text.casefold() in lexicon.words("calendar_words")
        if not dated and (position == 0 or not tokens[position - 1].is_acronym):
            placed = joined(tokens[position : head[0]]).casefold() in lexicon.words("organisation_place_heads")
            last = _reach_places(tokens, head[0]) if placed else _reach_right(tokens, head[0], head[1], ends, stops)
            if last > head[0]:
                first = position if placed else _named_before(tokens, position)
                if first < position and tokens[head[0] - 1].text == "for" and last in ends:
                    continue  # "Vale Housing Trust for Vale Borough Council" are two
                found.append(_candidate(tokens, first, last, head[1], "grammar.start"))
    return found


def _named_before(tokens: tuple[Token, ...], position: int) -> int:
    """ "Barset Council on Bioethics": capitalised words right before a starting head belong to the name."""
    first = position
    while (
        first
        and position - first < _LONGEST
        and tokens[first - 1].is_capitalised
        and not tokens[first - 1].is_possessive
    ):
        first -= 1
    return _trim_left(tokens, first, position)


def _reach_places(tokens: tuple[Token, ...], position: int) -> int:
    """Return the index after the words of places that follow directly, joined by "and"."""
    places = lexicon.words("places") | {"south", "north", "east", "west", "mid", "greater", "and", "&", "coast"}
    last = position
    for at in range(position, len(tokens)):
        if tokens[at].text.casefold() not in places or (tokens[at].text.islower() and tokens[at].text != "and"):
            break
        if tokens[at].is_capitalised:
            last = at + 1
    return last if any(t.text.casefold() in lexicon.words("places") for t in tokens[position:last]) else position


def _reach_right(tokens: tuple[Token, ...], position: int, kind: str, ends: set[int], stops: frozenset[int]) -> int:
    """Return the index after the last token of the name whose starting head, of that kind, ends at `position`."""
    last = position
    at = position
    series = bool(_SERIES_HEADS.match(tokens[max(0, position - 2)].text) or _SERIES_HEADS.match(tokens[0].text))
    while at < len(tokens) and at - position < _LONGEST:
        token = tokens[at]
        if token.is_capitalised and not token.is_possessive:
            last = at + 1
        elif token.is_capitalised:
            return at + 1
        elif at - last >= 2 or not (
            series and "and" not in {t.text for t in tokens[position:at]} and _series_follows(tokens, at)
            if token.text == ","
            else _joins(tokens, at)
            and tokens[at - 1].end not in stops
            and (series or not _another_follows(tokens, at, kind, ends, stops))
        ):
            break
        at += 1
    return last


def _another_follows(tokens: tuple[Token, ...], joint: int, kind: str, ends: set[int], stops: frozenset[int]) -> bool:
    """Whether "and" leads on to another body: "University of Barset and Vale NHS Trust"; one place has a university."""
    if tokens[joint].text not in _BETWEEN_BODIES:
        return False
    if kind == "university" and tokens[joint].text in {"and", "&"}:
        return True
    at = joint + 1
    while at < min(len(tokens), joint + 9) and (tokens[at].is_capitalised or tokens[at].text in _LEFT_JOINERS):
        if at + 1 in ends or tokens[at].end in stops:
            return True
        at += 1
    return False


def _joins(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a small word goes on with a name; "in" before a place only says where the body is."""
    following = tokens[at + 1].text.casefold() if at + 1 < len(tokens) else ""
    if tokens[at].text in {"in", "on"} and following in _place_words() | lexicon.words("calendar_words"):
        return False
    return tokens[at].text in _JOINERS


def _series_follows(tokens: tuple[Token, ...], comma: int) -> bool:
    """Whether the words after a comma go on with the name: "… for Digital, Culture, Media and Sport"."""
    for token in tokens[comma + 1 : comma + 9]:
        if token.text in {"and", "&"}:
            return True
        if token.text != "," and not token.is_capitalised:
            return False
    return False


def _candidate(tokens: tuple[Token, ...], first: int, last: int, classification: str, rule: str) -> Candidate:
    start, end = tokens[first].start, tokens[last - 1].end
    return Candidate(first, last, start, end, joined(tokens[first:last]), classification, rule)


def joined(tokens: tuple[Token, ...]) -> str:
    """Return the words of a run of tokens as one name, inner possessives kept."""
    words: list[str] = []
    for before, token, after in zip((None, *tokens), tokens, (*tokens[1:], None), strict=False):
        glued = before is not None and token.start == before.end
        ending = ""
        if token.is_possessive and after is not None:
            ending = "’s" if after.start - token.end > len("’ ") else "’"  # "James’s Hospital", "Carers’ Hub"
        words.append(("" if glued or not words else " ") + token.text + ending)
    return "".join(words)


def _several(
    tokens: tuple[Token, ...], position: int, head: tuple[int, str], ends: set[int], stops: frozenset[int]
) -> list[Candidate]:
    """Read "NHS A and NHS B Clinical Commissioning Groups" as two names; a plural that names nobody gives none."""
    first = _reach_left(tokens, position, ends, stops)
    if first >= position or not _distinguishes(tokens[first:position]):
        return []
    singular, classification = head[1].split("|")
    parts = _parts(tokens, first, position)
    if len(parts) < 2:
        return []
    prefix = "NHS " if tokens[first].text == "NHS" else ""
    found = []
    for begin, end in parts:
        words = joined(tokens[begin:end])
        name = f"{words if words.startswith(prefix) else prefix + words} {singular}"
        last = head[0] if end == position else end
        found.append(replace(_candidate(tokens, begin, last, classification, "grammar.plural"), name=name))
    return found


def _parts(tokens: tuple[Token, ...], first: int, last: int) -> list[tuple[int, int]]:
    """Split the names before a plural head: where the prefix is repeated, else at the last "and", else at all."""
    joins = [i for i in range(first + 1, last) if tokens[i].text in {"and", "&"}]
    repeated = [i for i in joins if tokens[i + 1].text == tokens[first].text]
    if repeated:
        cuts = repeated
    elif len(joins) > 1:
        cuts = joins[-1:]
    else:
        cuts = [i for i in range(first + 1, last) if tokens[i].text in {"and", "&", ","}]
    edges = [first - 1, *cuts, last]
    return [(a + 1, b) for a, b in pairwise(edges) if b > a + 1]
