"""From glyphs to words, and from words to lines that no wide gap parts.

PDF knows no words: some writers draw spaces, some only leave a gap, some space the letters of a whole heading. A gap
parts two words where it is wide for the run of letters that it stands in.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from extractors.documents.pdf_markers import is_marker
from extractors.documents.pdf_types import Box, Glyph, Line, LinkBox, Word, line_of

_LEVEL = 0.2
"""Of the size: letters whose base lines differ by no more stand on one."""
_WORD_GAP = 0.16
"""Of the size: the narrowest gap between two words where no space is drawn; a space is about 0.25 wide."""
_DRAWN_GAP = 0.05
"""Of the size: a drawn space over a gap that is narrower parts nothing."""
_LINE_GAP = 0.85
"""Of the size: a wider gap parts two columns or cells, or is one of a justified line, which is joined again later."""
_MARKER_GAP = 5.0
_LOST = 200.0
"""Points: words come from left to right, so a line that ended farther back is not gone on with."""
_GLUED = 0.13
_RAISED = 0.85
"""A footnote mark or an ordinal's ending is set smaller than this, of the size of the text beside it."""
_BESIDE = 0.4  # of the size: no farther from its word stands a raised mark
_LONGEST_MARK = 8  # characters
_BUCKET = 4.0  # points
_ABOVE, _BELOW = 0.8, 0.2  # of the size, from the base line


def words_of(glyphs: Sequence[Glyph], links: Sequence[LinkBox] = ()) -> list[tuple[Word, int]]:
    """Return the words in the order in which they were drawn, each with the number of the run that it belongs to."""
    found: list[tuple[Word, int]] = []
    for number, run in enumerate(_runs(glyphs)):
        found.extend((_linked(word, links), number) for word in _split(run))
    return found


def lines_of(words: Iterable[tuple[Word, int]]) -> list[Line]:
    """Return the lines that `words` make: a wide gap ends one, but for the gap after a bullet or number."""
    open_lines: list[list[tuple[Word, int]]] = []
    by_base: dict[int, list[int]] = {}
    for word, run in sorted(words, key=lambda each: (each[0].box.x0, each[0].base)):
        at = _line_for(word, open_lines, by_base)
        if at is None:
            by_base.setdefault(int(word.base // _BUCKET), []).append(len(open_lines))
            open_lines.append([(word, run)])
        else:
            open_lines[at].append((_beside(open_lines[at][-1], word, run), run))
    return [line_of([word for word, _ in _with_raised(line)]) for line in open_lines]


def joined(lines: Sequence[Line]) -> Line:
    """Return lines on one level, from left to right, as one."""
    return line_of([word for line in sorted(lines, key=lambda line: line.box.x0) for word in line.words])


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield stretches of glyphs that were drawn one after the other on one level."""
    run: list[Glyph] = []
    for glyph in glyphs:
        last = run[-1] if run else None
        if last and not _follows(last, glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _follows(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.style.size, glyph.style.size)
    gap = glyph.x0 - last.x1
    like = min(last.style.size, glyph.style.size) > _RAISED * size or glyph.text == " " or last.text == " "
    return like and abs(glyph.base - last.base) <= _LEVEL * size / 2 and -0.5 * size <= gap <= _LINE_GAP * size


def _split(run: list[Glyph]) -> Iterator[Word]:
    """Yield the words of a run."""
    letters = [glyph for glyph in run if glyph.text != " "]
    if not letters:
        return
    gaps = [after.x0 - before.x1 for before, after in pairwise(letters)]
    usual = median(gaps) / letters[0].style.size if len(gaps) >= 3 else 0.0
    least = max(0.0, usual) + _WORD_GAP
    word: list[Glyph] = []
    glued = after_space = False
    for glyph in run:
        if glyph.text == " ":
            after_space = True
            continue
        if word:
            gap = (glyph.x0 - word[-1].x1) / glyph.style.size
            parted = gap > least or (after_space and gap > max(0.0, usual) + _DRAWN_GAP)
            if parted or glyph.style != word[-1].style:
                yield _word(word, glued=glued)
                word, glued = [], not parted
        word.append(glyph)
        after_space = False
    yield _word(word, glued=glued)


def _word(glyphs: list[Glyph], *, glued: bool) -> Word:
    style, base = glyphs[0].style, glyphs[0].base
    box = Box(glyphs[0].x0, base - _ABOVE * style.size, max(g.x1 for g in glyphs), base + _BELOW * style.size)
    return Word("".join(glyph.text for glyph in glyphs), box, base, style, glued=glued)


def _linked(word: Word, links: Sequence[LinkBox]) -> Word:
    across, down = (word.box.x0 + word.box.x1) / 2, (word.box.top + word.box.bottom) / 2
    return next((replace(word, uri=link.uri) for link in links if link.box.holds(across, down)), word)


def _line_for(word: Word, lines: list[list[tuple[Word, int]]], by_base: dict[int, list[int]]) -> int | None:
    """Return the line that `word` goes on with: the one that ends nearest to it on its level."""
    reach = int(word.style.size // _BUCKET) + 2
    near = int(word.base // _BUCKET)
    best, least = None, 0.0
    for bucket in range(near - reach, near + reach + 1):
        near_by = [at for at in by_base.get(bucket, ()) if word.box.x0 - lines[at][-1][0].box.x1 < _LOST]
        if near_by:
            by_base[bucket] = near_by
        for at in near_by:
            last = lines[at][-1][0]
            gap = word.box.x0 - last.box.x1
            size = max(last.style.size, word.style.size)
            is_near = -0.4 * size <= gap <= (_MARKER_GAP if len(lines[at]) == 1 else _LINE_GAP) * size
            if not is_near or (best is not None and gap >= least) or not _is_level(lines[at], word, gap):
                continue
            if gap <= _LINE_GAP * size or is_marker(last.text, last.style):
                best, least = at, gap
    return best


def _is_level(line: list[tuple[Word, int]], word: Word, gap: float) -> bool:
    """Whether a word stands on the level of a line, or right beside it a little higher or lower in small letters."""
    main = max((each for each, _ in line[-3:]), key=lambda each: each.style.size)
    large, small = (main, word) if main.style.size >= word.style.size else (word, main)
    drop = small.base - large.base
    if abs(drop) <= _LEVEL * large.style.size:
        return True
    if gap > _BESIDE * large.style.size or len(small.text) > _LONGEST_MARK:
        return False
    return small.style.size <= _RAISED * large.style.size and -0.65 <= drop / large.style.size <= 0.3


def _beside(before: tuple[Word, int], word: Word, run: int) -> Word:
    """Return a word with whether it goes on right where the one before it ends, though drawn apart from it."""
    last, last_run = before
    if run == last_run:
        return word
    gap = word.box.x0 - last.box.x1
    return replace(word, glued=gap < _GLUED * min(last.style.size, word.style.size))


def _with_raised(line: list[tuple[Word, int]]) -> Iterator[tuple[Word, int]]:
    """Yield the words of a line, those set small above it marked."""
    for at, (word, run) in enumerate(line):
        beside = max((each for each, _ in line[max(0, at - 2) : at + 2]), key=lambda each: each.style.size)
        small = word.style.size <= _RAISED * beside.style.size and len(word.text) <= _LONGEST_MARK
        above = beside.base - word.base > 0.1 * beside.style.size
        yield (replace(word, raised=True) if small and above else word, run)
