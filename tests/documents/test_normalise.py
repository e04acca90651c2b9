"""What normalised text is: the form that all offsets count in."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.documents.normalise import INDENT_LIMIT, normalise, normalise_inline

SCRAPS = [
    *("a", "é", "e\u0301", "\u0301", "\u212b", "\u1100", "\u1161"),
    *("•", "▪", "\uf0b7", "·", "-", "\u00ad", "\u200b", "\ufeff", "\x00", "\ud800"),
    *(" ", "\t", "\u00a0", "\u3000", "\n", "\r\n", "\r", "\x0c", "\x85", "\u2028", "\u2029"),
]
any_text = st.one_of(st.text(), st.lists(st.sampled_from(SCRAPS), max_size=30).map("".join))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc\u2028d\x85e\x0bf\x0cg", "a\nb\nc\nd\ne\nf\ng"),
        ("a\u2029b", "a\n\nb"),
        ("a\u00a0b\u2003c\u3000d", "a b c d"),
        ("\ufeffso\u00adft zero\u200bwidth \u202awords\u202c nul\x00 \x1besc", "soft zerowidth words nul esc"),
        ("govern\u00ad\n  ment", "government"),
        ("e\u0301te\u0301", "été"),
        ("many   spaces\t\tand tabs  \t\nnext", "many spaces and tabs\nnext"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("\n\n a \n\n", " a"),
        ("\u00a0\n \n", ""),
        ("a\n\u00a0\nb", "a\n\nb"),
        ("▪ one\n\uf0b7\ttwo\n  ●three\n· four\n➢", "• one\n• two\n  • three\n• four\n•"),
        ("- one\n* two\n– three\n— four\no five", "- one\n* two\n– three\n— four\no five"),
        ("costs ·5 per cent · and ● so on", "costs ·5 per cent · and ● so on"),
        ("·5 per cent", "·5 per cent"),
        ("“Curly” ‘quotes’ – and — dashes…", "“Curly” ‘quotes’ – and — dashes…"),
        ("\tone\n\t\ttwo", "  one\n    two"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
    ],
)
def test_each_rule_by_example(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


def test_indentation_is_kept_up_to_a_limit() -> None:
    assert normalise(" " * 50 + "centred") == " " * INDENT_LIMIT + "centred"


@settings(max_examples=50, deadline=None)
@given(any_text)
def test_doing_it_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@settings(max_examples=50, deadline=None)
@given(any_text)
def test_the_result_holds_only_plain_white_space_and_visible_characters(text: str) -> None:
    clean = normalise(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert all(c == "\n" or unicodedata.category(c) not in {"Cc", "Cs", "Zl", "Zp"} for c in clean)
    assert all(c == " " or unicodedata.category(c) != "Zs" for c in clean)
    assert "\n\n\n" not in clean
    assert all(line == line.rstrip(" ") for line in clean.split("\n"))
    clean.encode("utf-8")


def test_a_stretch_inside_a_line_keeps_one_space_at_each_end() -> None:
    assert normalise_inline("\n  a\u00a0\t b\r\n") == " a b "


def test_a_middle_dot_before_a_tab_is_a_bullet() -> None:
    assert normalise("·\tone") == "• one"


@pytest.mark.parametrize("unit", [" ", "\t", "\u00a0", "\u00ad ", "•", "a ", "\n", "\uf0b7\n"])
def test_long_runs_take_no_long_time(unit: str) -> None:
    normalise("a" + unit * 300_000 + "b")
