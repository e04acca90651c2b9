"""The words of a PDF come in reading order, as headings, paragraphs and items, without what is on every page."""

import pytest
from pdf_files import HEIGHT, Sheet, pdf

from extractors.documents.normalise import normalise
from extractors.documents.registry import parse
from extractors.records import ParsedDocument

LEFT = (
    "The council will build new homes in the",
    "north of the county, where most people",
    "wait for one. Work on the first of them",
    "began in spring and goes on all year.",
)
RIGHT = (
    "Residents told us that repairs take too",
    "long. We will answer every call within",
    "a day and finish most of the repairs in",
    "less than a week, as the best now do.",
)


def read(*sheets: Sheet) -> ParsedDocument:
    document = parse(pdf(*sheets), name="x.pdf")
    assert isinstance(document, ParsedDocument)
    assert normalise(document.text) == document.text
    return document


def blocks(document: ParsedDocument) -> list[tuple[str, int, str, str]]:
    return [(b.kind, b.level, b.marker, document.text[b.start : b.end]) for b in document.blocks]


def words(document: ParsedDocument) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def test_columns_are_read_one_after_the_other_below_a_heading_over_both() -> None:
    sheet = Sheet().text(50, 80, "Homes and repairs in the county of Barset", 24, "bold")
    sheet.lines(50, 120, *LEFT)
    sheet.lines(310, 120, *RIGHT)
    sheet.text(50, 220, "What it costs", 16, "bold")
    sheet.lines(50, 250, *RIGHT)
    sheet.lines(310, 250, *LEFT)
    assert blocks(read(sheet)) == [
        ("heading", 1, "", "Homes and repairs in the county of Barset"),
        ("paragraph", 0, "", " ".join(LEFT)),
        ("paragraph", 0, "", " ".join(RIGHT)),
        ("heading", 2, "", "What it costs"),
        ("paragraph", 0, "", " ".join(RIGHT)),
        ("paragraph", 0, "", " ".join(LEFT)),
    ]


def test_columns_drawn_line_by_line_across_the_page_are_still_columns() -> None:
    sheet = Sheet()
    for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        sheet.text(50, 120 + 12 * number, left).text(310, 120 + 12 * number, right)
    assert words(read(sheet)) == [" ".join(LEFT), " ".join(RIGHT)]


def test_a_sentence_goes_on_in_the_next_column() -> None:
    sheet = Sheet()
    sheet.lines(50, 120, *LEFT[:3])
    sheet.lines(310, 120, *LEFT[3:], *RIGHT)
    assert words(read(sheet))[0].startswith(" ".join(LEFT))


def test_headings_have_the_level_of_their_size_and_weight() -> None:
    sheet = Sheet().text(50, 80, "Plan for homes", 24)
    sheet.text(50, 120, "Part one", 16).text(50, 140, "Where we are", 10, "bold")
    sheet.lines(50, 160, *LEFT)
    sheet.text(50, 230, "Part two", 16).lines(50, 250, *RIGHT)
    assert [(b[1], b[3]) for b in blocks(read(sheet)) if b[0] == "heading"] == [
        (1, "Plan for homes"),
        (2, "Part one"),
        (3, "Where we are"),
        (2, "Part two"),
    ]


def test_levels_have_no_gaps_where_a_size_is_passed_over() -> None:
    sheet = Sheet().text(50, 80, "Plan for homes", 24)
    sheet.text(50, 120, "Part one", 18).text(50, 145, "Chapter one", 14).lines(50, 165, *LEFT)
    sheet.text(50, 235, "Part two", 18).text(50, 260, "A box", 12, "bold").lines(50, 280, *RIGHT)
    assert [(b[1], b[3]) for b in blocks(read(sheet)) if b[0] == "heading"] == [
        (1, "Plan for homes"),
        (2, "Part one"),
        (3, "Chapter one"),
        (2, "Part two"),
        (3, "A box"),
    ]


