"""Where the title of plain text stands: below breadcrumbs, kickers and letterheads, or as the subject of a letter.

The lines from the top are read for what they are, until one is the title or running text begins. Where only lines
such as "Press release" or a body's name stand above the text, the last of them is the title. Standard library only.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Literal, NamedTuple

from extractors import layout_rules as rules
from extractors import lexicon
from extractors.layout_pieces import Piece
from extractors.records import Span

_TITLE_WITHIN = 14
"""The title is looked for in so many pieces: a letterhead, a reference and a date may stand above it."""

_LETTER_WITHIN = 24
"""The salutation of a letter stands in so many pieces, below the addresses of sender and reader."""

_NEAR = 400
_ADDRESS_LINE = 60

_CRUMBS = re.compile(r"(?:home|homepage)\s*(?:[>»›/|\\→]|::)", re.IGNORECASE)
_TRAIL = re.compile(r" (?:[>»›→]|::) ")
_HERE = re.compile(r"you are (?:here|in)\b|skip to\b|cookies on\b|back to\b|breadcrumb", re.IGNORECASE)
_MARKING = re.compile(
    r"(?:(?:agenda )?item|paper|enclosure|attachment|annex|appendix|report|document|ref|version|issue|draft|page|"
    r"volume|no|number)\.?:? ?(?:no\.? ?)?[A-Z]{0,4}[\d./-]{0,12}[A-Za-z]?(?: of \d{1,4})?|v\d[\d.]{0,6}"
    r"|embargo(?:ed)?\b.{0,60}|strictly .{0,40}|\[.{0,60}\]|isbn .{0,30}",
    re.IGNORECASE,
)
# What heads letters and papers to committees, before a colon.
_HEAD_LABEL = re.compile(
    r"(?:(?:our|your) ref(?:erence)?|(?:report|paper) (?:of|to|by|author|for|from)|date of meeting|meeting(?: date)?|"
    r"committee|lead (?:member|officer|director|author)|(?:presented|prepared|written|approved) by|enquiries(?: to)?|"
    r"direct (?:dial|line)|tel\.?|wards?(?: affected)?|portfolio(?: holder)?|sponsor|embargo|reading time|"
    r"copied to)\s*:",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"(?:example|sample|specimen|exhibit) (?:\d{1,2}|[A-Z])\b", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_DEAR = re.compile(r"dear\b[^.!?]{0,100}$", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?:re|subject|subject line|title|report title|title of report|document title)\s*:\s*(?=\S)", re.IGNORECASE
)
_BARE_RE = re.compile(r"(?:re|subject)\s*[:–—-]\s*(?=\S)", re.IGNORECASE)
_OPENS_TEXT = re.compile(
    r"(?:I|We|You|It|Thank|Thanks|Please|Further|Following|As|In|On|At|This|Since|When|With)\b(?!:)|Re\b\W*$"
)
_OPEN_LETTER = re.compile(r"\b(?:letter|statement)\b", re.IGNORECASE)
_DOCUMENT_START = re.compile(
    r"(?:meeting|minutes|agenda|report|leader|chair|chief|director|head|our|your|a|an)\b", re.IGNORECASE
)
_NOT_LAST = frozenset({"the", "our", "your", "a", "an", "this", "for", "of"})
_LINKS = frozenset({"and", "of", "for", "the", "&", "in", "on", "at", "with", "upon", "under", "by", "de", "y"})
# Single nouns that end the names of bodies, but end the titles of their pages as often.
_WEAK_HEADS = frozenset(
    {"archive", "archives", "cabinet", "centre", "centres", "challenge", "executive", "group", "groups", "homes",
     "housing", "libraries", "library", "network", "networks", "practice", "schools", "service", "services", "sport",
     "uk"}
)  # fmt: skip

_SHORT_NAME = 4  # words
_DOCUMENT_NOUN = re.compile(
    r"\b(?:annual|report|review|strategy|plan|accounts|statement|prospectus|newsletter|policy|minutes|bulletin)\b",
    re.IGNORECASE,
)
_Kind = Literal["title", "kicker", "body", "furniture", "person", "text"]


class _HeadLine(NamedTuple):
    """One line of the head: its piece and number within the piece, and what it is."""

    piece: int
    number: int
    kind: _Kind


def with_title(text: str, pieces: list[Piece]) -> tuple[list[Piece], int]:
    """Return the pieces with the title as a heading of level 1, and its index; the index is -1 where there is none."""
    for at, piece in enumerate(pieces[:_TITLE_WITHIN]):
        if piece.kind == "heading" and (piece.level == 1 or at == 0):
            return pieces, at if piece.level == 1 else -1
    dear = _salutation(text, pieces)
    found = _subject(text, pieces, dear) or _titled(text, pieces, dear)
    if found is None:
        return pieces, -1
    at, span = found
    parts = list(_parted(pieces[at], span))
    heading = next(n for n, part in enumerate(parts) if part.kind == "heading")
    return [*pieces[:at], *parts, *pieces[at + 1 :]], at + heading


def _parted(piece: Piece, span: Span) -> Iterator[Piece]:
    """Yield what stands above the title in its piece (a label on its line too), the title, and what stands below."""
    above = [line for line in piece.lines if line.end <= span.start]
    own = next(line for line in piece.lines if line.start <= span.start < line.end)
    if own.start < span.start:
        above.append(Span(own.start, span.start))
    if above:
        yield replace(piece, lines=tuple(above))
    yield replace(piece, kind="heading", level=1, lines=(span,), gap=piece.gap and not above)
    if below := tuple(line for line in piece.lines if line.start >= span.end):
        yield replace(piece, lines=below, gap=False)


# ---- letters -----------------------------------------------------------------------------------------------------


def _salutation(text: str, pieces: list[Piece]) -> tuple[int, int] | None:
    """Return the piece and the line of "Dear …" where the text is a letter."""
    for at, piece in enumerate(pieces[:_LETTER_WITHIN]):
        for number, line in enumerate(piece.lines if piece.kind == "text" else ()):
            if text[line.start : line.start + 4].casefold() == "dear" and _DEAR.match(text[line.start : line.end]):
                return at, number
    return None


def _subject(text: str, pieces: list[Piece], dear: tuple[int, int] | None) -> tuple[int, Span] | None:
    """Return where a letter's or paper's subject stands: under the salutation, or behind "Subject:" in the head."""
    for at, piece in enumerate(pieces[: _LETTER_WITHIN if dear else _TITLE_WITHIN]):
        if piece.kind != "text":
            break
        for line in piece.lines:
            words = text[line.start : line.end][: rules.TITLE_LIMIT + 20]
            label = _SUBJECT.match(words)
            if label and rules.reads_as_title(words[label.end() :]):
                return at, Span(line.start + label.end(), line.end)
            if rules.ends_sentence(words) and len(words.split()) > 12:
                return None
        if dear and dear[0] <= at:
            break
    return _under_salutation(text, pieces, *dear) if dear and not _is_open_letter(text, pieces, dear[0]) else None


def _is_open_letter(text: str, pieces: list[Piece], until: int) -> bool:
    """Whether a title that calls the text a letter stands above the salutation: "Open letter: save our buses"."""
    tops = (text[piece.start : piece.lines[0].end][:_NEAR] for piece in pieces[: min(3, until)])
    return any(_OPEN_LETTER.search(top) and rules.reads_as_title(top) for top in tops)


def _under_salutation(text: str, pieces: list[Piece], at: int, number: int) -> tuple[int, Span] | None:
    lines = pieces[at].lines[number + 1 :]
    if not lines:
        at += 1
        lines = pieces[at].lines if at < len(pieces) and pieces[at].kind == "text" else ()
    if not lines or (len(lines) > 1 and rules.ends_sentence(text[lines[-1].start : lines[-1].end]) and len(lines) > 2):
        return None
    # A subject may be broken over lines, all of which are then the piece.
    whole = Span(lines[0].start, lines[-1].end if len(lines) <= 3 else lines[0].end)
    for span in (whole, lines[0]):
        words = " ".join(text[span.start : span.end][: rules.TITLE_LIMIT + 20].split())
        label = _BARE_RE.match(words)
        words = words[label.end() :] if label else words
        if rules.reads_as_title(words) and not rules.ends_sentence(words) and not _OPENS_TEXT.match(words):
            own = _BARE_RE.match(text[span.start : span.end])
            return at, Span(span.start + (own.end() if own else 0), span.end)
    return None


# ---- the lines of the head ---------------------------------------------------------------------------------------


def _titled(text: str, pieces: list[Piece], dear: tuple[int, int] | None) -> tuple[int, Span] | None:
    """Return the first line that reads as a title, else the last of the lines that could have stood above one."""
    spare: _HeadLine | None = None
    for line in _head(text, pieces, dear):
        if line.kind == "title" and not (spare and _opens_body(text, pieces[line.piece].lines[line.number])):
            spare = line
            break
        if line.kind == "title":
            break
        if line.kind in {"kicker", "body"}:
            spare = line
    return (spare.piece, pieces[spare.piece].lines[spare.number]) if spare else None


def _opens_body(text: str, line: Span) -> bool:
    words = text[line.start : line.end].casefold().rstrip(" :")
    return words in lexicon.words("opening_headings") or words.startswith(("about ", "foreword"))


def _head(text: str, pieces: list[Piece], dear: tuple[int, int] | None) -> Iterator[_HeadLine]:
    """Yield the lines above the running text; of a letter, those above its salutation."""
    for at, piece in enumerate(islice(pieces, _TITLE_WITHIN)):
        if piece.kind == "item" and _is_navigation(text[piece.start : piece.end][:_NEAR]):
            continue
        if piece.kind != "text" or (dear and at >= dear[0]):
            return
        address = _is_address(text, piece)
        if len(piece.lines) > 1 and text[piece.start : piece.lines[0].end].strip().casefold() in {"home", "homepage"}:
            continue  # a path of pages, one a line
        for number, line in enumerate(piece.lines):
            words = text[line.start : line.end][: rules.TITLE_LIMIT + 1]
            if rules.is_bare_label(words):
                break  # what follows in the piece is its value
            kind = _kind(words, _following(text, pieces, at, number))
            if address and kind == "title":
                kind = "furniture"
            if kind == "text" or (kind == "person" and not dear):
                return
            yield _HeadLine(at, number, kind)


def _following(text: str, pieces: Sequence[Piece], at: int, number: int) -> str:
    """The words after a line in its piece, by which a person's name is told from a title."""
    return text[pieces[at].lines[number].end : pieces[at].end][:_NEAR].lstrip()


