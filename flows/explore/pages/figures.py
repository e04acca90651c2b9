"""Figures by measure and organisation, and one measure over time."""

from typing import Any

from flows.explore.charts import line_chart
from flows.explore.page import Asked, Page, leaf, leafed


def filters_of(asked: Asked) -> dict[str, str | None]:
    """Return what figures are asked for."""
    return {name: asked.words(name) for name in ("measure", "organisation", "unit")}


def _figures(asked: Asked) -> dict[str, Any]:
    filters = filters_of(asked)
    rows = asked.browse.rows("pages/figures", **filters, **leafed(asked))
    over_time = (
        asked.browse.rows("pages/figures_over_time", **filters) if filters["measure"] and filters["unit"] else []
    )
    return {
        "title": "Figures",
        "rows": rows,
        "leaf": leaf(asked, rows),
        "filters": filters,
        "units": [row["unit"] for row in asked.browse.rows("pages/units")],
        "over_time": over_time,
        "chart": line_chart(
            [
                (row["series"], row["day"], row["value"], f"{row['series']}: {row['text']}, {row['day']}")
                for row in over_time
            ]
        ),
    }


PAGES = (Page("/figures", "figures.html", _figures, "Figures"),)
