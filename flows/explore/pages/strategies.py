"""Strategies and plans beside each other, and over time."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from flows.explore.charts import Dated, Timeline, timeline
from flows.explore.page import Asked, Page, leaf, leafed
from warehouse.browse import Browse, Row

MOST_COMPARED = 4
"""Documents that are put beside each other."""
_VERSIONS_SHOWN = 40
KINDS = (
    "vision",
    "mission",
    "purpose",
    "value",
    "aim",
    "objective",
    "goal",
    "priority",
    "principle",
    "enabler",
    "outcome",
    "commitment",
    "recommendation",
)
"""The kinds of a strategy's items, in the order of the comparison."""


def _strategies(asked: Asked) -> dict[str, Any]:
    filters = {"words": asked.words("words"), "status": asked.words("status")}
    rows = asked.browse.rows("pages/strategies", **filters, **leafed(asked))
    chosen = list(dict.fromkeys(asked.several("compare")))[:MOST_COMPARED]
    return {
        "title": "Strategies",
        "rows": rows,
        "leaf": leaf(asked, rows),
        "filters": filters,
        "chosen": chosen,
        "compared": compared(asked.browse, chosen),
        "kinds_of_items": KINDS,
        "timeline": over_time(asked.browse, rows),
    }


def compared(browse: Browse, document_ids: list[str]) -> list[Row]:
    """Return what the documents want, each with its items by kind and its amounts of money."""
    if not document_ids:
        return []
    items: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in browse.rows("pages/strategies_items", document_ids=document_ids):
        items[row["document_id"]][row["kind"]].append(row)
    money: dict[str, list[Row]] = defaultdict(list)
    for row in browse.rows("pages/strategies_money", document_ids=document_ids):
        money[row["document_id"]].append(row)
    return [
        {**row, "by_kind": dict(items[row["document_id"]]), "money": money[row["document_id"]]}
        for row in browse.rows("pages/strategies_compared", document_ids=document_ids)
    ]


def over_time(browse: Browse, rows: list[Row]) -> Timeline:
    """Return the periods that strategies are for, with the versions of plans that they list."""
    versions: dict[str, list[Row]] = defaultdict(list)
    for row in browse.rows("pages/strategies_versions", document_ids=[row["document_id"] for row in rows]):
        versions[row["document_id"]].append(row)
    return timeline(
        [
            Dated(
                row["title"] or row["organisation"] or "untitled",
                row["document_id"],
                row["coverage_start"],
                row["coverage_end"],
                tuple((each["published_on"], each["label"]) for each in versions[row["document_id"]][:_VERSIONS_SHOWN])
                + (((row["published_on"], "published"),) if row["published_on"] else ()),
            )
            for row in rows
        ],
        datetime.now(UTC).date(),
    )


PAGES = (Page("/strategies", "strategies.html", _strategies, "Strategies"),)
