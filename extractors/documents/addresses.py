"""Absolute addresses for the links of a page. Nothing is ever fetched."""

import re
from urllib.parse import urljoin, urlsplit

_KEPT_SCHEMES = frozenset(["http", "https", "ftp", "mailto"])
_LONGEST = 2048
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]+")


def absolute(base: str | None, reference: str) -> str | None:
    """Return the absolute address of `reference` seen from `base`; None where it has none, or leads to no document.

    Scripts, embedded files, telephone numbers and places within the page itself lead to none.
    """
    if not reference or reference.startswith("#") or len(reference) > _LONGEST:
        return None
    clean = _UNSAFE.sub(lambda found: "%20" if found.group() == " " else "", reference.strip())
    try:
        address = urljoin(base, clean) if base else clean
        parts = urlsplit(address)
    except ValueError:  # such as "http://[": no address at all
        return None
    has_place = bool(parts.netloc) or (parts.scheme == "mailto" and "@" in parts.path)
    return address if parts.scheme in _KEPT_SCHEMES and has_place else None


def is_web_address(name: str) -> bool:
    """Whether a document's name is an address on the web rather than a file's path."""
    return name.startswith(("http://", "https://"))
