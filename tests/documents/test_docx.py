"""What becomes of a Word document: its words in reading order with their layout, and nothing of Word's machinery."""

import io
import zipfile
from datetime import date

import pytest
from office_builders import NUMBERING, STYLES, docx, p, run, table, zipped

from extractors.documents import xml_tree
from extractors.documents.normalise import normalise
from extractors.documents.registry import parse
from extractors.errors import DocumentError, DocumentTooLarge, UnreadableDocument
from extractors.records import Block, ParsedDocument


def read(body: str, **parts: object) -> ParsedDocument:
    document = parse(docx(body, **parts), name="x")  # type: ignore[arg-type]  # what the builder takes
    assert isinstance(document, ParsedDocument)
    assert normalise(document.text) == document.text
    return document


def words(document: ParsedDocument, block: Block) -> str:
    return document.text[block.start : block.end]


def shown(document: ParsedDocument) -> list[tuple[str, int, str, str]]:
    return [(each.kind, each.level, each.marker, words(document, each)) for each in document.blocks]


# Headings


def test_headings_are_told_by_the_names_of_styles_in_any_language() -> None:
    document = read(p("Aims", "berschrift1") + p("Health", "berschrift2") + p("We help.", "Normal"))
    assert shown(document) == [
        ("heading", 1, "", "Aims"),
        ("heading", 2, "", "Health"),
        ("paragraph", 0, "", "We help."),
    ]


def test_styles_made_from_a_heading_or_with_an_outline_level_are_headings() -> None:
    document = read(p("Chapter", "Outline") + p("Part", "House") + p("We help."))
    assert [(kind, level) for kind, level, _, _ in shown(document)] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
    ]


def test_a_paragraph_may_have_an_outline_level_of_its_own() -> None:
    body = "<w:p><w:pPr><w:outlineLvl w:val='2'/></w:pPr>" + run("Costs") + "</w:p>" + p("We spend.")
    assert shown(read(body))[0] == ("heading", 3, "", "Costs")


def test_below_a_title_headings_stand_one_level_lower() -> None:
    document = read(p("Our plan", "Titel") + p("Aims", "berschrift1") + p("We help."))
    assert [(level, text) for _, level, _, text in shown(document)] == [(1, "Our plan"), (2, "Aims"), (0, "We help.")]
    assert document.metadata.title == "Our plan"


def test_a_sentence_set_as_a_heading_is_a_paragraph() -> None:
    sentence = "This paragraph was given a heading style only for the sake of its number, as many authors do it here."
    assert shown(read(p("Aims", "berschrift1") + p(sentence, "berschrift2", number=(3, 1))))[1] == (
        "item", 2, "1.1", sentence,
    )  # fmt: skip


def test_bold_lines_are_headings_only_where_no_heading_style_is_used() -> None:
    body = (
        p("Our aims", bold=True) + p("We help people.") + p("We listen.") + p("Costs", bold=True) + p("We spend £5m.")
    )
    assert [kind for kind, *_ in shown(read(body))] == ["heading", "paragraph", "paragraph", "heading", "paragraph"]
    assert [kind for kind, *_ in shown(read(p("Plan", "berschrift1") + body))].count("heading") == 1


@pytest.mark.parametrize("line", ["Important:", "We must do this.", "Bold " * 20])
def test_bold_sentences_labels_and_long_lines_are_no_headings(line: str) -> None:
    assert {kind for kind, *_ in shown(read(p(line, bold=True) + p("We help.") + p("We listen.")))} == {"paragraph"}


def test_a_document_that_is_bold_throughout_has_no_headings() -> None:
    body = (p("One bold line", bold=True) + p("and a plain one")) * 3
    assert {kind for kind, *_ in shown(read(body))} == {"paragraph"}


# Numbers and lists


def test_list_items_bear_the_numbers_that_word_shows() -> None:
    body = (
        p("First", number=(1, 0)) + p("detail", number=(1, 1)) + p("more", number=(1, 1)) + p("Second", number=(1, 0))
    )
    document = read(body)
    assert shown(document) == [
        ("item", 1, "1.", "First"),
        ("item", 2, "(a)", "detail"),
        ("item", 2, "(b)", "more"),
        ("item", 1, "2.", "Second"),
    ]
    assert document.text == "1. First\n  (a) detail\n  (b) more\n2. Second"


