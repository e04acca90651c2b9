"""A link as a listing writes it → the document's address: absolute, steady, without what only counts visitors."""

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from extractors.sources.addresses import web_uri

LONGEST_ADDRESS = 2048
# Parameters that mail and advertising services append to tell where a visitor comes from; they choose no content.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|ttclid|twclid|yclid|igshid|mc_[ce]id|mkt_tok|"
    r"_hs(?:enc|mi)|wt\.mc_\w+|_ga|_gl|(?:pk|mtm)_(?:campaign|kwd|keyword|source|medium|content)",
    re.IGNORECASE,
)


def address(base: str, link: str) -> str:
    """Return the address of a link that stands on a page at `base`. Raises ValueError with the reason.

    A reason is that it is no web address ("mailto:…"), cannot be parsed, or is longer than LONGEST_ADDRESS.
    """
    if not link.strip():
        raise ValueError("the link is empty")
    if len(link) > LONGEST_ADDRESS:
        raise ValueError(f"the link is longer than {LONGEST_ADDRESS:,} characters")
    uri = without_tracking(web_uri(urljoin(base, link.strip())))
    if len(uri) > LONGEST_ADDRESS:
        raise ValueError(f"the address is longer than {LONGEST_ADDRESS:,} characters")
    return uri


def without_tracking(uri: str) -> str:
    """Return the address without tracking parameters; the others stay as they are written, in their order."""
    parts = urlsplit(uri)
    kept = [each for each in parts.query.split("&") if not _TRACKING.fullmatch(each.partition("=")[0])]
    return urlunsplit(parts._replace(query="&".join(kept)))


def site(uri: str) -> str:
    """Return the site that an address belongs to: its host and port, without "www."."""
    return urlsplit(uri).netloc.lower().removeprefix("www.")
