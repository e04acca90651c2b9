"""What the components find in one document, as they hand it from one to the next (`doc._.greenpaper`)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from extractors.page import Page
from extractors.records import (
    DateFact,
    DocumentMetadata,
    Figure,
    Partnership,
    PartnershipMember,
    Publication,
    Quote,
    Role,
    Span,
    StrategyItem,
)
from extractors.resolution.names import entity_id


@dataclass(frozen=True, slots=True)
class Named:
    """A place where a person, organisation or place is named.

    `name` is the best form of it in this document and `key` that form's key; `extractor` names the rule or model.
    """

    start: int
    end: int
    kind: str
    name: str
    key: str
    extractor: str
    confidence: float

    @property
    def entity_id(self) -> str:
        """The stable id of the entity named."""
        return entity_id(self.kind, self.key)


@dataclass(frozen=True, slots=True)
class Hint:
    """A span that the statistical recogniser labelled, taken as a hint and not as a fact."""

    start: int
    end: int
    label: str


@dataclass
class Findings:
    """One document's findings so far; each component reads what stands here and sets its own part."""

    page: Page
    hints: tuple[Hint, ...] = ()
    dates: tuple[DateFact, ...] = ()
    figures: tuple[Figure, ...] = ()
    organisations: tuple[Named, ...] = ()
    classifications: dict[str, str] = field(default_factory=dict)
    identifiers: dict[str, tuple[str, str]] = field(default_factory=dict)
    honorifics: dict[str, str] = field(default_factory=dict)
    publisher: Named | None = None
    people: tuple[Named, ...] = ()
    places: tuple[Named, ...] = ()
    metadata: DocumentMetadata | None = None
    roles: tuple[Role, ...] = ()
    strategy_items: tuple[StrategyItem, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    partnership_members: tuple[PartnershipMember, ...] = ()
    publications: tuple[Publication, ...] = ()
    quotes: tuple[Quote, ...] = ()

    def organisations_in(self, start: int, end: int) -> list[Named]:
        """Return the organisations named wholly inside the span, in reading order."""
        return within(self.organisations, start, end)

    def people_in(self, start: int, end: int) -> list[Named]:
        """Return the people named wholly inside the span, in reading order."""
        return within(self.people, start, end)

    def hinted(self, start: int, end: int, *labels: str) -> bool:
        """Whether the recogniser gave one of `labels` to a stretch that overlaps the span."""
        return any(h.label in labels and h.start < end and start < h.end for h in self._hints_near(start, end))

    @cached_property
    def _hints_by_bucket(self) -> dict[int, list[Hint]]:
        buckets: dict[int, list[Hint]] = {}
        for hint in self.hints:
            for bucket in range(hint.start // _BUCKET, hint.end // _BUCKET + 1):
                buckets.setdefault(bucket, []).append(hint)
        return buckets

    def _hints_near(self, start: int, end: int) -> Iterable[Hint]:
        for bucket in range(start // _BUCKET, end // _BUCKET + 1):
            yield from self._hints_by_bucket.get(bucket, ())


_BUCKET = 200  # characters; a span is looked up only among the hints of its own neighbourhood


def within(named: Iterable[Named], start: int, end: int) -> list[Named]:
    """Return those that lie wholly inside the span, in the order given."""
    return [n for n in named if start <= n.start and n.end <= end]