def test_a_numbered_heading_keeps_its_number_as_its_marker() -> None:
    sheet = Sheet().text(50, 80, "Plan for homes", 24).text(50, 120, "1.", 16, "bold").text(80, 120, "Aims", 16, "bold")
    sheet.lines(50, 160, *LEFT)
    assert ("heading", 2, "1.", "Aims") in blocks(read(sheet))


def numbered(*bodies: tuple[str, ...]) -> list[Sheet]:
    sheets = []
    for number, body in enumerate(bodies, start=1):
        sheet = Sheet().text(50, 40, "Barset County Council", 8).text(400, 40, "Plan for homes 2024", 8)
        sheet.lines(50, 120, *body)
        sheets.append(sheet.text(280, 810, f"Page {number} of {len(bodies)}", 8))
    return sheets


def test_running_headers_and_page_numbers_are_left_out() -> None:
    document = read(*numbered(LEFT, RIGHT, LEFT))
    assert words(document) == [" ".join(LEFT), " ".join(RIGHT), " ".join(LEFT)]


def test_a_heading_that_returns_on_some_pages_is_no_running_header() -> None:
    sheets = [Sheet().text(50, 80, "What we do", 14, "bold") for _ in range(3)]
    sheets += [Sheet().text(50, 80, f"In the {which} year of the plan we go on as before.") for which in ("2nd", "3rd")]
    sheets += [Sheet().text(50, 80, f"The {which} of the boards agreed to it in its meeting.") for which in "abcd"]
    for number, sheet in enumerate(sheets):
        sheet.lines(50, 120, *(LEFT if number % 2 else RIGHT))
    assert words(read(*sheets)).count("What we do") == 3


def test_a_paragraph_goes_on_over_a_page_and_the_next_page_begins_inside_it() -> None:
    document = read(*numbered(LEFT[:3], (*LEFT[3:], "", *RIGHT)))
    joined = " ".join(LEFT)
    assert words(document)[0] == joined
    assert document.page_starts == (0, joined.index("began in"))


def test_a_page_without_text_begins_where_the_next_one_begins() -> None:
    document = read(Sheet().text(50, 100, "First page."), Sheet(), Sheet().text(50, 100, "Third page."), Sheet())
    third = document.text.index("Third")
    assert document.page_starts == (0, third, third, len(document.text))


def test_hyphens_of_line_ends_are_undone_and_those_of_words_are_kept() -> None:
    sheet = Sheet()
    sheet.lines(
        50, 120,
        "We work on long-term plans for all our neigh-",
        "bourhoods. They are part of one long-",
        "term programme for the county, as agreed by the Barset-",
        "Alderley partnership and its self-",
        "employed advisers.",
    )  # fmt: skip
    assert read(sheet).text == (
        "We work on long-term plans for all our neighbourhoods. They are part of one long-term programme for the "
        "county, as agreed by the Barset-Alderley partnership and its self-employed advisers."
    )


def test_items_have_their_marker_and_their_depth() -> None:
    sheet = Sheet().text(50, 100, "We will:")
    for x, y, bullet, text in (
        (60, 120, "•", "build homes in every district of the"),
        (80, 144, "–", "with gardens"),
        (60, 156, "•", "repair homes."),
    ):
        sheet.text(x, y, bullet).text(x + 15, y, text)
    sheet.text(75, 132, "county")
    sheet.text(60, 180, "1.").text(75, 180, "First").text(60, 192, "2.").text(75, 192, "Second")
    assert blocks(read(sheet))[1:] == [
        ("item", 1, "•", "build homes in every district of the county"),
        ("item", 2, "–", "with gardens"),
        ("item", 1, "•", "repair homes."),
        ("item", 1, "1.", "First"),
        ("item", 1, "2.", "Second"),
    ]


def test_a_sign_of_a_symbol_font_is_a_bullet() -> None:
    sheet = Sheet().text(60, 120, "n", 10, "symbol").text(75, 120, "Build homes")
    assert blocks(read(sheet)) == [("item", 1, "•", "Build homes")]


