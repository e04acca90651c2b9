"""Strategy items: vision, values, aims, objectives, priorities … from headings with lists, lead-ins and sentences."""

from collections import Counter
from collections.abc import Iterator

from extractors.entities.findings import Findings
from extractors.facts.strategy_item import Item
from extractors.facts.strategy_lists import headed_items, labelled_items, listed_items, said_by_audiences, table_items
from extractors.facts.strategy_sentences import sentence_items, stated_under_headings
from extractors.page import Page
from extractors.records import StrategyItem


def find_strategy_items(findings: Findings) -> None:
    """Set the document's strategy items, numbered from 1 within their kind in reading order."""
    page = findings.page
    theirs = _OthersItems(findings)
    found = [
        *labelled_items(page),
        *listed_items(page),
        *headed_items(page),
        *table_items(page),
        *said_by_audiences(page),
        *stated_under_headings(page),
        *sentence_items(page),
    ]
    kept: list[Item] = []
    end = 0
    for item in sorted(found, key=lambda i: (i.start, -i.confidence, i.end)):
        if item.start >= end and not theirs.has(item):
            kept.append(item)
            end = item.end
    counts: Counter[str] = Counter()
    items = []
    for item in _distinct(page, kept):
        counts[item.kind] += 1
        items.append(_fact(page, item, counts[item.kind]))
    findings.strategy_items = tuple(items)


class _OthersItems:
    """Tells the items that a sentence states for another body than the publisher: "the Vale Trust’s vision is …"."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def has(self, item: Item) -> bool:
        """Whether the sentence of an item gives it to another body, by a possessive before it."""
        publisher = self._findings.publisher
        if item.rule not in {"sentence", "clauses", "enumeration"} or publisher is None:
            return False
        flat = self._findings.page.flat
        sentence = self._findings.page.sentence_at(item.start)
        owners = [
            o
            for o in self._findings.organisations_in(sentence.start, item.start)
            if flat[o.end : o.end + 2] in {"’s", "'s", "’ ", "' "}
        ]
        return bool(owners) and all(o.key != publisher.key for o in owners)


def _distinct(page: Page, items: list[Item]) -> Iterator[Item]:
    seen: set[tuple[str, str]] = set()
    for item in items:
        key = (item.kind, page.words(item.start, item.end).casefold())
        if key not in seen:
            seen.add(key)
            yield item


def _fact(page: Page, item: Item, ordinal: int) -> StrategyItem:
    return StrategyItem(
        start_char=item.start,
        end_char=item.end,
        text=page.text[item.start : item.end],
        evidence=page.evidence(item.start, item.end),
        extractor=f"rules.strategy.{item.rule}",
        confidence=item.confidence,
        kind=item.kind,
        ordinal=ordinal,
        detail=page.words(*item.detail) if item.detail else None,
        audience=item.audience,
    )
