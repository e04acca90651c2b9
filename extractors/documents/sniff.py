"""What a document is by its bytes, whatever its name says.

The signatures of HTML, and which bytes no text holds, are those of the WHATWG MIME Sniffing Standard.
"""

import re
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

from extractors.documents.zips import DAMAGED, open_zip
from extractors.errors import DocumentError

EMPTY = "application/x-empty"
BINARY = "application/octet-stream"
TEXT = "text/plain"
HTML = "text/html"
XML = "application/xml"
PDF = "application/pdf"
ZIP = "application/zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
MAIL = "message/rfc822"
JSON = "application/json"
MARKDOWN = "text/markdown"
TEXTUAL = frozenset({TEXT, HTML, XML, JSON, MAIL})
"""What `sniff` calls a file whose bytes are characters."""
ARCHIVES = frozenset({ZIP, "application/gzip", "application/x-7z-compressed", "application/x-rar-compressed"})

_HEAD = 4096
_SAMPLE = 1 << 16

_DESCRIPTIONS = {
    EMPTY: "an empty file",
    BINARY: "a binary file",
    TEXT: "plain text",
    HTML: "an HTML page",
    XML: "an XML file",
    PDF: "a PDF file",
    ZIP: "a ZIP archive",
    DOCX: "a Word document",
    XLSX: "an Excel workbook",
    PPTX: "a PowerPoint presentation",
    ODT: "an OpenDocument text",
    MAIL: "an e-mail",
    JSON: "a JSON file",
    MARKDOWN: "a Markdown text",
    "application/vnd.oasis.opendocument.spreadsheet": "an OpenDocument spreadsheet",
    "application/vnd.oasis.opendocument.presentation": "an OpenDocument presentation",
    "application/epub+zip": "an EPUB book",
    "application/x-ole-storage": "a Microsoft Office 97-2003 file",
    "application/rtf": "a Rich Text file",
    "application/gzip": "a gzip archive",
    "application/x-7z-compressed": "a 7-Zip archive",
    "application/x-rar-compressed": "a RAR archive",
    "application/x-elf": "a Linux program",
    "application/x-sqlite3": "an SQLite database",
    "image/png": "a PNG image",
    "image/jpeg": "a JPEG image",
    "image/gif": "a GIF image",
    "image/tiff": "a TIFF image",
    "image/webp": "a WebP image",
    "audio/mpeg": "an MP3 recording",
    "video/mp4": "an MP4 film",
}


class _Signature(NamedTuple):
    offset: int
    magic: bytes
    media_type: str


