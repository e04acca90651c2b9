"""What is a document, by an address's ending or a media type that somebody gives for it; its bytes decide later."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

_ENDINGS = frozenset({".pdf", ".doc", ".docx", ".odt", ".rtf", ".txt", ".md", ".zip", ".eml"})
_MEDIA_TYPES = frozenset(
    {
        "application/msword",
        "application/pdf",
        "application/rtf",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/zip",
        "message/rfc822",
        "text/markdown",
        "text/plain",
        "text/rtf",
    }
)


def ending(uri: str) -> str:
    """Return the ending of an address's path in small letters with its dot, empty where it has none."""
    return PurePosixPath(unquote(urlsplit(uri).path)).suffix.lower()


def is_document(uri: str, media_type: str | None) -> bool:
    """Whether an address leads to a document of running text, and not to a web page, a picture, a sound or a table."""
    told = (media_type or "").partition(";")[0].strip().lower()
    return ending(uri) in _ENDINGS or told in _MEDIA_TYPES
