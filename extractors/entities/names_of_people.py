"""What a person's name looks like: honorifics, given and family names over one line, post-nominals."""

import re
from dataclasses import dataclass
from functools import cache

from extractors import lexicon

_PARTICLE = r"(?:de la|de|da|dos|del|della|di|du|van der|van den|van|von|bin|bint|al|ap|le|la|el)"
_NAME = r"(?:[OD]['’][A-Z][a-zà-ÿ]+|Ma?c[A-Z][a-zà-ÿ]+|[A-ZÀ-Þ][a-zà-ÿ]+)(?:-[A-ZÀ-Þ]?[a-zà-ÿ]+)*"
_INITIAL = r"[A-Z]\.?"


def _alternatives(name: str) -> str:
    entries = sorted(lexicon.lines(name), key=len, reverse=True)
    return "|".join(re.escape(entry).replace(r"\ ", r"\s+") for entry in entries)


@cache
def _pattern() -> re.Pattern[str]:
    honorifics = rf"(?:(?:{_alternatives('honorifics')})\.?\s+(?:the\s+)?)*"
    names = rf"{_NAME}(?: {_INITIAL}(?= ))*(?: (?:{_PARTICLE} )?{_NAME}){{0,9}}"
    initials = rf"(?:(?:[A-Z]\. ?){{1,3}}|[A-Z]{{1,2}} |(?:[A-Z] ){{2,3}})(?:{_PARTICLE} )?{_NAME}"
    posts = rf"(?:,? (?:{_alternatives('post_nominals')})\b)*"
    return re.compile(
        # What no name or honorific ("2nd Lt") begins with is passed over first.
        rf"(?=[A-ZÀ-Þ0-9])(?<![\w’'&-])(?P<honorific>{honorifics})(?P<name>{names}|{initials})(?P<posts>{posts})(?![\w-])"
    )


@dataclass(frozen=True, slots=True)
class NameShape:
    """A stretch that has the shape of a person's name: the bare name's place, and what stands around it."""

    start: int
    end: int
    words: tuple[str, ...]
    honorific: str
    outer_start: int
    outer_end: int

    @property
    def is_given_first(self) -> bool:
        """Whether the first word is a known given name that is not an ordinary word too."""
        return self.words[0].casefold() in lexicon.words("given_names")

    @property
    def may_be_given_first(self) -> bool:
        """Whether the first word is a given name that is an ordinary word or a place as well ("Grace", "Florence")."""
        return self.words[0].casefold() in lexicon.words("given_names_ambiguous")

    @property
    def has_post_nominals(self) -> bool:
        """Whether letters such as CBE follow the name."""
        return self.outer_end > self.end


def shapes(line: str, offset: int) -> list[NameShape]:
    """Return the stretches of a line that have the shape of a person's name, in reading order."""
    found = []
    at = 0
    while match := _pattern().search(line, at):
        start, end = match.span("name")
        words = line[start:end].split()
        if (
            len(words) > 1
            and re.fullmatch(r"[A-Z]{2}", words[0])
            and words[1].casefold() in lexicon.words("given_names")
        ):
            at = start + len(words[0])  # "MD Jane Example": two letters before a full name are no initials
            continue
        shape = NameShape(
            offset + start,
            offset + end,
            tuple(words),
            " ".join(match.group("honorific").replace(".", "").split()),
            offset + match.start(),
            offset + match.end(),
        )
        found.append(shape)
        at = match.end()
    return found


@cache
def _not_names() -> frozenset[str]:
    heads = {word.casefold() for row in lexicon.rows("organisation_heads") for word in row["head"].split()}
    titles = {word.casefold() for title in lexicon.lines("job_titles") for word in title.split()}
    starters = lexicon.words("sentence_starters")
    calendar = lexicon.words("calendar_words")
    return (
        lexicon.words("capitalised_common")
        | lexicon.words("organisation_not_heads")
        | heads
        | titles
        | starters
        | calendar
    )


def cannot_be_name(word: str) -> bool:
    """Whether a capitalised word is one that headings and titles are made of, and names of people are not."""
    return word.casefold().rstrip(".") in _not_names()
