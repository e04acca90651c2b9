"""One clean form of text for every format, so that offsets mean the same whatever a document came as.

What readers see is kept: curly quotes, dashes, ligatures and capitals stay as they were written. What they do not
see is made uniform: line ends, kinds of space, invisible characters, the look of bullets.
"""

import re
import unicodedata

INDENT_LIMIT = 12
"""Leading spaces that are kept on a line, at most: enough for six levels of nesting, not for centred titles."""

_TAB = "  "
_BLANKS = " \t"
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028]")
# Unicode category Zs without the plain space.
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# A soft hyphen at a line's end is a word that was broken there.
_BROKEN_WORD = re.compile("\u00ad[ \t]*\n[ \t]*")
# Controls (Cc) but tab and newline; format characters (Cf) that show nothing: soft hyphen, zero-width characters,
# direction marks, byte order mark, annotation marks, tags; the object placeholder; characters that are none.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    "\ufff0-\ufffc\ufffe\uffff\U000e0000-\U000e007f]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
# At the start of a line: bullets of all kinds, and the Private Use Area, where Word's symbol fonts keep theirs.
# A middle dot is a bullet only before a space (it is also a decimal point: "·5").
_BULLET = re.compile("(?:[•‣▪●◦⁃∙○■□▫◆◇►▸▶➢➤❖\ue000-\uf8ff]|·(?=[ \t]|$)) *")
_FOLDED = re.compile("[ \t]{2,}|\t")
_WHITE_SPACE = re.compile("[ \t\n]+")
_BLANK_LINES = re.compile("\n{3,}")


def normalise(text: str) -> str:
    """Return `text` in the form that all offsets count in. Doing it twice changes nothing more.

    - Unicode NFC; no lone surrogates (they become U+FFFD).
    - Every kind of line end is a newline (U+2029 is a blank line); two or more blank lines are one; none at the ends.
    - Every kind of space is a plain one, a run of spaces and tabs inside a line is one, none stands at a line's end.
    - Leading indentation stays, for it says what belongs to what: a tab is two spaces, `INDENT_LIMIT` at most.
    - Invisible characters (NUL and other controls, soft hyphens, zero-width characters, marks of byte order and
      direction) are gone; a word that a soft hyphen broke over two lines is whole.
    - Bullets at a line's start are "•" and a space, also those of symbol fonts; "-", "*", "–", "—" stay.
    """
    text = "\n".join(map(_line, _clean(text).split("\n")))
    return _BLANK_LINES.sub("\n\n", text).strip("\n")


def normalise_inline(text: str) -> str:
    """Return `text` as a stretch inside a line: `normalise`'s characters, each run of white space as one space.

    Spaces at both ends stay (as one), for they part the words from what stands beside the stretch.
    """
    return _WHITE_SPACE.sub(" ", _clean(text))


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")
    text = _SPACES.sub(" ", text)
    text = _BROKEN_WORD.sub("", text)
    text = _INVISIBLE.sub("", text)
    text = _SURROGATES.sub("\ufffd", text)
    return unicodedata.normalize("NFC", text)


def _line(line: str) -> str:
    words = line.strip(_BLANKS)
    if not words:
        return ""
    indent = line[: len(line) - len(line.lstrip(_BLANKS))].replace("\t", _TAB)[:INDENT_LIMIT]
    bullet = _BULLET.match(words)
    if bullet:
        words = f"• {words[bullet.end() :].lstrip(_BLANKS)}".rstrip(_BLANKS)
    return indent + _FOLDED.sub(" ", words)
