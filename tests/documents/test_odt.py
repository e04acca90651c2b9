"""What becomes of an OpenDocument text: its words in reading order with their layout."""

from datetime import date

import pytest
from office_builders import odt

from extractors.documents.normalise import normalise
from extractors.documents.registry import parse
from extractors.errors import UnreadableDocument
from extractors.records import ParsedDocument

TITLE = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
NUMBERS = """
<text:list-style style:name="L1">
  <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
  <text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>
</text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="-"/></text:list-style>
"""
OUTLINE = """
<text:outline-style style:name="Outline">
  <text:outline-level-style text:level="1" style:num-format="1"/>
  <text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>
</text:outline-style>
"""


def read(body: str, **parts: str) -> ParsedDocument:
    document = parse(odt(body, **parts), name="x")
    assert isinstance(document, ParsedDocument)
    assert normalise(document.text) == document.text
    return document


def shown(document: ParsedDocument) -> list[tuple[str, int, str, str]]:
    return [(each.kind, each.level, each.marker, document.text[each.start : each.end]) for each in document.blocks]


def heading(text: str, level: int) -> str:
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def paragraph(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def items(*texts: str, style: str = "", more: str = "") -> str:
    inner = "".join(f"<text:list-item>{text}</text:list-item>" for text in texts)
    return (
        f'<text:list text:style-name="{style}" {more}>{inner}</text:list>'
        if style
        else f"<text:list>{inner}</text:list>"
    )


def test_headings_have_their_outline_level() -> None:
    document = read(heading("Aims", 1) + heading("Health", 2) + paragraph("We help."))
    assert shown(document) == [
        ("heading", 1, "", "Aims"),
        ("heading", 2, "", "Health"),
        ("paragraph", 0, "", "We help."),
    ]


def test_below_a_title_headings_stand_one_level_lower() -> None:
    styles = '<style:style style:name="Title" style:family="paragraph"/>'
    document = read(paragraph("Our plan", "P1") + heading("Aims", 1), automatic=TITLE, styles=styles)
    assert [(level, text) for _, level, _, text in shown(document)] == [(1, "Our plan"), (2, "Aims")]
    assert document.metadata.title == "Our plan"


def test_headings_are_numbered_as_the_outline_says() -> None:
    document = read(
        heading("Aims", 1) + heading("Health", 2) + heading("Work", 2) + heading("Costs", 1), styles=OUTLINE
    )
    assert [marker for _, _, marker, _ in shown(document)] == ["1.", "1.1", "1.2", "2."]


def test_lists_nest_and_count() -> None:
    nested = paragraph("First") + items(paragraph("detail"), paragraph("more"))
    document = read(items(nested, paragraph("Second"), style="L1"), automatic=NUMBERS)
    assert document.text == "1. First\n  (a) detail\n  (b) more\n2. Second"


def test_a_list_goes_on_counting_where_it_says_so() -> None:
    first, again = items(paragraph("First"), style="L1"), items(paragraph("Anew"), style="L1")
    on = items(paragraph("Second"), style="L1", more='text:continue-numbering="true"')
    document = read(first + paragraph("A remark.") + on + paragraph("Another.") + again, automatic=NUMBERS)
    assert [marker for _, _, marker, _ in shown(document)] == ["1.", "", "2.", "", "1."]


def test_bullets_are_bullets() -> None:
    assert read(items(paragraph("apples"), style="L2"), automatic=NUMBERS).text == "• apples"


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def test_tables_have_head_rows_and_keep_their_columns() -> None:
    first = f"<table:table-row>{cell('Year')}{cell('Costs')}</table:table-row>"
    head = f"<table:table-header-rows>{first}</table:table-header-rows>"
    wide = f"<table:table-row>{cell('x')}<table:covered-table-cell/></table:table-row>"
    row = f"<table:table-row>{cell('2019')}{cell('£5m')}</table:table-row>"
    document = read(f"<table:table>{head}{row}{wide}</table:table>")
    assert document.text == "Year | Costs\n2019 | £5m\nx |"
    assert [each.is_header for each in document.blocks] == [True, False, False]


@pytest.mark.parametrize("times", ["3", "1000", "999999999999", "-4", "x"])
def test_repeated_cells_are_bounded(times: str) -> None:
    repeated = cell("a", f'table:number-columns-repeated="{times}"')
    document = read(f"<table:table><table:table-row>{repeated}{cell('b')}</table:table-row></table:table>")
    assert len(document.blocks[0].cells) <= 65


def test_empty_cells_up_to_the_margin_are_left_out() -> None:
    margin = '<table:table-cell table:number-columns-repeated="1000"/>'
    document = read(f"<table:table><table:table-row>{cell('a')}{cell('b')}{margin}</table:table-row></table:table>")
    assert document.text == "a | b |"


def test_rows_that_are_repeated_a_million_times_are_one() -> None:
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell("a")}{cell("b")}</table:table-row>'
    assert read(f"<table:table>{row}</table:table>").text == "a | b"


