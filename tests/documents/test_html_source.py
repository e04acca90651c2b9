"""What of a page's markup is read: tags without end and without number cost no more than what they say."""

from extractors.documents.html_source import shallow
from extractors.documents.registry import parse
from extractors.records import ParsedDocument


def test_tags_that_stand_too_deep_are_left_out_and_their_words_stay() -> None:
    deep = "<div><b>" * 3_000 + "The plan" + "</b></div>" * 3_000 + "<p>costs £3 million</p>"
    document = parse(f"<html><body>{deep}</body></html>".encode(), name="deep.html")
    assert isinstance(document, ParsedDocument)
    assert document.text.split() == ["The", "plan", "costs", "£3", "million"]
    assert shallow(deep).count("<div>") == shallow(deep).count("</div>") == 500


def test_items_that_nobody_closes_are_not_deep() -> None:
    items = "<ul>" + "<li>Item<p>with a paragraph" * 5_000 + "</ul>"
    assert shallow(items) == items


def test_what_follows_a_deep_part_is_whole() -> None:
    table = "<table><tr><th>Year<th>Cost<tr><td>2024<td>£3m</table>"
    assert shallow("<div>" * 2_000 + "</div>" * 2_000 + table).endswith(table)
