"""Strategy items: vision, values, aims, objectives, priorities … from headings with lists, lead-ins and sentences."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors import lexicon
from extractors.cues import any_cue, any_of, has_cue
from extractors.entities.findings import Findings
from extractors.page import Page
from extractors.records import Block, Span, StrategyItem

_NAME_AND_DETAIL = re.compile(r"\s+[–—-]\s+|:\s+")
_BRACKET = re.compile(r"\s*\(")


@dataclass(frozen=True, slots=True)
class _Item:
    """An item's place, its kind, the place of its explanation, and to whom it speaks."""

    start: int
    end: int
    kind: str
    detail: Span | None = None
    audience: str | None = None
    confidence: float = 0.85
    rule: str = "list"


@cache
def _kinds() -> dict[str, str]:
    return {row["word"].casefold(): row["kind"] for row in lexicon.rows("strategy_kinds")}


@cache
def _words_of_kinds() -> str:
    return any_of(_kinds())


@cache
def _kind_cues() -> frozenset[str]:
    """Words of which every text has one that names a kind."""
    return any_cue(_kinds())


@cache
def _heading() -> re.Pattern[str]:
    """A heading that is about one kind: "Our values", "Guiding principles", "Vision and mission", "Strategic aims:"."""
    return re.compile(
        rf"^(?:(?:what are )?(?:our|the|its|their|key|strategic|guiding|core|corporate|organisational|"
        rf"overarching|main|"
        rf"shared|trust|council|board|national|local|long[- ]term|high[- ]level|\w+ing|\d+|two|three|four|"
        rf"five|six|seven|eight|nine|ten)\s+){{0,4}}"
        rf"(?P<kind>{_words_of_kinds()})(?:\s+(?:for|of|to|in|and|statement|are|is)\b.{{0,60}})?[:?.…]*$",
        re.IGNORECASE,
    )


@cache
def _lead_in() -> re.Pattern[str]:
    """A sentence that opens a list of one kind: "Our four priorities are:", "The key areas of … are to:"."""
    return re.compile(
        rf"\b(?:our|the|its|their|these|following|\w+)\s+(?:[\w-]+\s+){{0,3}}?(?P<kind>{_words_of_kinds()})\b"
        rf"[^.:;]{{0,120}}?\b(?:are|is|include|includes|were|will be)(?:\s+(?:as follows|to|that|"
        rf"the following|not limited to))*(?:\s*:?|(?:\s+[\w’'-]+){{1,6}}:)\s*$",
        re.IGNORECASE,
    )


@cache
def _bare_lead_in() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:following|our|these|\w+)\s+(?:[\w-]+\s+){{0,2}}?(?P<kind>{_words_of_kinds()})\s*:\s*$", re.IGNORECASE
    )


_WILL = re.compile(
    r"\b(?:plan|strategy|programme|framework|partnership|vision|approach|changes|it|"
    r"this)\b[^.:]{0,40}\b(?:will|aims? to|seeks? to|intends? to)"
    r"(?:\s+(?:provide|deliver|achieve|bring|lead to|result in|help(?: us)? (?:to )?\w+|ensure|create|"
    r"support))?\s*:\s*$",
    re.IGNORECASE,
)
_COMMIT = re.compile(
    r"\b(?:we|the \w+) (?:will|pledge to|promise to|commit to|are committed to|have committed to)\s*:\s*$",
    re.IGNORECASE,
)
_OUTCOMES_FOR = re.compile(
    r"^(?:our|for our|for)\s+(?P<audience>.{3,60}?)\s*(?:\.\.\.|…|will|:|can)\s*$", re.IGNORECASE
)


