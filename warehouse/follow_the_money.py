"""The warehouse as entities of FollowTheMoney (https://followthemoney.tech), one JSON object a line.

The queries in `ftm/` give one row per entity: its schema and id, then columns that are named as the properties are.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TextIO
from urllib.parse import urlsplit

import duckdb

from extractors.ids import stable_id
from warehouse import sql

_ROWS_AT_ONCE = 2048
# The longest values that FollowTheMoney's types allow, in characters (followthemoney/types).
_STRING = 1024
_LONGEST = {"name": 384, "alias": 384, "sourceUrl": 4096, "summary": 65_000, "idNumber": 64}
# It knows languages by ISO 639-3; ours are those of the UK and the most common beside them. Others are left out.
_LANGUAGES = {
    "en": "eng",
    "cy": "cym",
    "ga": "gle",
    "gd": "gla",
    "gv": "glv",
    "kw": "cor",
    "fr": "fra",
    "de": "deu",
    "es": "spa",
    "pl": "pol",
}


def write_entities(connection: duckdb.DuckDBPyConnection, stream: TextIO) -> int:
    """Write the entities of an open published file, and return how many."""
    count = 0
    for query in sql.folder("ftm").values():
        for entity in _entities(connection, query):
            stream.write(f"{json.dumps(entity, ensure_ascii=False)}\n")
            count += 1
    return count


def _entities(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[dict[str, object]]:
    asked = connection.execute(query)
    columns = [str(column[0]) for column in asked.description or ()]
    while rows := asked.fetchmany(_ROWS_AT_ONCE):
        for row in rows:
            yield _entity(dict(zip(columns, row, strict=True)))


def _entity(row: Mapping[str, object]) -> dict[str, object]:
    found = {name: _values(name, value) for name, value in row.items() if name not in ("schema", "id")}
    properties = {name: values for name, values in found.items() if values}
    return {"id": _key(str(row["id"])), "schema": row["schema"], "properties": properties}


def _key(text: str) -> str:
    """Return the id of an entity: that of the warehouse, or a short one for what is told by several."""
    return stable_id(text) if ":" in text else text


def _values(name: str, value: object) -> list[str]:
    """Return the values of a property, each once, as FollowTheMoney writes them, without those that it would refuse."""
    several = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(text for each in several if each is not None and (text := _text(name, each))))


def _text(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    text = " ".join(str(value).split())
    if name == "language":
        return _LANGUAGES.get(text.partition("-")[0].casefold(), "")
    if name == "sourceUrl":
        return text if len(text) <= _LONGEST[name] and _is_web_address(text) else ""
    return text[: _LONGEST.get(name, _STRING)].strip()


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
