"""What a page describes in JSON-LD, the form of schema.org's terms that search engines ask for."""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

from extractors.documents.addresses import is_web_address
from extractors.documents.normalise import normalise_inline

Thing = dict[str, Any]
_LONGEST_JSON = 1 << 20
_MOST_SCRIPTS = 50
_MOST_THINGS = 1000


def linked_data(tree: HtmlElement) -> Iterator[Thing]:
    """Yield the things that the page describes in JSON-LD, also those of its graphs and lists."""
    scripts = 0
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        source = script.text or ""
        scripts += 1
        if len(source) > _LONGEST_JSON or scripts > _MOST_SCRIPTS:
            continue
        try:
            waiting: deque[Any] = deque([json.loads(source)])
        except (ValueError, RecursionError):  # broken or hostile: the page is read without it
            continue
        for _ in range(_MOST_THINGS):
            if not waiting:
                break
            thing = waiting.popleft()
            if isinstance(thing, list):
                waiting.extend(thing[:_MOST_THINGS])
            elif isinstance(thing, dict):
                yield thing
                waiting.append(thing.get("@graph"))


def publisher_of(things: Iterable[Thing]) -> str | None:
    """Return the name of the publisher of the first thing that has one."""
    for thing in things:
        publisher = thing.get("publisher")
        publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name.strip() and not is_web_address(name):
            return " ".join(normalise_inline(name).split())
    return None


def types_of(thing: Mapping[str, Any]) -> set[str]:
    """Return the types of schema.org that a thing says it has."""
    said = thing.get("@type")
    return {each for each in (said if isinstance(said, list) else [said]) if isinstance(each, str)}
