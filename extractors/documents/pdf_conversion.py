"""How well the words of a PDF came over, and what is wrong where they did not."""

import re
from collections.abc import Sequence

from extractors.documents.pdf_types import PageContent
from extractors.records import Conversion

_LITTLE = 100
"""Characters on a page, on average: fewer are captions around pictures, or a layer of text that is not there."""
_IMAGE = 0.6
"""Of a page: a picture that covers as much, with next to no text, is a scan."""
_FEW = 20  # characters: a page number, a stamp
_UNKNOWN_FAIR, _UNKNOWN_POOR = 0.002, 0.05
_TURNED = 0.03
_STRANGE = re.compile(r"[\ufffd\ue000-\uf8ff]|\(cid:\d+\)")
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_WORDS = 10
_SINGLE_FAIR, _SINGLE_POOR = 0.2, 0.35
"""Of the words, single letters: broken words. English has about 0.04."""
_LONG_FAIR, _LONG_POOR = 0.05, 0.2
_LONG = 25  # letters: words that were run together


def conversion_of(pages: Sequence[PageContent], text: str, read_by_ocr: Sequence[int] = ()) -> Conversion:
    """Return the grade of a conversion; `read_by_ocr` are the pages (from 0) whose words were read from pictures."""
    fair: list[str] = []
    poor: list[str] = []
    letters = [sum(not glyph.text.isspace() for glyph in page.glyphs) for page in pages]
    images = [
        at
        for at, page in enumerate(pages)
        if letters[at] < _FEW and _image_share(page) > _IMAGE and at not in read_by_ocr
    ]
    if images:
        grade = poor if 2 * len(images) > len(pages) else fair
        grade.append(f"{_pages(len(images))} of {len(pages)} {_are(len(images))} a picture without text")
    if len(text) < _LITTLE * len(pages) and len(pages) > 1:
        fair.append(f"it has little text for {len(pages)} pages")
    _add_unknown(pages, text, sum(letters), fair, poor)
    _add_broken(text, fair, poor)
    if sum(page.turned for page in pages) > _TURNED * max(1, sum(letters)):
        fair.append("text that stands at an angle is left out")
    if cut := sum(page.unread > 0 for page in pages):
        poor.append(f"{_pages(cut)} of {len(pages)} could not be read to the end")
    if read_by_ocr:
        fair.append(f"{_pages(len(read_by_ocr))} of {len(pages)} read by OCR")
    return Conversion("poor" if poor else "fair" if fair else "good", (*poor, *fair))


def _image_share(page: PageContent) -> float:
    return sum(box.area for box in page.drawings.images) / max(1.0, page.width * page.height)


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _add_unknown(pages: Sequence[PageContent], text: str, letters: int, fair: list[str], poor: list[str]) -> None:
    unknown = max(sum(page.unknown for page in pages), len(_STRANGE.findall(text)))
    share = unknown / max(1, letters)
    if share > _UNKNOWN_FAIR:
        (poor if share > _UNKNOWN_POOR else fair).append(
            f"{share:.0%} of its characters are unknown: its fonts do not say what their signs mean"
        )


def _add_broken(text: str, fair: list[str], poor: list[str]) -> None:
    words = _WORD.findall(text)
    if len(words) < _LEAST_WORDS:
        return
    single = sum(len(word) == 1 for word in words) / len(words)
    if single > _SINGLE_FAIR:
        (poor if single > _SINGLE_POOR else fair).append("many of its words are broken into letters")
    long = sum(len(word) > _LONG for word in words) / len(words)
    if long > _LONG_FAIR:
        (poor if long > _LONG_POOR else fair).append("many of its words are run together")
