"""Words that a line's end breaks: which hyphens are the writer's own, and which only the line's."""

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_OPEN_END = re.compile(r"([^\W\d_]+(?:[-‐][^\W\d_]+)*)[-‐\u00ad]$")
_START = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_PREFIXES = frozenset(
    [
        "anti",
        "co",
        "cross",
        "ex",
        "full",
        "half",
        "high",
        "inter",
        "long",
        "low",
        "mid",
        "multi",
        "near",
        "non",
        "part",
        "post",
        "pre",
        "self",
        "semi",
        "short",
        "third",
        "vice",
        "well",
        "year",
    ]
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")


class Vocabulary:
    """The words of a document as they stand inside its lines."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Count the words of `texts`, which are lines."""
        self._counts: Counter[str] = Counter()
        is_rest = False
        for line in texts:
            broken = _OPEN_END.search(line)
            text = line[: broken.start()] if broken else line
            if is_rest:
                text = text.partition(" ")[2]
            is_rest = broken is not None
            words = [match.group().casefold().replace("‐", "-") for match in _WORD.finditer(text)]
            self._counts.update(words)
            self._counts.update(part for word in words if "-" in word for part in word.split("-"))

    def ending(self, before: str, after: str) -> str | None:
        """Return `before` as it is written before `after` with nothing between, None where a space belongs between.

        `before` is the last word of a line, `after` the first of the next.
        """
        if before.endswith("\u00ad"):
            return before[:-1]
        end, start = _OPEN_END.search(before), _START.match(after)
        if end and start:
            return before if self._keeps(end[1], start.group()) else before[:-1]
        if before.endswith(("-", "‐", "/")) and len(before) > 1 and after[:1].isalnum():
            return before
        return None

    def _keeps(self, first: str, second: str) -> bool:
        """Whether the hyphen between the parts of a word is its own."""
        if not second[0].islower():
            return True
        head, tail = first.casefold(), second.casefold()
        whole, hyphened = f"{head}{tail}", f"{head}-{tail}"
        if self._counts[hyphened] or self._counts[whole]:
            return self._counts[hyphened] >= self._counts[whole]
        last = head.rsplit("-", 1)[-1]
        if "-" in head or last in _PREFIXES:
            return True
        return len(head) > 3 and len(tail) > 3 and self._counts[head] > 0 and self._counts[tail] > 0


def breaks_address(before: str, after: str, uri: str | None) -> bool:
    """Whether a line ends within an address that goes on with `after`; `uri` is where both words link to."""
    if not _ADDRESS.search(before):
        return False
    if uri and f"{before}{after}".rstrip(".,;)").split("://")[-1] in uri:
        return True
    return before.endswith(("/", "-", "_", "=", "?", "&")) and after[:1].isalnum()
