"""Words of strangers in logs, names and artifacts: no secret, no markup, no orders, no length without end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from flows.wording import in_markdown, in_markdown_table, told, without_secrets


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("https://ann:pa55@example.org/plan", "https://***@example.org/plan"),
        ("see ftp://ann@example.org/ and more", "see ftp://***@example.org/ and more"),
        ("https://a@b@example.org/", "https://***@example.org/"),
        ("https://example.org/?page=2&token=abc#top", "https://example.org/?page=2&token=***#top"),
        ("https://example.org/a?X-Amz-Signature=ff&x=1", "https://example.org/a?X-Amz-Signature=***&x=1"),
        ("https://example.org/a?sv=1&sig=ff%3D", "https://example.org/a?sv=1&sig=***"),
        ("https://example.org/a?api_key=1;key=2", "https://example.org/a?api_key=***;key=***"),
        ("https://example.org/?next=%2Fa%3Faccess_token=1", "https://example.org/?next=%2Fa%3Faccess_token=***"),
    ],
)
def test_secrets_in_addresses_are_masked(said: str, masked: str) -> None:
    assert without_secrets(said) == masked


@pytest.mark.parametrize(
    "said",
    ["https://example.org/?keyword=health&monkey=1&signal=2&author=ann", "ann@example.org wrote", "token = 5 pounds"],
)
def test_what_is_no_secret_stays(said: str) -> None:
    assert without_secrets(said) == said


def test_what_is_told_is_one_short_line_without_orders() -> None:
    assert told("the file\nis \x1b[31mempty\u202e") == r"the file is \x1b[31mempty\u202e"
    assert told("a" * 400) == "a" * 299 + "…"
    assert told("https://example.org/?token=" + "a" * 4000) == "https://example.org/?token=***"


@pytest.mark.parametrize("said", ["the file is empty", "changed: edition 2", "it has 12 pages (of 3.5)", "12 files"])
def test_plain_words_stand_in_markdown_as_they_are(said: str) -> None:
    assert in_markdown(said) == said


HOSTILE = [
    "[the plan](javascript:alert(1))", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![x](http://x/)",
    "a ``b` c", "`", "# Plan", "1. Plan", "- Plan", "> Plan", "| a | b |", "*a* _b_ ~~c~~", "&lt;b&gt;", "a\\", "\\|",
    "www.example.org", "https://example.org/a_b_c", "[x]: http://x", "***", "```html", "<!-- -->", "ann@example.org",
]  # fmt: skip


@pytest.mark.parametrize("said", HOSTILE)
def test_markup_reads_as_just_its_characters(said: str) -> None:
    assert shown(in_markdown(said)) == said


@pytest.mark.parametrize("said", HOSTILE)
def test_markup_does_not_leave_its_cell(said: str) -> None:
    rows = MarkdownIt("gfm-like", {"linkify": False}).parse(
        f"| a | b |\n| --- | --- |\n| {in_markdown_table(said)} | end |\n"
    )
    cells = [token.children or [] for token in rows if token.type == "inline"][2:]
    assert [[(child.type in {"text", "code_inline"}, child.content) for child in cell] for cell in cells] == [
        [(True, said.replace("|", "¦"))],
        [(True, "end")],
    ]


@given(st.text(max_size=60))
def test_no_text_makes_markup(said: str) -> None:
    assert shown(in_markdown(said)) == told(said)


def shown(text: str) -> str:
    """Return what a reader of the Markdown sees, where it is one paragraph of text and code alone."""
    found = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    if not text:
        return ""
    assert [token.type for token in found] == ["paragraph_open", "inline", "paragraph_close"]
    children = found[1].children or []
    assert {child.type for child in children} <= {"text", "code_inline"}
    return "".join(child.content for child in children)
