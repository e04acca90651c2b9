"""Whether the archive still holds what was put into it: every file by its hash, every edition by its bytes."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from extractors.cards import Kept
from warehouse.archive import Archive

_CHUNK = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Soundness:
    """What a look at an archive found: files and their bytes, and the SHA-256 of contents that are not as they were.

    `damaged` are files whose bytes are others than their name says, `missing` contents of editions that are not there;
    each with the addresses of the documents that they are contents of.
    """

    files: int
    size: int
    damaged: Mapping[str, tuple[str, ...]]
    missing: Mapping[str, tuple[str, ...]]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is damaged or missing."""
        return not self.damaged and not self.missing


def look_through(archive: Archive, kept: Iterable[Kept]) -> Soundness:
    """Read every file of the archive, and compare it with its name and with the editions that are `kept`.

    Needs no lock: files appear whole and are not changed. What names somebody who is forgotten is not missed. Raises
    OSError where a file cannot be read.
    """
    documents: dict[str, list[str]] = {}
    for edition in kept:
        for sha256 in () if edition.is_masked else (edition.content_sha256, *edition.contents):
            documents.setdefault(sha256, []).append(edition.uri)
    files = size = 0
    damaged: dict[str, tuple[str, ...]] = {}
    for file in archive.files():
        try:
            found, length = _hash(file)
        except FileNotFoundError:  # forgotten meanwhile
            continue
        files, size = files + 1, size + length
        if found != file.name:
            damaged[file.name] = _uris(documents, file.name)
    missing = {sha256: _uris(documents, sha256) for sha256 in sorted(documents) if not archive.holds(sha256)}
    return Soundness(files, size, damaged, missing)


def _uris(documents: Mapping[str, Iterable[str]], sha256: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(documents.get(sha256, ())))


def _hash(file: Path) -> tuple[str, int]:
    digest, length = hashlib.sha256(), 0
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
            length += len(chunk)
    return digest.hexdigest(), length
