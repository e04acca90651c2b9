"""What the layout of plain text promises, by example and for any text."""

import time
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.documents.normalise import normalise
from extractors.layout import plain_text_layout
from extractors.page import Page
from extractors.records import Block


def seen(text: str) -> list[tuple[str, list[str]]]:
    """Return each block as its kind (with its level) and its logical lines, white space folded."""
    text = normalise(dedent(text))
    found = []
    for block in plain_text_layout(text):
        kind = f"{block.kind} {block.level}" if block.level else block.kind
        found.append((kind, [" ".join(text[start:end].split()) for start, end in block.lines]))
    return found


def markers(text: str) -> list[str]:
    return [block.marker for block in plain_text_layout(normalise(dedent(text)))]


LONG = "This paragraph is long and stands on one line because nobody wrapped it, which is what web pages give. " * 2


def test_the_first_short_line_is_the_title() -> None:
    assert seen("Strategy for 2020 to 2023\n\nWe look after people.") == [
        ("heading 1", ["Strategy for 2020 to 2023"]),
        ("paragraph", ["We look after people."]),
    ]


def test_a_title_may_stand_on_its_text_without_a_blank_line() -> None:
    assert [kind for kind, _ in seen(f"Plan for young people\n{LONG}\n{LONG}")] == [
        "heading 1",
        "paragraph",
        "paragraph",
    ]


def test_a_title_broken_over_two_lines_is_one_line() -> None:
    text = "Transforming the health and social care that is given in Kent\nand Medway\n\nWe work together."
    assert seen(text)[0] == (
        "heading 1",
        ["Transforming the health and social care that is given in Kent and Medway"],
    )


@pytest.mark.parametrize("first", ["We look after people.", "Our aims are:", "31 March 2020", "From:\n  The Board"])
def test_a_sentence_a_lead_in_a_date_or_a_label_is_no_title(first: str) -> None:
    assert seen(f"{first}\n\nMore text follows here.")[0][0] == "paragraph"


def test_labels_above_the_title_do_not_hide_it() -> None:
    assert seen("Published: 3 May 2019\n\nAnnual report\n\nWe look after people.")[1][0] == "heading 1"


def test_short_lines_above_text_or_a_list_are_headings() -> None:
    text = """
        Plan

        Our pledge to you

        We want to get this right.

        Our partners...

          • Trust us
    """
    assert [kind for kind, _ in seen(text)] == ["heading 1", "heading 2", "paragraph", "heading 2", "item 1"]


@pytest.mark.parametrize(
    "line",
    [
        "The plan will provide:",
        "We have 66 buildings.",
        "Date added: 20 March 2024",
        "Published",
        "31 March 2020",
        "October 2018",
        "Lead minister: Rt Hon Jane Smith MP, Minister of State",
        "Paul Carter CBE",
        "Dr Fiona Armstrong",
        "Jane Smith, Chief Executive",
        "Leader, Kent County Council",
        "“We are proud of it”",
        "Main switchboard 020 7654 8000",
        "standard@example.org",
        "All of the old summaries are available on the other website",
        "not a heading",
    ],
)
def test_lead_ins_labels_values_names_and_quotes_are_no_headings(line: str) -> None:
    assert seen(f"Title\n\nSome text.\n\n{line}\n\nMore text follows here.")[2] == ("paragraph", [line])


@pytest.mark.parametrize("line", ["What is it?", "Annex A: Methods", "£6bn in 2015 to 2016", "How it will be paid for"])
def test_questions_annexes_and_lines_with_figures_may_be_headings(line: str) -> None:
    assert seen(f"Title\n\nSome text.\n\n{line}\n\nMore text follows here.")[2] == ("heading 2", [line])


def test_a_name_above_a_post_or_a_life_is_no_heading() -> None:
    text = "Title\n\nSusan Acott\n\nChief Executive, Kent Trust\n\nIan Ayres\n\nIan joined the trust in 2010."
    assert [kind for kind, _ in seen(text)] == ["heading 1"] + ["paragraph"] * 4


def test_a_short_block_keeps_its_lines() -> None:
    text = """
        Plan

        Susan Acott
        Chief Executive, Dartford and Gravesham NHS Trust

        Publication date:
        31 March 2020
        Date range:
        January 2020 - January 2023
    """
    assert seen(text)[1:] == [
        ("paragraph", ["Susan Acott", "Chief Executive, Dartford and Gravesham NHS Trust"]),
        ("paragraph", ["Publication date:", "31 March 2020", "Date range:", "January 2020 - January 2023"]),
    ]


