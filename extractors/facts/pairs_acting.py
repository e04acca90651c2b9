"""Pairs that act together without a phrase between them: "A and B jointly …", "we share a station with B"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from extractors import lexicon
from extractors.entities.findings import Findings
from extractors.facts.parties import Party, chain, chain_before, describes, is_object, pairs_of
from extractors.records import Span

_ADVERBS = r"(?:(?:already|also|now|today|both|all|recently|since|each) )*"
_AUXILIARIES = rf"(?:(?:has|have|had|will|would|are|were|is|was|can|to|been|be|being) )*{_ADVERBS}"
_TOGETHER_BEFORE = re.compile(r"\b(?:together,|both|jointly,?)\s+(?:the )?$", re.IGNORECASE)
_JOINT_ACT = re.compile(
    rf"\)?,? (?:who |which |that )?{_AUXILIARIES}(?:(?:jointly|together) [a-z]|work(?:s|ed|ing)? (?:\w+ )?together\b|"
    r"(?:work|join|band|team|come|came|act|collaborat|co-?operat|partner)\w* (?:together|forces|up|closely|on|in)\b|"
    r"collaborat\w+|co-?operat\w+|partner(?:ed|ing)\b|partners (?:in|on|for)\b|share[sd]? (?:an? |the |\w+ )|"
    r"sharing |jointly\b|co-[a-z]+)"
)
_SINGLE_ACT = re.compile(
    rf"\)?,? {_AUXILIARIES}(?:signed|agreed|entered into|"
    r"(?:launched|opened|set up|established|formed|created|founded|initiated) (?:an?|the|their|one|this|new|joint)|"
    r"(?:run|ran|co-?ordinate|organise|host|lead|manage|own|operate|pool|finished|completed|built|insulated|renovated))\b"
)
_INITIATED = re.compile(
    rf"\)?,? {_AUXILIARIES}(?:sign|launch|agree|initiat|develop|produc|publish|creat|form|open|establish|set up|work|"
    r"run|ran|fund|deliver|plan|build|built)\w*\b"
)
_TOGETHER = re.compile(
    r"\b(?:together|jointly)\b[^.]{0,60}[.]?\s*$|\btogether\b|\bin partnership(?! with)\b|\bjointly\b"
)
_ENDS_TOGETHER = re.compile(
    r"\)? [a-z](?:[^,;:]|,(?=\d)){3,140} (?:together|jointly|in partnership|side by side)\s*[.]?$"
)
_JOINT_BY = re.compile(
    r"\b(?:jointly by|joint(?:ly)? \w+ by|(?:partnership|collaboration|joint venture|joint initiative|joint project|"
    r"joint committee|joint programme|alliance|agreement|contract|merger|memorandum of understanding|compact|"
    r"concordat|protocol) (?:between|of))\b"
)
_ACT_WITH = re.compile(
    r"\b(?:(?:co-?)?(?:work|develop|design|produc|writ|written|run|ran|launch|deliver|build|built|open|creat|"
    r"set up|establish|host|organis|plan|shar|fund|publish|sign|lead|led|manag|train|commission|form|agree|"
    r"join|team|hold|held|pilot|trial|test|negotiat|arrang|explor|review|undert|conduct|carri)(?:e[sd]?|ing|ed|s|ies)?"
    r"|jointly|joint|shared)\b",
)
_WITH = re.compile(r"\b(?P<word>[\w’-]+),? with (?:the |our |its )?(?:[\w-]+ ){0,3}$")
_BY = re.compile(r"\bby (?:the )?$")
_NOT_SHARED = re.compile(r"\bshar\w+ (?:\w+ ){0,3}(?:border|boundary|boundaries|name|data|information|details)\b")
_FOLLOWING = re.compile(r"(?:[’']s)? (?P<word>[a-z][\w-]*)")
_FROM = re.compile(
    r"\b(?:commission|procur|purchas|bought|buy|contract)\w*\b[^.;:]{0,120}?\bfrom (?:the )?(?:[\w-]+ ){0,2}$"
)
_DELIVERY = re.compile(
    r"\b(?:delivered|provided|run|operated|managed|built|led|organised|hosted|carried out|undertaken|conducted|"
    r"produced|written|developed|designed|prepared|administered) (?:\w+ly )?by (?:the )?"
)
_PAYMENT = re.compile(r"\b(?P<how>commissioned|funded|financed|paid for|sponsored) (?:\w+ly )?by (?:the )?")
_FOR = re.compile(r"\)? (?:for|on behalf of|under contract to|under a contract with) (?:the )?(?:[\w-]+ ){0,2}")
_LONGEST_ACT = 110  # characters between a verb and its "with"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties, how they are related (the first does it to the second), and the words that say so."""

    one: Party
    two: Party
    relation: str
    words: Span


