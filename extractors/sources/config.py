"""sources.toml → sources; every mistake is told with the file, the source, the key, the value and the rule."""

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from extractors.errors import ConfigurationError
from extractors.sources.source import GovUk, PageListing, Source

_SHOWN_OF_A_VALUE = 80
_SEE = "see docs/sources.md"
_RULES = {
    "bool_type": "it must be true or false",
    "int_type": "it must be a whole number",
    "model_type": "it must be a table of its own",
    "string_type": "it must be text in quotation marks",
    "too_short": "it must not be empty",
    "tuple_type": "it must be a list in square brackets",
}
"""Pydantic's kinds of errors in the words of TOML; the others are told in pydantic's."""
_TABLES: dict[str, type[BaseModel]] = {"listing": PageListing, "govuk": GovUk}


def read_sources(path: Path) -> tuple[Source, ...]:
    """Return the sources of a TOML file, or of all *.toml files of a folder in alphabetical order.

    A relative `folder` of a source is one beside its file. Raises ConfigurationError with every mistake of the first
    file that has any, and for two sources of one name.
    """
    sources: dict[str, Source] = {}
    for file in _files(path):
        for source in _sources_of(file):
            if source.name.lower() in sources:
                raise ConfigurationError(f"{file}: two sources have the name {source.name!r}: give each its own")
            sources[source.name.lower()] = source
    return tuple(sources.values())


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(path.glob("*.toml"))
    if not files:
        raise ConfigurationError(f"{path}: no file in this folder ends in .toml; {_SEE}")
    return files


def _sources_of(file: Path) -> Iterator[Source]:
    entries = _entries(file)
    complaints: list[str] = []
    for number, entry in enumerate(entries, start=1):
        try:
            source = Source.model_validate(entry)
        except ValidationError as error:
            name = entry.get("name")
            which = f"source {name!r}" if isinstance(name, str) else f"source number {number}"
            complaints += [f"{file}: {which}: {_complaint(dict(each))}" for each in error.errors()]
        else:
            yield _beside(file, source)
    if complaints:
        raise ConfigurationError(f"{'; '.join(complaints)}; {_SEE}")


def _entries(file: Path) -> list[dict[str, Any]]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be read: {error.strerror}; {_SEE}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{file}: it is not UTF-8: save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigurationError(f"{file}: it is not TOML: {error}") from None
    unknown = sorted(content.keys() - {"source"})
    if unknown:
        raise ConfigurationError(f"{file}: unknown key {unknown[0]!r}: each source begins with [[source]]; {_SEE}")
    entries = content.get("source", [])
    if not isinstance(entries, list) or not entries or not all(isinstance(each, dict) for each in entries):
        raise ConfigurationError(f"{file}: it holds no source: each begins with [[source]], in two brackets; {_SEE}")
    return entries


def _beside(file: Path, source: Source) -> Source:
    if source.folder is None:
        return source
    return source.model_copy(update={"folder": file.parent / source.folder.expanduser()})


def _complaint(error: Mapping[str, Any]) -> str:
    """Return one of pydantic's errors as "key = value: rule"."""
    place = [str(each) for each in error["loc"]]
    if error["type"] == "extra_forbidden":
        return f"unknown key {place[-1]!r}: {_known_instead(place)}"
    if error["type"] == "missing":
        return f"`{'.'.join(place)}` is missing"
    message = str(error["msg"]).removeprefix("Value error, ")
    rule = _RULES.get(error["type"]) or message.replace("Input should be", "it must be")
    return f"{'.'.join(place)} = {_shown(error['input'])}: {rule}" if place else rule


def _known_instead(place: list[str]) -> str:
    table = _TABLES.get(place[-2], Source) if len(place) > 1 else Source
    known = list(table.model_fields)
    near = get_close_matches(place[-1], known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _SHOWN_OF_A_VALUE else f"{shown[:_SHOWN_OF_A_VALUE]}…"
