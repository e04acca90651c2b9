"""Passages that say most about some words, with filters."""

from typing import Any

from flows.explore.page import AT_ONCE, Asked, Page
from flows.explore.places import asked_for
from warehouse.search import Among, search

_LONGEST = 1_000  # characters that are searched for


def _search(asked: Asked) -> dict[str, Any]:
    words = (asked.words("words") or "")[:_LONGEST]
    among = Among(tuple(asked.several("type")), asked.words("organisation"), asked.day("since"), asked.day("until"))
    found = search(asked.warehouse, words, AT_ONCE, among) if words else []
    return {
        "title": f"Search: {words}" if words else "Search",
        "words": words,
        "among": among,
        "passages": [(passage, asked_for(passage.snippet, words)) for passage in found],
        "types": [row["label"] for row in asked.browse.rows("pages/documents_by_type")],
        "at_once": AT_ONCE,
    }


PAGES = (Page("/search", "search.html", _search, "Search"),)