def pairs_acting(findings: Findings, sentence: Span, parties: list[Party]) -> Iterator[Pair]:
    """Return the pairs of a sentence that act together, or one with the other."""
    if len(parties) < 2:
        return
    yield from _subjects_of_one_act(findings, sentence, parties)
    yield from _enumerated(findings, sentence, parties)
    yield from _one_with_another(findings, sentence, parties)
    yield from _one_from_another(findings, sentence, parties)
    yield from _deliverer_and_payer(findings, sentence, parties)


def every_two(parties: list[Party], relation: str, start: int) -> Iterator[Pair]:
    """Return every two of an enumeration as a pair."""
    for one, two in combinations(parties, 2):
        if one.body.key != two.body.key:
            yield Pair(one, two, relation, Span(min(start, one.start), two.end))


def _subjects_of_one_act(findings: Findings, sentence: Span, parties: list[Party]) -> Iterator[Pair]:
    """ "Together, A and B have initiated …", "A and B jointly …", "A and B will build homes together"."""
    flat = findings.page.flat
    at = 0
    while at < len(parties):
        group = chain(findings, parties, at)
        at += max(1, sum(p.start < group[-1].end for p in parties[at:]))
        if len(group) < 2:
            continue
        end = group[-1].end
        rest = flat[end : sentence.end]
        act = _JOINT_ACT.match(rest) or (None if is_object(findings, group[0], sentence) else _SINGLE_ACT.match(rest))
        act = act or _done_together(flat, sentence, group, rest)
        if act:
            yield from every_two(group, "joint", group[0].start)


def _done_together(flat: str, sentence: Span, group: list[Party], rest: str) -> re.Match[str] | None:
    act = _INITIATED.match(rest)
    before = _TOGETHER_BEFORE.search(flat, max(sentence.start, group[0].start - 20), group[0].start)
    return act if act and (before or _TOGETHER.search(rest)) else _ENDS_TOGETHER.match(rest)


def _enumerated(findings: Findings, sentence: Span, parties: list[Party]) -> Iterator[Pair]:
    """ "produced jointly by A, B and C", "a partnership between A and B": every two of those enumerated."""
    flat = findings.page.flat
    for cue in _JOINT_BY.finditer(flat, sentence.start, sentence.end):
        after = [i for i, p in enumerate(parties) if p.start >= cue.end() and not (p.spoken and p.owns)]
        if after and describes(flat[cue.end() : parties[after[0]].start]):
            yield from every_two(chain(findings, parties, after[0]), "joint", cue.start())


def _one_with_another(findings: Findings, sentence: Span, parties: list[Party]) -> Iterator[Pair]:
    """ "We opened a shared station with B", "which the trust has designed with B": an act of one, done with another."""
    flat = findings.page.flat
    for index, party in enumerate(parties):
        begin = max(sentence.start, party.start - 60)
        link = _WITH.search(flat, begin, party.start)
        if (
            not link
            or link.group("word").casefold() in lexicon.words("words_before_with")
            or not _is_introduced(flat, link, party)
        ):
            continue
        if _thing_follows(flat, party.end):
            continue
        actor = _actor(flat, sentence, parties, index, link)
        if actor is None or _is_broken(flat, parties[actor].end, link.start()):
            continue
        subjects = chain_before(findings, parties, actor)
        for one, two in pairs_of(subjects, chain(findings, parties, index)):
            yield Pair(one, two, "joint", Span(min(one.start, link.start()), two.end))


