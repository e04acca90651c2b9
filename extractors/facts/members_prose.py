"""Members in sentences: "X brings together A, B and C", "A and B are members of X", a footnote that lists them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.entities.findings import Findings
from extractors.facts.groups import group_before, group_named, group_of_page, is_group, member
from extractors.facts.parties import Party, chain, chain_before, describes, parties_in, sentences_of
from extractors.records import Block, PartnershipMember, Span

_WORTH_A_LOOK = re.compile(
    r"member|made up|compris|consist|brings|bringing|unit(?:es|ing)|partners |partnership |alliance |coalition |"
    r"consortium |collaboration |collaborative |network |federation |represent|signator|signed|sit on|joined|form|"
    r"belong|make up|part of"
)
_MADE_UP = re.compile(
    r"\b(?:(?:is |are |was )?made up of|compris(?:es|ing|ed of)|consist(?:s|ing) of|brings? together|"
    r"bringing together|unit(?:es|ing)|"
    r"(?:[Ww]hose|[Ii]ts|[Tt]heir|[Oo]ur|[Tt]he|[Ff]ounding|[Oo]ther|[Cc]urrent|[Cc]onstituent)"
    r" (?:\w+ ){0,4}(?:members|partners|signatories)(?: organisations)? (?:(?:of|in|to) (?:[\w’'-]+ ){1,9}?)?"
    r"(?:\w+ ){0,2}?(?:are|include|were)|"
    r"(?:[Mm]embers|[Pp]artners|[Ss]ignatories)(?: organisations)? (?:(?:of|in|to) (?:[\w’'-]+ ){1,9}?)?(?:\w+ )?"
    r"(?:are|include)|membership (?:includes|comprises)|"
    r"includes? representatives (?:of|from)|with representatives (?:of|from)|"
    r"(?:is|as) (?:a|an|the) (?:[\w-]+ ){0,3}(?:partnership|alliance|coalition|consortium|collaboration|collaborative|"
    r"network|federation|group|joint committee|grouping) (?:of|between|made up of|comprising)|"
    r"(?:was |were |has been |and )signed by|formed by|made between)\b:?"
)
_SAYS_KIND = re.compile(r"partnership|alliance|coalition|consorti|collaborat|network|federation|together|unit")
_SPEAKS_OF_GROUP = re.compile(r"(?:The|Our|Its|Their|It|They|We|Founding|Other|Current|Members|Partners|Signatories)\b")
_ANNOUNCED = re.compile(r"[\w\s’'-]{0,60}[,:–-]\s*(?:(?:including|namely|such as|for example)\s)?\s*(?:the )?")
_OF_KIND = re.compile(
    r"[,–-] (?:a|an|the) (?:[\w-]+ ){0,3}(?:partnership|alliance|coalition|consortium|collaboration|collaborative|"
    r"network|federation|joint venture) (?:of|between)\b:?"
)
_BELONG = re.compile(
    r"\)?,? (?:(?:are|were|is|was|has|will|have|a|an|one|founding|full|"
    r"both|all|also|each|now|be|been|the|jointly|together|only|two|three|four|five) )*"
    r"(?:(?:\w+ )?(?:members?|signator(?:y|ies)|partners) (?:of|to|in|on)|members|signatories|signed up to|"
    r"joined|belong to|make up|sit on|represented on|part of|signed)(?= the | our | [A-Z]|[.,;]|$)"
)
_ALONG = re.compile(
    r",? (?:along with|alongside|together with|as well as|as (?:is|are)|with|as do(?:es)?)\b ?(?:the )?"
)
_ONE_OF = re.compile(r"\b(?:one of|among) (?:the |its |our )?(?:\w+ )?(?:\w+ )?(?:members|partners|signatories)\b")
_THROUGH = re.compile(r"\b(?:through|in|within|as part of|under) (?:the )?$")
_RUN_IN = re.compile(r"\s*(?:\([^)]{0,20}\))?\s*(?::|[–—-]\s)\s*")
_NOTE_MARK = re.compile(r"(?:\[(?P<a>\d{1,3})\]|(?P<b>[*†‡])|(?P<c>(?<=[a-z])\d{1,2}(?=\s|[.,])))")
_NOTE = re.compile(r"\s*(?:\[(?P<a>\d{1,3})\]|(?P<b>[*†‡])|(?P<c>\d{1,2})[.)]?(?=\s))\s*(?:[A-Z][\w ]{0,40}:\s*)?")
_COUNTED = re.compile(
    r"\b(?:partnership|alliance|coalition|consortium|collaboration|network|federation|made up|group|members|comprises|"
    r"consists|brings together|partners)\b",
)


def members_in_prose(findings: Findings) -> Iterator[PartnershipMember]:
    """Return the members that sentences, run-in lists and footnotes give to a group."""
    flat = findings.page.flat
    for sentence in sentences_of(findings.page):
        if _WORTH_A_LOOK.search(flat, sentence.start, sentence.end):
            parties = parties_in(findings, sentence)
            if parties:
                yield from _made_up_of(findings, sentence, parties)
                yield from _belonging(findings, sentence, parties)
                yield from _one_of(findings, sentence, parties)
    for block in findings.page.blocks:
        if block.kind in {"paragraph", "item"}:
            yield from _run_in(findings, block)
    yield from _footnotes(findings)


def _records(
    findings: Findings, group: str | None, parties: list[Party], least: int = 2
) -> Iterator[PartnershipMember]:
    keys = {p.body.key for p in parties if p.body.name != group}
    if group and len(keys) >= least:
        for party in parties:
            if party.body.name != group:
                yield member(findings, group, party.named)


def _made_up_of(findings: Findings, sentence: Span, parties: list[Party]) -> Iterator[PartnershipMember]:
    """ "… the Sun Partnership, which is made up of A, B and C"."""
    flat = findings.page.flat
    for pattern in (_MADE_UP, _OF_KIND):
        for cue in pattern.finditer(flat, sentence.start, sentence.end):
            after = [i for i, p in enumerate(parties) if p.start >= cue.end() and not (p.spoken and p.owns)]
            if not after or not _leads_to(flat[cue.end() : parties[after[0]].start]):
                continue
            members = chain(findings, parties, after[0])
            group = _group_before_cue(findings, sentence, parties, cue)
            also = [*_through(findings, sentence, parties, cue)] if " also " in cue.group() else []
            yield from _records(findings, group, [*also, *members], 1 if also else 2)


def _leads_to(between: str) -> bool:
    """Whether only describing words stand between "is made up of" and the first name."""
    words = re.sub(r"\b(?:representatives|leaders|staff|members|chief executives|senior) (?:of|from)\b", "", between)
    return describes(words.strip(" :,–-")) or _ANNOUNCED.fullmatch(words) is not None


def _group_before_cue(findings: Findings, sentence: Span, parties: list[Party], cue: re.Match[str]) -> str | None:
    named = group_named(findings, sentence.start, cue.end())
    if named:
        return named
    before = [p for p in parties if p.end <= cue.start()]
    if before and (_SAYS_KIND.search(cue.group()) or is_group(before[-1].body.name)):
        return before[-1].body.name
    if before:
        return None  # "the trust comprises …" tells of its sites
    opens = _SPEAKS_OF_GROUP.match(findings.page.flat, sentence.start)
    return group_before(findings, sentence.start) if opens else None


def _through(findings: Findings, sentence: Span, parties: list[Party], cue: re.Match[str]) -> Iterator[Party]:
    """ "A works with B through the X Alliance, whose members also include …": then A and B are members too."""
    flat = findings.page.flat
    for index, party in enumerate(parties):
        if (
            party.end <= cue.start()
            and is_group(party.body.name)
            and _THROUGH.search(flat, sentence.start, party.start)
        ):
            yield from (replace(p, owns=False) for p in parties[:index] if not p.owns)
            return


def _belonging(findings: Findings, sentence: Span, parties: list[Party]) -> Iterator[PartnershipMember]:
    """ "A and B are both members of the X Board, along with C", "A and B will both be members"."""
    flat = findings.page.flat
    for index, party in enumerate(parties):
        cue = _BELONG.match(flat, party.end, sentence.end)
        if not cue or party.owns:
            continue
        group = _group_after(findings, sentence, cue)
        subjects = [p for p in chain_before(findings, parties, index) if p.body.name != group]
        if group:
            yield from _records(findings, group, [*subjects, *_tail(findings, parties, index, cue.end())])


def _group_after(findings: Findings, sentence: Span, cue: re.Match[str]) -> str | None:
    rest = findings.page.flat[cue.end() : min(sentence.end, cue.end() + 120)]
    if cue.group().endswith(("members", "signatories")):
        return group_before(findings, sentence.start)
    ends = re.search(r"[,;.]", rest)
    named = group_named(findings, cue.end(), cue.end() + (ends.start() if ends else len(rest)))
    if named:
        return named
    spoken = re.match(r" (?:the|our) (?:partnership|alliance|board|group|forum|coalition|network)\b", rest)
    return group_before(findings, sentence.start) if spoken else None


def _tail(findings: Findings, parties: list[Party], index: int, after: int) -> list[Party]:
    """The members that "along with …" adds."""
    flat = findings.page.flat
    for later in range(index + 1, len(parties)):
        if parties[later].start < after:
            continue
        before = flat[max(after, parties[later].start - 40) : parties[later].start]
        along = list(_ALONG.finditer(before))
        if along and describes(before[along[-1].end() :]):
            return chain(findings, parties, later)
    return []


def _one_of(findings: Findings, sentence: Span, parties: list[Party]) -> Iterator[PartnershipMember]:
    """ "We are one of five members (of the X Board), with A and B"."""
    flat = findings.page.flat
    cue = _ONE_OF.search(flat, sentence.start, sentence.end)
    before = [i for i, p in enumerate(parties) if cue and p.end <= cue.start() and not p.owns]
    if not cue or not before:
        return
    group = group_named(findings, cue.end(), sentence.end) or group_before(findings, sentence.start)
    others = _tail(findings, parties, before[-1], cue.end())
    if others:
        yield from _records(findings, group, [*chain_before(findings, parties, before[-1]), *others])


def _run_in(findings: Findings, block: Block) -> Iterator[PartnershipMember]:
    """ "The X Partnership: A; B; C": the name of a group, a colon, and an enumeration of three or more."""
    organisations = findings.organisations_in(block.start, block.end)
    if len(organisations) < 3:
        return
    flat = findings.page.flat
    first = organisations[0]
    named = is_group(first.name) and re.fullmatch(
        r"\W*(?:The )?(?:[Mm]embers of (?:the )?)?", flat[block.start : first.start]
    )
    colon = _RUN_IN.match(flat, first.end, block.end) if named else None
    group = first.name
    if colon is None:
        colon = re.compile(r"[^:.]{3,80}:\s*").match(flat, block.start, block.end)
        written = group_named(findings, block.start, colon.end()) if colon else None
        if not colon or not written or not flat[block.start : colon.end()].rstrip(": ").endswith(written):
            return
        group = written
    parties = [p for p in parties_in(findings, Span(block.start, block.end)) if p.start >= colon.end()]
    if parties and parties[0].start <= colon.end() + 4:
        members = chain(findings, parties, 0)
        if len(members) >= 3 and block.end - members[-1].end < 40:
            yield from _records(findings, group, members)


def _footnotes(findings: Findings) -> Iterator[PartnershipMember]:
    """ "X is a partnership of seven trusts[1]" with a note "[1] A, B, … and G": the note lists the members of X."""
    page = findings.page
    notes: dict[str, tuple[Block, int]] = {}
    for block in page.blocks:
        mark = _NOTE.match(page.flat, block.start, block.end)
        own = _mark(mark) if mark else block.marker.strip("[]().")
        if own and len(findings.organisations_in(block.start, block.end)) >= 2:
            notes.setdefault(own, (block, mark.end() if mark else block.start))
    if not notes:
        return
    for sentence in sentences_of(page):
        for match in _NOTE_MARK.finditer(page.flat, sentence.start, sentence.end):
            note = notes.get(_mark(match))
            if not note or note[0].start <= sentence.start < note[0].end:
                continue
            if not _COUNTED.search(page.flat, max(sentence.start, match.start() - 80), match.start()):
                continue
            group = group_named(findings, sentence.start, match.start()) or group_of_page(findings)
            parties = [p for p in parties_in(findings, Span(note[0].start, note[0].end)) if p.start >= note[1]]
            if parties and parties[0].start - note[1] < 6:
                yield from _records(findings, group, chain(findings, parties, 0))


def _mark(match: re.Match[str]) -> str:
    return match.group("a") or match.group("b") or match.group("c")