@cache
def _sentence() -> re.Pattern[str]:
    """ "Our vision is to …", "Our aim is for …", "our ambition to …"."""
    return re.compile(
        rf"\b(?P<owner>our|the (?:trust|council|board|department|charity|partnership|plan|strategy|"
        rf"programme)(?:[’']s)?|its|[\w ]{{3,30}}[’']s)\s+"
        rf"(?:(?:overall|overarching|shared|central|main|core|strategic|long[- ]term|key|primary|ultimate|new|"
        rf"joint|collective)\s+){{0,2}}"
        rf"(?P<kind>{_words_of_kinds()})\b(?P<between>[^.;:]{{0,60}}?)"
        rf"(?:\s+(?P<verb>is|are|was|remains|will be|has been)(?P<link>\s+(?:that|to deliver|to be|to achieve|to|for|"
        rf"simple|clear))?|(?P<bare>\s+to))[\s:–—-]+(?P<body>[^\s.;][^.;]{{7,400}})",
        re.IGNORECASE,
    )


_AIMS_TO = re.compile(
    r"\b(?:(?:strategy|plan|programme|framework|standard|charity|trust|partnership|it)\b[^.;:]{0,70}?\s(?:aims|seeks)|"
    r"we (?:also )?(?:aim|seek)) to\s+(?P<body>[^.;]{8,300})",
    re.IGNORECASE,
)

_AIMING = frozenset({"aim", "aims", "seek", "seeks"})  # one of these is in every match


@cache
def _inline() -> re.Pattern[str]:
    """A sentence that lists items of a kind: "… ‘enabler’ strategies …, and cover A, B, C and D"."""
    return re.compile(
        rf"\b(?:our|these|the|key)\s+(?:[\w-]+\s+){{0,2}}?[‘'\"“]?(?P<kind>{_words_of_kinds()})[’'\"”]?(?:\s+(?:strategies|plans|programmes|workstreams|areas))?"
        rf"[^.:;]{{0,80}}?\b(?:cover|covers|are|include|includes|comprise|span)\b\s*:?\s+(?P<body>[^.:;]{{8,400}})",
        re.IGNORECASE,
    )


_LISTING = frozenset({"cover", "covers", "are", "include", "includes", "comprise", "span"})  # likewise


def find_strategy_items(findings: Findings) -> None:
    """Set the document's strategy items, numbered from 1 within their kind in reading order."""
    page = findings.page
    found = [*_lists(page), *_numbered_headings(page), *_sections(page), *_sentences(page)]
    kept: list[_Item] = []
    end = 0
    for item in sorted(found, key=lambda i: (i.start, -i.confidence, i.end)):
        if item.start >= end:
            kept.append(item)
            end = item.end
    counts: Counter[str] = Counter()
    items = []
    for item in _distinct(page, kept):
        counts[item.kind] += 1
        items.append(_fact(page, item, counts[item.kind]))
    findings.strategy_items = tuple(items)


def _distinct(page: Page, items: list[_Item]) -> Iterator[_Item]:
    seen: set[tuple[str, str]] = set()
    for item in items:
        key = (item.kind, page.words(item.start, item.end).casefold())
        if key not in seen:
            seen.add(key)
            yield item


def _fact(page: Page, item: _Item, ordinal: int) -> StrategyItem:
    return StrategyItem(
        start_char=item.start,
        end_char=item.end,
        text=page.text[item.start : item.end],
        evidence=page.evidence(item.start, item.end),
        extractor=f"rules.strategy.{item.rule}",
        confidence=item.confidence,
        kind=item.kind,
        ordinal=ordinal,
        detail=page.words(*item.detail) if item.detail else None,
        audience=item.audience,
    )


def _lists(page: Page) -> Iterator[_Item]:
    """Lists whose heading or lead-in names a kind."""
    blocks = page.blocks
    at = 0
    while at < len(blocks):
        if blocks[at].kind != "item":
            at += 1
            continue
        end = at
        while end < len(blocks) and blocks[end].kind == "item":
            end += 1
        yield from _list(page, blocks[at:end], blocks[max(0, at - 3) : at])
        at = end


def _list(page: Page, items: tuple[Block, ...], before: tuple[Block, ...]) -> Iterator[_Item]:
    kind, audience = _kind_of_list(page, before)
    if kind is None:
        return
    top = min(block.level for block in items)
    for block in items:
        if block.level == top and any(c.isalpha() for c in page.flat[block.start : block.end]):
            yield _split(page, block, kind, audience)


