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
# How often or in all: "a year", "per week", "in total". They are no part of what is measured.
_PERIOD = re.compile(
    r"\b(?:an?|per|each|every) (?:hour|day|night|week|month|quarter|year)\b"
    r"|\b(?:in (?:total|all)|altogether)\b(?! [a-z])",
    re.IGNORECASE,
)
_END_AFTER = re.compile(r"[.;:!?()\n\[\]](?!\w)|[()\n]|,(?=\s)|\s[–—-]\s")
_END_BEFORE = re.compile(r"[.;!?](?=\s)|[()\n\[\]]|,(?=\s)|\s[–—]\s")
_CONNECTIVES = {"and", "but", "or", "which", "while", "whereas", "when", "although", "because", "so", "as", "than"}
_VERBS = words("figure_verbs")
_STATES = {"been", "is", "was", "were", "are", "be", "totals", "totalled", "reached", "equals"}
_LEADS_IN = {"in", "of", "for", "from", "on", "to", "towards", "into", "worth", "with", "across", "against", "at"}
_LEADS_OUT = words("figure_function_words") - _LEADS_IN
_STATE_VERBS = {
    *(
        "stood",
        "stands",
        "stand",
        "came",
        "comes",
        "amounted",
        "amounts",
        "rose",
        "fell",
        "grew",
        "increased",
        "remained",
    ),
    *("dropped", "decreased", "estimated", "set", "valued", "totalled", "reduced", "put"),
}
_PASSIVE = {"is", "was", "were", "are", "will", "would", "has", "had", "have", "can", "could", "may", "must", "should"}
_OPENS_CLAUSE = {"that", "and", "but", "while", "whereas"}
_BESIDES = {"against", "compared", "as", "when"}
_PURPOSE = {"to", "towards", "on", "for"}
_SAYING = {"said", "say", "says", "told", "felt", "feel", "thought", "think", "reported", "agreed", "agree", "believed"}
_TAKEN = {"duration", "unit"}  # what takes so long stands before it, not behind
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
        dateless = _PERIOD.sub(lambda match: " " * len(match[0]), dateless)
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
        if self._page.flat.startswith(("’ ", "' "), quantity.amount_end):  # "25 years' service"
            return " ".join(_trimmed(_until_break(_words(after)))) or None
        unit = _words(self._page.flat[quantity.start : quantity.amount_end])[-1:]
        found = _measure(quantity, _words(before[-1]), _words(after), own, unit)
        return " ".join(found or self._nearest(quantity, before, ceiling)) or None

    def _nearest(self, quantity: Quantity, before: Sequence[str], ceiling: int) -> list[str]:
        """Return content words of the nearest clause that has any: before the amount, else behind it."""
        behind = _END_AFTER.split(self._open[quantity.amount_end : ceiling])
        order = (*reversed(before), *behind) if quantity.kind in _TAKEN else (behind[0], *reversed(before), *behind[1:])
        clauses = (clause for clause in order if not clause.isspace() and clause)
        content = (_trimmed(_words(clause)) for clause in islice(clauses, _MOST_CLAUSES))
        return next((found[:_MOST_WORDS] for found in content if found), [])


def _measure(quantity: Quantity, before: list[str], after: list[str], own: list[str], unit: list[str]) -> list[str]:
    """Return the measure by the words right before and right behind an amount; none where neither says it."""
    subject = _trimmed(_since_break(before))[-_MOST_WORDS:]
    first = after[0].casefold() if after else ""
    if quantity.kind == "rate" and first in {"per", "for"} and subject:
        return subject
    if quantity.kind in {"count", "rate"}:
        is_counted = quantity.end > quantity.amount_end
        return _trimmed(_until_break(after) if is_counted else after)[: _MOST_WORDS + 2] or subject
    if quantity.kind in {"percent", "ratio"}:
        return _with_purpose(_shared(subject, after), subject, before, after)
    if quantity.kind == "money":
        return _paid(subject, before, after)
    if first in {"of", "for"} and (content := _trimmed(_until_break(after))):
        return [*unit, *_trimmed_end(_until_break(after))][:_MOST_WORDS] if first == "of" else subject or content
    return subject or _trimmed(_until_break(after))[:_MOST_WORDS] or own


def _shared(subject: list[str], after: list[str]) -> list[str]:
    first = after[0].casefold() if after else ""
    if first in _SHARES:
        return _trimmed(after[: _MOST_WORDS + 4])
    if first in _SAYING:
        return _trimmed(after[1 : _MOST_WORDS + 5]) or subject
    if first and first not in words("figure_function_words"):
        return _trimmed(_until_break(after))[:_MOST_WORDS]
    return subject


def _paid(subject: list[str], before: list[str], after: list[str]) -> list[str]:
    last = before[-1].casefold() if before else ""
    first = after[0].casefold() if after else ""
    phrase = _trimmed(_until_break(after))[:_MOST_WORDS] if first not in _LEADS_OUT else []
    if subject and _states_amount(before):
        return subject[:-1] or subject
    if subject and (last in _STATES or first in _BESIDES):
        return subject
    is_clause = not subject or last in _OPENS_CLAUSE
    if is_clause and first in _PASSIVE and (content := _trimmed(after[:_MOST_WORDS])):  # "… will be spent on roads"
        return content
    if subject and last == "of":  # "a hole of … in our budgets"
        return _trimmed([*subject[-2:], *(_until_break(after)[:5] if first in _LEADS_IN else [])])
    return _with_purpose(phrase or subject, subject, before, after)


def _states_amount(before: list[str]) -> bool:
    """Whether the words before an amount end in a verb that says how much something is: "stood at", "came to"."""
    pair = [word.casefold() for word in before[-2:]]
    return len(pair) == 2 and pair[0] in _STATE_VERBS and pair[1] in {"at", "to", "by"}


def _with_purpose(found: list[str], subject: list[str], before: list[str], after: list[str]) -> list[str]:
    """Return what is done with an amount and what it is for, where a verb stands right before it: "spend on roads"."""
    is_verb = bool(before and subject) and before[-1] == subject[-1]
    if not is_verb or not after or after[0].casefold() not in _PURPOSE:
        return found
    return [*subject, *_trimmed_end(_until_break(after))][: 2 * _MOST_WORDS]


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


def _trimmed_end(found: list[str]) -> list[str]:
    content = _trimmed(found)
    return found[: found.index(content[-1]) + 1] if content else []


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
