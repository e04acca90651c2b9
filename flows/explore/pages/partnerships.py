"""The network of organisations, what says so of two of them, and one organisation."""

from typing import Any

from flows.explore.network import MOST_NODES, Edge, edges_of, neighbourhood, picture
from flows.explore.page import Asked, NotFound, Page

_LISTED = 300  # pairs in the table below the picture


def _partnerships(asked: Asked) -> dict[str, Any]:
    filters = {"relation": asked.words("relation"), "since": asked.day("since"), "until": asked.day("until")}
    edges = edges_of(asked.browse.rows("pages/network", organisation_id=None, **filters))
    words = asked.words("organisation")
    steps = asked.number("steps", 1, 1, 3)
    centre = _centre(edges, words)
    if words and centre:
        edges = neighbourhood(edges, centre, steps)
    elif words:
        edges = [edge for edge in edges if words.lower() in f"{edge.a_name}\n{edge.b_name}".lower()]
    drawn = picture(edges, centre)
    return {
        "title": "Partnerships",
        "picture": drawn,
        "edges": edges[:_LISTED],
        "found": len(edges),
        "filters": {**filters, "organisation": words, "steps": steps},
        "relations": [row["relation"] for row in asked.browse.rows("pages/relations")],
        "centre": next((node for node in drawn.nodes if node.is_centre), None),
        "most_nodes": MOST_NODES,
    }


def _centre(edges: list[Edge], words: str | None) -> str | None:
    """Return the organisation that goes by this key or, in any case, by this name."""
    if not words:
        return None
    names = {end for edge in edges for end in ((edge.a, edge.a_name), (edge.b, edge.b_name))}
    found = sorted(key for key, name in names if words in (key, name) or name.lower() == words.lower())
    return found[0] if found else None


def _pair(asked: Asked) -> dict[str, Any]:
    rows = asked.browse.rows("pages/evidence", one=asked.path["one"], other=asked.path["other"])
    if not rows:
        raise NotFound("no document says that these two organisations work together")
    return {"title": f"{rows[0]['organisation_a']} and {rows[0]['organisation_b']}", "rows": rows}


def _organisation(asked: Asked) -> dict[str, Any]:
    found = asked.browse.one("pages/organisation", id=asked.path["id"])
    if found is None:
        raise NotFound(f"no organisation {asked.path['id']}")
    key = found["organisation_id"]
    rows = asked.browse.rows("pages/network", organisation_id=key, relation=None, since=None, until=None)
    return {
        "title": found["name"],
        "organisation": found,
        "edges": edges_of(rows)[:_LISTED],
        "roles": asked.browse.rows("pages/organisation_roles", id=key),
        "documents": asked.browse.rows("pages/named_in", id=key),
    }


PAGES = (
    Page("/partnerships", "partnerships.html", _partnerships, "Partnerships"),
    Page("/partnerships/{one}/{other}", "pair.html", _pair),
    Page("/organisations/{id}", "organisation.html", _organisation),
)