def _kind_of_list(page: Page, before: tuple[Block, ...]) -> tuple[str | None, str | None]:
    """The kind (and audience) that the words above a list give it: its lead-in, else the heading of its section."""
    for distance, block in enumerate(reversed(before[-3:])):
        words = page.flat[block.start : block.end].strip()
        if block.kind == "heading":
            outcome = _OUTCOMES_FOR.match(words) if distance == 0 else None
            if outcome and (audience := _audience(outcome.group("audience"))):
                return "outcome", audience
            match = _heading().match(words)
            return (_kinds()[match.group("kind").casefold()], None) if match else (None, None)
        if block.kind != "paragraph":
            return None, None
        if distance == 0 and (lead := _lead(words)):
            return lead, None
        opens = distance == 0 and words.endswith(("...", "…", ":"))
        outcome = _OUTCOMES_FOR.match(words) if opens else None
        if outcome and (audience := _audience(outcome.group("audience"))):
            return "outcome", audience
        if words.endswith(":") and distance == 0:
            return None, None
    return None, None


def _lead(words: str) -> str | None:
    last = re.split(r"(?<=[.!?])\s+", words)[-1]
    for pattern in (_lead_in(), _bare_lead_in()) if has_cue(last, _kind_cues()) else ():
        match = pattern.search(last)
        if match:
            return _kinds()[match.group("kind").casefold()]
    if not last.endswith(":"):
        return None
    if _WILL.search(last):
        return "aim"
    if _COMMIT.search(last):
        return "commitment"
    return None


def _audience(words: str) -> str | None:
    """The first stakeholder named in the words ("service users and their loved ones" → "service users"), or None."""
    spaced = " ".join(["", *re.findall(r"[\w’'-]+", words.casefold()), ""])
    found = [(spaced.find(f" {a} "), -len(a), a) for a in lexicon.words("audiences")]
    return min((entry for entry in found if entry[0] >= 0), default=(0, 0, None))[2]


def _split(page: Page, block: Block, kind: str, audience: str | None) -> _Item:
    """Part an item from its explanation: "Respect - We demonstrate …", "deliver X (because …)"."""
    flat = page.flat
    match = _NAME_AND_DETAIL.search(flat, block.start, block.end)
    if match and match.start() > block.start and len(flat[block.start : match.start()].split()) <= 14:
        end = match.start()
        bracket = _BRACKET.search(flat, block.start, end)
        if bracket and bracket.start() > block.start:
            end = bracket.start()
        return _Item(block.start, end, kind, Span(match.end(), block.end), audience, 0.92)
    return _Item(block.start, block.end, kind, None, audience, 0.88)


def _numbered_headings(page: Page) -> Iterator[_Item]:
    """ "Our principles are:" over "1. Accessible", "2. Flexible", each with a paragraph of its own below."""
    kind: str | None = None
    level = 0
    for at, block in enumerate(page.blocks):
        words = page.flat[block.start : block.end].strip()
        if block.kind == "heading" and block.marker and kind and (level in {0, block.level}):
            level = block.level
            below = page.blocks[at + 1] if at + 1 < len(page.blocks) else None
            detail = Span(below.start, below.end) if below and below.kind == "paragraph" else None
            yield _Item(block.start, block.end, kind, detail, None, 0.85, "numbered heading")
        elif block.kind == "heading":
            match = _heading().match(words)
            several = match is not None and match.group("kind").casefold().endswith("s")
            kind, level = (_kinds()[match.group("kind").casefold()], 0) if match and several else (None, 0)
        elif block.kind == "paragraph" and words.endswith(":") and (lead := _lead(words)):
            kind, level = lead, 0


