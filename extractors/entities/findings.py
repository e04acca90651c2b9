"""What the components find in one document, as they hand it from one to the next (`doc._.greenpaper`)."""

from dataclasses import dataclass, field
from datetime import date

from extractors.page import Page
from extractors.records import (
    DateFact,
    DocumentMetadata,
    EntityKind,
    Figure,
    Partnership,
    PartnershipMember,
    Publication,
    Quote,
    Role,
    StrategyItem,
)
from extractors.resolution.names import entity_id
from extractors.spans import SpanIndex


@dataclass(frozen=True, slots=True)
class Named:
    """A place where a person, organisation or place is named.

    `name` is the best form of it in this document and `key` that form's key; `extractor` names the rule or model.
    """

    start: int
    end: int
    kind: EntityKind
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
    reference: date | None = None  # the day of publication, from which relative dates are counted
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
    _named_index: dict[str, tuple[tuple[Named, ...], SpanIndex[Named]]] = field(default_factory=dict, repr=False)
    _dates_index: tuple[tuple[DateFact, ...], SpanIndex[DateFact]] | None = field(default=None, repr=False)
    _roles_index: tuple[tuple[Role, ...], dict[str, list[Role]]] | None = field(default=None, repr=False)
    _hints_index: tuple[tuple[Hint, ...], SpanIndex[Hint]] | None = field(default=None, repr=False)

    def organisations_in(self, start: int, end: int) -> list[Named]:
        """Return the organisations named wholly inside the span, in reading order."""
        return self._index("organisations", self.organisations).within(start, end)

    def organisations_over(self, start: int, end: int) -> list[Named]:
        """Return the organisations whose names share a character with the span."""
        return self._index("organisations", self.organisations).overlapping(start, end)

    def people_in(self, start: int, end: int) -> list[Named]:
        """Return the people named wholly inside the span, in reading order."""
        return self._index("people", self.people).within(start, end)

    def roles_of(self, person: Named) -> list[Role]:
        """Return the roles of a person, in reading order."""
        if self._roles_index is None or self._roles_index[0] is not self.roles:
            by_person: dict[str, list[Role]] = {}
            for role in self.roles:
                by_person.setdefault(role.person_id, []).append(role)
            self._roles_index = (self.roles, by_person)
        return self._roles_index[1].get(person.entity_id, [])

    def dates_in(self, start: int, end: int) -> list[DateFact]:
        """Return the dates that stand wholly inside the span, in reading order."""
        if self._dates_index is None or self._dates_index[0] is not self.dates:
            self._dates_index = (self.dates, SpanIndex(self.dates, lambda d: (d.start_char, d.end_char)))
        return self._dates_index[1].within(start, end)

    def hinted(self, start: int, end: int, *labels: str) -> bool:
        """Whether the recogniser gave one of `labels` to a stretch that overlaps the span."""
        if self._hints_index is None or self._hints_index[0] is not self.hints:
            self._hints_index = (self.hints, SpanIndex(self.hints, lambda h: (h.start, h.end)))
        return any(hint.label in labels for hint in self._hints_index[1].overlapping(start, end))

    def _index(self, kind: str, named: tuple[Named, ...]) -> SpanIndex[Named]:
        """The index of `named`, built anew when a component has set other ones."""
        known = self._named_index.get(kind)
        if known is None or known[0] is not named:
            known = (named, SpanIndex(named, lambda n: (n.start, n.end)))
            self._named_index[kind] = known
        return known[1]
