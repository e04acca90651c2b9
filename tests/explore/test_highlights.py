"""A text cut at its marks says all it said, and every mark covers just its words, however marks overlap."""

from hypothesis import given
from hypothesis import strategies as st

from flows.explore.highlights import Heading, Mark, blocks, parts, pieces

TEXT = "Ann Example, Chair of Barset Council, said: “One in four.”\n" * 2
PLACE = st.integers(0, len(TEXT))
MARKS = st.lists(st.tuples(PLACE, PLACE), max_size=12).map(
    lambda places: [Mark(n, "role", *sorted(place)) for n, place in enumerate(places) if place[0] != place[1]]
)


@given(MARKS, PLACE, PLACE)
def test_pieces_are_the_text_and_marks_cover_their_words(marks: list[Mark], one: int, other: int) -> None:
    begin, end = sorted((one, other))
    cut = pieces(TEXT, begin, end, marks)
    assert "".join(piece.text for piece in cut) == TEXT[begin:end]
    for mark in marks:
        covered = "".join(piece.text for piece in cut if mark in piece.marks)
        assert covered == TEXT[max(mark.start, begin) : max(min(mark.end, end), begin)]
        assert sum(mark in piece.begun for piece in cut) == sum(mark in piece.ended for piece in cut) == bool(covered)


def test_the_shortest_mark_is_drawn_inside_and_those_too_many_keep_their_place() -> None:
    marks = [Mark(number, "role", 0, 10 + number) for number in range(8)]
    (first, *_) = pieces(TEXT, 0, 30, marks)
    assert [mark.number for mark in first.drawn] == [4, 3, 2, 1, 0]
    assert {mark.number for mark in first.hidden} == {5, 6, 7}


@given(st.lists(PLACE, max_size=6), st.integers(1, 40))
def test_blocks_and_parts_are_the_whole_text(places: list[int], most: int) -> None:
    headings = [Heading(n, 1, TEXT[place : place + 8], place) for n, place in enumerate(sorted(set(places)))]
    found = blocks(TEXT, headings, most)
    assert "".join(TEXT[block.start : block.end] for block in found) == TEXT
    divided = parts(found, most)
    assert [block for part in divided for block in part] == found
    assert all(part[-1].end - part[0].start <= max(most, 1) or len(part) == 1 for part in divided)


def test_a_heading_is_the_lines_that_it_stands_on() -> None:
    text = "Our aims\nfor 2025\nWe will do more."
    (block,) = blocks(text, [Heading(1, 1, "Our aims for 2025", 0)], 1000)
    assert text[block.start : block.body] == "Our aims\nfor 2025"


def test_thousands_of_marks_over_each_other_are_bounded_work_and_each_has_a_place() -> None:
    text = "x" * 20_000
    marks = [Mark(number, "role", number, 20_000 - number) for number in range(5_000)]
    cut = pieces(text, 0, len(text), marks)
    assert "".join(piece.text for piece in cut) == text
    assert {mark.number for piece in cut for mark in piece.begun} == set(range(5_000))
    assert max(len(piece.marks) for piece in cut) <= 40
