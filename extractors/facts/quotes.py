"""Direct speech of a named speaker: between quotation marks, or as the paragraphs after "… said:"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.entities.findings import Findings, Named
from extractors.records import Block, Quote

_SAYING = (
    r"said|says|added|adds|explained|explains|commented|comments|told|stated|states|concluded|continued|noted|remarked|"
    r"welcomed|urged|warned|insisted|announced|wrote|writes|replied"
)
_SAID_AT_END = re.compile(rf"\b(?:{_SAYING})\b[^.!?]{{0,80}}[:,]\s*$|\b(?:{_SAYING})\s*$")
_SAID = re.compile(rf"\b(?:{_SAYING})\b")
_OPEN = re.compile(r"[“\"]")
_SHORTEST = 20  # characters; shorter ones are titles, nicknames and scare quotes, unless a verb says otherwise
_SHORTEST_SAID = 6
_NEAR = 3_000  # characters before a paragraph in which "she" and "he" have been named


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Quoted words, marks left out; `is_open` where the closing mark is missing, as in speech over paragraphs."""

    start: int
    end: int
    is_open: bool


def find_quotes(findings: Findings) -> None:
    """Set the document's quotes; needs its people and roles."""
    quotes: list[Quote] = []
    carried: Named | None = None  # who spoke, or was introduced, in the block before
    unmarked: Named | None = None  # whose speech without marks goes on
    for block in findings.page.blocks:
        words = findings.page.flat[block.start : block.end]
        stretches = list(_stretches(findings, block))
        if stretches:
            unmarked = None
            for stretch, speaker in _spoken(findings, block, stretches, carried):
                quotes.append(_quote(findings, speaker, stretch.start, stretch.end))
                carried = speaker
        elif unmarked and block.kind == "paragraph" and not _ends_speech(findings, block, words):
            quotes.append(_quote(findings, unmarked, block.start, block.end))
        else:
            carried = unmarked = _introduced(findings, block, words)
    findings.quotes = tuple(quotes)


def _spoken(
    findings: Findings, block: Block, stretches: list[_Stretch], carried: Named | None
) -> Iterator[tuple[_Stretch, Named]]:
    """The quotations of a block with their speakers; one without opens the block, or goes on from one before it."""
    speaker: Named | None = None
    for stretch in stretches:
        opens = not findings.page.flat[block.start : stretch.start - 1].strip()
        found = _speaker(findings, block, stretch)
        if found is None and _is_anothers(findings, block, stretch):
            continue
        found = found or speaker or (carried if opens else None)
        if found:
            speaker = found
            yield stretch, found


def _is_anothers(findings: Findings, block: Block, stretch: _Stretch) -> bool:
    """Whether "a spokesman for the minister said:" gives the words to somebody who is not named."""
    before = findings.page.flat[block.start : stretch.start - 1].rstrip()
    return before.endswith((":", ",")) and bool(_SAID_AT_END.search(before))


def _stretches(findings: Findings, block: Block) -> Iterator[_Stretch]:
    """Stretches between double marks, curly or straight; an opening mark without a closing one runs to the end."""
    flat = findings.page.flat
    at = block.start
    while opening := _OPEN.search(flat, at, block.end):
        start = opening.end()
        closing = _closing(flat, opening.group(), start, block.end)
        end = closing if closing is not None else block.end
        if end - start >= _least(flat, opening.start(), end) and (
            closing is not None or opening.start() == block.start or _introduced_here(flat, opening.start())
        ):
            yield _Stretch(start, end, closing is None)
        at = end + 1


def _least(flat: str, start: int, end: int) -> int:
    """How long quoted words must be: a few characters where a verb of saying touches them."""
    before, after = flat[max(0, start - 40) : start], flat[end + 1 : end + 12]
    said = _SAID_AT_END.search(before.rstrip()) or re.match(rf"[\s,]*(?:{_SAYING})\b", after)
    return _SHORTEST_SAID if said else _SHORTEST


def _introduced_here(flat: str, at: int) -> bool:
    return flat[max(0, at - 4) : at].rstrip()[-1:] in {":", ","}


