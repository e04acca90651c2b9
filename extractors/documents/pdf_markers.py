"""What stands before a list item in a PDF: bullets of all fonts, and numbers."""

import re

from extractors.documents.pdf_types import Style
from extractors.layout_rules import marker_of

BULLET = "•"
_BULLETS = frozenset("•‣▪●◦⁃∙○■□▫◆◇►▸▶➢➤❖·‐–—-*➔→✓✔❑➜")
_LETTER_BULLET = "o"
"""Word's second level: a letter of a typewriter font."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_NUMBER = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Z]|[ivxl]{2,5})\)|\d{1,3}(?:\.\d{1,3}){0,4}\.|[a-z]\.|[ivx]{2,5}\.|"
    r"\d{1,2}(?:\.\d{1,2}){1,4}"
)


def is_bullet(text: str, style: Style) -> bool:
    """Whether a word that stands first on its line is a bullet."""
    alone = len(text) == 1
    return alone and (text in _BULLETS or text == _LETTER_BULLET or style.symbols or bool(_PRIVATE.match(text)))


def is_number(text: str) -> bool:
    """Whether a word that stands first on its line is a number or letter that counts items: "1.", "2.3", "(a)"."""
    return bool(_NUMBER.fullmatch(text)) and (marker_of(f"{text} A") is not None)


def is_marker(text: str, style: Style) -> bool:
    """Whether a word that stands first on its line may be the bullet or number of an item or heading."""
    return is_bullet(text, style) or is_number(text)