def test_links_notes_and_spaces() -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Estimated.</text:p></text:note-body></text:note>"
    )
    link = '<text:a xlink:href="https://shire.example/plan">our plan</text:a>'
    document = read(paragraph(f'See<text:s text:c="3"/>{link}{note}<text:line-break/>now.') + paragraph("After."))
    assert document.text == "See our plan[1]\nnow.\n\nAfter.\n\n1. Estimated."
    assert [(document.text[each.start : each.end], each.uri) for each in document.links] == [
        ("our plan", "https://shire.example/plan")
    ]


def test_a_text_box_follows_its_paragraph() -> None:
    box = "<draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box></draw:frame>"
    assert read(paragraph(f"Before{box} it.") + paragraph("After.")).text == "Before it.\n\nIn the box.\n\nAfter."


@pytest.mark.parametrize(
    "hidden",
    [
        "<office:annotation><text:p>A comment.</text:p></office:annotation>",
        "<draw:frame><svg:title>A photo</svg:title><svg:desc>of a ward</svg:desc></draw:frame>",
        '<text:span text:style-name="Hidden">secret</text:span>',
        "<text:bookmark/>",
    ],
)
def test_what_no_reader_sees_is_left_out(hidden: str) -> None:
    properties = '<style:text-properties text:display="none"/>'
    style = f'<style:style style:name="Hidden" style:family="text">{properties}</style:style>'
    assert read(paragraph(f"See{hidden}n"), automatic=style).text == "Seen"


def test_tracked_deletions_and_contents_are_left_out() -> None:
    changes = "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone.</text:p></text:deletion>"
    changes += "</text:changed-region></text:tracked-changes>"
    contents = (
        "<text:table-of-content><text:index-body><text:p>Aims 3</text:p></text:index-body></text:table-of-content>"
    )
    inserted = '<text:change-start text:change-id="1"/>New<text:change-end text:change-id="1"/>'
    assert read(changes + contents + paragraph(f"{inserted} words.")).text == "New words."


def test_properties_become_metadata() -> None:
    meta = (
        "<dc:title>Health plan</dc:title><meta:creation-date>2019-05-03T09:00:00</meta:creation-date>"
        "<dc:date>2019-06-01T09:00:00</dc:date><dc:language>en-GB</dc:language><dc:creator>Jane Smith</dc:creator>"
    )
    said = read(paragraph("Words"), meta=meta).metadata
    assert (said.title, said.publisher, said.language) == ("Health plan", None, "en-GB")
    assert (said.published_on, said.modified_on) == (date(2019, 5, 3), date(2019, 6, 1))


def test_damaged_styles_cost_only_what_they_say() -> None:
    document = read(paragraph("Words"), styles="<style:style>")
    assert (document.text, document.conversion.grade) == ("Words", "fair")


def test_an_encrypted_text_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="encrypted"):
        parse(odt(paragraph("x"), manifest="<manifest><encryption-data/></manifest>"), name="x")


@pytest.mark.parametrize("body", ["", "<draw:frame/>", "<text:p> </text:p>"])
def test_a_text_without_words_is_refused(body: str) -> None:
    with pytest.raises(UnreadableDocument, match="holds no words"):
        parse(odt(body), name="x")


@pytest.mark.parametrize("depth", [60, 4000])
def test_deep_nesting_is_read_or_refused(depth: int) -> None:
    body = "<text:section>" * depth + paragraph("Deep") + "</text:section>" * depth
    try:
        assert read(body).text == "Deep"
    except UnreadableDocument:
        assert depth > 100
