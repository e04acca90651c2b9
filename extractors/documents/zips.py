"""ZIP archives, opened and unpacked within bounds: what they say of their own sizes is never believed."""

import io
import struct
import zipfile
import zlib

from extractors.errors import DocumentTooLarge, UnreadableDocument

MOST_ENTRIES = 20_000
"""Entries of an archive that is opened at all; each costs memory before anything is read."""

_ENTRY = b"PK\x01\x02"  # begins each entry of the central directory (APPNOTE.TXT, 4.3.12)
_CHUNK = 1 << 16
_IS_ENCRYPTED = 0x1  # general purpose bit 0 (APPNOTE.TXT, 4.4.4)
# zipfile unpacks these two step by step; one step of bzip2 or LZMA may give a thousand times what went in.
_BOUNDED_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, ValueError, OSError, EOFError, OverflowError)
"""What `zipfile` raises for damaged archives; NotImplementedError is a RuntimeError."""


def open_zip(content: bytes) -> zipfile.ZipFile:
    """Return an open archive. Raises UnreadableDocument where it is damaged, DocumentTooLarge for endless entries."""
    if content.count(_ENTRY) > MOST_ENTRIES:
        raise DocumentTooLarge(f"the archive has more than {MOST_ENTRIES:,} entries: split it")
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except DAMAGED:
        raise UnreadableDocument("its ZIP archive is damaged or cut off; fetch or save it again") from None


def is_encrypted(entry: zipfile.ZipInfo) -> bool:
    """Whether a password is needed to unpack the entry."""
    return bool(entry.flag_bits & _IS_ENCRYPTED)


def is_bounded(entry: zipfile.ZipInfo) -> bool:
    """Whether the entry is packed in a way that can be unpacked step by step."""
    return entry.compress_type in _BOUNDED_METHODS


def unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """Return the bytes of an entry.

    Raises DocumentTooLarge as soon as they are more than `limit`, UnreadableDocument where they are encrypted, damaged
    or packed in a way that has no bounds.
    """
    if is_encrypted(entry):
        raise UnreadableDocument("it is encrypted; save it without a password")
    if not is_bounded(entry):
        raise UnreadableDocument("it is packed in a way that is not read; pack it with the common method (deflate)")
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    raise DocumentTooLarge(f"it unpacks to more than {max(1, limit >> 20)} MiB: split it")
                parts.append(chunk)
    except DAMAGED:
        raise UnreadableDocument("its packed bytes are damaged; fetch or save it again") from None
    return b"".join(parts)
