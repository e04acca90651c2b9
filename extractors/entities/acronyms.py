"""Acronyms that a document defines: "Public Health England (PHE)", "Sustainability and Transformation Plan (STP)"."""

import re
from dataclasses import dataclass

from extractors.entities.tokens import tokens_of

_DEFINED = re.compile(r"[(\[][\"'“‘]?((?:the )?([A-Z][A-Za-z0-9&’'-]{1,14}))[\"'”’]?[)\]]")
_TRADING = re.compile(
    r"\((?:trading as|known as|also known as|formerly(?: known as)?|previously(?: known as)?|hereafter|"
    r"referred to as)"
    r"\s+(?:the )?[\"'“‘]?([^()\"”’]{2,60}?)[\"'”’]?\)",
    re.IGNORECASE,
)
_LONGEST = 200  # characters of a name that a short form stands for
_MINOR = frozenset({"and", "of", "for", "the", "in", "on", "to", "&", "with", "at"})


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form with the words that it stands for; `end` is where those words end, before the bracket."""

    short: str
    start: int
    end: int
    long: str


def definitions(line: str, offset: int) -> list[Definition]:
    """Return the acronyms that a line defines, those whose letters are the initials of the words before them."""
    found = []
    for match in _DEFINED.finditer(line):
        begin = max(0, match.start() - _LONGEST)
        span = _long_form(line[begin : match.start()], match.group(2))
        if span:
            start, end = begin + span[0], begin + span[1]
            found.append(Definition(match.group(2), offset + start, offset + end, line[start:end]))
    return found


def bracketed(line: str, offset: int) -> list[Definition]:
    """Return every short form in brackets with the place where the words before it end, whatever its letters spell."""
    return [
        Definition(m.group(2), offset, offset + len(line[: m.start()].rstrip()), "")
        for m in _DEFINED.finditer(line)
        if m.group(2).isupper()
    ]


def other_names(line: str, offset: int) -> list[Definition]:
    """Return the names that stand in "(trading as …)" and the like, with the place before the bracket."""
    return [
        Definition(m.group(1).strip(), offset, offset + len(line[: m.start()].rstrip()), "")
        for m in _TRADING.finditer(line)
    ]


def _long_form(before: str, short: str) -> tuple[int, int] | None:
    """Return the span of the words at the end of `before` whose initials spell `short`, or None."""
    letters = [c.lower() for c in short if c.isupper()]
    words = [t for t in tokens_of(before) if t.is_word]
    if len(letters) < 2 or not words:
        return None
    at = len(words) - 1
    for letter in reversed(letters):
        while at >= 0 and words[at].text.lower() in _MINOR and not words[at].text.lower().startswith(letter):
            at -= 1
        if at < 0 or not words[at].text.lower().startswith(letter):
            return None
        first = at
        at -= 1
    return words[first].start, words[-1].end