def test_many_short_lines_in_a_row_are_a_list_not_headings() -> None:
    lines = ["Adult Board", "Youth Forum", "Standards Panel", "Ethics Group", "Notes"]
    kinds = [kind for kind, _ in seen("Title\n\nThe groups are:\n\n" + "\n\n".join(lines) + "\n\nSome text.")]
    assert kinds[2:] == ["paragraph"] * 4 + ["heading 2", "paragraph"]


def test_a_last_line_heads_nothing() -> None:
    assert seen("Title\n\nSome text.\n\nPress office")[-1][0] == "paragraph"


def test_numbers_before_text_are_headings_and_give_the_level() -> None:
    text = "Plan\n\nSome text.\n\n1. Work\n\nSome text.\n\n1.1 What we do\n\nSome text.\n\n2. Health\n\nSome text."
    assert [kind for kind, _ in seen(text) if kind.startswith("heading")] == [f"heading {n}" for n in (1, 2, 3, 2)]
    assert markers(text) == ["", "", "1.", "", "1.1", "", "2.", ""]


def test_a_numbered_part_right_below_its_chapter_leaves_both_headings() -> None:
    assert [kind for kind, _ in seen("Plan\n\nText.\n\n1. Work\n\n1.1 What we do\n\nSome text.")][2:4] == [
        "heading 2",
        "heading 3",
    ]


def test_a_series_that_a_lead_in_announces_is_part_of_its_section() -> None:
    series = "Our principles are:\n\n1. Open\n\nWe are open.\n\n2. Fair\n\nWe are fair."
    text = f"Plan\n\nPrinciples\n\n{series}\n\nLaw\n\nText."
    assert [kind for kind, _ in seen(text) if kind.startswith("heading")] == [f"heading {n}" for n in (1, 2, 3, 3, 2)]


def test_numbered_lines_that_follow_each_other_are_items() -> None:
    text = "Plan\n\nObjectives\n\n  1. Run it well\n\n  2. Save more\n\n  3. Be fair\n\nProgress\n\nIt is measured."
    assert [kind for kind, _ in seen(text)][2:5] == ["item 1"] * 3
    assert markers(text)[2:5] == ["1.", "2.", "3."]


@pytest.mark.parametrize("marker", ["•", "-", "*", "–", "o", "1.", "1)", "(a)", "a)", "(iv)", "ii.", "2.1."])
def test_items_are_known_by_their_marker_which_is_not_in_their_words(marker: str) -> None:
    text = normalise(f"We will:\n  {marker} do this\n  {marker} do that")
    block = plain_text_layout(text)[1]
    assert (block.kind, block.marker, text[block.start : block.end]) == ("item", marker, "do this")


@pytest.mark.parametrize("line", ["J. Smith is the chair.", "1.8 million people live here.", "2019. A good year."])
def test_initials_decimals_and_years_are_no_markers(line: str) -> None:
    assert seen(f"Title\n\n{line}")[1] == ("paragraph", [line])


def test_a_wrapped_item_is_one_line_and_ends_where_the_indentation_ends() -> None:
    text = """
        Plan

        • What we need to put in place to help us build capability, such as
          informatics and estates. It helps.
        • Second
        Not part of it
    """
    assert seen(text)[1:] == [
        (
            "item 1",
            ["What we need to put in place to help us build capability, such as informatics and estates. It helps."],
        ),
        ("item 1", ["Second"]),
        ("paragraph", ["Not part of it"]),
    ]


def test_an_item_keeps_a_real_line_break() -> None:
    assert seen("Board\n\n• Jane Smith\n  Chair, Kent Trust")[1] == ("item 1", ["Jane Smith", "Chair, Kent Trust"])


def test_an_indented_paragraph_after_an_item_is_a_paragraph() -> None:
    assert seen("Plan\n\n• Summary:\n\n  The services work together.")[1:] == [
        ("item 1", ["Summary:"]),
        ("paragraph", ["The services work together."]),
    ]


def test_depth_follows_indentation_and_change_of_marker() -> None:
    text = "Plan\n\n1. One\n   - deeper\n     * deepest\n   - deeper again\n2. Two\n• other marker\n3. Three"
    assert [kind for kind, _ in seen(text)][1:] == [f"item {n}" for n in (1, 2, 3, 2, 1, 2, 1)]


def test_a_bullet_alone_on_its_line_marks_the_next_line() -> None:
    assert seen("Plan\n\n•\nBetter care\n•\nBetter staff")[1:] == [
        ("item 1", ["Better care"]),
        ("item 1", ["Better staff"]),
    ]


def test_a_dash_or_number_at_the_start_of_a_wrapped_line_is_no_marker() -> None:
    text = "Those who cannot work are in our opinion quite rightly\n- and this is new - protected by us."
    assert len(seen(f"Title\n\n{text}")) == 2