_SIGNATURES = (
    _Signature(0, b"PK\x03\x04", ZIP),
    _Signature(0, b"PK\x05\x06", ZIP),
    _Signature(0, b"\x89PNG\r\n\x1a\n", "image/png"),
    _Signature(0, b"\xff\xd8\xff", "image/jpeg"),
    _Signature(0, b"GIF87a", "image/gif"),
    _Signature(0, b"GIF89a", "image/gif"),
    _Signature(0, b"II*\x00", "image/tiff"),
    _Signature(0, b"MM\x00*", "image/tiff"),
    _Signature(8, b"WEBPVP", "image/webp"),
    _Signature(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    _Signature(0, b"{\\rtf", "application/rtf"),
    _Signature(0, b"\x1f\x8b\x08", "application/gzip"),
    _Signature(0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    _Signature(0, b"Rar!\x1a\x07", "application/x-rar-compressed"),
    _Signature(0, b"\x7fELF", "application/x-elf"),
    _Signature(0, b"SQLite format 3\x00", "application/x-sqlite3"),
    _Signature(0, b"ID3", "audio/mpeg"),
    _Signature(4, b"ftyp", "video/mp4"),
)
_OFFICE_CONTENT = "[Content_Types].xml"  # in every OOXML file (ECMA-376 part 2)
_OFFICE_PARTS = {"word/": DOCX, "xl/": XLSX, "ppt/": PPTX}
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"\xff\xfe", b"\xfe\xff")
_NO_TEXT = bytes([*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*"
    rb"<(?:!doctype html|html|head|body|title|meta|script|style|iframe|h1|div|font|table|a|b|br|p|main|article)[\s/>]",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = re.compile(rb"<(?:!doctype html|html|head|body)[\s/>]", re.IGNORECASE)
_XML_START = re.compile(rb"\s*<\?xml\s")
_MEDIA_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9.+-]{1,100}")
_JSON_START = re.compile(rb'\{\s*(?:"[^"\\]{0,200}"\s*:|\})')
# RFC 5322, 2.2: a field's name is printable ASCII without colon; what follows on indented lines belongs to it.
_FIELD = re.compile(rb"([!-9;-~]{1,60}):([^\n]*\n(?:[ \t][^\n]*\n)*)")
_MAIL_HEAD = 1 << 16
_ADDRESSED = frozenset([b"from", b"to", b"subject", b"sender"])
# Programs write these; who types "From:" and "To:" at the top of a letter does not.
_BY_PROGRAM = frozenset([b"message-id", b"mime-version", b"received", b"return-path", b"x-mailer", b"delivered-to"])
# Where none of these stands, the fields must be nothing but those of RFC 5322, 3.6, whose sender and receivers have
# addresses (3.4): a memo names people, and has fields of its own.
_FIELDS = frozenset(
    [*_ADDRESSED, b"date", b"reply-to", b"cc", b"bcc", b"in-reply-to", b"references", b"comments", b"keywords"]
)
_MAILBOXES = frozenset([b"from", b"sender", b"reply-to", b"to", b"cc"])
_MAILBOX = re.compile(rb"[^\s<>@,;:]+@[^\s<>@,;:]+\.[^\s<>@,;:.]+")


def sniff(content: bytes) -> str:
    """Return the media type of `content`: PDF, Office and other archives, images, HTML, XML, text, binary, empty."""
    if not content.strip(b" \t\r\n\x0c\x00") or content in _BOMS:
        return EMPTY
    if binary := _signed(content):
        return _inside_zip(content) if binary == ZIP else binary
    if not _is_text(content):
        return BINARY
    head = _in_one_byte_letters(content[:_HEAD])
    if _HTML_START.match(head) or (head.startswith(b"<") and b"<html" in head.lower()):
        return HTML
    if _XML_START.match(head):
        return XML
    if _JSON_START.match(head):
        return JSON
    return MAIL if _is_mail(content[:_MAIL_HEAD]) else TEXT


def is_whole_page(content: bytes) -> bool:
    """Whether HTML is a page, which begins as one, rather than a fragment."""
    return _PAGE.search(_in_one_byte_letters(content[:_HEAD])) is not None


def describe(media_type: str) -> str:
    """Return what people call a media type, with its article: "a PDF file"."""
    return _DESCRIPTIONS.get(media_type, f"a file of type {media_type}")


def wide_encoding(content: bytes) -> str | None:
    """Return the UTF-16 or UTF-32 codec that `content` is in, by its byte order mark or by where its NULs stand."""
    for bom, codec in ((_BOMS[1], "utf-32"), (_BOMS[2], "utf-32"), (_BOMS[3], "utf-16"), (_BOMS[4], "utf-16")):
        if content.startswith(bom):
            return codec
    sample = content[: _SAMPLE - _SAMPLE % 4]
    even, odd = sample[0::2], sample[1::2]
    if len(sample) < 8 or not odd:
        return None
    many, few = 0.5, 0.05
    if odd.count(0) >= many * len(odd) and even.count(0) <= few * len(even):
        return "utf-16-le"
    if even.count(0) >= many * len(even) and odd.count(0) <= few * len(odd):
        return "utf-16-be"
    return None


def _signed(content: bytes) -> str | None:
    if content[:1024].removeprefix(_BOMS[0]).lstrip().startswith(b"%PDF-"):
        return PDF
    return next((s.media_type for s in _SIGNATURES if content.startswith(s.magic, s.offset)), None)


def _inside_zip(content: bytes) -> str:
    """Return the media type of what a ZIP archive holds, by its members' names.

    OpenDocument (1.2, part 3, 3.3) and EPUB write theirs uncompressed, so nothing here is ever unpacked: compressed
    bytes may be damaged, or many more than the archive says.
    """
    try:
        with open_zip(content) as archive:
            names = archive.namelist()
            said = archive.getinfo("mimetype") if "mimetype" in names else None
            if said and said.compress_type == zipfile.ZIP_STORED and said.compress_size < 200:
                media_type = archive.read(said).decode("ascii", "replace").strip()
                return media_type if _MEDIA_TYPE.fullmatch(media_type) else ZIP
    except (DocumentError, *DAMAGED):
        return ZIP
    if _OFFICE_CONTENT not in names:  # a folder called "word" makes no Word document
        return ZIP
    return next((kind for part, kind in _OFFICE_PARTS.items() if any(n.startswith(part) for n in names)), ZIP)


def _is_mail(head: bytes) -> bool:
    """Whether a text begins as e-mails do: fields, a program's or such as only e-mails have, and a blank line."""
    head = head.removeprefix(_BOMS[0]).replace(b"\r\n", b"\n")
    fields: dict[bytes, bytes] = {}
    at = 0
    while field := _FIELD.match(head, at):
        fields[field[1].lower()] = field[2]
        at = field.end()
    is_closed = head.startswith(b"\n", at)
    if not (is_closed or at == len(head)) or b"from" not in fields or len(fields.keys() & _ADDRESSED) < 2:
        return False
    return bool(fields.keys() & _BY_PROGRAM) or (is_closed and _is_strict(fields))


def _is_strict(fields: Mapping[bytes, bytes]) -> bool:
    if not fields.keys() <= _FIELDS:
        return False
    return all(_MAILBOX.search(fields[name][:1024]) for name in fields.keys() & _MAILBOXES)


def _in_one_byte_letters(head: bytes) -> bytes:
    """Return the head of a text with one byte a letter and without its byte order mark, so that patterns match."""
    codec = wide_encoding(head)
    if codec:
        head = head[: len(head) - len(head) % 4].decode(codec, "ignore").encode("utf-8", "replace")
    return head.removeprefix(_BOMS[0]).lstrip()


def _is_text(content: bytes) -> bool:
    """Whether the bytes may be text: no NUL outside UTF-16 and UTF-32, next to no control characters."""
    if wide_encoding(content):
        return True
    sample = content[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _NO_TEXT))
    return b"\x00" not in content and controls * 100 <= len(sample)
