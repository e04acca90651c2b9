"""One page that holds all that it needs: overview, strategies, network and timeline, without scripts."""

from importlib.resources import files
from pathlib import Path

from markupsafe import Markup

from flows.explore.network import edges_of, picture
from flows.explore.pages.overview import charts
from flows.explore.pages.strategies import over_time
from flows.explore.rendering import environment, shown
from warehouse.browse import Browse
from warehouse.limits import Limits

_LIMITS = Limits(seconds=300, memory=1500)
_STRATEGIES = 200
_PAIRS = 200


def report_of(warehouse: Path) -> str:
    """Return the page. Raises WarehouseError where there is no warehouse or it cannot be read."""
    with Browse.open(warehouse, _LIMITS) as browse:
        rows = browse.rows("pages/strategies", words=None, status=None, most=_STRATEGIES, skipped=0)
        edges = edges_of(browse.rows("pages/network", organisation_id=None, relation=None, since=None, until=None))
        context = {
            "title": f"What {warehouse.name} holds",
            "counts": browse.one("pages/counts"),
            "charts": charts(browse),
            "strategies": browse.rows("pages/strategies_compared", document_ids=[row["document_id"] for row in rows]),
            "strategies_found": rows[0]["found"] if rows else 0,
            "timeline": over_time(browse, rows),
            "picture": picture(edges),
            "edges": edges[:_PAIRS],
            "found": len(edges),
            "style": Markup((files("flows.explore") / "static/explore.css").read_text("utf-8")),  # noqa: S704 - our own
        }
    return shown(environment(), "report.html", context)
