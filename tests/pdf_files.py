"""Writes small PDF files for tests: text, rules, shades and links placed on pages, in points from the top left."""

from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
_FONTS = {"regular": "Helvetica", "bold": "Helvetica-Bold", "symbol": "ZapfDingbats"}


def escaped(text: str) -> str:
    """Return `text` as a literal string of PDF."""
    return "(" + text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"


@dataclass
class Sheet:
    """One page as it grows."""

    parts: list[str] = field(default_factory=list)
    links: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    extra: str = ""

    def text(self, x: float, y: float, words: str, size: float = 10, font: str = "regular", grey: float = 0) -> "Sheet":
        """Place one line, its base line at `y`."""
        self.parts.append(f"{grey} g BT /{font} {size} Tf {x} {HEIGHT - y} Td {escaped(words)} Tj ET 0 g")
        return self

    def lines(self, x: float, y: float, *lines: str, size: float = 10, font: str = "regular") -> float:
        """Place lines under each other and return the base line of one more."""
        for number, line in enumerate(lines):
            self.text(x, y + 1.2 * size * number, line, size, font)
        return y + 1.2 * size * len(lines)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> "Sheet":
        """Draw a line."""
        self.parts.append(f"0.5 w {x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")
        return self

    def shade(self, x0: float, top: float, x1: float, bottom: float, grey: float = 0.8) -> "Sheet":
        """Fill an area."""
        self.parts.append(f"{grey} g {x0} {HEIGHT - bottom} {x1 - x0} {bottom - top} re f 0 g")
        return self

    def picture(self) -> "Sheet":
        """Cover the page with a picture."""
        image = "BI /W 1 /H 1 /CS /G /BPC 8 ID x EI"
        self.parts.append(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm {image} Q")
        return self

    def link(self, x0: float, top: float, x1: float, bottom: float, uri: str) -> "Sheet":
        """Make an area a link."""
        self.links.append((x0, HEIGHT - bottom, x1, HEIGHT - top, uri))
        return self


def pdf(*sheets: Sheet, information: str = "", catalog: str = "", trailer: str = "") -> bytes:
    """Return the file of these pages; `information`, `catalog` and `trailer` are entries of those dictionaries."""
    fonts = " ".join(
        f"/{key} << /Type /Font /Subtype /Type1 /BaseFont /{name}"
        f"{'' if key == 'symbol' else ' /Encoding /WinAnsiEncoding'} >>"
        for key, name in _FONTS.items()
    )
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(sheets)))
    objects.append(f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode("cp1252"))
    objects.append(f"<< /Type /Pages /Count {len(sheets)} /Kids [{kids}] >>".encode())
    objects.append(f"<< {information} >>".encode("cp1252"))
    for at, sheet in enumerate(sheets):
        annotations = " ".join(
            f"<< /Type /Annot /Subtype /Link /Rect [{x0} {y0} {x1} {y1}] /A << /S /URI /URI {escaped(uri)} >> >>"
            for x0, y0, x1, y1, uri in sheet.links
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << {fonts} >> >> "
            f"/Contents {5 + 2 * at} 0 R /Annots [{annotations}] {sheet.extra} >>".encode()
        )
        content = "\n".join(sheet.parts).encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return written(objects, f"/Root 1 0 R /Info 3 0 R {trailer}")


def written(objects: list[bytes], trailer: str) -> bytes:
    """Return the file of these objects, which are numbered from 1."""
    body = b"%PDF-1.7\n"
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n" % count
        + table
        + f"trailer\n<< /Size {count} {trailer} >>\nstartxref\n{len(body)}\n%%EOF\n".encode()
    )
