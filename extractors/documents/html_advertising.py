"""Whether a page sells space to advertisers: what tells the press, which lives by it, from public bodies.

The meta data do not tell them apart: public bodies call what they announce a NewsArticle, and newspapers' publishers an
Organization. The machinery of advertising does. Some councils sell space too; they are known by their address.
"""

import re
from urllib.parse import urlsplit

from lxml.etree import XPath
from lxml.html import HtmlElement

# The scripts that auction and fill slots for advertisements or for paid recommendations: by address, by what they call.
_MACHINERY = (
    "googletag.", "googletagservices.com", "/gpt.js", "div-gpt-ad", "adsbygoogle", "/pagead/js", "amazon-adsystem.com",
    "prebid", "taboola", "outbrain",
)  # fmt: skip
# What the places that wait for them are called.
_DIVISIONS = XPath("//div/@class[contains(., 'ad')]")
_PLACE = re.compile(
    r"(?:^|\s)(?:ads?|advert(?:isement)?s?|ad[-_]?(?:banner|box|container|placeholder|slot|unit|wrap(?:per)?|zone))(?=\s|$)"
)
_SEEN_OF_NAMES = 2000
_PUBLIC_HOST = re.compile(
    r"(?:^|\.)(?:(?:ac|edu|go[bv]|gouv|govt|mil|mod|nhs|parliament|police)(?:\.[a-z]{2,8})?|gc\.ca|europa\.eu|int)$"
)
"""Ends of host names that registries grant to public bodies alone: gov.uk, nhs.scot, ac.uk, police.uk, gouv.fr, gov."""


def carries_advertising(tree: HtmlElement) -> bool:
    """Whether a page loads what fills it with advertisements, or keeps places for them.

    The tree must still have its scripts.
    """
    for element in tree.iter("script", "link", "iframe"):
        address = element.get("src") or element.get("href") or ""
        said = f"{address} {element.text or ''}"
        if any(sign in said for sign in _MACHINERY):
            return True
    return any(_PLACE.search(names[:_SEEN_OF_NAMES]) for names in _DIVISIONS(tree))


def is_public_body(address: str) -> bool:
    """Whether a web address is under a name that only public bodies are given."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    return bool(_PUBLIC_HOST.search(host.rstrip(".")))
