"""What becomes of a Markdown text: CommonMark's layout, and what simple front matter says."""

from datetime import date

import pytest

from extractors.documents.normalise import normalise
from extractors.documents.registry import parse
from extractors.errors import UnreadableDocument
from extractors.records import ParsedDocument

SOURCE = """---
title: "Health plan 2019"
date: 2019-05-03
lastmod: 3 June 2019
lang: en-GB
tags: [health, plans]
nested:
  title: Another
---
# Our plan

We *help* [young people](people.html)
at home.

1. First
   - detail
2. Second

| Year | Cost |
| ---- | ---- |
| 2019 | £5m  |

> “It is a start.”

    code_block()
"""


def read(source: str, name: str = "plan.md", declared: str | None = None) -> ParsedDocument:
    document = parse(source.encode(), name=name, declared_media_type=declared)
    assert isinstance(document, ParsedDocument)
    assert normalise(document.text) == document.text
    return document


def test_the_layout_is_commonmarks_with_tables() -> None:
    document = read(SOURCE)
    assert document.media_type == "text/markdown"
    assert document.text == (
        "Our plan\n\nWe help young people at home.\n\n1. First\n  • detail\n2. Second\n\nYear | Cost\n2019 | £5m\n\n"
        "“It is a start.”\n\ncode_block()"
    )
    assert [each.kind for each in document.blocks] == [
        "heading", "paragraph", "item", "item", "item", "row", "row", "paragraph", "paragraph",
    ]  # fmt: skip
    assert [each.is_header for each in document.blocks if each.kind == "row"] == [True, False]


def test_simple_front_matter_is_metadata() -> None:
    said = read(SOURCE).metadata
    assert (said.title, said.published_on, said.modified_on) == ("Health plan 2019", date(2019, 5, 3), date(2019, 6, 3))
    assert said.language == "en-GB"


@pytest.mark.parametrize("value", ["[a, b]", "{a: b}", "|", "&anchor x", "!!python/object x", ""])
def test_values_that_are_not_simple_are_not_read(value: str) -> None:
    assert read(f"---\ntitle: {value}\n---\n\n# Our plan\n\nWords.").metadata.title == "Our plan"


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert read("---\n\nWe help people.").text == "We help people."


def test_links_are_resolved_against_the_address() -> None:
    (link,) = read(SOURCE, "https://shire.example/docs/plan.md").links
    assert link.uri == "https://shire.example/docs/people.html"


def test_html_in_it_is_read_as_a_page_would_be() -> None:
    source = "<h1 align='center'>Our plan</h1>\n\n<script>alert(1)</script>\n\nWe <b>help</b>.\n\n<!-- note -->\n"
    assert read(source).text == "Our plan\n\nWe help."


def test_a_page_named_markdown_is_a_page() -> None:
    assert read("<!DOCTYPE html><html><body><p># Words</p></body></html>").media_type == "text/html"


@pytest.mark.parametrize(
    ("name", "declared", "media_type"),
    [
        ("notes.md", None, "text/markdown"),
        ("notes.md", "text/plain", "text/markdown"),
        ("notes", "text/markdown; charset=utf-8", "text/markdown"),
        ("README", "text/plain", "text/plain"),
        ("README.txt", None, "text/plain"),
        ("notes.txt", "text/markdown", "text/markdown"),
    ],
)
def test_only_what_is_named_or_declared_so_is_markdown(name: str, declared: str | None, media_type: str) -> None:
    assert read("# Plan\n\nWords", name, declared).media_type == media_type


@pytest.mark.parametrize("source", ["> " * 25, "- " * 25, "[" * 20000, "*a_ " * 5000, "a" + "`" * 20000])
def test_deep_and_unclosed_markup_costs_no_other_words(source: str) -> None:
    document = read(f"{source}x\n\nAfter it.")
    assert "After it." in document.text
    assert document.conversion.grade == "good"


@pytest.mark.parametrize("source", ["> " * 5000, "- " * 5000])
def test_endless_nesting_is_cut_and_says_so(source: str) -> None:
    assert read(f"Words.\n\n{source}x").conversion.grade == "poor"


def test_a_text_without_words_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="no words"):
        parse(b"# \n\n---\n", name="x.md")