def test_a_list_goes_on_counting_after_a_paragraph() -> None:
    body = p("First", number=(1, 0)) + p("A remark.") + p("Second", number=(1, 0)) + p("Later", number=(4, 0))
    assert [marker for _, _, marker, _ in shown(read(body))] == ["1.", "", "2.", "7."]


def test_bullets_nest() -> None:
    document = read(p("Fruit", number=(2, 0)) + p("apples", number=(2, 1)))
    assert document.text == "• Fruit\n  • apples"


def test_headings_and_paragraphs_are_numbered_as_chapters_are() -> None:
    document = read(
        p("Aims", "berschrift1", number=(3, 0)) + p("We help people.", number=(3, 1)) + p("We listen.", number=(3, 1))
        + p("Costs", "berschrift1", number=(3, 0)) + p("We spend.", number=(3, 1))
    )  # fmt: skip
    assert [(kind, marker) for kind, _, marker, _ in shown(document)] == [
        ("heading", "1."), ("item", "1.1"), ("item", "1.2"), ("heading", "2."), ("item", "2.1"),
    ]  # fmt: skip


def test_a_style_may_number_its_paragraphs() -> None:
    linked = NUMBERING.replace('<w:lvlText w:val="%1"/>', '<w:pStyle w:val="Num"/><w:lvlText w:val="%1"/>')
    styles = STYLES + (
        '<w:style w:type="paragraph" w:styleId="Num"><w:name w:val="Num"/><w:basedOn w:val="berschrift1"/>'
        '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    )
    document = read(p("Aims", "Num") + p("Costs", "Num"), styles=styles, numbering=linked)
    assert [marker for _, _, marker, _ in shown(document)] == ["1.", "2."]


def test_a_number_that_is_words_stays_with_the_words() -> None:
    numbering = NUMBERING.replace('w:val="%1."', 'w:val="Aim %1:"')
    assert read(p("Health", number=(1, 0)), numbering=numbering).text == "Aim 1: Health"


# Tables


def test_a_marked_row_heads_its_table() -> None:
    document = read(table([p("Year"), p("Cost")], [p("2019"), p("£5m")], head=True))
    assert [(each.kind, each.is_header) for each in document.blocks] == [("row", True), ("row", False)]
    assert document.text == "Year | Cost\n2019 | £5m"


def test_a_bold_first_row_heads_its_table() -> None:
    document = read(table([p("Year", bold=True), p("Cost", bold=True)], [p("2019"), p("£5m")]))
    assert [each.is_header for each in document.blocks] == [True, False]


def test_merged_cells_keep_their_columns() -> None:
    wide = "<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + p("Costs")
    tall, below = "<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>" + p("2019"), "<w:tcPr><w:vMerge/></w:tcPr>" + p("")
    document = read(table([p("Year"), wide], [tall, p("a"), p("b")], [below, p("c"), p("d")]))
    assert document.text == "Year | Costs |\n2019 | a | b\n| c | d"


def test_a_table_of_single_cells_is_a_box_around_paragraphs() -> None:
    document = read(table([p("Aims", "berschrift1") + p("We help.")]) + p("After."))
    assert [kind for kind, *_ in shown(document)] == ["heading", "paragraph", "paragraph"]


def test_a_span_over_endless_columns_is_bounded() -> None:
    cell = "<w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr>" + p("wide")
    assert len(read(table([cell, p("x")])).blocks[0].cells) == 64


# Links, notes, boxes


def test_links_keep_their_place_and_address() -> None:
    body = f"<w:p>{run('See ')}<w:hyperlink r:id='l1'>{run('our plan')}</w:hyperlink>{run('.')}</w:p>"
    document = read(body, links={"l1": "https://shire.example/plan"})
    (link,) = document.links
    assert (document.text[link.start : link.end], link.uri) == ("our plan", "https://shire.example/plan")


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd", "missing"])
def test_a_link_that_leads_to_no_document_is_only_words(target: str) -> None:
    links = {} if target == "missing" else {"l1": target}
    document = read(f"<w:p><w:hyperlink r:id='l1'>{run('here')}</w:hyperlink></w:p>", links=links)
    assert (document.text, document.links) == ("here", ())


def test_notes_stand_at_the_end() -> None:
    reference = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    document = read(
        f"<w:p>{run('We spend £5m.')}{reference}</w:p>" + p("After."),
        footnotes=f"<w:footnote w:id='2'>{p('Estimated.')}</w:footnote>",
    )
    assert document.text == "We spend £5m.[1]\n\nAfter.\n\n1. Estimated."
    assert document.links == ()


def test_a_reference_to_no_note_is_left_out() -> None:
    assert read(f"<w:p>{run('Words')}<w:r><w:footnoteReference w:id='9'/></w:r></w:p>").text == "Words"


def test_text_boxes_follow_their_paragraph_once() -> None:
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    drawn = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    document = read(f"<w:p>{run('Before.')}<w:r>{drawn}</w:r></w:p>" + p("After."))
    assert document.text == "Before.\n\nIn the box.\n\nAfter."


def test_a_text_box_without_a_fallback_is_kept() -> None:
    drawn = f"<w:drawing><wps:txbx><w:txbxContent>{p('In the box.')}</w:txbxContent></wps:txbx></w:drawing>"
    choice = f"<mc:AlternateContent><mc:Choice Requires='wps'>{drawn}</mc:Choice></mc:AlternateContent>"
    assert read(f"<w:p><w:r>{choice}</w:r></w:p>").text == "In the box."


# What is text of the document, and what is not


def test_insertions_are_kept_and_deletions_are_not() -> None:
    deleted = "<w:del><w:r><w:delText>do not </w:delText></w:r></w:del>"
    body = f"<w:p>{run('We ')}<w:ins>{run('gladly ')}</w:ins>{deleted}{run('help.')}</w:p>"
    assert read(body).text == "We gladly help."


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    body = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('We ')}</w:p><w:p>{run('help.')}</w:p>"
    assert read(body).text == "We help."