def test_lines_that_end_on_purpose_stay_lines() -> None:
    sheet = Sheet()
    sheet.lines(50, 60, "This is a line of the letter that is as wide as the page allows, and another sentence stands.")
    sheet.lines(50, 120, "Ann Archer", "Director of Housing for the whole county", "County Hall", "Alderley")
    document = read(sheet)
    block = document.blocks[-1]
    assert [document.text[line.start : line.end] for line in block.lines] == [
        "Ann Archer",
        "Director of Housing for the whole county",
        "County Hall",
        "Alderley",
    ]


def test_marks_of_footnotes_do_no_harm_to_the_words_before_them() -> None:
    sheet = Sheet().text(50, 120, "The plan was agreed in 2019").text(178, 116, "3", 6).text(184, 120, "by the board.")
    sheet.lines(50, 140, *LEFT)
    sheet.text(50, 746, "3", 5).text(55, 750, "Minutes of the board, page 4.", 8)
    document = read(sheet)
    assert words(document)[0] == "The plan was agreed in 2019 by the board."
    assert blocks(document)[-1] == ("item", 1, "3", "Minutes of the board, page 4.")


def test_the_ending_of_an_ordinal_stays() -> None:
    sheet = Sheet().text(50, 120, "Agreed on 4").text(103, 116, "th", 6).text(111, 120, "May 2017 by all.")
    assert words(read(sheet)) == ["Agreed on 4th May 2017 by all."]


def test_letters_drawn_twice_for_weight_are_read_once() -> None:
    sheet = Sheet().text(50, 120, "Accepted by all").text(50.4, 120, "Accepted by all")
    assert words(read(sheet)) == ["Accepted by all"]


def test_what_nobody_sees_is_left_out_and_a_hidden_layer_of_ocr_is_kept() -> None:
    sheet = (
        Sheet().text(50, 120, "Seen.").text(50, 140, "White on white.", grey=1).text(50, HEIGHT + 60, "Off the page.")
    )
    sheet.shade(40, 150, 300, 180, grey=0.2).text(50, 170, "White on dark.", grey=1)
    sheet.parts.append("3 Tr")
    sheet.text(50, 220, "Read by OCR.")
    assert read(sheet).text == "Seen.\n\nWhite on dark.\n\nRead by OCR."


def test_what_the_crop_box_cuts_off_is_left_out() -> None:
    sheet = Sheet(extra="/CropBox [100 100 495 742]").text(20, 400, "Off").text(120, 400, "Inside the box.")
    assert read(sheet).text == "Inside the box."


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_was_written(turn: int) -> None:
    sheet = Sheet(extra=f"/Rotate {turn}")
    angle = {90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[turn]
    for number, line in enumerate(LEFT):
        place = {90: (100 + 12 * number, 100), 180: (500, 100 + 12 * number), 270: (400 - 12 * number, 700)}[turn]
        sheet.parts.append(f"BT /regular 10 Tf {angle} {place[0]} {place[1]} Tm ({line}) Tj ET")
    assert read(sheet).text == " ".join(LEFT)


def test_words_are_parted_by_gaps_where_no_space_is_drawn() -> None:
    sheet = Sheet()
    sheet.parts.append("BT /regular 10 Tf 50 700 Td [(Homes)-300(for)-300(every)-20(one)] TJ ET")
    assert read(sheet).text == "Homes for everyone"


def test_the_letters_of_a_spaced_heading_are_one_word() -> None:
    sheet = Sheet()
    sheet.parts.append("BT /bold 16 Tf 4 Tc 50 700 Td (HOUSING) Tj ET 0 Tc")
    sheet.lines(50, 200, *LEFT)
    assert words(read(sheet))[0] == "HOUSING"


def test_links_stand_on_their_words() -> None:
    sheet = Sheet().text(50, 120, "See our housing page for more, or www.example.org/homes.")
    sheet.link(68, 110, 150, 124, "https://www.example.org/housing")
    document = read(sheet)
    assert [(document.text[link.start : link.end], link.uri) for link in document.links] == [
        ("our housing page", "https://www.example.org/housing"),
        ("www.example.org/homes", "https://www.example.org/homes"),
    ]
