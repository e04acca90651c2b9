"""What is worth a decision, and the decisions on record."""

from typing import Any

from extractors.resolution.judgement import SAME
from flows.deciding import CERTAIN, KINDS, in_words
from flows.explore.page import Asked
from warehouse.review import ENTITY_KINDS, FACT_KINDS, published_rulings, undecided_pairs, unsure_facts

_SHOWN = 25
_RULINGS = 50


def review(asked: Asked) -> dict[str, Any]:
    """Return the queue of one kind, or of all but mentions, and the newest decisions."""
    kind = asked.words("kind")
    wanted = {kind} if kind in KINDS else set(KINDS) - {"mention"}
    of_names, of_facts = sorted(wanted & set(ENTITY_KINDS)), sorted(wanted & set(FACT_KINDS))
    pairs = undecided_pairs(asked.warehouse, of_names, _SHOWN, border=SAME, certain=CERTAIN) if of_names else []
    return {
        "title": "Review",
        "pairs": pairs,
        "facts": unsure_facts(asked.warehouse, of_facts, _SHOWN) if of_facts else [],
        "rulings": [(each, in_words(each.ruling)) for each in reversed(published_rulings(asked.warehouse)[-_RULINGS:])],
        "kind": kind,
        "review_kinds": KINDS,
    }
