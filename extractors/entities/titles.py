"""Job titles: where one begins, where it ends, and what belongs to it."""

import re
from functools import cache

from extractors import lexicon
from extractors.entities.tokens import Phrases, Token, tokens_of

_VERBS = frozenset({"is", "was", "are", "were", "has", "have", "had", "be", "been", "will", "would", "became", "as"})


@cache
def heads() -> Phrases:
    """Return the phrases that are, or end, a job title ("chief executive", "director"), matched caseless."""
    return Phrases(dict.fromkeys(lexicon.lines("job_titles"), ""), fold=True)


@cache
def _modifiers() -> frozenset[str]:
    return lexicon.words("job_title_modifiers") | lexicon.words("former_words")


def head_at(tokens: tuple[Token, ...], position: int) -> int | None:
    """Return the position after the title head that begins at `position`, or None."""
    found = heads().at(tokens, position)
    if found and tokens[position].text[:1].isalpha():
        return found[0]
    led = tokens[position].text == "Lead" and position > 0 and tokens[position - 1].is_capitalised
    return position + 1 if led else None  # "Community Engagement Lead"; in lower case it is a verb


def title_start(tokens: tuple[Token, ...], position: int, reach: int = 6) -> int | None:
    """Return the position of the title head within `reach` words from `position` of one title's opening, or None.

    The words before the head must be such as titles are made of: capitalised, or known modifiers ("interim",
    "media"), with no verb or comma between.
    """
    for at in range(position, min(position + reach, len(tokens))):
        if head_at(tokens, at) is not None:
            return at
        token = tokens[at]
        plain = token.text.casefold() in _modifiers() or token.is_capitalised or token.text in {"&", "and", "-", "of"}
        if not token.is_word and token.text not in {"&", "-"}:
            return None
        if not plain and (at > position or not token.text.islower() or token.text in _VERBS):
            return None
    return None


def begins_with_title(text: str) -> bool:
    """Whether `text` opens with a job title ("Interim Director for …", "the Chief Executive of …")."""
    tokens = tokens_of(text[:160])
    at = 0
    while at < len(tokens) and tokens[at].text.casefold() in {"the", "a", "an", "our", "its", "currently", "now"}:
        at += 1
    return at < len(tokens) and title_start(tokens, at) is not None


def ends_with_title(text: str) -> bool:
    """Whether `text` ends with a job title ("Trust Chief Executive", "Chair of the Committee")."""
    tokens = tokens_of(text[-160:])
    return any(head_at(tokens, at) == len(tokens) for at in range(max(0, len(tokens) - 4), len(tokens)))


def is_former(title: str) -> bool:
    """Whether a title says of itself that it is no longer held ("former Public Health Minister")."""
    words = {word.casefold() for word in re.findall(r"[A-Za-z]+", title)[:2]}
    return bool(words & lexicon.words("former_words"))


@cache
def whole_titles() -> frozenset[str]:
    """Titles that need no field after them: what follows "Chief Executive," is an organisation and not a field."""
    return lexicon.words("whole_titles")


@cache
def title_words() -> frozenset[str]:
    """Every word that a title head is made of."""
    return frozenset(word for entry in lexicon.words("job_titles") for word in entry.split())
