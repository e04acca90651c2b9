"""Pages for the rules of facts, made by hand: no layout analysis stands between a test and its rule."""

import re
from collections.abc import Callable

import pytest

from extractors.page import Page
from extractors.records import Block, Span


def _page(text: str) -> Page:
    lines = (Span(*match.span()) for match in re.finditer(r"\S[^\n]*", text))
    return Page(text, tuple(Block("paragraph", line.start, line.end, lines=(line,)) for line in lines))


@pytest.fixture(scope="session")
def page_of() -> Callable[[str], Page]:
    """Make a page with one paragraph for each line of a text that is not blank."""
    return _page
