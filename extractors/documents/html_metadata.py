"""What a page says of itself in its meta data: Open Graph, Dublin Core, JSON-LD, GOV.UK's own, and plain HTML."""

import logging
import re
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date

from htmldate import find_date
from lxml.etree import XPath
from lxml.html import HtmlElement

from extractors.documents.addresses import absolute, is_web_address
from extractors.documents.html_linked_data import Thing, linked_data, publisher_of, types_of
from extractors.documents.normalise import normalise_inline
from extractors.records import Metadata

_PUBLISHER = (
    "govuk:primary-publishing-organisation",
    "dcterms.publisher",
    "dc.publisher",
    "dc.publisher.name",
    "citation_publisher",
)
_PUBLISHED = (
    "article:published_time",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "citation_publication_date",
    "govuk:first-published-at",
)
_MODIFIED = (
    "article:modified_time",
    "dcterms.modified",
    "dc.date.modified",
    "og:updated_time",
    "govuk:public-updated-at",
    "govuk:updated-at",
)
_NEWS = frozenset(["NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle"])
_PRESS = _NEWS | {"BlogPosting", "LiveBlogPosting", "OpinionNewsArticle", "Report"}
_LANGUAGES = ("dcterms.language", "dc.language", "content-language", "og:locale")
_NO_LATER = "2100-01-01"  # htmldate would take today, and say tomorrow what it does not say today
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_SITE_SEPARATOR = re.compile(r"\s+(?:[|–—·»:-]|::)\s+")
_ISO_DATE = re.compile(r"(\d{4})-?/?(\d{2})-?/?(\d{2})(?!\d)")
_WRITTEN_DATE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3})[a-z]*,? (\d{4})\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


_MARKED = XPath("(.//*[@itemprop=$key])[1]")

logging.getLogger("htmldate").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says of itself in its markup.

    `metas` are its <meta> elements as name (or property, in small letters) → content, the first of each; `things` are
    what it describes in JSON-LD; `title` is what stands in its <title>.
    """

    tree: HtmlElement
    metas: Mapping[str, str]
    things: tuple[Thing, ...]
    title: str

    @classmethod
    def by(cls, tree: HtmlElement) -> "Said":
        """Read what a page says; the tree stays as it is."""
        metas: dict[str, str] = {}
        for tag in tree.iter("meta"):
            key = (_attribute(tag, "property") or _attribute(tag, "name") or _attribute(tag, "http-equiv")).lower()
            content = _on_one_line(_attribute(tag, "content"))
            if key and content:
                metas.setdefault(key, content)
        title = next(tree.iter("title"), None)
        written = _on_one_line(title.text_content()) if title is not None else ""
        return cls(tree, metas, tuple(linked_data(tree)), written)

    @property
    def is_press(self) -> bool:
        """Whether it says that it is a piece of news or a posting, which no page of a service or a body does."""
        return "article:published_time" in self.metas or any(types_of(thing) & _PRESS for thing in self.things)

    def first(self, names: Iterable[str]) -> str | None:
        """Return the content of the first <meta> of those names that there is."""
        return next((self.metas[name] for name in names if name in self.metas), None)

    def published_on(self) -> date | None:
        """Return the day on which the page says it was published."""
        return self._day(_PUBLISHED, "datePublished")

    def modified_on(self) -> date | None:
        """Return the day on which the page says it was changed last."""
        return self._day(_MODIFIED, "dateModified")

    def _day(self, names: Iterable[str], key: str) -> date | None:
        linked = (thing.get(key) for thing in self.things)
        named = [self.metas[name] for name in names if name in self.metas]
        written = [*named, *(each for each in linked if isinstance(each, str))]
        return next((day for day in map(day_of, written) if day), None) or _marked_time(self.tree, key)

    def canonical(self, name: str) -> str | None:
        """Return the address that the page calls its own; `name` makes it absolute where it is one itself."""
        links = self.tree.iter("link")
        own = (_attribute(tag, "href") for tag in links if "canonical" in _attribute(tag, "rel").lower())
        base = name if is_web_address(name) else None
        for reference in (next(filter(None, own), ""), self.metas.get("og:url", "")):
            address = absolute(base, reference)
            if address and is_web_address(address):
                return address
        return None

    def base_address(self, name: str) -> str | None:
        """Return the address against which the page's links are meant: its <base>, its own, or its canonical one."""
        own = name if is_web_address(name) else self.canonical(name)
        bases = (_attribute(tag, "href") for tag in self.tree.iter("base"))
        base = next(filter(None, bases), None)
        return (absolute(own, base) if base else None) or own


