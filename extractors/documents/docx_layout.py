"""Headings, numbers and lists of a Word document, said in the few words that mammoth is told to understand."""

import re

from lxml import etree

from extractors.documents.docx_numbers import LEVELS, Number, Numbering, Place
from extractors.documents.docx_prepare import paragraphs, remove, runs_with_words, word_name, words_of
from extractors.documents.docx_styles import Style, Styles, child_named, is_on, outline_level
from extractors.documents.html_flow import GIVEN_MARKER
from extractors.documents.html_lines import is_marker
from extractors.documents.xml_tree import Element, local, number_of, value

HEADING_STYLE = "GreenpaperHeading"
"""Begins the style of each heading; the level follows."""

ORDERED, BULLETS = "1", "2"
"""The two lists that prepared paragraphs stand in."""

LIST_LEVELS = 5  # as deep as mammoth's own rules go
_DEEPEST = 6
_LONGEST_HEADING = 200
_LONGEST_BOLD_HEADING = 90
_MOST_BOLD = 0.4  # of the paragraphs; where more are bold, bold is only how the document looks
_BEFORE, _AFTER = "\ufdd0", "\ufdd1"  # no characters, so no document can mean anything by them
_SENTENCE_END = frozenset(".;,:")
# mammoth writes an item's words right after its tag.
_ITEM = re.compile(f'<li>{_BEFORE}([^{_AFTER}<>"]*){_AFTER}')
_ELSEWHERE = re.compile(f"{_BEFORE}([^{_AFTER}<]*){_AFTER}")


def mark_layout(root: Element, styles: Styles, numbering: Numbering) -> bool:
    """Give each paragraph of a part one of our heading styles, a place in one of our lists, or none.

    Return whether one of them is the document's title.
    """
    found = [(each, styles.style(_style_name(each, styles))) for each in paragraphs(root)]
    levels = {each: level for each, style in found if (level := _level(each, style)) is not None}
    shift = int(0 in levels.values())  # below the document's title, headings stand one level lower
    bold = frozenset() if levels else _bold_headings(found)
    for each, style in found:
        if style.is_contents or style.is_hidden:
            remove(each)
            continue
        level = levels[each] + shift if each in levels else 2 if each in bold else None
        number = numbering.following(place) if (place := _place(each, style, styles, numbering)) else None
        _rewrite(each, level, number)
    return shift > 0


def with_markers(markup: str) -> str:
    """Return mammoth's HTML with the numbers that were marked in it: at items as an attribute, elsewhere as words."""
    markup = _ITEM.sub(lambda found: f'<li {GIVEN_MARKER}="{found[1]}">', markup)
    return _ELSEWHERE.sub(lambda found: f"{found[1]} " if found[1] else "", markup)


def _style_name(paragraph: Element, styles: Styles) -> str:
    named = child_named(child_named(paragraph, "pPr"), "pStyle")
    return styles.default if named is None else value(named, "val")


def _level(paragraph: Element, style: Style) -> int | None:
    """Return the heading level of a paragraph, None for others: also for sentences that were only set as headings."""
    own = outline_level(child_named(paragraph, "pPr"))
    level = style.level if own is None else own if own <= LEVELS else None
    if level is None or any(local(each) == "tc" for each in paragraph.iterancestors()):
        return None
    words = words_of(paragraph)
    is_sentence = words.endswith(".") and len(words) > _LONGEST_HEADING / 2
    return None if not words or is_sentence or len(words) > _LONGEST_HEADING else level


def _bold_headings(found: list[tuple[Element, Style]]) -> frozenset[Element]:
    """Return the short bold paragraphs that head others, in a document whose author used no heading styles."""
    said = [(each, style, words) for each, style in found if (words := words_of(each))]
    bold = [_is_bold_heading(each, style, words) for each, style, words in said]
    heads = [each for at, (each, _, _) in enumerate(said[:-1]) if bold[at] and not bold[at + 1]]
    return frozenset(heads) if len(heads) <= _MOST_BOLD * len(said) else frozenset()


def _is_bold_heading(paragraph: Element, style: Style, words: str) -> bool:
    parent = paragraph.getparent()
    in_body = parent is not None and local(parent) == "body"
    numbered = style.list_id or child_named(child_named(paragraph, "pPr"), "numPr") is not None
    if not in_body or numbered or len(words) > _LONGEST_BOLD_HEADING or words[-1] in _SENTENCE_END:
        return False
    runs = runs_with_words(paragraph)
    return all(is_on(child_named(run, "rPr"), "b", otherwise=style.is_bold) for run in runs) and any(
        map(str.isalpha, words)
    )


def _place(paragraph: Element, style: Style, styles: Styles, numbering: Numbering) -> Place | None:
    own = child_named(child_named(paragraph, "pPr"), "numPr")
    list_id, level = child_named(own, "numId"), child_named(own, "ilvl")
    name = value(list_id, "val") if list_id is not None else style.list_id
    if not name or name == "0" or not words_of(paragraph):
        return None
    if level is not None:
        at: int | None = number_of(value(level, "val"), 0, LEVELS - 1)
    else:
        at = numbering.level_of_style(name, _style_name(paragraph, styles))
        at = style.list_level if at is None else at
    return Place(name, at or 0)


def _rewrite(paragraph: Element, level: int | None, number: Number | None) -> None:
    """Replace a paragraph's properties by ours, and write its number before its words."""
    old = child_named(paragraph, "pPr")
    properties = etree.Element(word_name("pPr"))
    if old is not None:
        marks = child_named(old, "rPr")
        if child_named(marks, "del") is not None:  # the paragraph's end was deleted: mammoth joins it to the next
            properties.append(marks)
        paragraph.remove(old)
    marker = _marker(number)
    if level is not None:
        _add(properties, "pStyle", f"{HEADING_STYLE}{min(level, _DEEPEST)}")
    elif number and (number.is_bullet or is_marker(marker)) and number.level < LIST_LEVELS:
        place = _add(properties, "numPr")
        _add(place, "ilvl", str(number.level))
        _add(place, "numId", BULLETS if number.is_bullet else ORDERED)
    if number and marker:
        run = etree.Element(word_name("r"))
        etree.SubElement(run, word_name("t")).text = f"{_BEFORE}{marker}{_AFTER}"
        paragraph.insert(0, run)
    paragraph.insert(0, properties)


def _marker(number: Number | None) -> str:
    """Return a number in a form that is known as one: "1" is "1.", "A." is "a.", others stay as they are."""
    if number is None or number.is_bullet:
        return ""
    return next(
        (form for form in (number.text, f"{number.text}.", number.text.lower()) if is_marker(form)), number.text
    )


def _add(parent: Element, name: str, said: str | None = None) -> Element:
    child = etree.SubElement(parent, word_name(name))
    if said is not None:
        child.set(word_name("val"), said)
    return child