def _actor(flat: str, sentence: Span, parties: list[Party], index: int, link: re.Match[str]) -> int | None:
    """Who acts before "with …": the body before the verb, or after it in "carried out by A with B"."""
    start = max(sentence.start, link.start() - _LONGEST_ACT)
    acts = list(_ACT_WITH.finditer(flat, start, link.end("word")))
    if not acts or index == 0:
        return None
    if parties[index - 1].end == link.end("word"):
        begins = parties[index - 1].start
        return index - 1 if _BY.search(flat, max(start, begins - 10), begins) else None
    before = [i for i, p in enumerate(parties[:index]) if p.end <= acts[0].start()]
    before = before or [i for i, p in enumerate(parties[:index]) if any(p.end <= act.start() for act in acts)]
    return before[-1] if before else None


def _thing_follows(flat: str, end: int) -> bool:
    """Whether a name only begins that of a thing or a person: "with Barset Police officers"."""
    following = _FOLLOWING.match(flat, end)
    return following is not None and following.group("word") not in lexicon.words("words_after_bodies")


def _is_introduced(flat: str, link: re.Match[str], party: Party) -> bool:
    words = flat[link.end("word") : party.start].replace(",", " ").split()
    return describes(" ".join(words[1:]))


def _is_broken(flat: str, start: int, end: int) -> bool:
    """Whether another clause, or a denial, begins between who acts and the words "with …"."""
    between = flat[start:end]
    return (
        re.search(r"[;:]|\b(?:not|never|no longer|if|whether|unless|but|because|said|says|that)\b", between) is not None
        or _NOT_SHARED.search(between) is not None
    )


def _one_from_another(findings: Findings, sentence: Span, parties: list[Party]) -> Iterator[Pair]:
    """ "commissioned by A from B", "A buys its care from B"."""
    flat = findings.page.flat
    for index, party in enumerate(parties[1:], start=1):
        link = _FROM.search(flat, max(sentence.start, party.start - 260), party.start)
        if link and not _thing_follows(flat, party.end):
            subjects = chain_before(findings, parties, index - 1)
            for one, two in pairs_of(subjects, chain(findings, parties, index)):
                yield Pair(one, two, "commissions", Span(min(one.start, link.start()), two.end))


def _deliverer_and_payer(findings: Findings, sentence: Span, parties: list[Party]) -> Iterator[Pair]:
    """ "delivered by A and commissioned by B", "funded by B and run by A", "provided by A for B"."""
    agents = [(p, *_agency(findings, sentence, p)) for p in parties]
    for (one, does, pays), (two, also_does, also_pays) in pairwise(agents):
        if does and also_pays:
            yield Pair(two, one, _paid(also_pays), Span(one.start, two.end))
        elif pays and also_does:
            yield Pair(one, two, _paid(pays), Span(one.start, two.end))
        elif does and _FOR.fullmatch(findings.page.flat, one.end, two.start):
            yield Pair(one, two, "delivers", Span(one.start, two.end))


def _agency(findings: Findings, sentence: Span, party: Party) -> tuple[bool, str]:
    """Whether a party stands after "delivered by", and how it pays where it stands after "commissioned by"."""
    before = findings.page.flat[max(sentence.start, party.start - 60) : party.start]
    does = _last(_DELIVERY, before)
    pays = _last(_PAYMENT, before)
    return does is not None, pays.group("how") if pays else ""


def _last(pattern: re.Pattern[str], before: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(before):
        found = match
    return found if found and describes(before[found.end() :]) else None


def _paid(how: str) -> str:
    return "commissions" if how == "commissioned" else "sponsors" if how == "sponsored" else "funds"
