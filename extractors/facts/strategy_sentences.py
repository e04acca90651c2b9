"""Strategy items from sentences: "Our vision is to …", "we aim to …", enumerations, and what a heading's text says."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from extractors.cues import has_cue
from extractors.facts.strategy_item import Item
from extractors.facts.strategy_words import kind_cues, kind_of_heading, kinds, words_of_kinds
from extractors.page import Page
from extractors.records import Block, Span

_BODIES = (
    "trust|council|board|department|charity|partnership|plan|strategy|programme|authority|agency|service|force|university|"
    "college|school|company|association|society|commission|ministry|government|alliance|coalition|network|group"
)
_LEAST_PARTS = 3  # of an enumeration
_LONGEST_PART = 6  # words


@cache
def _sentence() -> re.Pattern[str]:
    """ "Our vision is to …", "Our aim is for …", "our ambition to …", "The aim is to …", "with the objective to …"."""
    return re.compile(
        rf"\b(?P<owner>our|the (?:{_BODIES})(?:[’']s)?|its|[\w ]{{3,30}}[’']s|(?:with |^|(?<=[.!?] ))(?:the|an|a))\s+"
        rf"(?:(?:overall|overarching|shared|central|main|core|strategic|long[- ]term|key|primary|ultimate|new|"
        rf"joint|collective|clear|single|stated)\s+){{0,2}}"
        rf"(?P<kind>{words_of_kinds()})\b(?P<between>[^.;:]{{0,60}}?)"
        rf"(?:\s+(?P<verb>is|are|was|remains|will be|has been)(?P<link>\s+(?:that|to deliver|to be|to achieve|to|for|"
        rf"simple|clear))?|(?P<bare>\s+to|\s+of(?= \w+ing\b)))[\s:–—-]+(?P<body>[^\s.;][^.;]{{7,400}})",
        re.IGNORECASE,
    )


_AIMS_TO = re.compile(
    rf"\b(?:(?:{_BODIES}|framework|standard|project|initiative|scheme|policy|collaboration|consortium|it)\b[^.;:]{{0,70}}?"
    r"\s(?:aims|seeks)|we (?:also )?(?:aim|seek)) to\s+(?P<body>[^.;]{8,300})",
    re.IGNORECASE,
)
_PLEDGED = re.compile(
    r"\bwe (?:have )?(?:also )?(?:(?:committed|pledged|promised)|commit|pledge|promise)(?: ourselves)? to\s+"
    r"(?P<body>[^.;]{8,300})",
    re.IGNORECASE,
)
_RECOMMENDS = re.compile(
    r"\b(?:we|I|panel|committee|board|group|review|inquiry|report|commission|inspectors?|auditors?|"
    r"taskforce|team|working group)"
    r"(?: would| strongly| also| therefore| further){0,2} recommends?(?: that)?\s+(?P<body>[^.;:]{8,300})",
    re.IGNORECASE,
)
_SAYING = (
    (_AIMS_TO, "aim", frozenset({"aim", "aims", "seek", "seeks"})),
    (_RECOMMENDS, "recommendation", frozenset({"recommend", "recommends"})),
    (_PLEDGED, "commitment", frozenset({"commit", "committed", "pledge", "pledged", "promise", "promised"})),
)
_CUES = frozenset().union(*(cues for _, _, cues in _SAYING))
_RECOMMEND_CUES = frozenset({"recommend", "recommends", "recommended"})
_RECOMMENDS_THAT = re.compile(r"\brecommend(?:s|ed)? that\b")
_THAT = re.compile(r"(?:\brecommend(?:s|ed)?|,? and|;|,) that\s+")
_OUGHT = re.compile(r"\b(?:should|must|needs? to|ought to)\b")


@cache
def _inline() -> re.Pattern[str]:
    """A sentence that lists items of a kind: "… ‘enabler’ strategies …, and cover A, B, C and D"."""
    return re.compile(
        rf"\b(?:our|these|the|key|its|following|\w+)\s+(?:[\w-]+\s+){{0,2}}?[‘'\"“]?(?P<kind>{words_of_kinds()})[’'\"”]?"
        rf"(?:\s+(?:strategies|plans|programmes|workstreams|areas))?"
        rf"[^.:;]{{0,80}}?(?:\b(?:cover|covers|are|include|includes|comprise|span)\b\s*:?|:)\s+(?P<body>[^.:;]{{8,400}})",
        re.IGNORECASE,
    )


@cache
def _in_clauses() -> re.Pattern[str]:
    """ "Our three aims are to: cut waits; join up care; and …", "… are (a) …, (b) …": parts set off by marks."""
    return re.compile(
        rf"\b(?:our|these|the|its|\w+)\s+(?:[\w-]+\s+){{0,3}}?(?P<kind>{words_of_kinds()})\b[^.:;]{{0,80}}?"
        rf"(?:\b(?:are|include|includes|will be)(?:\s+(?:to|that|as follows))*\s*:?|:)\s+(?P<body>[^.]{{16,900}})",
        re.IGNORECASE,
    )


_MARK = re.compile(r"\s*(?:[;,]|\band\b)*\s*\((?:[a-h]|[ivx]{1,4}|\d{1,2})\)\s*|\s*;\s*(?:and\s+)?")


def stated_under_headings(page: Page) -> Iterator[Item]:
    """Yield what the text under "Vision" or "Our mission" says first, and what is asked for under "Recommendations"."""
    kind: str | None = None
    for heading, below in pairwise(page.blocks):
        known = None
        if heading.kind == "heading":
            known = kind_of_heading(page.flat[heading.start : heading.end].strip())
            kind = known[0] if known else kind if heading.level > 2 else None
        if below.kind == "paragraph" and kind == "recommendation":
            yield from _asked_for(page, Span(below.start, below.end))
        if known and known[0] in _STATED_ONCE and (below.kind == "paragraph" or _reads_as_statement(page, below)):
            yield from _stated(page, below, known[0])


def _reads_as_statement(page: Page, block: Block) -> bool:
    """Whether a line that stands like a heading is what the heading above announces: "To make Barset a safer place"."""
    return block.kind == "heading" and bool(_STATEMENT.match(page.flat, block.start, block.end))


def _stated(page: Page, block: Block, kind: str) -> Iterator[Item]:
    if page.flat[block.start : block.end].rstrip().endswith(":"):
        return
    sentence = page.sentence_at(block.start)
    if not _sentence().search(page.flat, sentence.start, sentence.end):
        end = sentence.end - (1 if page.flat[sentence.end - 1] == "." else 0)
        yield Item(*_unquoted(page, sentence.start, end), kind, None, None, 0.75, "section")


def _unquoted(page: Page, start: int, end: int) -> tuple[int, int]:
    if page.flat[start] in "“\"‘'" and page.flat[end - 1] in "”\"’'" and end - start > 2:
        return start + 1, end - 1
    return start, end


def _asked_for(page: Page, block: Span) -> Iterator[Item]:
    at = block.start
    while at < block.end:
        sentence = page.sentence_at(at)
        words = page.flat[sentence.start : sentence.end]
        if _OUGHT.search(words) and not words.rstrip().endswith(":") and not _RECOMMENDS.search(words):
            end = sentence.end - (1 if words.endswith(".") else 0)
            yield Item(sentence.start, end, "recommendation", None, None, 0.6, "under recommendations")
        at = max(sentence.end, at) + 1


def sentence_items(page: Page) -> Iterator[Item]:
    """Yield the items that sentences state."""
    for sentence in page.sentences:
        words = page.flat[sentence.start : sentence.end]
        names_kind = has_cue(words, kind_cues())
        if words.rstrip().endswith(":"):
            match = _sentence().search(words) if names_kind else None
            if match and match.group("bare"):
                yield _body(sentence, match, kinds()[match.group("kind").casefold()], 0.7)
            continue
        if names_kind and (items := [*_clauses(sentence, words)] or [*_inline_items(sentence, words)]):
            yield from items
            continue
        match = _sentence().search(words) if names_kind else None
        if match and not _points_elsewhere(match):
            yield _body(sentence, match, kinds()[match.group("kind").casefold()], 0.8)
            continue
        if has_cue(words, _RECOMMEND_CUES) and (thats := [*_that_clauses(sentence, words)]):
            yield from thats
            continue
        for pattern, kind, cues in _SAYING if has_cue(words, _CUES) else ():
            said = pattern.search(words) if has_cue(words, cues) else None
            if said:
                yield _body(sentence, said, kind, 0.65)
                break


_OF_THE_PAGE = re.compile(
    r"\b(?:of|for|behind) (?:this|the) (?:\w+ )?(?:notice|document|page|report|guidance|guide|paper|meeting|"
    r"letter|note|form|policy|survey|section|consultation|event|session|workshop|visit|website|site|data|figures?)\b",
    re.IGNORECASE,
)
_NO_ITEM = re.compile(
    r"(?:described|defined|agreed|set by|set out|listed|shown|outlined|below|as follows|not|also|inform you|\d|\w+$)\b",
    re.IGNORECASE,
)
_UNOWNED = re.compile(r"(?:with )?(?:the|an|a)", re.IGNORECASE)
_STATED_ONCE = frozenset({"vision", "mission", "purpose"})
_STATEMENT = re.compile(r"(?:To|A|An|We|Everyone|Every|By) (?:\S+ ){3,}\S+$")
_STRATEGIC = frozenset({"vision", "mission", "aim", "objective", "goal", "purpose"})


def _points_elsewhere(match: re.Match[str]) -> bool:
    """Whether a sentence states no item: it denies one, points to a list, or tells what the page itself is for."""
    words, owner = match.string, match.group("owner")
    if _OF_THE_PAGE.search(match.group("between")) or re.search(
        r"\b(?:not|never|no longer)\s+$", words[: match.start()]
    ):
        return True
    if _UNOWNED.fullmatch(owner):
        return _is_nobodys(match)
    body_noun = re.search(rf"\b(?:{_BODIES})\b", owner, re.IGNORECASE)
    named = owner.casefold() in {"our", "its"} or (owner.casefold().startswith("the ") and body_noun)
    if not named and not re.search(r"(?<!^)\b(?!The\b)[A-Z]", owner):
        return True  # "the patient’s goal": nobody's who publishes strategies
    past = (match.group("verb") or "").casefold() == "was"
    if past and " to" not in f" {match.group('link') or ''}":
        return True  # "the trust’s vision was criticised"
    return bool(_NO_ITEM.match(match.group("body")))


def _is_nobodys(match: re.Match[str]) -> bool:
    """Whether "the aim is …" states none: only what is "to be", of few kinds, and of something that is not a page."""
    link = match.group("link") or ""
    to_do = match.group("bare") or link.strip().startswith(("to", "for"))
    kind = kinds()[match.group("kind").casefold()]
    named = re.search(r"[A-Z]", match.group("between") + match.group("kind"))
    return not to_do or bool(named) or kind not in _STRATEGIC or bool(_NO_ITEM.match(match.group("body")))


def _body(sentence: Span, match: re.Match[str], kind: str, confidence: float) -> Item:
    body = match.group("body")
    stop = re.search(r",? (?:by (?:\w+ing)\b|which|so that|because)|[,:]?\s*$", body)
    end = match.start("body") + (stop.start() if stop and stop.start() > 8 else len(body))
    return Item(sentence.start + match.start("body"), sentence.start + end, kind, None, None, confidence, "sentence")


def _clauses(sentence: Span, words: str) -> Iterator[Item]:
    """The parts of "Our aims are to: cut waits; join up care; and …", at least two."""
    if ";" not in words and "(" not in words:
        return
    match = _in_clauses().search(words)
    if match is None:
        return
    offset, body = sentence.start + match.start("body"), match.group("body").rstrip(" .;")
    cuts = [(m.start(), m.end()) for m in _MARK.finditer(body)]
    edges = [(0, 0), *cuts, (len(body), len(body))]
    parts = [(a[1], b[0]) for a, b in pairwise(edges) if b[0] > a[1]]
    if len(parts) > 1 and len(cuts) > 1:
        kind = kinds()[match.group("kind").casefold()]
        for start, end in parts:
            yield Item(offset + start, offset + end, kind, None, None, 0.75, "clauses")


def _that_clauses(sentence: Span, words: str) -> Iterator[Item]:
    """The parts of "She recommends that A should …, and that B should …", at least two."""
    match = _RECOMMENDS_THAT.search(words)
    parts = [*_THAT.finditer(words, match.start())] if match else []
    if len(parts) < 2:
        return
    ends = [part.start() for part in parts[1:]] + [len(words.rstrip(" ."))]
    for part, end in zip(parts, ends, strict=True):
        stop = part.end() + len(words[part.end() : end].rstrip(" ,;"))
        yield Item(sentence.start + part.end(), sentence.start + stop, "recommendation", None, None, 0.65, "sentence")


def _inline_items(sentence: Span, words: str) -> Iterator[Item]:
    """The items of an enumeration in a sentence: at least three, short, parted by commas and a last "and"."""
    match = _inline().search(words)
    if match is None:
        return
    body = match.group("body")
    parts = list(_enumerated(body))
    if len(parts) < _LEAST_PARTS or any(len(body[a:b].split()) > _LONGEST_PART for a, b in parts):
        return
    kind = kinds()[match.group("kind").casefold()]
    for start, end in parts:
        offset = sentence.start + match.start("body")
        yield Item(offset + start, offset + end, kind, None, None, 0.75, "enumeration")


def _enumerated(body: str) -> Iterator[tuple[int, int]]:
    """Split "a and b, c, d, and e" at its commas and at the "and" that parts the last two."""
    cuts = [(m.start(), m.end()) for m in re.finditer(r",\s+(?:and\s+|or\s+)?", body)]
    if not cuts:
        return
    tail = body[cuts[-1][1] :]
    oxford = re.match(r",\s+(?:and|or)\s", body[cuts[-1][0] :])
    last = None if oxford else re.search(r"\s+(?:and|or)\s+", tail)
    if last:
        cuts.append((cuts[-1][1] + last.start(), cuts[-1][1] + last.end()))
    at = 0
    for start, end in [*cuts, (len(body.rstrip(" .")), len(body))]:
        if start > at:
            yield at, start
        at = end
