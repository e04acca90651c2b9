"""Small Word and OpenDocument files, made part by part."""

import io
import zipfile
from collections.abc import Mapping

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OTHERS = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODF_NAMES = " ".join(
    f'xmlns:{prefix}="{_ODF}:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("svg", "svg-compatible"), ("meta", "meta"),
    )
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="House"><w:name w:val="House heading"/>
  <w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="Outline"><w:name w:val="Chapter"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
"""


def zipped(parts: Mapping[str, str | bytes], *, stored: str = "") -> bytes:
    """Return an archive of `parts`; the one named `stored` comes first and uncompressed."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in sorted(parts.items(), key=lambda item: item[0] != stored):
            method = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), part, method)
    return content.getvalue()


def docx(
    body: str,
    *,
    styles: str = STYLES,
    numbering: str = NUMBERING,
    core: str = "",
    footnotes: str = "",
    endnotes: str = "",
    links: Mapping[str, str] | None = None,
    others: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Return a Word document with the `body` of its main part, and what else is given of it."""
    related = {name: f"{name}.xml" for name in ("styles", "numbering", "footnotes", "endnotes")}
    relations = "".join(
        f'<Relationship Id="x{name}" Type="{_KIND}/{name}" Target="{target}"/>' for name, target in related.items()
    ) + "".join(
        f'<Relationship Id="{name}" Type="{_KIND}/hyperlink" Target="{uri}" TargetMode="External"/>'
        for name, uri in (links or {}).items()
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relationships(
            f'<Relationship Id="d" Type="{_KIND}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relationships(relations),
        "word/document.xml": f"<w:document {_W} {_R} {_OTHERS}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_W}>{numbering}</w:numbering>",
        **(others or {}),
    }
    if core:
        parts["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
            f"{core}</cp:coreProperties>"
        )
    for name, notes in (("footnotes", footnotes), ("endnotes", endnotes)):
        if notes:
            parts[f"word/{name}.xml"] = f"<w:{name} {_W} {_R}>{notes}</w:{name}>"
    return zipped(parts)


def p(text: str, style: str = "", *, number: tuple[int, int] | None = None, bold: bool = False) -> str:
    """Return a paragraph of a Word document; `number` is its list and level."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    place = f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{named}{place}</w:pPr>{run(text, '<w:b/>' if bold else '')}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a run of a Word document."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: list[str], head: bool = False) -> str:
    """Return a table of a Word document."""
    shown = ""
    for number, row in enumerate(rows):
        properties = "<w:trPr><w:tblHeader/></w:trPr>" if head and not number else ""
        shown += f"<w:tr>{properties}{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>"
    return f"<w:tbl>{shown}</w:tbl>"


def odt(body: str, *, automatic: str = "", styles: str = "", meta: str = "", manifest: str = "") -> bytes:
    """Return an OpenDocument text with the `body` of its text, and what else is given of it."""
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {_ODF_NAMES}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {_ODF_NAMES}><office:styles>{styles}</office:styles>"
        "</office:document-styles>",
        "meta.xml": f"<office:document-meta {_ODF_NAMES}><office:meta>{meta}</office:meta></office:document-meta>",
        "META-INF/manifest.xml": manifest or "<manifest/>",
    }
    return zipped(parts, stored="mimetype")


def _relationships(inner: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )
