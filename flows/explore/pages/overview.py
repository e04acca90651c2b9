"""What is in here: documents by type, publisher and year, facts by kind, how fresh it is, and what failed."""

from typing import Any

from flows.explore.charts import bar_chart
from flows.explore.page import Asked, Page
from warehouse.browse import Browse

CHARTS = (
    ("documents_by_type", "Documents by type", "type", "type"),
    ("documents_by_publisher", "Documents by publisher (the twelve with most)", "publisher", "publisher"),
    ("documents_by_year", "Documents by year of publication", "year", "year"),
    ("facts_by_kind", "Facts by kind", "kind", None),
)
"""Query, title, what its rows are, and the filter of the list of documents that a bar leads to."""


def charts(browse: Browse) -> list[dict[str, Any]]:
    """Return the charts of the overview."""
    found = []
    for query, title, label, filter_name in CHARTS:
        counted = [(str(row["label"]), row["count"]) for row in browse.rows(f"pages/{query}")]
        found.append({"title": title, "label": label, "filter": filter_name, "chart": bar_chart(counted)})
    return found


def _overview(asked: Asked) -> dict[str, Any]:
    browse = asked.browse
    return {
        "title": "Overview",
        "counts": browse.one("pages/counts"),
        "charts": charts(browse),
        "runs": browse.rows("pages/runs"),
        "failures": browse.rows("queries/failures")[:50],
        "sources": browse.rows("queries/sources")[:50],
        "checks": [row for row in browse.rows("queries/check_results") if not row["passed"]],
    }


PAGES = (Page("/", "overview.html", _overview, "Overview"),)
