"""A statement of the reader's, and pages that an analyst added: a file of SQL, and a template where one is wanted."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.errors import ConfigurationError
from flows.explore.ask import Answer, ask
from flows.explore.charts import BarChart, bar_chart
from flows.explore.page import NotFound
from warehouse.browse import Browse, filled, parameters_of
from warehouse.sql import folder, header

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_BARS = 40


def examples() -> list[tuple[str, str]]:
    """Return questions, each with the statement that answers it."""
    return [(header(text)[0], text.partition("\n")[2].strip()) for text in folder("examples").values()]


def answered(warehouse: Path, statement: str, parameters: dict[str, str | None] | None = None) -> dict[str, Any]:
    """Return the answer to a statement for a template, or why there is none."""
    try:
        answer = ask(warehouse, statement, parameters)
    except ConfigurationError as error:
        return {"answer": None, "complaint": str(error), "chart": None}
    return {"answer": answer, "complaint": "", "chart": chart_of(answer)}


def chart_of(answer: Answer) -> BarChart | None:
    """Return the first column of numbers as bars, by the first other column; None where one is missing."""
    if not 1 < len(answer.rows) <= _BARS:
        return None
    numeric = [n for n in range(len(answer.columns)) if all(_is_number(row[n]) for row in answer.rows)]
    named = [n for n in range(len(answer.columns)) if n not in numeric]
    if not numeric or not named:
        return None
    return bar_chart(
        [(str(row[named[0]] if row[named[0]] is not None else ""), row[numeric[0]]) for row in answer.rows]
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def views(browse: Browse) -> list[dict[str, Any]]:
    """Return the views, each with what it holds and its columns."""
    found: dict[str, dict[str, Any]] = {}
    for row in browse.rows("pages/views"):
        view = found.setdefault(row["view_name"], {"name": row["view_name"], "says": row["says"], "columns": []})
        view["columns"].append((row["column_name"], row["data_type"], row["column_says"]))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page of an analyst's: its SQL, what the first line of the comment on top calls it, and its fields."""

    name: str
    title: str
    statement: str
    fields: tuple[tuple[str, str], ...]
    """Name and label of every $name in the statement; the label is what the comment says of it ("name: …")."""


def own_pages(folder: Path | None) -> list[OwnPage]:
    """Return the pages of a folder, by name. Raises ConfigurationError where one cannot be read."""
    found = sorted(folder.glob("*.sql")) if folder else []
    return [_own_page(path) for path in found if _NAME.fullmatch(path.stem)]


def own_page(folder: Path | None, name: str) -> OwnPage:
    """Return the page of that name. Raises NotFound where there is none."""
    for page in own_pages(folder):
        if page.name == name:
            return page
    raise NotFound(f"no page {name}: a page is a file {name}.sql in the folder of --pages")


def _own_page(path: Path) -> OwnPage:
    try:
        statement = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"cannot read the page {path}: {error}: save it as UTF-8") from None
    first, *lines = header(statement) or [path.stem]
    labels = dict(_label(line) for line in lines)
    names = parameters_of(statement)
    return OwnPage(path.stem, first.rstrip("."), statement, tuple((name, labels.get(name, name)) for name in names))


def _label(line: str) -> tuple[str, str]:
    name, _, label = line.partition(": ")
    return name, label


def given_to(page: OwnPage, given: dict[str, str]) -> dict[str, str | None] | None:
    """Return the values of a page's fields, None where it has none."""
    names = [name for name, _ in page.fields]
    return filled(given, names) if names else None