WRAPPED = """
    Title

    The report was launched on Monday by the director of the trust, Professor
    Jane Smith, who said that it would be read by everybody in the county. She
    added that Kent County Council, Medway Council and the police are part of
    it.
    This sentence begins on a line of its own since somebody wanted it to.

    Jane Smith
    Chair, Kent Trust

    The second paragraph is wrapped at the same column as all the others, with
    one more line.
"""


def test_hard_wraps_are_undone_and_real_line_breaks_kept() -> None:
    _, first, signature, last = seen(WRAPPED)
    wrapped, own = first[1]
    assert "Professor Jane Smith, who" in wrapped
    assert own.startswith("This sentence begins")
    assert signature[1] == ["Jane Smith", "Chair, Kent Trust"]
    assert len(last[1]) == 1


def test_a_heading_on_top_of_wrapped_text_is_a_heading() -> None:
    body = "Hard wrapped text that belongs to the heading, and that goes on for so long that it\nneeds another line."
    assert seen(f"Title\n\nText.\n\nIntroduction\n{body}")[2] == ("heading 2", ["Introduction"])


def test_marked_headings_have_their_level() -> None:
    text = "Title\n=====\n\n## Aims\n\nSome text.\n\nValues\n------\nMore text."
    assert [kind for kind, _ in seen(text)] == ["heading 1", "heading 2", "paragraph", "heading 2", "paragraph"]


def test_bars_make_a_table() -> None:
    text = "Board\n\n| Name | Post |\n|------|------|\n| Jane Smith | Chair |\n| Ian Ayres |  |"
    clean = normalise(text)
    rows = [block for block in plain_text_layout(clean) if block.kind == "row"]
    assert [[clean[start:end] for start, end in row.cells] for row in rows] == [
        ["Name", "Post"],
        ["Jane Smith", "Chair"],
        ["Ian Ayres", ""],
    ]
    assert [row.is_header for row in rows] == [True, False, False]


def test_one_line_with_bars_is_no_table() -> None:
    assert seen("Title\n\nHome | About us | Contact us")[1][0] == "paragraph"


def test_lines_of_marks_belong_to_no_block() -> None:
    assert seen("Title\n\n* * *\n\n—————\n\nSome text.") == [("heading 1", ["Title"]), ("paragraph", ["Some text."])]


def test_no_text_has_no_blocks() -> None:
    assert plain_text_layout("") == ()
    assert plain_text_layout(" \n\n\t \n") == ()


def assert_sound(text: str, blocks: tuple[Block, ...]) -> None:
    at = 0
    for block in blocks:
        assert at <= block.start < block.end <= len(text)
        assert not text[block.start].isspace()
        assert not text[block.end - 1].isspace()
        assert block.lines
        line_at = block.start
        for start, end in block.lines:
            assert line_at <= start < end <= block.end
            line_at = end
        for start, end in block.cells:
            assert 0 <= start <= end <= len(text)
        assert (block.lines[0].start, block.lines[-1].end) == (block.start, block.end)
        assert (block.level > 0) == (block.kind in {"heading", "item"})
        at = block.end


SCRAPS = [
    *("•", "- ", "1. ", "1.1 ", "(a) ", "o ", "# ", "===", "---", " | ", "|", "  ", "\t", "\n", "\n\n", "\r\n", "\x0c"),
    *("Title", "text that ends.", "So:", "31 March 2020", "Jane Smith", "Chair, Kent", "word " * 15, "É", "\u00ad"),
]


@settings(max_examples=50, deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from(SCRAPS)).map("".join)))
def test_any_text_gives_sound_blocks(text: str) -> None:
    assert_sound(text, plain_text_layout(text))
    clean = normalise(text)
    assert_sound(clean, plain_text_layout(clean))


REPEATED = [
    " ",
    "•",
    "a",
    "a ",
    "1.",
    "| ",
    "\n",
    "a\n",
    "• a\n",
    "1. A\n",
    "A b\n\n",
    "a\n---\n",
    "a | b\n",
    "(",
    "A: ",
]


@pytest.mark.parametrize("unit", REPEATED)
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.perf_counter()
    assert_sound(text, plain_text_layout(text))
    assert time.perf_counter() - started < 10, "a hundred thousand characters take well under a second"


def test_a_text_without_a_full_stop_comes_in_pieces() -> None:
    text = "Barset Council, " * 2_000
    page = Page(text, plain_text_layout(text))
    assert max(span.end - span.start for span in page.sentences) <= 2_500
    assert len(page.evidence(16_000, 16_010)) <= 2_500
