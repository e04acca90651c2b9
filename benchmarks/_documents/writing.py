"""A document as it is written: its text grows, and with every name and value a fact that knows its place."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from extractors.records import Block, Entity, Fact, Link, Section

Said = dict[str, Any]
"""The fields that every fact has: place, words, evidence, extractor, confidence."""

EXTRACTOR = "generator"


class Slot(NamedTuple):
    """Words that say something: `facts` makes the records of them, once it is known where they stand."""

    words: str
    facts: Callable[[Said], Iterable[Fact]]
    entity: Entity | None = None
    uri: str | None = None


class Sentence(NamedTuple):
    """A sentence with a "{}" for each of its slots."""

    pattern: str
    slots: tuple[Slot, ...] = ()

    def __str__(self) -> str:
        return self.pattern.format(*(slot.words for slot in self.slots))


def say(pattern: str, *slots: Slot) -> Sentence:
    """Return a sentence; `pattern` has a "{}" for each slot."""
    return Sentence(pattern, slots)


class Writing:
    """Blocks in reading order, as `extractors.documents` would find them in the document's bytes."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.facts: dict[type[Fact], list[Any]] = defaultdict(list)
        self.entities: dict[str, list[Entity]] = defaultdict(list)
        self._parts: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        """All that has been written."""
        return "".join(self._parts)

    def heading(self, sentence: Sentence, level: int = 2) -> None:
        """Write a heading."""
        self._block("heading", [sentence], "\n\n", level=level)

    def paragraph(self, *sentences: Sentence) -> None:
        """Write a paragraph."""
        self._block("paragraph", sentences, "\n\n")

    def items(self, *lines: Sentence) -> None:
        """Write a list."""
        for number, line in enumerate(lines):
            self._block("item", [line], "\n" if number else "\n\n", level=1, marker="•")

    def _block(self, kind: Any, sentences: Iterable[Sentence], gap: str, *, level: int = 0, marker: str = "") -> None:
        self._add((gap if self._length else "") + (f"{marker} " if marker else ""))
        start = self._length
        for number, sentence in enumerate(sentences):
            self._add(" " if number else "")
            self._sentence(sentence)
        self.blocks.append(Block(kind, start, self._length, level, marker))

    def _sentence(self, sentence: Sentence) -> None:
        evidence = str(sentence)
        between = sentence.pattern.split("{}")
        self._add(between[0])
        for slot, after in zip(sentence.slots, between[1:], strict=True):
            start, end = self._length, self._length + len(slot.words)
            said = {
                "start_char": start, "end_char": end, "text": slot.words, "evidence": evidence, "extractor": EXTRACTOR,
                "confidence": 0.9,
            }  # fmt: skip
            for fact in slot.facts(said):
                self.facts[type(fact)].append(fact)
            if slot.entity:
                self.entities[slot.entity.entity_id].append(slot.entity)
            if slot.uri:
                self.links.append(Link(start, end, slot.uri))
            self._add(slot.words + after)

    def _add(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)

    def sections(self, text: str) -> tuple[Section, ...]:
        """Return the headings with their text. There is one of level 1, and all others are of level 2."""
        headings = [block for block in self.blocks if block.kind == "heading"]
        starts = [*(block.start for block in headings), len(text)]
        names = [text[block.start : block.end] for block in headings]
        return tuple(
            Section(
                at + 1, block.level, names[at], names[at] if block.level == 1 else f"{names[0]} > {names[at]}",
                block.start, len(text) if block.level == 1 else starts[at + 1],
            )
            for at, block in enumerate(headings)
        )  # fmt: skip