def _kind(words: str, following: str) -> _Kind:
    if _is_navigation(words) or rules.is_value(words) or _MARKING.fullmatch(words) or _HEAD_LABEL.match(words):
        return "furniture"
    if words.rstrip(":").casefold() in page_types() or _CAPTION.match(words) or _names_site(words):
        return "kicker"
    if is_body_name(words) or _stands_over_title(words, following):
        return "body"
    if rules.reads_as_title(words, following):
        return "title"
    if rules.is_label(words):
        return "furniture"
    return "person" if rules.is_name(words, following) or rules.is_post(words) else "text"


def _stands_over_title(words: str, following: str) -> bool:
    """Whether a short line is the body's, over one that names a document: "Barset Homes", "Annual Report 2024"."""
    short = len(words.split()) <= _SHORT_NAME and words.rsplit(maxsplit=1)[-1].casefold() in _WEAK_HEADS
    return short and bool(_DOCUMENT_NOUN.search(following.split("\n", 1)[0]))


def _is_navigation(words: str) -> bool:
    """Whether a line is a breadcrumb, a link of the page's frame, or a marking such as "Draft"."""
    if words.casefold().rstrip(" :.") in lexicon.words("page_furniture") or _HERE.match(words):
        return True
    return bool(_CRUMBS.match(words)) or len(_TRAIL.findall(words)) > 1


