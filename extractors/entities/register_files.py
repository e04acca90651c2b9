"""Registers that a user gives, as CSV files: a simple layout of our own, and that of the NHS Organisation Data Service.

The simple one begins with the line `name,aliases,classification,scheme,identifier`; aliases are parted by "|". The NHS
files have no head line and 27 columns: code, NAME, …, open date (11th), close date (12th); their names are in capitals.
Source: the "ODS CSV" downloads' published field list (Organisation Data Service, file fields 1 to 27).
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractors import lexicon
from extractors.entities.organisation_grammar import candidates
from extractors.errors import ConfigurationError

_SIMPLE = ("name", "aliases", "classification", "scheme", "identifier")
_ODS_CODE = re.compile(r"[A-Z0-9]{3,10}")
_ODS_LEAST_COLUMNS = 12
_ODS_CLOSED = 11  # the close date's column, from 0
_DAY = re.compile(r"\d{8}|\d{4}-\d{2}-\d{2}")
_LOWER = frozenset({"and", "of", "for", "the", "in", "on", "at", "to", "by", "with"})
_CAPITALS = frozenset({"nhs", "ccg", "icb", "uk", "gp", "cic", "llp", "pcn", "ics", "hq", "plc", "ltd", "sub", "a&e"})
_MIXED = {"ltd": "Ltd", "plc": "plc", "sub": "Sub"}
_MOST_BYTES = 200_000_000
CLASSIFICATIONS = frozenset(
    {"NHS trust", "local authority", "commissioning body", "government department", "regulator", "university", "police"}
    | {"charity", "company", "partnership", "board", "other"}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One body of a register: `name` is cased as in running text, `scheme` and `identifier` are empty where none is."""

    name: str
    aliases: tuple[str, ...]
    classification: str
    scheme: str
    identifier: str
    is_closed: bool = False


def read_register(path: Path) -> list[Entry]:
    """Return the bodies of a register file, in its order.

    Raises ConfigurationError, with the line, where the file cannot be read, is in neither layout, or has a row that
    does not fit its layout.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ConfigurationError(f"the register {path} is over {_MOST_BYTES:,} bytes: give one of organisations")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigurationError(
            f"the register {path} cannot be read ({reason}): give a CSV file in UTF-8, or leave it out"
        ) from error
    if not rows:
        raise ConfigurationError(f"the register {path} is empty: give one with rows, or leave it out")
    head = tuple(cell.strip().casefold() for cell in rows[0])
    if head[: len(_SIMPLE)] == _SIMPLE:
        return list(_simple(rows[1:], path))
    if len(rows[0]) >= _ODS_LEAST_COLUMNS and _ODS_CODE.fullmatch(rows[0][0].strip()):
        return list(_ods(rows, path))
    raise ConfigurationError(
        f"the register {path} has a layout that is not known: its first line must be {','.join(_SIMPLE)}, "
        "or it must be a CSV file of the NHS Organisation Data Service"
    )


def _simple(rows: list[list[str]], path: Path) -> Iterator[Entry]:
    for number, row in enumerate(rows, start=2):
        cells = [" ".join(cell.split()) for cell in row]
        if len(cells) < len(_SIMPLE) or not cells[0]:
            raise ConfigurationError(f"the register {path}, row {number}: it needs a name and {len(_SIMPLE)} columns")
        name, aliases, classification, scheme, identifier = cells[: len(_SIMPLE)]
        if classification and classification not in CLASSIFICATIONS:
            raise ConfigurationError(
                f"the register {path}, row {number}: {classification!r} is no classification; "
                f"it must be one of {', '.join(sorted(CLASSIFICATIONS))}, or nothing"
            )
        kind = classification or _classified(name)
        yield Entry(name, tuple(filter(None, map(str.strip, aliases.split("|")))), kind, scheme, identifier)


def _ods(rows: list[list[str]], path: Path) -> Iterator[Entry]:
    for number, row in enumerate(rows, start=1):
        if len(row) < _ODS_LEAST_COLUMNS or not _ODS_CODE.fullmatch(row[0].strip()) or not row[1].strip():
            raise ConfigurationError(f"the register {path}, row {number}: an ODS row begins with a code and a name")
        name = cased(row[1])
        closed = bool(_DAY.fullmatch(row[_ODS_CLOSED].strip()))
        yield Entry(name, (), _classified(name), "NHS-ODS", row[0].strip(), closed)


def cased(name: str) -> str:
    """Return a name that is written in capitals as running text has it: "BARSET NHS TRUST" → "Barset NHS Trust"."""
    words = " ".join(name.split())
    if not words.isupper():
        return words
    return " ".join(_cased_word(word, first=at == 0) for at, word in enumerate(words.split()))


def _cased_word(word: str, *, first: bool) -> str:
    plain = word.strip("(),.").casefold()
    if plain in _CAPITALS:
        return word.replace(plain.upper(), _MIXED.get(plain, plain.upper()))
    if plain in _LOWER and not first:
        return word.casefold()
    return re.sub(r"[A-Z]+(?:['’]S\b)?", lambda part: part.group()[:1] + part.group()[1:].lower(), word)


def _classified(name: str) -> str:
    """What the grammar of names makes of a name; "other" where it makes nothing of the whole."""
    whole = (c.classification for c in candidates(name, 0) if (c.start, c.end) == (0, len(name)))
    return _national().get(name) or next(whole, "other") or "other"


@cache
def _national() -> dict[str, str]:
    return {row["name"]: row["classification"] for row in lexicon.rows("national_bodies")}