def _sections(page: Page) -> Iterator[_Item]:
    """A heading "Vision" or "Our mission" with a paragraph below: its first sentence."""
    for heading, below in zip(page.blocks, page.blocks[1:], strict=False):
        if heading.kind != "heading" or below.kind != "paragraph":
            continue
        match = _heading().match(page.flat[heading.start : heading.end].strip())
        kind = _kinds()[match.group("kind").casefold()] if match else None
        words = page.flat[below.start : below.end].rstrip()
        if kind in {"vision", "mission", "purpose"} and not words.endswith(":"):
            sentence = page.sentence_at(below.start)
            if not _sentence().search(page.flat, sentence.start, sentence.end):
                end = sentence.end - (1 if page.flat[sentence.end - 1] == "." else 0)
                yield _Item(sentence.start, end, kind, None, None, 0.75, "section")


def _sentences(page: Page) -> Iterator[_Item]:
    for sentence in page.sentences:
        words = page.flat[sentence.start : sentence.end]
        names_kind = has_cue(words, _kind_cues())
        if words.rstrip().endswith(":"):
            match = _sentence().search(words) if names_kind else None
            if match and match.group("bare"):
                yield _body(sentence, match, _kinds()[match.group("kind").casefold()], 0.7)
            continue
        if items := list(_inline_items(sentence, words)):
            yield from items
            continue
        match = _sentence().search(words) if names_kind else None
        if match and not _points_elsewhere(match):
            yield _body(sentence, match, _kinds()[match.group("kind").casefold()], 0.8)
            continue
        aims = _AIMS_TO.search(words) if has_cue(words, _AIMING) else None
        if aims:
            yield _body(sentence, aims, "aim", 0.65)


_OF_THE_PAGE = re.compile(
    r"\b(?:of|for|behind) (?:this|the) (?:\w+ )?(?:notice|document|page|report|guidance|guide|paper|meeting|"
    r"letter|note|form|policy|survey|section|consultation)\b",
    re.IGNORECASE,
)


_BODY_NOUN = re.compile(
    r"\b(?:trust|council|board|department|charity|partnership|plan|strategy|programme)\b", re.IGNORECASE
)
_NO_ITEM = re.compile(
    r"(?:described|set out|listed|shown|outlined|below|as follows|not|also|inform you|\d|\w+$)\b", re.IGNORECASE
)


def _points_elsewhere(match: re.Match[str]) -> bool:
    """Whether a sentence states no item: it denies one, points to a list, or tells what the page itself is for."""
    words, owner = match.string, match.group("owner")
    if _OF_THE_PAGE.search(match.group("between")) or re.search(
        r"\b(?:not|never|no longer)\s+$", words[: match.start()]
    ):
        return True
    named = owner.casefold() in {"our", "its"} or (owner.casefold().startswith("the ") and _BODY_NOUN.search(owner))
    if not named and not re.search(r"(?<!^)\b(?!The\b)[A-Z]", owner):
        return True  # "the patient’s goal": nobody's who publishes strategies
    past = (match.group("verb") or "").casefold() == "was"
    if past and " to" not in f" {match.group('link') or ''}":
        return True  # "the trust’s vision was criticised"
    return bool(_NO_ITEM.match(match.group("body")))


def _body(sentence: Span, match: re.Match[str], kind: str, confidence: float) -> _Item:
    body = match.group("body")
    stop = re.search(r",? (?:by (?:\w+ing)\b|which|so that|because)|[,:]?\s*$", body)
    end = match.start("body") + (stop.start() if stop and stop.start() > 8 else len(body))
    return _Item(sentence.start + match.start("body"), sentence.start + end, kind, None, None, confidence, "sentence")


def _inline_items(sentence: Span, words: str) -> Iterator[_Item]:
    """The items of an enumeration in a sentence: at least three, short, parted by commas and a last "and"."""
    match = _inline().search(words) if "," in words and has_cue(words, _LISTING) else None
    if match is None:
        return
    body = match.group("body")
    parts = list(_enumerated(body))
    if len(parts) < 3 or any(len(body[a:b].split()) > 6 for a, b in parts):
        return
    kind = _kinds()[match.group("kind").casefold()]
    for start, end in parts:
        offset = sentence.start + match.start("body")
        yield _Item(offset + start, offset + end, kind, None, None, 0.75, "enumeration")


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
