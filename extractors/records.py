"""The record types that travel between the steps: bytes → text and layout → facts → warehouse rows.

Offsets count Unicode characters in the normalised text of the document, end exclusive, so
`text[start_char:end_char]` is exactly the words. Field names are the warehouse's column names.
Standard library only, so that everything may import it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

BlockKind = Literal["heading", "paragraph", "item", "row"]
EntityKind = Literal["person", "organisation", "place"]
MentionKind = Literal["person", "organisation", "place", "figure", "date"]
Precision = Literal["day", "month", "quarter", "year", "financial year", "range"]


class Span(NamedTuple):
    """A stretch of a document's text: character offsets, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or table row, in reading order.

    `start` and `end` enclose the words without the list marker. `lines` are its logical lines: hard wraps are undone,
    real line breaks are kept. `level` is 1 to 6 for headings (1 is the title), the depth from 1 for items, else 0.
    `marker` is the bullet or number as written ("•", "1.", "(a)"). `is_header` says that a row heads its table. One of
    its `cells` that spans others leaves them empty: `grid` then has for each the one whose words hold there.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    marker: str = ""
    lines: tuple[Span, ...] = ()
    cells: tuple[Span, ...] = ()
    is_header: bool = False
    grid: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: its words' place in the text, and the absolute address it points to."""

    start: int
    end: int
    uri: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file or page says of itself outside its running text (HTML meta data, document properties)."""

    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    modified_on: date | None = None
    language: str | None = None
    document_type: str | None = None
    canonical_uri: str | None = None


Grade = Literal["good", "fair", "poor"]


@dataclass(frozen=True, slots=True)
class Conversion:
    """How well the words came over from the bytes; `reasons` say what is wrong with it, and are empty where it is good.

    A fair conversion may have lost layout or a word here and there, a poor one is not to be relied on.
    """

    grade: Grade = "good"
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another: in an archive, or attached to an e-mail. `name` is its path inside, with "/"."""

    name: str
    content: bytes
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file inside another that is not taken out, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """One edition of a document as text: what a parser makes of its bytes. The same bytes always give the same.

    `page_starts` are the offsets in `text` at which its pages begin, in order and beginning with page 1's; empty for
    formats without pages. `members` and `refusals` are the files that it carries beside its own text.
    """

    text: str
    media_type: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    conversion: Conversion = field(default_factory=Conversion)
    page_starts: tuple[int, ...] = ()
    members: tuple[Member, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """An archive: files without a text around them, each a document of its own."""

    media_type: str
    members: tuple[Member, ...]
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its text up to the next heading of its level or above; `path` joins the headings above with " > ".

    `start_char` is where the heading begins. Text before the first heading belongs to no section.
    """

    ordinal: int
    level: int
    heading: str
    path: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that the document says at one place.

    `text` is exactly the document's text from `start_char` to `end_char`; `evidence` is the sentence or line it
    stands in, verbatim; `confidence` is between 0 and 1; `extractor` names the rule or model that found it.
    """

    start_char: int
    end_char: int
    text: str
    evidence: str
    extractor: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Fact):
    """A place where something is named. `entity_id` is None for figures and dates (they are values, not entities)."""

    kind: MentionKind
    name: str
    entity_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, organisation or place as one document names it; one per entity and document.

    `name` is the best form in this document, `aliases` every other form that it uses. For organisations
    `classification` is one of CONTRACT.md's words, `identifier_scheme` and `identifier` come from a register.
    """

    entity_id: str
    kind: EntityKind
    name: str
    aliases: tuple[str, ...] = ()
    honorific: str | None = None
    classification: str | None = None
    identifier_scheme: str | None = None
    identifier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Fact):
    """A person holding a title. The place is the title's; `title` is it on one line; `organisation` may be None."""

    person_id: str
    person: str
    title: str
    organisation_id: str | None
    organisation: str | None
    is_former: bool
    as_of: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Fact):
    """A quantity: `value` (a range has `value_high` too) in `unit`, of `measure`.

    Units: ISO 4217 codes for money; percent, "percentage point", ratio, count, age; year, month, week, day, hour,
    minute; otherwise the unit's symbol. 83% is 83 percent, one in four is a ratio of 0.25.
    """

    value: float
    value_high: float | None
    unit: str
    measure: str | None
    qualifier: str | None
    organisation: str | None = None
    period_start: date | None = None
    period_end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFact(Fact):
    """A calendar expression as an inclusive interval; both ends are None where it cannot be resolved."""

    start_date: date | None
    end_date: date | None
    precision: Precision
    role: str | None
    is_relative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyItem(Fact):
    """A vision, mission, purpose, value, aim, objective, goal, priority, principle, enabler, outcome, commitment
    or recommendation. `ordinal` counts from 1 within its kind; `detail` is the explanation that follows the item."""

    kind: str
    ordinal: int
    detail: str | None
    audience: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership(Fact):
    """Two organisations of which the text says that they work together; `text` holds the words that say so."""

    organisation_a_id: str
    organisation_a: str
    organisation_b_id: str
    organisation_b: str
    relation: str
    programme: str | None
    observed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnershipMember(Fact):
    """An organisation in a named programme, partnership or board; `text` is the organisation as written."""

    partnership: str
    organisation_id: str | None
    organisation: str
    representative: str | None
    representative_title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Fact):
    """Another document, or another version of a plan, that the page lists; `text` is its label as written."""

    label: str
    year: int | None
    published_on: date | None
    uri: str | None
    media_type: str | None
    size_bytes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Fact):
    """Direct speech; `text` is what stands between the quotation marks (or the whole block quote)."""

    speaker_id: str | None
    speaker: str | None
    speaker_role: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMetadata:
    """What is known of the document as a whole, from its own words first and its file's meta data second."""

    title: str | None
    document_type: str
    publisher: str | None
    publisher_id: str | None
    language: str | None
    published_on: date | None
    modified_on: date | None
    coverage_start: date | None
    coverage_end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Everything that one edition says. A pure function of its ParsedDocument and the extractors' version."""

    metadata: DocumentMetadata
    sections: tuple[Section, ...] = ()
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    roles: tuple[Role, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[DateFact, ...] = ()
    strategy_items: tuple[StrategyItem, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    partnership_members: tuple[PartnershipMember, ...] = ()
    publications: tuple[Publication, ...] = ()
    quotes: tuple[Quote, ...] = ()


DocumentStatus = Literal["loaded", "unchanged", "skipped", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadItem:
    """One document ready for the warehouse: where it lives, what its bytes are, its text, and what it says.

    `fingerprint` and `signature` are those of `extractors.fingerprint`, empty where not made. `found_on` is the address
    of the page, archive or e-mail in which it was found, `licence` the terms that its source states."""

    uri: str
    source: str
    content_sha256: str
    byte_count: int
    extractor_version: str
    document: ParsedDocument
    extraction: Extraction
    fingerprint: str = ""
    signature: tuple[int, ...] = ()
    found_on: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one document that a run was asked for ended; `facts` counts its facts (0 unless loaded)."""

    uri: str
    status: DocumentStatus
    reason: str
    facts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRecord:
    """What a server last said of an address: enough to ask whether it changed. The two validators are headers as they
    came; `redirects` are the addresses passed on the way to `final_uri`, in order. `fetched_at` is UTC."""

    uri: str
    final_uri: str
    etag: str | None
    last_modified: str | None
    content_sha256: str
    media_type: str | None
    fetched_at: datetime
    redirects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenItem:
    """An item of a source, as it was listed when it was taken; another `stamp` means that it is due again.

    `fetch_uri` is where its bytes are, if not at `uri`; `found_on` is the listing. `taken_at` is UTC."""

    source: str
    uri: str
    label: str | None
    stamp: str | None
    published_on: date | None
    fetch_uri: str | None
    found_on: str | None
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRun:
    """How one look at a source ended, with numbers of items; `reason` says why it is not complete. Times are UTC.
    `minimum` and `maximum` are how many it should list, None where that was not written down."""

    source: str
    kind: str
    status: Literal["complete", "partly", "stopped"]
    reason: str
    listed: int
    due: int
    loaded: int
    started_at: datetime
    finished_at: datetime
    publisher: str | None
    licence: str | None
    schedule: str | None
    minimum: int | None = None
    maximum: int | None = None
    withdrawn: int = 0
