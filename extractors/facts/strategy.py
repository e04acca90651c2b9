"""Strategy items: vision, values, aims, objectives, priorities … from headings with lists, lead-ins and sentences."""

from collections import Counter
from collections.abc import Iterator

from extractors.entities.findings import Findings
from extractors.facts.strategy_item import Item
from extractors.facts.strategy_lists import headed_items, labelled_items, listed_items, table_items
from extractors.facts.strategy_sentences import sentence_items, stated_under_headings
from extractors.page import Page
from extractors.records import StrategyItem


def find_strategy_items(findings: Findings) -> None:
    """Set the document's strategy items, numbered from 1 within their kind in reading order."""
    page = findings.page
    found = [
        *labelled_items(page),
        *listed_items(page),
        *headed_items(page),
        *table_items(page),
        *stated_under_headings(page),
        *sentence_items(page),
    ]
    kept: list[Item] = []
    end = 0
    for item in sorted(found, key=lambda i: (i.start, -i.confidence, i.end)):
        if item.start >= end:
            kept.append(item)
            end = item.end
    counts: Counter[str] = Counter()
    items = []
    for item in _distinct(page, kept):
        counts[item.kind] += 1
        items.append(_fact(page, item, counts[item.kind]))
    findings.strategy_items = tuple(items)


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
