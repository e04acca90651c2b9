"""A publication as a rule found it, and what no label of one can be: navigation, instructions, contacts, sentences."""

import re
from dataclasses import dataclass

from extractors import layout_rules, lexicon
from extractors.layout_title import is_body_name
from extractors.records import Span


@dataclass(frozen=True, slots=True)
class Listed:
    """Where a publication's title stands, the line or lines that tell of it, and by which rule.

    `details` says that the whole of `line`, also what stands before the title, tells of the publication; of a table
    whose head names a column of dates, `dated` is the cell in that column, empty where it has none.
    """

    start: int
    end: int
    line: Span
    rule: str
    confidence: float
    details: bool = False
    dated: Span | None = None


_LONGEST = 30  # words
_LEADS = re.compile(
    r"(?:click (?:here|on the link(?: below)?|below)? ?(?:to (?:download|read|view|open|see|access)|for)|"
    r"(?:you can |please )?(?:download|read|view|open|see|access|get)(?: (?:and|or) (?:download|read|view|print))?)"
    r"(?: (?:a|an)(?: pdf| full| electronic)? (?:copy|version) of)?(?: the| our| a| an)? ",
    re.IGNORECASE,
)
_TAKES_ARTICLE = re.compile(r"(?: (?:the|our|a|an) | of | to \w+ | for )$", re.IGNORECASE)
# What a page tells its reader to do, and so no title, in a list that gives no format.
_INSTRUCTS = re.compile(
    r"(?:click|select|choose|press|tick|enter|go to|scroll|log ?in|sign (?:in|up)|subscribe|follow us|share|print|"
    r"email|e-mail|call|telephone|phone|ring|write to|contact|visit|back to|return to|skip|show|hide|view all|see all|"
    r"read more|find out|more about|learn more|request|ask|send|open the|close|page \d)\b",
    re.IGNORECASE,
)
_HERE = re.compile(r"\b(?:click|tap) (?:here|on|below|the)\b|\bclick to\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://|www\.|\S@\S")
_GENERIC = frozenset({"here", "this", "file", "document", "download", "pdf", "attachment", "link", "read more", "more"})


def without_lead(words: str) -> int:
    """Return how many characters lead in to a title: of "Download the annual report" the first thirteen."""
    match = _LEADS.match(words)
    if match is None:
        return 0
    if (
        match.group()[:5].casefold() == "click"
        and len(words.split()) > 4
        and words[match.end() : match.end() + 1].islower()
    ):
        return 0  # "Click here to download our summary": no title
    rest = words[match.end() :]
    return match.end() if rest[:1].isupper() or _TAKES_ARTICLE.search(match.group()) else 0


def may_be_label(words: str, *, sure: bool) -> bool:
    """Whether words can be the title of a listed document; `sure` says that the entry gives a format or size."""
    plain = words.strip().casefold().rstrip(" :.")
    if len(plain) < 3 or plain in _GENERIC or plain in lexicon.words("page_furniture") or len(words.split()) > _LONGEST:
        return False
    if _HERE.search(words) or _ADDRESS.search(words) or not any(map(str.isalnum, plain)):
        return False
    if sure:
        return True
    capital = words[:1].isupper() or words[:1].isdigit() or words[:1] in "“‘'\""
    if not capital or words.rstrip()[-1:] in ".;:?!" or _INSTRUCTS.match(words):
        return False
    return not (layout_rules.is_value(words) or is_body_name(words))