def page_metadata(said: Said, name: str) -> Metadata:
    """Return what the page says of itself, but for its title, for which its heading must be known (`page_title`)."""
    metas, things = said.metas, said.things
    return Metadata(
        publisher=said.first(_PUBLISHER) or publisher_of(things) or metas.get("og:site_name"),
        published_on=said.published_on(),
        modified_on=said.modified_on(),
        language=_language(said),
        document_type="news" if any(types_of(thing) & _NEWS for thing in things) else None,
        canonical_uri=said.canonical(name),
    )


def date_by_signs(tree: HtmlElement) -> date | None:
    """Return the day on which a piece of news seems to be published, by the signs that htmldate knows.

    They are class names, <time> elements and dates in addresses, right in about nine of ten pieces of news; of lists
    and services they say nothing, for what is dated there are other things. No guesses from the running text.
    """
    try:
        found = find_date(copy(tree), original_date=True, extensive_search=False, max_date=_NO_LATER)
    except (ValueError, TypeError, OverflowError):  # hostile dates; the page is read without
        return None
    return day_of(found) if found else None


def _attribute(tag: HtmlElement, name: str) -> str:
    return (tag.get(name) or "").strip()


def _on_one_line(text: str) -> str:
    return " ".join(normalise_inline(text).split())


def page_title(said: Said, heading: str | None) -> str | None:
    """Return the page's heading (where it is not the site's name), else the title that its meta data give.

    `heading` is the page's first heading of level 1, if it has one.
    """
    site = said.metas.get("og:site_name")
    if heading and heading != site:
        return heading
    return _without_site(said.metas.get("og:title") or said.title, site) or heading


def _without_site(title: str, site: str | None) -> str:
    """Return a title without the name of the site, which stands last after a separator: "Our aims | The Council"."""
    parts = list(_SITE_SEPARATOR.finditer(title))
    if not parts:
        return title
    own, last = title[: parts[-1].start()], title[parts[-1].end() :]
    names_site = last == site or (len(last.split()) <= 5 and not any(map(str.isdigit, last)))
    return own if own and names_site else title


def _language(said: Said) -> str | None:
    """Return the language as a BCP 47 tag: "en", "en-GB"."""
    html = said.tree if said.tree.tag == "html" else None
    declared = (_attribute(html, "lang") or _attribute(html, "xml:lang")) if html is not None else ""
    declared = declared or said.first(_LANGUAGES) or ""
    if not _LANGUAGE.fullmatch(declared):
        return None
    primary, _, rest = declared.replace("_", "-").partition("-")
    region = rest.upper() if len(rest) == 2 else rest
    return f"{primary.lower()}-{region}" if region else primary.lower()


# ---- dates -------------------------------------------------------------------------------------------------------


def _marked_time(tree: HtmlElement, key: str) -> date | None:
    """Return the day of the element that microdata marks with `key`."""
    tag = next(iter(_MARKED(tree, key=key)), None)
    if tag is None:
        return None
    return day_of(_attribute(tag, "datetime") or _attribute(tag, "content") or tag.text_content()[:100])


def day_of(said: str) -> date | None:
    """Return the day that a date of meta data names, as it stands ("2016-12-28T23:30:00Z" is the 28th), else None.

    A year before 1800 is a system's way to say that it knows none.
    """
    if match := _ISO_DATE.match(said.strip()):
        year, month, day = (int(part) for part in match.groups())
    elif (match := _WRITTEN_DATE.search(said)) and match[2].lower() in _MONTHS:
        year, month, day = int(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1])
    else:
        return None
    try:
        return date(year, month, day) if year >= 1800 else None
    except ValueError:
        return None
