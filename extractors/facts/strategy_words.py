"""The words by which a text says what kind of strategy item comes: headings, lead-ins, labels ("Priority 1: …")."""

import re
from dataclasses import dataclass
from functools import cache

from extractors import lexicon
from extractors.cues import any_cue, any_of, has_cue
from extractors.records import Span

NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
_COUNT = rf"(?:{'|'.join(NUMBERS)}|[2-9]|1[0-2])"
_ORDINAL = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|[A-H]|[ivx]{1,4})"
_STATED_ONCE = frozenset({"vision", "mission", "purpose"})
# Headings that look back on items, or say how they are dealt with, do not list them.
_LOOKS_BACK = re.compile(
    r"\b(?:progress|deliver(?:y|ing|ed)?|achiev\w+|measur\w+|against|performance|monitor\w+|review\w*|updates?|developing|"
    r"about|money|consultation|next|links?|linked|how|who|why|when|where|aligned?)\b",
    re.IGNORECASE,
)


_LABEL_WITHIN = 60  # characters that a label may take
_OF_THIS = re.compile(r" (?:of|for) this\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line that begins with its kind ("Priority 1: Better homes"): where the words of the item begin."""

    kind: str
    start: int
    is_numbered: bool


@cache
def kinds() -> dict[str, str]:
    """Return word or phrase → kind of item, lower case (`lexicon/strategy_kinds.csv`)."""
    return {row["word"].casefold(): row["kind"] for row in lexicon.rows("strategy_kinds")}


@cache
def words_of_kinds() -> str:
    """Return the alternatives of a pattern that matches any word of a kind, the longest first."""
    return any_of(kinds())


@cache
def kind_cues() -> frozenset[str]:
    """Return words of which every text has one that names a kind."""
    return any_cue(kinds())


@cache
def _heading() -> re.Pattern[str]:
    """A heading that is about one kind: "Our values", "Guiding principles", "Vision and mission", "Strategic aims:"."""
    return re.compile(
        rf"^(?:[\w’'&-]+\s+){{0,5}}?(?P<kind>{words_of_kinds()})"
        rf"(?:\s+(?:for|of|to|in|and|statement|are|is|by|until|from|we|that|you|our|\d{{4}})\b.{{0,60}})?[:?.…]*$",
        re.IGNORECASE,
    )


def kind_of_heading(words: str) -> tuple[str, bool] | None:
    """Return (kind, whether several items are announced) of a heading, or None where it is about something else."""
    words = words.rpartition(": ")[2] or words  # "What will help us: our enablers"
    match = _heading().match(words) if has_cue(words, kind_cues()) else None
    if match is None or _OF_THIS.match(words, match.end("kind")):
        return None
    if any(_LOOKS_BACK.search(part) for part in (words[: match.start("kind")], words[match.end("kind") :])):
        return None
    word = match.group("kind").casefold()
    return kinds()[word], word.endswith("s")


def announced(words: str) -> tuple[str, int] | None:
    """Return (kind, number) where words say how many items come: "our four priorities", "it has five missions"."""
    match = _announced().search(words) if has_cue(words, kind_cues()) else None
    if match is None:
        return None
    count = match.group("count").casefold()
    return kinds()[match.group("kind").casefold()], NUMBERS.get(count) or int(count)


@cache
def _announced() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<count>{_COUNT})\s+(?:[\w-]+\s+){{0,2}}?(?P<kind>{words_of_kinds()})\b(?!\s+areas? of)", re.IGNORECASE
    )


@cache
def _lead_in() -> re.Pattern[str]:
    """A sentence that opens a list of one kind: "Our four priorities are:", "The key areas of … are to:"."""
    return re.compile(
        rf"\b(?:our|the|its|their|these|following|\w+)\s+(?:[\w-]+\s+){{0,3}}?(?P<kind>{words_of_kinds()})\b"
        rf"[^.:;]{{0,120}}?\b(?:are|is|include|includes|were|will be)(?:\s+(?:as follows|to|that|"
        rf"the following|not limited to))*(?:\s*:?|(?:\s+[\w’'-]+){{1,6}}:)\s*$",
        re.IGNORECASE,
    )


