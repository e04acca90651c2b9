"""A source: a place where documents appear, as a person describes it in a TOML file (docs/sources.md)."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from extractors.sources.addresses import web_uri
from extractors.sources.listings import govuk
from extractors.sources.rules import check_cron, check_host, check_name, check_pattern, check_selector, check_slug

Kind = Literal["folder", "feed", "sitemap", "listing", "govuk", "urls"]
KINDS: tuple[Kind, ...] = ("folder", "feed", "sitemap", "listing", "govuk", "urls")
_WITHOUT_ORDER = frozenset({"folder", "urls"})

_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_Name = Annotated[str, AfterValidator(check_name)]
_Slug = Annotated[str, AfterValidator(check_slug)]
_Address = Annotated[str, AfterValidator(web_uri)]
_Selector = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(check_selector)]
_Pattern = Annotated[str, AfterValidator(check_pattern)]
_Host = Annotated[str, AfterValidator(check_host)]
_Count = Annotated[int, Field(strict=True, ge=1)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PageListing(_Table):
    """A web page that links to documents; `links` and `next` are CSS selectors, `pages` how many pages are read.

    `whole` says whether it names all documents that there are, or only those of late; None: nobody knows.
    """

    url: _Address
    links: _Selector
    next: _Selector | None = None
    pages: Annotated[int, Field(strict=True, ge=1, le=1000)] = 20
    whole: Annotated[bool, Field(strict=True)] | None = None


class GovUk(_Table):
    """What GOV.UK publishes, of any of the organisations and any of the document types; `base` is the site."""

    organisations: tuple[_Slug, ...] = ()
    document_types: tuple[_Slug, ...] = ()
    order: Literal["-public_timestamp", "public_timestamp", "title", "-title"] = "-public_timestamp"
    base: _Address = govuk.BASE

    @model_validator(mode="after")
    def _narrows(self) -> Self:
        if not self.organisations and not self.document_types:
            raise ValueError("it must name `organisations` or `document_types`, else it is all of GOV.UK")
        return self

    @property
    def site(self) -> str:
        """The address of the site, without a slash at its end."""
        return self.base.rstrip("/")


class Source(_Table):
    """A place where documents appear. Exactly one of the fields that KINDS names is set.

    `delay` is in seconds, `recheck_hours` in hours, `max_withdrawn` in percent of its documents. `allowed_hosts` are
    hosts that may stand in private networks.
    """

    name: _Name
    publisher: _Words | None = None
    licence: _Words | None = None
    schedule: Annotated[str, AfterValidator(check_cron)] | None = None
    minimum: Annotated[int, Field(strict=True, ge=0)] = 1
    maximum: _Count = 1000
    max_withdrawn: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] = 50.0
    newest: _Count | None = None
    include: tuple[_Pattern, ...] = ()
    exclude: tuple[_Pattern, ...] = ()
    attachments: Annotated[bool, Field(strict=True)] = False
    allowed_hosts: tuple[_Host, ...] = ()
    delay: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] | None = None
    recheck_hours: Annotated[float, Field(ge=0, le=87_600, allow_inf_nan=False)] = 24.0

    folder: Path | None = None
    feed: _Address | None = None
    sitemap: _Address | None = None
    listing: PageListing | None = None
    govuk: GovUk | None = None
    urls: Annotated[tuple[_Address, ...], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none"
            raise ValueError(f"it must have exactly one of {', '.join(KINDS)}; it has {found}")
        if self.minimum > self.maximum:
            raise ValueError(f"its minimum {self.minimum} must not be more than its maximum {self.maximum}")
        if self.newest is not None and self.kind in _WITHOUT_ORDER:
            raise ValueError(f"`newest` means nothing for {self.kind}: it needs feed, sitemap, listing or govuk")
        if self.newest is not None and not self.minimum <= self.newest <= self.maximum:
            raise ValueError(
                f"its newest {self.newest} must lie between minimum {self.minimum} and maximum {self.maximum}"
            )
        return self

    @property
    def kind(self) -> Kind:
        """Which kind of place it is: the name of the one field that is set."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def recheck(self) -> timedelta:
        """How long a document whose listing tells no changes is taken as fresh."""
        return timedelta(hours=self.recheck_hours)

    @property
    def start(self) -> str:
        """The address of the listing's first page; the folder as a path; the first of `urls`."""
        if self.listing is not None:
            return self.listing.url
        if self.govuk is not None:
            api = self.govuk
            return govuk.search_uri(
                organisations=api.organisations, document_types=api.document_types, order=api.order, base=api.site
            )
        return self.feed or self.sitemap or (self.urls[0] if self.urls else str(self.folder))

    @property
    def options(self) -> dict[str, Any]:
        """What the reader of its listing must know beside bytes and address (listings/registry.py)."""
        if self.listing is not None:
            return {"links": self.listing.links, "next": self.listing.next}
        return {"base": self.govuk.site} if self.govuk is not None else {}
