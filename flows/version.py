"""The version of this project."""

from importlib.metadata import PackageNotFoundError, version


def greenpaper_version() -> str:
    """Return the installed version; "unknown" in a checkout that is not installed."""
    try:
        return version("greenpaper")
    except PackageNotFoundError:
        return "unknown"
