"""ZIP archives: the files that they hold, each of which is a document of its own. Nothing is written anywhere."""

import re
import stat
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from extractors.documents.formats import Format, Hints
from extractors.documents.sniff import ARCHIVES, ZIP, describe, sniff
from extractors.documents.zips import is_encrypted, open_zip, unpack
from extractors.errors import DocumentError, DocumentTooLarge, UnreadableDocument
from extractors.records import Member, Package, Refusal

MOST_MEMBERS = 1_000
MOST_BYTES = 200 << 20
MOST_BYTES_EACH = 25 << 20
MOST_REFUSALS = 1_000
LONGEST_NAME = 400

_RATIO = 250
"""Times its packed size that a member may unpack to, beyond `_ALWAYS` bytes; deflate's own limit is about 1,030."""
_ALWAYS = 1 << 20
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FURNITURE = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
_UNIX = 3  # "version made by", upper byte (APPNOTE.TXT, 4.4.2.2)


class _Found(NamedTuple):
    name: str
    entry: zipfile.ZipInfo


def parse_zip(content: bytes, hints: Hints) -> Package:  # noqa: ARG001 - the bytes tell all
    """Return the files in an archive whose names stay inside it, and why others are refused.

    Folders, hidden files and what operating systems leave behind are passed over. At most `MOST_MEMBERS` files of
    `MOST_BYTES_EACH` and `MOST_BYTES` together are taken out; sizes are counted, never believed. Raises
    UnreadableDocument for an archive that is damaged or holds no file, DocumentTooLarge for one with endless entries.
    """
    archive = open_zip(content)
    members: list[Member] = []
    refusals: list[Refusal] = []
    left = MOST_BYTES
    names: set[str] = set()
    told: set[str] = set()
    for number, (name, entry) in enumerate(_files(archive), start=1):
        reason = _refused(name, entry, names)
        if not reason and len(members) >= MOST_MEMBERS:
            reason = f"it comes after the first {MOST_MEMBERS:,} files: split the archive"
        if not reason:
            names.add(name.casefold())
            most = min(MOST_BYTES_EACH, left, max(_ALWAYS, _RATIO * entry.compress_size))
            try:
                members.append(Member(name, _unpacked(archive, entry, most)))
                left -= len(members[-1].content)
                told.add(name)
                continue
            except DocumentError as problem:
                reason = str(problem)
                left -= most  # it may have cost as much before it failed
        if len(refusals) < MOST_REFUSALS:
            # Names may be the same, or cut to the same: each file is told, and none as another.
            refusals.append(Refusal(f"{name} ({number})" if name in told else name, reason))
            told.add(name)
    if not members and not refusals:
        raise UnreadableDocument("the archive holds no files; check that it is the one you meant")
    return Package(ZIP, tuple(members), tuple(refusals))


def safe_name(name: str) -> str:
    """Return a name as it is shown and looked up: "/" between its parts, no control characters, not endless."""
    return _CONTROLS.sub("\ufffd", name.replace("\\", "/"))[:LONGEST_NAME]


def _files(archive: zipfile.ZipFile) -> Iterator[_Found]:
    for entry in archive.infolist():
        name = safe_name(entry.filename)
        parts = [part for part in name.split("/") if part not in {"", "."}]
        is_hidden = any(part.startswith(".") and part != ".." for part in parts)
        is_furniture = bool(parts) and (parts[0].casefold() in _FURNITURE or parts[-1].casefold() in _FURNITURE)
        if not name.endswith("/") and parts and not is_hidden and not is_furniture:
            yield _Found(name, entry)


def _refused(name: str, entry: zipfile.ZipInfo, names: set[str]) -> str:
    """Return why a member is not taken out, empty where it is."""
    parts = name.split("/")
    if name.startswith("/") or _DRIVE.match(name) or any(part in {"", ".", ".."} for part in parts):
        return "its name leads out of the archive: rename it and pack again"
    if name.casefold() in names:
        return "another file of the archive has the same name: rename it and pack again"
    mode = entry.external_attr >> 16
    if entry.create_system == _UNIX and mode and stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return "it is a link or device, not a file: pack the file itself"
    if is_encrypted(entry):
        return "it is encrypted: pack it without a password"
    return ""


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """Return a member's bytes. Raises DocumentTooLarge or UnreadableDocument where it is not to be taken out."""
    if most <= 0:
        raise DocumentTooLarge(f"the files before it unpack to {MOST_BYTES >> 20} MiB: split the archive")
    unpacked = unpack(archive, entry, most)
    kind = sniff(unpacked)
    if kind in ARCHIVES:
        raise UnreadableDocument(f"it is {describe(kind)} in an archive: unpack it and ingest what it holds")
    return unpacked


FORMAT = Format(ZIP, "ZIP archives", frozenset({".zip"}), parse_zip, frozenset({"application/x-zip-compressed"}))