def _closing(flat: str, opening: str, start: int, end: int) -> int | None:
    mark = "”" if opening == "“" else '"'
    found = flat.find(mark, start, end)
    if found < 0 and mark == "”":
        found = flat.find('"', start, end)
    return found if found >= 0 else None


def _speaker(findings: Findings, block: Block, stretch: _Stretch) -> Named | None:
    """The person to whom the words just before or just after a quotation give it."""
    flat = findings.page.flat
    before = flat[block.start : stretch.start - 1]
    sentence_start = max(before.rfind(". "), before.rfind(".” "), before.rfind('." ')) + 1
    if _SAID_AT_END.search(before.rstrip() if before.rstrip().endswith((":", ",")) else before):
        people = findings.people_in(block.start + sentence_start, stretch.start)
        if people:
            return people[-1] if len(people) == 1 else _subject(flat, people, stretch.start)
        if pronoun := _pronoun(findings, block, before, stretch.start):
            return pronoun
    after_end = min(block.end, stretch.end + 220)
    after = flat[stretch.end + 1 : after_end]
    said = re.match(rf"[\s,]*(?:{_SAYING}|[^.“\"]{{0,160}}?\b(?:{_SAYING}))\b", after)
    if said:
        stop = re.search(r"[.“\"]", after)
        people = findings.people_in(stretch.end, stretch.end + 1 + (stop.start() if stop else len(after)))
        if people:
            return people[0]
        return _pronoun(findings, block, after[: said.end()], stretch.start)
    return None


def _subject(flat: str, people: list[Named], end: int) -> Named:
    """Of several people before "said", the one who says it: the last before the verb."""
    verb = None
    for match in _SAID.finditer(flat, people[0].start, end):
        verb = match
    said_at = verb.start() if verb else end
    return [p for p in people if p.start < said_at][-1:][0] if any(p.start < said_at for p in people) else people[-1]


def _pronoun(findings: Findings, block: Block, words: str, quoted: int) -> Named | None:
    """Who "she said" and "he added" mean: the person named last before the quotation, which begins at `quoted`."""
    if not re.search(
        rf"\b(?:[Ss]he|[Hh]e|[Tt]hey)\s+(?:\w+\s+)?(?:{_SAYING})\b|\b(?:{_SAYING})\s+(?:s?he|they)\b", words
    ):
        return None
    before = findings.people_in(block.start, quoted)
    earlier = findings.people_in(max(0, block.start - _NEAR), block.start)
    inside = findings.people_in(block.start, min(block.end, block.start + len(words)))
    return next(iter([*before[-1:], *earlier[-1:], *inside[:1]]), None)


def _introduced(findings: Findings, block: Block, words: str) -> Named | None:
    """The speaker whom a paragraph such as "Susan Example, Head of Care, said:" introduces, or None."""
    if block.kind != "paragraph" or not words.rstrip().endswith(":") or not _SAID_AT_END.search(words):
        return None
    people = findings.people_in(block.start, block.end)
    return people[0] if people else None


def _ends_speech(findings: Findings, block: Block, words: str) -> bool:
    """A paragraph that introduces the next speaker, or that is no sentence, ends a speech without marks."""
    return (
        _introduced(findings, block, words) is not None
        or words.rstrip()[-1:] not in '.!?…”’"'
        or len(words) < _SHORTEST
    )


def _quote(findings: Findings, speaker: Named, start: int, end: int) -> Quote:
    page = findings.page
    while start < end and page.text[start].isspace():
        start += 1
    while end > start and page.text[end - 1].isspace():
        end -= 1
    title = next((r.title for r in findings.roles_of(speaker)), None)
    return Quote(
        start_char=start,
        end_char=end,
        text=page.text[start:end],
        evidence=page.evidence(start, end),
        extractor="rules.quotes",
        confidence=round(0.95 * speaker.confidence, 3),
        speaker_id=speaker.entity_id,
        speaker=speaker.name,
        speaker_role=title,
    )
