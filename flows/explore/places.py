"""Where words stand in a text, and which words of a snippet were asked for."""

import re

from flows.explore.highlights import Mark, Piece, pieces

_WORDS = 12  # of a snippet that are looked for
_WORD = re.compile(r"\w+")
_STRETCH = 60  # characters
_ENDING = 3  # letters that a word in the text may have more than the one that is asked for


def find(text: str, words: str | None) -> tuple[int, int] | None:
    """Return where the first words of a snippet stand in the text, whatever white space parts them there."""
    if not words:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words.split()[:_WORDS])
    match = re.search(pattern, text)
    return match.span() if match else None


def beginning(text: str, place: int) -> tuple[int, int] | None:
    """Return the stretch of a line that begins at a place in the text, None where there is none."""
    if not 0 <= place < len(text):
        return None
    line = text.find("\n", place + 1)
    return place, min(place + _STRETCH, line if line > 0 else len(text))


def asked_for(snippet: str, words: str) -> list[Piece]:
    """Return a snippet with the words marked that are asked for, or begin as they do."""
    wanted = [word.lower() for word in _WORD.findall(words)[:32]]
    marks = [
        Mark(number, "found", match.start(), match.end())
        for number, match in enumerate(_WORD.finditer(snippet))
        if any(_is_form(match.group().lower(), word) for word in wanted)
    ]
    return pieces(snippet, 0, len(snippet), marks)


def _is_form(word: str, wanted: str) -> bool:
    stem = wanted if len(wanted) <= _ENDING else wanted.removesuffix("s")
    return word == wanted or (len(stem) > _ENDING and word.startswith(stem) and len(word) - len(stem) <= _ENDING)
