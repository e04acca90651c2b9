"""Which kinds of listings are read, and by what."""

from extractors.sources.listings import feed, govuk, page, sitemap
from extractors.sources.listings.items import Reader

_READERS: dict[str, Reader] = {"feed": feed.read, "sitemap": sitemap.read, "listing": page.read, "govuk": govuk.read}


def reader(kind: str) -> Reader:
    """Return what reads listings of a kind: "feed", "sitemap", "listing" or "govuk". Raises KeyError for others."""
    return _READERS[kind]
