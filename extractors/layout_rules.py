"""What a line of plain text is by its looks: a marker, a label, a name, a heading, the end of a wrapped line.

The rules know how documents are written, not who wrote them. Standard library only.
"""

import re
from typing import NamedTuple

LONG_LINE = 120
"""Characters in a line above which it was not wrapped by hand or by a mail program."""

HEADING_LIMIT = 100
NUMBERED_HEADING_LIMIT = 160
TITLE_LIMIT = 200

_NUMBER = r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Z]|[ivxl]{2,5})\)|\d{1,3}(?:\.\d{1,3}){0,4}\.|[a-z]\.|[ivx]{2,5}\."
# "1.1 Background" carries no closing mark; it needs a capital after it, else "1.5 million" would be one.
_BARE_NUMBER = r"\d{1,2}(?:\.\d{1,2}){1,4}(?= +[A-Z])"
_MARKER = re.compile(rf"(?:(?P<bullet>•|[-*–—o](?=\s|$))|(?P<number>(?:{_NUMBER}|{_BARE_NUMBER})(?=\s)))\s*")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_DIGITS = re.compile(r"\d+")

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE_ONLY = re.compile(
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{_MONTH})(?: \d{{1,2}},)? \d{{4}}(?: .{{0,30}})?|[\d\s./,:–-]+",
    re.IGNORECASE,
)
# Labels that need no colon, and those that would be headings without one.
_BARE_LABELS = (
    r"from|date|date range|date added|date published|publication date|published|published by|published on|updated|"
    r"first published|last updated|last reviewed|review date|next review|authors?|document type"
)
_LABELS = (
    rf"{_BARE_LABELS}|to|by|dates|owner|sources?|version|status|reference|ref|contact|e-?mail|telephone|tel|phone|fax|"
    r"address|website|topics?|type|category|classification|subject|cc|added|posted|posted on|location|venue|time"
)
_LABEL = re.compile(rf"(?:(?:{_BARE_LABELS})$|(?:{_LABELS})\s*:)", re.IGNORECASE)
# "Lead minister: Rt Hon …" is a label with its value; "Annex A: Methods" and "Priority 1: Health" are headings.
_LABEL_AND_VALUE = re.compile(r"[A-Z][A-Za-z’'-]*(?: [A-Za-z’'&-]+){0,2}: \S")
_NUMBERED_LABEL = re.compile(r"(?:annex|appendix|part|chapter|section|schedule) [A-Za-z0-9]{1,4}:", re.IGNORECASE)
_CONTACT = re.compile(r"https?://|www\.|\S@\S|\d{3,5} \d{3,4}|\d{5}")
_FILE_TOLD = re.compile(r"\b(?:PDF|Word|Excel|HTML|CSV|ODS|ODT|DOCX?|XLSX?)\b[^()]{0,30}[)\]]|\d ?[KM]B\b")
_IS_DATE = re.compile(rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{_MONTH}) \d{{4}}", re.IGNORECASE)
_LEADS_TO_DATE = re.compile(r"(?:\b[a-z]+|,)$")
_INNER_SENTENCE = re.compile(r"[a-z]{3}[.!?] [A-Z]")
_FINITE_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|should|must|do|does)\b")
_QUESTION_WORD = re.compile(r"(?:how|what|why|where|when|who|which|whose)\b", re.IGNORECASE)
_LOWER_WORD = re.compile(r"[a-z][a-z’'-]*[,;:.)’”]*$")
_NOT_A_HEADING_END = frozenset('.,;:|”"’')
_SENTENCE_ENDS = frozenset(".!?:;…")