def test_a_deleted_row_is_gone() -> None:
    rows = table([p("a"), p("b")], [p("c"), p("d")]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    assert read(rows).text == "c | d"


@pytest.mark.parametrize(
    "hidden",
    [
        run("Hidden", "<w:vanish/>"),
        "<w:r><w:commentReference w:id='1'/></w:r>",
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("Click here") + "</w:sdtContent></w:sdt>",
        "<w:r><w:drawing><a/></w:drawing></w:r>",
        "<w:r><w:sym w:font='Wingdings' w:char='zz'/></w:r>",
    ],
)
def test_what_no_reader_sees_is_left_out(hidden: str) -> None:
    assert read(f"<w:p>{run('Seen')}{hidden}</w:p>").text == "Seen"


def test_a_table_of_contents_is_left_out() -> None:
    contents = "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    contents += f"<w:sdtContent>{p('Aims 3')}</w:sdtContent></w:sdt>"
    assert read(contents + p("Costs 4", "TOC1") + p("Words")).text == "Words"


def test_fields_formulas_and_form_fields_show_their_words() -> None:
    body = (
        f"<w:p><w:fldSimple w:instr='SEQ'>{run('Table 1')}</w:fldSimple><m:oMath><m:r><m:t> x=2 </m:t></m:r></m:oMath>"
        f"<w:sdt><w:sdtContent>{run('filled in')}</w:sdtContent></w:sdt></w:p>"
    )
    assert read(body).text == "Table 1 x=2 filled in"


def test_headers_and_footers_are_not_the_documents_words() -> None:
    content = (
        f"<w:hdr xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>{p('Confidential')}</w:hdr>"
    )
    assert read(p("Words"), others={"word/header1.xml": content}).text == "Words"


def test_a_line_break_stays() -> None:
    assert read(f"<w:p>{run('Jane Smith')}<w:r><w:br/></w:r>{run('Chair')}</w:p>").text == "Jane Smith\nChair"


# Properties


def test_properties_become_metadata() -> None:
    core = (
        "<dc:title>Health plan 2019</dc:title><dc:creator>Jane Smith</dc:creator><dc:language>en-GB</dc:language>"
        "<dcterms:created>2019-05-03T09:00:00Z</dcterms:created><dcterms:modified>2019-06-01T09:00:00Z</dcterms:modified>"
    )
    said = read(p("Words"), core=core).metadata
    assert (said.title, said.publisher, said.language) == ("Health plan 2019", None, "en-GB")
    assert (said.published_on, said.modified_on) == (date(2019, 5, 3), date(2019, 6, 1))


@pytest.mark.parametrize(
    "title", ["Document1", "Microsoft Word - plan.doc", "plan_final_v2.docx", "[Title]", "template", " "]
)
def test_titles_that_programs_give_are_no_titles(title: str) -> None:
    assert read(p("Words"), core=f"<dc:title>{title}</dc:title>").metadata.title is None


def test_a_good_conversion_has_no_reasons_and_lost_symbols_are_one() -> None:
    assert read(p("Words")).conversion.grade == "good"
    unknown = read(f"<w:p>{run('Words')}<w:r><w:sym w:font='House' w:char='F0FF'/></w:r></w:p>").conversion
    assert (unknown.grade, len(unknown.reasons)) == ("fair", 1)


@pytest.mark.parametrize("name", ["word/styles.xml", "word/numbering.xml", "docProps/core.xml", "word/footnotes.xml"])
def test_a_damaged_part_beside_the_text_costs_only_what_it_says(name: str) -> None:
    document = read(p("Words"), others={name: "<w:styles>"}, core="")
    assert (document.text, document.conversion.grade) == ("Words", "fair")
    assert name in document.conversion.reasons[0]


# What is refused


def test_a_document_without_words_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="holds no words"):
        parse(docx("<w:p/>"), name="x")


