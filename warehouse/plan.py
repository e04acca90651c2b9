"""What to do with each document of a batch: new, a new edition, the same edition extracted again, or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from extractors.cards import Kept
from extractors.ids import document_id
from extractors.records import LoadItem, Outcome
from warehouse.records import Known
from warehouse.tables import FACT_TABLES, EditionKey

Action = Literal["new document", "new edition", "new extraction", "nothing"]


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one item: unless `action` is nothing, the edition `key` gets its facts and only these.

    `is_new_content` says that its raw bytes were not yet seen as this edition. `last_seen_at` is when they were seen
    last, `is_current` whether no later edition is known.
    """

    item: LoadItem
    key: EditionKey
    first_seen_at: datetime
    action: Action
    reason: str
    is_new_content: bool
    last_seen_at: datetime
    is_current: bool = True

    @property
    def writes(self) -> bool:
        """Whether the item's facts are to be written."""
        return self.action != "nothing"

    @property
    def outcome(self) -> Outcome:
        """How the item ended, once the step is done."""
        if not self.writes:
            return Outcome(uri=self.item.uri, status="unchanged", reason=self.reason)
        return Outcome(uri=self.item.uri, status="loaded", reason=self.reason, facts=fact_count(self.item))


def fact_count(item: LoadItem) -> int:
    """Return how many facts an item holds (mentions, entities and sections are not facts)."""
    return sum(len(set(getattr(item.extraction, table))) for table in FACT_TABLES)


def plan(items: Iterable[LoadItem], known: Mapping[str, Known], now: datetime) -> list[Step]:
    """Return one step per item, in order; an item sees what the items before it in the batch will have done."""
    current = dict(known)
    steps = []
    for item in items:
        step = _step(item, current.get(item.uri), now)
        steps.append(step)
        current[item.uri] = _known_after(step, current.get(item.uri))
    return steps


def _known_after(step: Step, before: Known | None) -> Known:
    """Return what is known of the item's document once the step is done."""
    item = step.item
    if before is not None and not step.is_current:
        return before
    if before is not None and not step.writes:
        return replace(before, contents=before.contents | {item.content_sha256})
    same_edition = before is not None and before.edition == step.key.edition
    return Known(
        step.key.document_id,
        step.key.edition,
        item.content_sha256,
        item.extractor_version,
        step.first_seen_at,
        item.fingerprint,
        frozenset({item.content_sha256}) | (before.contents if before and same_edition else frozenset()),
    )


def _step(item: LoadItem, known: Known | None, now: datetime) -> Step:
    if item.kept is not None:
        return _again(item, item.kept, known)
    if known is None:
        return Step(item, EditionKey(document_id(item.uri), 1), now, "new document", "new document", True, now)
    same = EditionKey(known.document_id, known.edition)
    is_new_content = not known.holds(item.content_sha256)
    if is_new_content and not (item.fingerprint and item.fingerprint == known.fingerprint):
        edition = known.edition + 1
        return Step(
            item, EditionKey(known.document_id, edition), now, "new edition", f"changed: edition {edition}", True, now
        )
    if known.extractor_version != item.extractor_version:
        reason = f"extracted again: extractors {known.extractor_version} → {item.extractor_version}"
        return Step(item, same, known.first_seen_at, "new extraction", reason, is_new_content, now)
    reason = "only what surrounds its text changed" if is_new_content else "same content, same extractors"
    return Step(item, same, known.first_seen_at, "nothing", reason, is_new_content, now)


def _again(item: LoadItem, kept: Kept, known: Known | None) -> Step:
    """Return the step of an edition that was read again from the archive: it is what it was, whatever it says now."""
    is_held = known is not None and kept.edition <= known.edition
    how = (
        f"extracted again: extractors {kept.read_by} → {item.extractor_version}" if kept.read_by else "from the archive"
    )
    return Step(
        item,
        EditionKey(document_id(item.uri), kept.edition),
        kept.first_seen_at,
        "new extraction" if is_held else "new edition",
        f"edition {kept.edition}, {how}",
        False,
        kept.last_seen_at,
        is_current=known is None or kept.edition >= known.edition,
    )


def last_writes(steps: Iterable[Step]) -> list[Step]:
    """Return the steps that write, only the last for each edition, so that none is written twice in one batch."""
    return list({step.key: step for step in steps if step.writes}.values())