@cache
def _bare_lead_in() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:following|our|these|\w+)\s+(?:[\w-]+\s+){{0,2}}?(?P<kind>{words_of_kinds()})\s*:\s*$", re.IGNORECASE
    )


_WILL = re.compile(
    r"\b(?:plan|strategy|programme|framework|partnership|vision|approach|changes|it|"
    r"this)\b[^.:]{0,40}\b(?:will|aims? to|seeks? to|intends? to)"
    r"(?:\s+(?:provide|deliver|achieve|bring|lead to|result in|help(?: us)? (?:to )?\w+|ensure|create|"
    r"support))?\s*(?::|…|\.\.\.)\s*$",
    re.IGNORECASE,
)
_COMMIT = re.compile(
    r"\b(?:we|the \w+) (?:will|pledge to|promise to|commit to|are committed to|have committed to)(?: also)?"
    r"\s*(?::|…|\.\.\.)\s*$",
    re.IGNORECASE,
)
_AIM = re.compile(
    r"\b(?:we|the \w+|it) (?:(?:also )?(?:aim|want|seek|intend|hope)s? to)(?: also)?\s*(?::|…|\.\.\.)\s*$",
    re.IGNORECASE,
)
_RECOMMEND = re.compile(
    r"\b(?:recommends?|recommended)(?: that| to)?(?: [\w’'-]+){0,4}(?: to)?\s*(?::|…|\.\.\.)\s*$", re.IGNORECASE
)
_SUCCEED = re.compile(
    r"\b(?:not succeed without|to succeed,? we (?:will )?need|depends? on)\b[^.:]{0,40}:\s*$", re.IGNORECASE
)


def kind_of_lead_in(words: str) -> str | None:
    """Return the kind that the last sentence of a paragraph gives to the list after it, or None."""
    last = re.split(r"(?<=[.!?])\s+", words)[-1]
    for pattern in (_lead_in(), _bare_lead_in()) if has_cue(last, kind_cues()) else ():
        match = pattern.search(last)
        if match:
            return kinds()[match.group("kind").casefold()]
    if not last.endswith((":", "…", "...")):
        return None
    if _RECOMMEND.search(last):
        return "recommendation"
    if _WILL.search(last) or _AIM.search(last):
        return "aim"
    return "commitment" if _COMMIT.search(last) else None


def opens_vaguely(words: str) -> bool:
    """Whether a lead-in says that items come, but not which: "We will:", "We will not succeed without:"."""
    last = re.split(r"(?<=[.!?])\s+", words)[-1]
    return last.endswith((":", "…", "...")) and any(
        pattern.search(last) for pattern in (_COMMIT, _WILL, _AIM, _SUCCEED)
    )


@cache
def _label() -> re.Pattern[str]:
    return re.compile(
        rf"(?:our\s+|the\s+)?(?:(?:strategic|overarching|overall|key|shared|corporate|quality|wellbeing|big|core)\s+)?"
        rf"(?P<kind>{words_of_kinds()})"
        rf"(?:(?:\s+(?:area|theme|number|no\.?))?\s*(?P<number>{_ORDINAL})\s*(?:[:.–—)|-]\s*|\s+(?=[A-Z])|$)|\s*(?::|\s[–—-])\s+)",
        re.IGNORECASE,
    )


def labelled(flat: str, span: Span) -> Labelled | None:
    """Return what a line's label makes of it: "Priority 1: Better homes", "Strategic aim two – …", "Our vision: …".

    A label without a number counts for what is stated once (vision, mission, purpose), and so does a number without
    words after it ("Priority 1" over the line that says it; then `start` is the line's end).
    """
    head = flat[span.start : min(span.end, span.start + _LABEL_WITHIN)]
    match = _label().match(flat, span.start, span.end) if has_cue(head, kind_cues()) else None
    if match is None:
        return None
    kind = kinds()[match.group("kind").casefold()]
    if match.group("number") is None:
        enough = len(flat[match.end() : span.end].split()) > 1
        fits = kind in _STATED_ONCE and enough and not flat[span.start : span.end].rstrip().endswith(":")
        return Labelled(kind, match.end(), is_numbered=False) if fits else None
    if match.group("kind").casefold().endswith("s") and kind != "value":
        return None  # "Priorities 2024 …" heads a list
    return Labelled(kind, match.end(), is_numbered=True)
