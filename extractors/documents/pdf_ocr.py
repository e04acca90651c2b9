"""Words read from pictures of pages by Tesseract, where it is installed and was asked for."""

import os
import shutil
import subprocess
from collections.abc import Iterator

from pypdfium2 import PdfDocument

from extractors.errors import DocumentTooLarge, UnreadableDocument

_PROGRAM = "tesseract"
_DOTS_PER_INCH = 200
_MOST_DOTS = 25_000_000
"""Of one picture; a page of A3 at 200 dots per inch has 8 million."""
_SECONDS = 60
"""For one page; a dense page takes some 5."""
_MOST_PAGES = 300
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}
"""Several threads for one page wait for each other more than they read; documents are read side by side already."""


def is_installed() -> bool:
    """Whether Tesseract can be called."""
    return shutil.which(_PROGRAM) is not None


def pages_of(document: PdfDocument) -> Iterator[str]:
    """Yield the text of each page. Raises what `read_page` does, and DocumentTooLarge over `_MOST_PAGES` pages."""
    if len(document) > _MOST_PAGES:
        raise DocumentTooLarge(f"it has {len(document):,} pages of pictures; OCR reads {_MOST_PAGES} at most: split it")
    for number in range(len(document)):
        yield read_page(document, number)


def read_page(document: PdfDocument, number: int) -> str:
    """Return the text that Tesseract reads on a page, which counts from 0.

    Raises UnreadableDocument where it fails or takes longer than `_SECONDS`.
    """
    program = shutil.which(_PROGRAM)
    if program is None:
        raise UnreadableDocument(f"{_PROGRAM} is not on the PATH; install tesseract")
    command = [program, "stdin", "stdout", "--dpi", str(_DOTS_PER_INCH)]
    try:
        read = subprocess.run(  # noqa: S603 - the program that the PATH names, and numbers
            command,
            input=_picture(document, number),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env=os.environ | _ONE_THREAD,
        )
    except subprocess.TimeoutExpired as problem:
        raise UnreadableDocument(
            f"tesseract took longer than {_SECONDS} seconds for page {number + 1}; split the file or leave OCR off"
        ) from problem
    except OSError as problem:
        raise UnreadableDocument(f"tesseract cannot be started: {problem.strerror}; install it again") from problem
    if read.returncode:
        said = " ".join(read.stderr.decode("utf-8", "replace").split())[-200:]
        raise UnreadableDocument(f"tesseract failed on page {number + 1}: {said or read.returncode}; check it by hand")
    return read.stdout.decode("utf-8", "replace")


def _picture(document: PdfDocument, number: int) -> bytes:
    """Return a page as a grey picture (PGM, "P5")."""
    page = document[number]
    try:
        width, height = page.get_size()
        scale = min(_DOTS_PER_INCH / 72, (_MOST_DOTS / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            rows = bytes(bitmap.buffer)
            lines = (rows[at * bitmap.stride :][: bitmap.width] for at in range(bitmap.height))
            return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(lines)
        finally:
            bitmap.close()
    finally:
        page.close()
