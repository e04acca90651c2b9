"""Pairs of organisations of which one sentence says that they work together: a phrase between them, with both ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors import lexicon
from extractors.cues import any_of
from extractors.entities.findings import Findings
from extractors.facts import pairs_acting
from extractors.facts.groups import is_group
from extractors.facts.pairs_acting import Pair
from extractors.facts.pairs_opening import pairs_by_build
from extractors.facts.parties import Party, chain, chain_before, describes, is_object, pairs_of, parties_in
from extractors.records import Span

_FEW = 4
_OF_OURS = re.compile(r"(?:The|This|It|A|An|Our) ")
_BREAK = re.compile(r"[;:]|\.(?=\s|$)|,? (?:which|who|that|while|whereas|but|because|so that)\b")
_NEGATED = re.compile(
    r"\b(?:not|never|no longer|neither|failed to|refused to|ended|withdrew|rather than|instead of|unable to|cannot)\b"
)
_OVER = re.compile(
    r"\b(?:stopped|ceased|[Uu]nlike|hopes? to|hoping to|would like to|used to work|[Uu]ntil \d{4},? (?:we|it|they))\b"
)
_PREPOSITIONS = frozenset({"with", "by", "of", "from", "between", "to", "for", "on", "in", "is", "are", "include"})
_AND_WITH = re.compile(r"\band (?:also )?(?:closely )?with (?:the |our )?$")
_JOINTLY_DONE = frozenset({"delivers", "funds", "commissions", "signs", "sponsors", "joint"})
_TELLING = (
    "agency of", "commissions", "delivers", "funds", "sponsors", "signs", "partnership", "works with", "joint",
    "supports", "member of",
)  # fmt: skip
_IN_PARTNERSHIP = frozenset({"partnership", "joint"})
_MOST_DOING_TOGETHER = 3  # of more bodies after "run by" each runs its own; "jointly" has a rule that knows no limit
_LOOK_BACK = 8  # bodies before a phrase among which the one that acts is sought
_FARTHEST = 10  # words between a preposition and the first name after it: "with our local partners, including …"
_ALONG = re.compile(r"\b(?:along|together|as well|alongside|with)\b")
_PERSON = re.compile(r"(?:She|He)\b")


@dataclass(frozen=True, slots=True)
class _Cue:
    """A phrase of the lexicon where a sentence has it."""

    start: int
    end: int
    words: str
    relation: str
    direction: str


_CLOSELY = (
    r"work(?:s|ed|ing)?(?: (?:\w+ly|very|so|even|more|also|hard|hand in hand|side by side|together)){1,3} with|"
    r"in (?:\w+ly |very )?(?:close |strategic |formal |full |active |equal |joint |local |new )*"
    r"(?:partnership|collaboration|association|cooperation|co-operation|conjunction|concert) with"
)  # with adverbs between, of which no list is complete


@cache
def _relations() -> re.Pattern[str]:
    listed = any_of((row["phrase"] for row in lexicon.rows("partnership_relations")), space=r"\s+")
    return re.compile(rf"\b({listed}|{_CLOSELY})\b", re.IGNORECASE)


@cache
def _meaning() -> dict[str, tuple[str, str]]:
    return {
        row["phrase"].casefold(): (row["relation"], row["direction"]) for row in lexicon.rows("partnership_relations")
    }


def pairs_in(findings: Findings, sentence: Span) -> Iterator[Pair]:
    """Return the pairs of which a sentence says that they work together, with the words that say so."""
    if not findings.organisations_in(sentence.start, sentence.end) or _is_about_person(findings, sentence):
        return
    parties = parties_in(findings, sentence)
    found = [pair for cue in _cues(findings, sentence) for pair in _around(findings, sentence, parties, cue)]
    found += pairs_acting.pairs_acting(findings, sentence, parties)
    found += pairs_by_build(findings, sentence, parties)
    found = [pair for pair in found if not _is_over(findings, sentence, pair)]
    yield from _plainest(found)


def _is_over(findings: Findings, sentence: Span, pair: Pair) -> bool:
    """Whether a sentence says that two no longer, or do not yet, work together: "until 2023 we worked with A"."""
    return _OVER.search(findings.page.flat, sentence.start, max(pair.one.start, pair.two.start)) is not None


def _plainest(found: list[Pair]) -> Iterator[Pair]:
    """One row for two bodies in a sentence: of all that it says of them, the relation that tells most."""
    said: dict[frozenset[str], Pair] = {}
    for pair in found:
        key = frozenset((pair.one.body.key, pair.two.body.key))
        known = said.get(key)
        if known is None or _TELLING.index(pair.relation) < _TELLING.index(known.relation):
            said[key] = pair
    yield from said.values()


def _is_about_person(findings: Findings, sentence: Span) -> bool:
    """Whether a sentence tells what a person does ("She is a partner at … and sits on the board of …")."""
    if _PERSON.match(findings.page.flat, sentence.start):
        return True
    first = findings.people_in(sentence.start, min(sentence.end, sentence.start + 60))
    organisations = findings.organisations_in(sentence.start, sentence.end)
    return bool(first) and first[0].start < organisations[0].start


def _cues(findings: Findings, sentence: Span) -> Iterator[_Cue]:
    flat = findings.page.flat
    for match in _relations().finditer(flat, sentence.start, sentence.end):
        if findings.organisations_over(match.start(), match.start() + 1):
            continue
        if _NEGATED.search(flat, max(sentence.start, match.start() - 40), match.start()):
            continue
        words = " ".join(match.group(1).casefold().split())
        kind = "partnership" if words.startswith("in ") else "works with"
        yield _Cue(match.start(), match.end(), words, *_meaning().get(words, (kind, "forward")))


def _around(findings: Findings, sentence: Span, parties: list[Party], cue: _Cue) -> Iterator[Pair]:
    """The pairs that one phrase makes: each subject with each object, and those who do a thing jointly."""
    objects = _objects(findings, sentence, parties, cue)
    if not objects:
        return
    subjects = (
        _subjects(findings, sentence, parties, cue)
        or _after_opening(findings, sentence, parties, cue, objects)
        or _unsaid(findings, sentence, cue, objects)
    )
    if cue.relation == "member of":
        subjects, objects = _in_group(findings, cue, subjects, objects)
    if not subjects and cue.words.endswith("with") and cue.relation in _IN_PARTNERSHIP:
        subjects = _publisher(findings, cue)
    for subject, other in pairs_of(subjects, objects):
        one, two = (other, subject) if cue.direction == "reverse" else (subject, other)
        yield Pair(one, two, cue.relation, Span(cue.start, max(one.end, two.end)))
    by = cue.words.rsplit(maxsplit=1)[-1] == "by" and cue.relation in _JOINTLY_DONE
    if by and 2 <= len(objects) <= _MOST_DOING_TOGETHER and not cue.words.endswith("provided by"):
        yield from pairs_acting.every_two(objects, "joint", cue.start)


def _publisher(findings: Findings, cue: _Cue) -> list[Party]:
    """Who does what "is built in partnership with A", where nobody is named: the publisher, outside direct speech."""
    block = findings.page.line_at(cue.start).block
    before = findings.page.flat[block.start : cue.start]
    quoted = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    if findings.publisher is None or quoted:
        return []
    return [Party(cue.start, cue.end, findings.publisher, spoken=True)]


def _in_group(
    findings: Findings, cue: _Cue, subjects: list[Party], objects: list[Party]
) -> tuple[list[Party], list[Party]]:
    """Who belongs to what: what "is made up of" others is a group, and "member of X, along with A" names one group."""
    if cue.direction == "forward":
        flat = findings.page.flat
        along = (i for i in range(1, len(objects)) if _ALONG.search(flat[objects[i - 1].end : objects[i].start]))
        return subjects, objects[: next(along, len(objects))]
    parts = cue.words.startswith(("compris", "consist", "is made", "made up"))
    return ([s for s in subjects if is_group(s.body.name)] if parts else subjects), objects


def _objects(findings: Findings, sentence: Span, parties: list[Party], cue: _Cue) -> list[Party]:
    """The bodies after the phrase in its clause: an enumeration, and what "and with …" adds to it."""
    flat = findings.page.flat
    pays = cue.relation in {"commissions", "funds"} and cue.direction == "forward"  # "commissions most of our services"
    after = [i for i, p in enumerate(parties) if p.start >= cue.end and (pays or not (p.spoken and p.owns))]
    if not after:
        return []
    first = after[0]
    between = flat[cue.end : parties[first].start]
    governs = cue.words.rsplit(maxsplit=1)[-1] in _PREPOSITIONS
    few = pays and len(between.split()) <= _FEW  # "most of"
    near = len(between.split()) <= _FARTHEST if governs else few or describes(between)
    if not near or _BREAK.search(between) or _relations().search(between):
        return []
    if not pays and _describes_thing(parties[first], between):
        return []
    found = chain(findings, parties, first)
    if cue.words.endswith("with"):
        known = {p.start for p in found}
        found += [
            parties[i]
            for i in after
            if parties[i].start not in known
            and _AND_WITH.search(flat, max(sentence.start, parties[i].start - 30), parties[i].start)
        ]
    return found


def _describes_thing(party: Party, between: str) -> bool:
    """Whether a name far from the phrase belongs to a thing: "works with residents under the Barset Council scheme"."""
    far = not describes(between) and "," not in between
    return far and party.owns


def _subjects(findings: Findings, sentence: Span, parties: list[Party], cue: _Cue) -> list[Party]:
    """The bodies that act before the phrase: the nearest that no preposition makes an object, else the nearest."""
    before = [i for i, p in enumerate(parties) if p.end <= cue.start][-_LOOK_BACK:]
    for index in reversed(before):
        group = chain_before(findings, parties, index)
        if not is_object(findings, group[0], sentence):
            return group
    return chain_before(findings, parties, before[-1]) if before else []


def _unsaid(findings: Findings, sentence: Span, cue: _Cue, objects: list[Party]) -> list[Party]:
    """ "The new site will be run in partnership with A": who is not named there is the publisher."""
    publisher = findings.publisher
    before = findings.page.flat[sentence.start : cue.start]
    named = re.search(r"(?<=[a-z,] )[A-Z][a-z]", before)
    paid = cue.words.endswith("by") and cue.relation == "funds"
    together = cue.words.endswith("with") and cue.relation in {"partnership", "joint"}
    fits = (paid or together) and _OF_OURS.match(before)
    if publisher is None or not fits or named or any(o.body.key == publisher.key for o in objects):
        return []
    return [Party(cue.start, cue.start, publisher, spoken=True)]


def _after_opening(
    findings: Findings, sentence: Span, parties: list[Party], cue: _Cue, objects: list[Party]
) -> list[Party]:
    """ "In partnership with A, B has …": the sentence opens with the phrase, and who acts stands behind the comma."""
    flat = findings.page.flat
    if flat[sentence.start : cue.start].strip(" “\"'‘"):
        return []
    last = objects[-1].end
    for index, party in enumerate(parties):
        if party.start > last and re.fullmatch(r"\)?, (?:the )?", flat[last : party.start]):
            return chain(findings, parties, index)
    # "In collaboration with A, B has …" reads as an enumeration: where a verb follows the last name, it acts
    if (
        len(objects) > 1
        and re.match(r"\)? (?!and\b|or\b|as\b)[a-z]", flat[last : last + 20])
        and re.fullmatch(r"\)?, (?:the )?", flat[objects[-2].end : objects[-1].start])
    ):
        return [objects.pop()]
    return []
