"""What a date is to its document: published, updated, refreshed, coverage, meeting, deadline, or none of them."""

import re
from collections.abc import Sequence
from functools import cache

from extractors.facts.dates_expression import Expression
from extractors.facts.numbers import MAYBE_SPACE
from extractors.lexicon import rows
from extractors.page import Line, Page

_REACH = 60  # characters between a cue and its date
_CONNECTOR = re.compile(r"(?:[\s,;&/]|\b(?:and|or|again|then|in|on|also|from|to|until)\b)*", re.IGNORECASE)
_BREAK = re.compile(r"[.;:!?)]\s|,\s(?:and|but|which|who)\s")
_LABEL_END = re.compile(r"[\s:–—-]*$")
_WORDS_AFTER = re.compile(rf"(?:[’']s)?{MAYBE_SPACE}[:–—-]?{MAYBE_SPACE}")


@cache
def _cues(where: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = [(row["role"], row["cue"]) for row in rows("date_roles") if row["where"] == where]
    endings = {"before": r"\b", "touching": r"[\s:(–-]*$", "label": "", "after": ""}
    return tuple((role, re.compile(rf"(?<!\w)(?:{cue}){endings[where]}", re.IGNORECASE)) for role, cue in found)


def roles(page: Page, found: Sequence[Expression]) -> list[str | None]:
    """Return the role of each expression, in their order; dates in a row share the role of the first."""
    given: list[str | None] = []
    for at, expression in enumerate(found):
        previous = found[at - 1] if at else None
        role = _own_role(page, expression, previous)
        if role is None and previous and given[-1] in {"published", "updated", "refreshed", "meeting"}:
            between = page.flat[previous.end : expression.start]
            role = given[-1] if "\n" not in between and _CONNECTOR.fullmatch(between) else None
        given.append(role)
    return given


def _own_role(page: Page, expression: Expression, previous: Expression | None) -> str | None:
    line = page.line_at(expression.start)
    sentence = page.sentence_at(expression.start)
    floor = max(line.start, min(sentence.start, expression.start), previous.end if previous else 0)
    before = page.flat[floor : expression.start]
    role = _before(before[-_REACH:])
    if role is None and not page.flat[line.start : expression.start].strip(" \t•*-–("):
        role = _from_label(page, line)
    if role is None and not expression.is_relative:
        role = _after(page.flat[expression.end : min(expression.end + _REACH, line.end)])
    return role or _in_heading(line, expression)


def _before(words: str) -> str | None:
    """Return the role of the cue that stands nearest before the date, unless a clause ends between them."""
    cues = [(match.end(), role) for role, cue in _cues("before") for match in cue.finditer(words)]
    near = [cue for cue in cues if not _BREAK.search(words[cue[0] :].strip(": "))]
    touching = next((role for role, cue in _cues("touching") if cue.search(words)), None)
    return touching or (max(near)[1] if near else _label_role(words))


def _label_role(words: str) -> str | None:
    label = _LABEL_END.sub("", words)
    return next((role for role, cue in (*_cues("label"), *_cues("before")) if cue.fullmatch(label.strip())), None)


def _from_label(page: Page, line: Line) -> str | None:
    """Return the role that a short label line above gives to the date that begins a line."""
    if line.index == 0:
        return None
    above = page.lines[line.index - 1]
    label = page.words(above.start, above.end)
    if len(label) > 40:
        return None
    return _label_role(label) or (_before(label) if label.endswith(":") else None)


def _after(words: str) -> str | None:
    space = _WORDS_AFTER.match(words)
    rest = words[space.end() :] if space else words
    return next((role for role, cue in _cues("after") if cue.match(rest)), None)


def _in_heading(line: Line, expression: Expression) -> str | None:
    """A year or a stretch of years in the document's title is what the document covers."""
    is_title = line.block.kind == "heading" and line.block.level == 1
    return "coverage" if is_title and expression.precision in {"range", "financial year"} else None
