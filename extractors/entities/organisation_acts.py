"""Names that act as bodies do, wherever they stand: coined ones, and again those that their company showed once."""

import re
from collections.abc import Iterable, Iterator

from extractors.entities.found import Found, stands_alone
from extractors.page import Page

_AGENTIVE = re.compile(
    r"(?:[’']s (?:board|staff|team|trustees|chief|members|chair|mission|headquarters)\b|"
    r" (?:(?:has|have|had|also|is|was|were|itself|now) )*(?:supported|launched|says?|said|owns?|runs?|funds?|employs?|"
    r"published|commissioned|commissions|established|founded|set up|registered (?:as|with|charity)|announced|believes|"
    r"campaigns|partnered|recruit\w+|appointed|awarded|conducting|acts as|welcomed|works (?:with|to|across))\b|"
    r" (?:staff|trustees|[Bb]oard members)\b)"
)
_PLACED = re.compile(
    r"\b(?:[Cc]ontact|collaboration with|partnership with|jointly with|joined forces with|contract (?:to|with)|"
    r"property of|(?:commissioned|funded|run|owned|employed|delivered) by|on behalf of|"
    r"(?:staff|trustees|[Cc]hief [Ee]xecutive|CEO|[Cc]hair) (?:at|of|from))\s+(?:the )?$"
)
_COINED_WORD = re.compile(
    r"(?<![\w&@#./-])(?=[A-Za-z]*[a-z][A-Z]|\d{1,4}[A-Z][a-z])[A-Za-z0-9]{4,24}(?![\w@#./-]*[\w@#/])"
)
_LEAST_ACTS = 2
_MOST_NAMES = 400  # looked for again in one document; its length times their number is what that costs


def agentive(page: Page, start: int, end: int) -> bool:
    """Whether a name does at this place what only bodies do: it owns, says, employs, or others work with it."""
    if _AGENTIVE.match(page.flat, end):
        return True
    return placed(page, start, end)


def placed(page: Page, start: int, end: int) -> bool:
    """Whether a name stands where only a body can ("in partnership with X"), and for itself."""
    return stands_alone(page, end) and _PLACED.search(page.flat, max(0, start - 40), start) is not None


def coined_names(page: Page, found: Iterable[Found]) -> Iterator[Found]:
    """Return words with inner capitals or digits ("techBarset", "7Hills") that act as bodies, everywhere."""
    ends, starts = {f.end for f in found}, {f.start for f in found}
    places: dict[str, list[re.Match[str]]] = {}
    for match in _COINED_WORD.finditer(page.flat):
        places.setdefault(match.group(), []).append(match)
    for word, matches in places.items():
        acts = sum(agentive(page, *match.span()) or _is_joined(page, *match.span(), ends, starts) for match in matches)
        if acts >= _LEAST_ACTS or (acts and any(placed(page, *match.span()) for match in matches)):
            for match in matches:
                if not re.match(r" [A-Z]", page.flat[match.end() : match.end() + 2]):
                    yield Found(*match.span(), word, "other", "coined", 0.75)


def _is_joined(page: Page, start: int, end: int, ends: set[int], starts: set[int]) -> bool:
    """Whether "and" joins a word to the name of a known body on either side, and it stands for itself."""
    before = re.search(r"(?: \([A-Z][\w&]{1,9}\))?,? and (?:the )?$", page.flat[max(0, start - 24) : start])
    after = re.compile(r" and (?:the )?").match(page.flat, end)
    joined = (before and start - len(before.group()) in ends) or (after and after.end() in starts)
    return stands_alone(page, end) and bool(joined)


def named_again(page: Page, found: Iterable[Found]) -> Iterator[Found]:
    """Return the other places of names that a list or their company showed to be organisations'."""
    names = {f.name: f for f in found if f.rule in _TOLD_ONCE and (" " in f.name or _COINED_WORD.fullmatch(f.name))}
    if not names:
        return
    forms = "|".join(re.escape(name) for name in sorted(list(names)[:_MOST_NAMES], key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w&-])(?:{forms})(?![\w&-])", page.flat):
        known = names[match.group()]
        yield Found(*match.span(), known.name, known.classification, known.rule, known.confidence)


_TOLD_ONCE = frozenset({"partner", "described", "office", "agent", "enumerated", "listed", "branch", "grammar.weak"})
