"""Who holds which role where, and who held it before."""

from itertools import groupby
from typing import Any

from flows.explore.page import Asked, NotFound, Page, leaf, leafed


def _people(asked: Asked) -> dict[str, Any]:
    filters = {"words": asked.words("words"), "organisation": asked.words("organisation")}
    rows = asked.browse.rows("pages/people", **filters, **leafed(asked))
    return {"title": "People", "rows": rows, "leaf": leaf(asked, rows), "filters": filters}


def _posts(asked: Asked) -> dict[str, Any]:
    filters = {"words": asked.words("words"), "organisation": asked.words("organisation")}
    rows = asked.browse.rows("pages/posts", **filters, **leafed(asked))
    return {
        "title": "Posts and who held them",
        "posts": [list(holders) for _, holders in groupby(rows, key=lambda row: row["post"])],
        "leaf": leaf(asked, rows),
        "filters": filters,
    }


def _person(asked: Asked) -> dict[str, Any]:
    found = asked.browse.one("pages/person", id=asked.path["id"])
    if found is None:
        raise NotFound(f"no person {asked.path['id']}")
    return {
        "title": found["name"],
        "person": found,
        "roles": asked.browse.rows("pages/person_roles", id=found["person_id"]),
        "documents": asked.browse.rows("pages/named_in", id=found["person_id"]),
    }


PAGES = (
    Page("/people", "people.html", _people, "People"),
    Page("/posts", "posts.html", _posts),
    Page("/people/{id}", "person.html", _person),
)
