"""Facts and labels in words, one line each, for the lists of what was missed and what was found wrongly."""

from collections.abc import Sequence
from datetime import date
from typing import Any

Label = dict[str, Any]

_QUOTED = 10  # words of a quote that are shown
_ITEM = 20  # words of a strategy item or a publication that are shown


def organisation(names: Sequence[str]) -> str:
    """Return an organisation under its first name, with every other one in brackets."""
    first, *others = dict.fromkeys(names)
    return f"{first} ({', '.join(others)})" if others else first


def role(person: str, title: str | None, body: str | None) -> str:
    """Return who holds which title where."""
    return ", ".join(part for part in (person, title, body) if part)


def figure(text: str, value: float, value_high: float | None, unit: str, measure: str | None) -> str:
    """Return a quantity as it is written, what it comes to, and what is counted."""
    number = _number(value) if value_high is None else f"{_number(value)} to {_number(value_high)}"
    written = "" if text == number else f"{text} = "
    return f"{written}{number} {unit}" + (f", {measure}" if measure else "")


def labelled_figure(label: Label) -> str:
    """Return a labelled quantity in the words of `figure`."""
    low, high = label["value"] if isinstance(label["value"], list) else (label["value"], None)
    return figure(label.get("text") or "?", low, high, label["unit"], label.get("measure"))


def interval(text: str | None, start: date | None, end: date | None) -> str:
    """Return a calendar expression with the days that it stands for."""
    days = str(start) if start == end else f"{start} to {end}"
    return f"{text} = {days}" if text else days


def pair(one: str, other: str) -> str:
    """Return two organisations that work together."""
    return f"{one} with {other}"


def item(kind: str, text: str) -> str:
    """Return a strategy item under its kind."""
    return f"{kind}: {_shortened(text, _ITEM)}"


def publication(label: str, year: int | None) -> str:
    """Return a listed publication with its year."""
    return _shortened(label, _ITEM) + (f" ({year})" if year else "")


def quote(speaker: str | None, text: str) -> str:
    """Return who says what, in the first words."""
    return f"{speaker or 'nobody'}: “{_shortened(text, _QUOTED)}”"


def metadata(field: str, wanted: object, found: object) -> str:
    """Return what a document is labelled as, and what was found instead."""
    return f"{field}: {wanted}, found {'nothing' if found is None else found}"


def _number(value: float) -> str:
    return f"{value:,.15g}"


def _shortened(text: str, most: int) -> str:
    told = text.split()
    return " ".join(told[:most]) + (" …" if len(told) > most else "")
