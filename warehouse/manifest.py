"""The manifest of an export: which files it is made of, and of which publication. By it an export is known as ours."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from extractors.errors import ConfigurationError

NAME = "manifest.json"
_MADE_BY = "greenpaper export"


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file of an export: `name` in its folder, how many `rows` (or entities) it holds, and its bytes."""

    name: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export is made of. `published_at` is UTC; the same `stamp` means the same rows."""

    form: str
    published_at: str
    stamp: dict[str, object]
    files: tuple[ExportedFile, ...]


def exported(file: Path, rows: int) -> ExportedFile:
    """Return the entry of a file that was written with so many rows. Raises OSError."""
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return ExportedFile(file.name, rows, file.stat().st_size, digest)


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write the manifest into `folder`. Raises OSError."""
    text = json.dumps({"made_by": _MADE_BY, **asdict(manifest)}, indent=2, ensure_ascii=False)
    (folder / NAME).write_text(f"{text}\n", encoding="utf-8")


def refuse_other(folder: Path, *, replace: bool) -> None:
    """Return where an export may be put at `folder`: nothing is there, or an empty folder.

    With `replace`, also an earlier export of ours and nothing beside it. Raises ConfigurationError, or OSError.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ConfigurationError(f"{folder} is not a folder: name another place for the export")
    found = {entry.name for entry in folder.iterdir()}
    if not found:
        return
    ours = _names(folder)
    if ours is None:
        raise ConfigurationError(f"{folder} holds something else than an export of ours: name an empty or new folder")
    if others := sorted(found - ours):
        raise ConfigurationError(
            f"{folder} holds {others[0]}, which is not of the export: move it away, or name another"
        )
    if not replace:
        raise ConfigurationError(f"{folder} holds an earlier export: replace it with --replace, or name another folder")


def _names(folder: Path) -> set[str] | None:
    """Return the names of the files of the export in `folder`; None where there is no export of ours."""
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return {str(file["name"]) for file in said["files"]} | {NAME} if said["made_by"] == _MADE_BY else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
