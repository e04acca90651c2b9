"""Templates: everything that a document said is escaped, and its addresses are links only where harmless."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

KINDS = {
    "person": "person",
    "organisation": "organisation",
    "place": "place",
    "role": "role",
    "figure": "figure",
    "date": "date",
    "item": "strategy item",
    "partnership": "partnership",
    "member": "member",
    "publication": "publication",
    "quote": "quote",
}
"""The kinds of facts that a document's page marks, with the words for them."""


def environment(folder: Path | None = None) -> ImmutableSandboxedEnvironment:
    """Return the templates: ours, and those of a folder of pages where there is one."""
    ours = PackageLoader("flows.explore", "templates")
    made = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([ours, FileSystemLoader(folder)]) if folder else ours,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(at=at, kinds=KINDS)
    made.filters.update(link=link, day=day, moment=moment, amount=amount, place=place, cell=cell)
    return made


def at(*parts: object, **given: object) -> str:
    """Return an address of ours: `at("documents", id, page=2)`; what is None or empty is left out."""
    path = "/" + "/".join(quote(str(part), safe="") for part in parts)
    fragment = given.pop("fragment", None)
    several = {name: value for name, value in given.items() if value not in (None, "", [])}
    query = f"?{urlencode(several, doseq=True)}" if several else ""
    return f"{path}{query}" + (f"#{quote(str(fragment), safe='')}" if fragment else "")


def link(uri: str | None) -> str | None:
    """Return an address that a browser may be led to, None where it is not the web's (javascript:, file:)."""
    if not uri or any(character <= " " for character in uri):
        return None
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    return uri if parts.scheme in ("http", "https") and parts.hostname else None


def place(uri: str) -> str:
    """Return an address as people read it: what stands after the last "/" of a file, otherwise without its scheme."""
    if uri.startswith("file:"):
        return uri.rstrip("/").rpartition("/")[2]
    return uri.partition("://")[2] or uri


def day(value: date | datetime | None) -> str:
    """Return a day as 31 May 2024, empty where there is none."""
    return f"{value.day} {value:%B} {value.year}" if value else ""


def moment(value: datetime | None) -> str:
    """Return a moment as 31 May 2024, 14:05 UTC, empty where there is none."""
    return f"{day(value)}, {value:%H:%M} UTC" if value else ""


def amount(value: float | None) -> str:
    """Return a number with its thousands parted, as exact as it is."""
    if value is None:
        return ""
    return f"{value:,.10g}" if abs(value) < 1e10 else f"{value:,.0f}"


def cell(value: object) -> str:
    """Return any value as words: a list's parted by semicolons, nothing for None."""
    if isinstance(value, list):
        return "; ".join(cell(each) for each in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {cell(each)}" for name, each in value.items())
    return "" if value is None else str(value)


def shown(templates: ImmutableSandboxedEnvironment, template: str, context: Mapping[str, Any]) -> str:
    """Return a template, filled."""
    return templates.get_template(template).render(context)