def test_parts_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="do not fit together"):
        parse(docx("", others={"word/document.xml": "<x/>"}), name="x")


def test_elements_without_a_namespace_are_not_words() -> None:
    assert read("<p><r><t>Lost</t></r></p>" + p("Words")).text == "Words"


def test_damaged_xml_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match=r"word/document\.xml is damaged"):
        parse(docx("<w:p>"), name="x")


def test_a_missing_main_part_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="main part is missing"):
        parse(zipped({"[Content_Types].xml": "<Types/>", "word/other.xml": "<x/>"}), name="x")


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    with pytest.raises(UnreadableDocument, match="declares a document type"):
        parse(docx("", others={"word/document.xml": bomb}), name="x")


def test_a_part_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(DocumentTooLarge, match="split it"):
        parse(docx("", others={"word/document.xml": b" " * (49 << 20)}), name="x")


def test_endless_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tree, "MOST_ELEMENTS", 100)
    with pytest.raises(DocumentTooLarge, match="more than 100 elements"):
        parse(docx(p("Words") * 50), name="x")


@pytest.mark.parametrize("depth", [40, 240, 5000])
def test_deep_nesting_is_read_or_refused(depth: int) -> None:
    body = "<w:sdt><w:sdtContent>" * depth + p("Deep") + "</w:sdtContent></w:sdt>" * depth
    try:
        assert read(body).text == "Deep"
    except UnreadableDocument:
        assert depth > 100


@pytest.mark.parametrize("depth", [10, 60])
def test_tables_within_tables_are_read_or_refused(depth: int) -> None:
    body = "<w:tbl><w:tr><w:tc>" * depth + p("Deep") + ("</w:tc><w:tc>" + p("x") + "</w:tc></w:tr></w:tbl>") * depth
    try:
        assert "Deep" in read(body).text
    except UnreadableDocument:
        assert depth > 50


def test_an_encrypted_part_is_refused() -> None:
    content = bytearray(docx(p("Words")))
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"word/document.xml"))
    content[at + 8] |= 1
    with pytest.raises(UnreadableDocument, match="encrypted"):
        parse(bytes(content), name="x")


def test_a_damaged_archive_is_refused_with_what_to_do() -> None:
    with pytest.raises(DocumentError, match=r"ZIP|archive"):
        parse(docx(p("Words"))[:-30], name="x")


def test_the_strict_form_of_the_format_is_read() -> None:
    strict = {"schemas.openxmlformats.org/wordprocessingml/2006/main": "purl.oclc.org/ooxml/wordprocessingml/main"}
    usual, other = next(iter(strict.items()))
    with zipfile.ZipFile(io.BytesIO(docx(p("Aims", "berschrift1") + p("We help.")))) as archive:
        parts = {name: archive.read(name).replace(usual.encode(), other.encode()) for name in archive.namelist()}
    assert shown(parse(zipped(parts), name="x"))[0] == ("heading", 1, "", "Aims")  # type: ignore[arg-type]