def _names_site(words: str) -> bool:
    """Whether a line is the title that a browser shows, with the site's name: "Our plans | Vale Council"."""
    parts = words.split(" | ")
    return len(parts) > 1 and any(is_body_name(part) or part == "GOV.UK" for part in (parts[0], parts[-1]))


def _is_address(text: str, piece: Piece) -> bool:
    """Whether a piece is a block of address: short lines, one with a postcode or a way to get in touch."""
    lines = [text[line.start : line.end][: _ADDRESS_LINE + 1] for line in piece.lines[:10]]
    if any(len(line) > _ADDRESS_LINE for line in lines):
        return False
    marked = any(_POSTCODE.search(line) for line in lines)
    return marked and len(lines) > 1


@cache
def page_types() -> dict[str, str]:
    """Return the kinds of page that sites print on a line ("press release"), each with its type of document."""
    return {row["page_type"]: row["document_type"] for row in lexicon.rows("page_types")}


@cache
def _heads() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The nouns that end names of bodies, those that begin them, and the national bodies, casefolded."""
    rows = lexicon.rows("organisation_heads")
    ends = {row["head"].casefold() for row in rows if row["position"] == "end"}
    starts = {row["head"].casefold() for row in rows if row["position"] == "start"}
    national = {
        name.casefold() for row in lexicon.rows("national_bodies") for name in (row["name"], *row["aliases"].split("|"))
    }
    return frozenset(ends - _WEAK_HEADS), frozenset(starts), frozenset(national - {""})


def is_body_name(line: str) -> bool:
    """Whether the whole line is the name of a public body, a charity or a committee, as a letterhead prints it."""
    words = line.removesuffix(".").split()
    ends, starts, national = _heads()
    plain = [word.casefold() for word in words]
    if not 1 <= len(words) <= 12 or any(mark in line for mark in ":;|–") or " - " in line:
        return False
    if " ".join(plain).removeprefix("the ") in national:
        return True
    if len(words) < 2 or _DOCUMENT_START.match(line) or any(map(str.isdigit, line)):
        return False
    if not all(word[0].isupper() or word in _LINKS or not word[0].isalpha() for word in words):
        return False
    begins = any(" ".join(plain[:n]) in starts for n in (1, 2, 3, 4, 5) if n < len(words))
    tails = (n for n in range(1, min(6, len(words) - 1) + 1) if " ".join(plain[-n:]) in ends)
    longest = max(tails, default=0)
    return begins or (longest > 0 and plain[-longest - 1] not in _NOT_LAST)
