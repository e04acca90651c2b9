"""What a figure measures, in the text's own words: the noun phrase behind it, or the words before it.

"£13.3m from other operating income", "2019/20 total surplus is £2 million", "overspent by £141million", "a hole of
£485million in our budgets", "83% of men".
"""

import re
from collections.abc import Sequence
from itertools import islice

from extractors.facts.dates_text import BARRIER, covered
from extractors.facts.figures_quantity import Quantity
from extractors.lexicon import words
from extractors.page import Page
from extractors.records import Span

_WORD = re.compile(r"[^\W_][\w’'&/-]*")
_ASIDE = re.compile(r"\([^()\n]{1,15}\)")  # an acronym or so in brackets
_END_AFTER = re.compile(r"[.;:!?()\n\[\]](?!\w)|[()\n]|,(?=\s)|\s[–—-]\s")
_END_BEFORE = re.compile(r"[.;!?](?=\s)|[()\n\[\]]|,(?=\s)|\s[–—]\s")
_CONNECTIVES = {"and", "but", "or", "which", "while", "whereas", "when", "although", "because", "so", "as", "than"}
_VERBS = words("figure_verbs")
_STATES = {"is", "was", "were", "are", "be", "totals", "totalled", "reached", "equals"}
_LEADS_IN = {"in", "of", "for", "from", "on", "to", "towards", "into", "worth", "with", "across", "against", "at"}
_LEADS_OUT = words("figure_function_words") - _LEADS_IN
_SHARES = {"of", "more", "less", "higher", "lower", "as", "greater", *_VERBS}
_BREAKS_BEFORE = {"but", "while", "whereas", "although", "because", "which"}
_MOST_WORDS = 8
_MOST_CLAUSES = 6
_REACH = 240  # characters looked at on either side


class Measures:
    """Finds measures on one page. No measure takes in a date, or reaches across another figure."""

    def __init__(self, page: Page, dates: Sequence[Span], figures: Sequence[Span]) -> None:
        self._page = page
        dateless = _ASIDE.sub(lambda match: " " * len(match[0]), covered(page.flat, dates, " "))
        self._text = covered(dateless, figures, BARRIER)
        self._open = covered(dateless, figures, " ")

    def of(self, quantity: Quantity, start: int) -> str | None:
        """Return the measure of a quantity whose mention begins at `start`; None where its line has no word."""
        line = self._page.line_at(quantity.start)
        sentence = self._page.sentence_at(quantity.start)
        floor = max(min(sentence.start, start), start - _REACH)
        ceiling = min(max(line.end, quantity.end), quantity.amount_end + _REACH)
        before = _END_BEFORE.split(self._text[floor:start])
        after = _END_AFTER.split(self._text[quantity.amount_end : ceiling], maxsplit=1)[0]
        own = _words(self._page.flat[quantity.amount_end : quantity.end])
        found = _measure(quantity, _words(before[-1]), _words(after), own)
        return " ".join(found or self._nearest(quantity, before, ceiling)) or None

    def _nearest(self, quantity: Quantity, before: Sequence[str], ceiling: int) -> list[str]:
        """Return content words of the nearest clause that has any: before the amount, else behind it."""
        behind = _END_AFTER.split(self._open[quantity.amount_end : ceiling])
        clauses = (clause for clause in (behind[0], *reversed(before), *behind[1:]) if not clause.isspace() and clause)
        content = (_trimmed(_words(clause)) for clause in islice(clauses, _MOST_CLAUSES))
        return next((found[:_MOST_WORDS] for found in content if found), [])


def _measure(quantity: Quantity, before: list[str], after: list[str], own: list[str]) -> list[str]:
    subject = _trimmed(_since_break(before))[-_MOST_WORDS:]
    if quantity.kind == "count":
        return _trimmed(_until_break(after) if own else after)[: _MOST_WORDS + 2] or subject
    if quantity.kind in {"percent", "ratio"}:
        return _shared(subject, after)
    if quantity.kind == "money":
        return _paid(subject, before, after)
    return subject or _trimmed(_until_break(after))[:_MOST_WORDS] or own


def _shared(subject: list[str], after: list[str]) -> list[str]:
    first = after[0].casefold() if after else ""
    if first in _SHARES:
        return _trimmed(after[: _MOST_WORDS + 4])
    if first and first not in words("figure_function_words"):
        return _trimmed(_until_break(after))[:_MOST_WORDS]
    return subject


def _paid(subject: list[str], before: list[str], after: list[str]) -> list[str]:
    last = before[-1].casefold() if before else ""
    first = after[0].casefold() if after else ""
    phrase = _trimmed(_until_break(after))[:_MOST_WORDS] if first not in _LEADS_OUT else []
    if subject and last in _STATES:
        return subject
    if subject and last == "of":  # "a hole of … in our budgets"
        return _trimmed([*subject[-2:], *(_until_break(after)[:5] if first in _LEADS_IN else [])])
    return phrase or subject


def _until_break(found: list[str]) -> list[str]:
    """Return the words up to the first verb form of to be or to have, or word that opens another clause."""
    for at, word in enumerate(found):
        if word.casefold() in _CONNECTIVES or word.casefold() in _VERBS:
            return found[:at]
    return found


def _since_break(found: list[str]) -> list[str]:
    """Return the words after the last one that opens another clause."""
    breaks = [at for at, word in enumerate(found) if word.casefold() in _BREAKS_BEFORE]
    return found[breaks[-1] + 1 :] if breaks else found


def _trimmed(found: list[str]) -> list[str]:
    """Return the words without function words at either end."""
    content = [at for at, word in enumerate(found) if word.casefold() not in words("figure_function_words")]
    return found[content[0] : content[-1] + 1] if content else []


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
