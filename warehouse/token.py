"""The token that clients of a served warehouse show: made once, kept in a file that only its owner may read."""

import os
import secrets
from pathlib import Path

from extractors.errors import ConfigurationError, WarehouseError
from warehouse.paths import Paths

_LEAST = 16  # characters; Quack itself would take four


def ensure_strong(token: str, place: str) -> str:
    """Return the token that stands in `place`. Raises ConfigurationError, which never holds it, where it is no good."""
    if len(token) < _LEAST or not token.isascii() or not token.isprintable() or " " in token:
        raise ConfigurationError(
            f"the token in {place} is not allowed: it must be {_LEAST} or more ASCII letters, digits or signs"
        )
    return token


def kept_token(published: Path) -> str:
    """Return the token of a warehouse, and make it where there is none.

    Raises ConfigurationError where others may read its file, WarehouseError where it cannot be written.
    """
    file = Paths(published).token
    try:
        if not file.exists():
            _make(file)
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise ConfigurationError(
                f"others may read {file}: remove it, and the next call makes a new token, or run chmod 600"
            )
        token = file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise WarehouseError(
            f"cannot keep the token in {file} ({reason}): "
            "look at the rights of its folder, or set GREENPAPER_SERVE_TOKEN"
        ) from error
    return ensure_strong(token, str(file))


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(f"{secrets.token_urlsafe(32)}\n")
