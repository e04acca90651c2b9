"""Whether a Prefect server is set, as far as can be told without Prefect, whose import takes seconds."""

import os
from pathlib import Path

_NAMES_A_SERVER = {"prefect.toml": "url", ".env": "PREFECT_API_URL", "pyproject.toml": "[tool.prefect"}
"""Files of the current folder that Prefect takes settings from, and what stands in one that may name a server."""


def may_name_a_server() -> bool:
    """Whether something that Prefect reads its settings from may name a server: asking Prefect takes two seconds."""
    if os.environ.get("PREFECT_API_URL") or os.environ.get("PREFECT_PROFILE"):
        return True
    home = Path(os.environ.get("PREFECT_HOME") or "~/.prefect").expanduser()
    profiles = Path(os.environ.get("PREFECT_PROFILES_PATH") or home / "profiles.toml").expanduser()
    places = {profiles: "PREFECT_API_URL", **{Path(name): mark for name, mark in _NAMES_A_SERVER.items()}}
    return any(_says(path, mark) for path, mark in places.items())


def _says(path: Path, mark: str) -> bool:
    try:
        return mark in path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return False
    except OSError:  # Prefect says what is wrong with it
        return True