# Few words that are enough to know a line's form; who is a person is for the name rules to say, not for the layout.
_HONORIFICS = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|baroness|baron|councillor|cllr|rt|revd?|hon|judge)",
    re.IGNORECASE,
)
_POST_NOMINALS = re.compile(r"(?:MP|MSP|MS|AM|MLA|[COMKD]BE|K?CB|DCB|QPM|[QK]C|FRCP|FRS|JP|RN|PhD|MD)")
_POST_WORD = re.compile(
    r"(?:chair(?:man|woman|person)?|co-chair|chief|director|officer|leader|manager|minister|secretary|president|head|"
    r"commissioner|governor|trustee|dean|mayor|treasurer|deputy|vice|interim|acting|(?:non-)?executive|lead|registrar|"
    r"inspector|constable|superintendent),?",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w.’'-]*$")


class Marker(NamedTuple):
    """What stands before an item or numbered heading: as written, where the words begin, the numbers in it."""

    text: str
    end: int
    numbers: tuple[int, ...]

    @property
    def is_numbered(self) -> bool:
        """Whether it is one that counts with digits: "1.", "2.3", "(4)"."""
        return bool(self.numbers)

    @property
    def kind(self) -> str:
        """The marker with its digits and letters levelled out: items of one list share it."""
        if self.text in "•-*–—o":
            return self.text
        return re.sub(r"[a-zA-Z]+", "a", _DIGITS.sub("1", self.text))


def marker_of(line: str) -> Marker | None:
    """Return the bullet or number that `line` (no leading space) begins with, or None."""
    match = _MARKER.match(line)
    if match is None:
        return None
    mark = match["bullet"] or match["number"]
    return Marker(mark, match.end(), tuple(int(digits) for digits in _DIGITS.findall(mark)))


def markdown_heading(line: str) -> Marker | None:
    """Return the "##" that `line` begins with, or None."""
    match = _MARKDOWN_HEADING.match(line)
    return Marker(match[1], match.end(), ()) if match else None


def underline_level(line: str) -> int:
    """Return 1 for a line of "=", 2 for a line of "-" (they underline headings), 0 for any other."""
    if not _UNDERLINE.fullmatch(line):
        return 0
    return 1 if line[0] == "=" else 2


def is_label(line: str) -> bool:
    """Whether `line` says what the next line is ("Published", "From:"), or is such a label with its value."""
    if _LABEL.match(line):
        return True
    return bool(_LABEL_AND_VALUE.match(line)) and not _NUMBERED_LABEL.match(line)


def is_bare_label(line: str) -> bool:
    """Whether `line` is a label without its value, which then stands below: "Published", "To:"."""
    label = _LABEL.match(line)
    return label is not None and label.end() == len(line)


def is_value(line: str) -> bool:
    """Whether `line` holds only a date, numbers, or a way to get in touch."""
    return bool(_DATE_ONLY.fullmatch(line) or _CONTACT.search(line))


def is_post(line: str) -> bool:
    """Whether `line` reads as somebody's post: "Leader, Barset County Council", "Director of Finance"."""
    if len(line) > TITLE_LIMIT:
        return False
    names_post = any(_POST_WORD.fullmatch(word) for word in line.split()[:4])
    return names_post and ("," in line or " of " in line or " for " in line) and not ends_sentence(line)


def _capitalised(words: list[str]) -> bool:
    return 2 <= len(words) <= 6 and all(_CAPITALISED.match(word) for word in words)


def is_name(line: str, following: str = "") -> bool:
    """Whether `line` reads as a person's name, alone or before a post, judged also by the words that follow it."""
    name, comma, rest = line.partition(", ")
    words = name.split()
    if not _capitalised(words):
        return False
    if _HONORIFICS.fullmatch(words[0].rstrip(".")) or _POST_NOMINALS.fullmatch(words[-1]):
        return True
    if comma and is_post(f"{rest},"):
        return True
    return not comma and len(words) <= 4 and (is_post(following) or _tells_of(words, following))


def _tells_of(name: list[str], following: str) -> bool:
    """Whether the text that follows calls somebody by the first of these words: "Susan joined …" under a full name."""
    told = following.split(maxsplit=2)[:2]
    return len(told) == 2 and told[0] == name[0] and told[1] != name[1] and told[1].islower()


def reads_as_heading(line: str, following: str = "") -> bool:
    """Whether a stand-alone `line` has the looks of a heading; `following` is the text after it."""
    if len(line) > HEADING_LIMIT or len(line.split()) > 15 or not _heading_form(line):
        return False
    if _FINITE_VERB.search(line) and len(line.split()) > 7 and not _QUESTION_WORD.match(line):
        return False
    return not (is_label(line) or is_value(line) or is_name(line, following) or is_post(line))


def reads_as_numbered_heading(words: str) -> bool:
    """Whether the words after a number may be a heading; these may be longer, for the number sets them off."""
    return len(words) <= NUMBERED_HEADING_LIMIT and _heading_form(words)


def reads_as_title(line: str, following: str = "") -> bool:
    """Whether the first line of a document may be its title: more is allowed than for a heading inside."""
    if len(line) > TITLE_LIMIT or not any(map(str.isalpha, line)) or line[-1] in ".,;:|":
        return False
    if is_value(line) or is_name(line, following):
        return False
    return not _INNER_SENTENCE.search(line) and not _LABEL.match(line)


def _heading_form(line: str) -> bool:
    trails_off = line.endswith(("...", "…"))
    if not trails_off and line[-1] in _NOT_A_HEADING_END and not line.endswith(("’", "”")):
        return False
    if line[0] in "“\"‘'" and line[-1] in "”\"’'":
        return False
    first = next((letter for letter in line if letter.isalpha()), "")
    return first != "" and not line[0].islower() and not _INNER_SENTENCE.search(line)


def ends_sentence(line: str) -> bool:
    """Whether `line` ends as a sentence or lead-in does, closing quotation marks and brackets aside."""
    return line.rstrip("”’\"')]")[-1:] in _SENTENCE_ENDS


def _closes_entry(line: str) -> bool:
    """Whether `line` closes with the format or size of a document, as entries of lists do: "Plan (PDF, 2 MB)"."""
    return line[-1] in ")]0123456789BFbf" and _FILE_TOLD.search(line[-60:]) is not None


def continues(line: str, following: str, width: int | None, *, in_item: bool = False) -> bool:
    """Whether `following` goes on with the line that was broken at the end of `line`.

    `width` is the column at which the document was wrapped: 0 where it was not, None where nothing is known.
    `in_item` says that the line belongs to a list item by its indentation.
    """
    first_word = following.split(maxsplit=1)[0]
    if _LOWER_WORD.match(first_word):
        return line[-1] not in ".!?:;" or (len(line) >= 50 and line[-1] == "." and bool(width))
    if _closes_entry(line) or (_IS_DATE.fullmatch(following) and not _LEADS_TO_DATE.search(line)):
        return False
    if width:
        return len(line) >= width // 2 and len(line) + 1 + len(first_word) > width
    if in_item and len(line) >= 50:
        return not ends_sentence(line)
    if width == 0 or _POST_WORD.fullmatch(first_word):
        return False
    return 50 <= len(line) <= LONG_LINE and not ends_sentence(line) and len(line) + 1 + len(first_word) > len(following)
