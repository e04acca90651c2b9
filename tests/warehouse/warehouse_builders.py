"""Documents made for the tests of the warehouse: a short text, and facts that are found in it by their words."""

import atexit
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from extractors.fingerprint import fingerprint, signature
from extractors.ids import content_hash, stable_id
from extractors.looks import FetchRecord, SourceRun, TakenItem
from extractors.records import (
    DateFact,
    DocumentMetadata,
    Entity,
    Extraction,
    Fact,
    Figure,
    LoadItem,
    Mention,
    Outcome,
    ParsedDocument,
    Partnership,
    PartnershipMember,
    Publication,
    Quote,
    Role,
    Section,
    StrategyItem,
)
from warehouse.decisions import Decided, Ruling
from warehouse.paths import Paths
from warehouse.publish import Published
from warehouse.records import Versions
from warehouse.writer import Writer

Ask = Callable[..., list[Any]]
"""A question to the published file, as the `ask` fixture gives it: statement and parameters → rows."""

AnyFact = TypeVar("AnyFact", bound=Fact)

_FOLDER = TemporaryDirectory()
atexit.register(_FOLDER.cleanup)
_begun: dict[str, Path] = {}
"""What was begun with before, as text → the published file."""
SOME_TIME = datetime(2024, 6, 1, 12, 0)  # UTC, as the warehouse gives it back
VERSIONS = Versions(greenpaper="0.1.0", extractor="1", pipeline="none")

STRATEGY = """Our strategy 2020 to 2023

Jane Doe, Chief Executive of Northdale Trust, signed it on 4 May 2020.

Money

We spend £3.4million on wards with Southdale Council. Our vision is a kind county. Our aim is shorter waits.

Partners

Northdale Trust and Southdale Council are members of the Vale Partnership.

“We improve services together,” said Jane Doe.

Annual report 2019
"""


def placed(record: type[AnyFact], text: str, words: str, /, **fields: Any) -> AnyFact:
    """Return a fact at the first place where `words` stand in `text`, with the whole line as evidence."""
    start = text.index(words)
    end = start + len(words)
    line = text[text.rfind("\n", 0, start) + 1 : (text + "\n").index("\n", end)]
    return record(start_char=start, end_char=end, text=words, evidence=line, extractor="test", confidence=1.0, **fields)


def entity(kind: Any, name: str, **fields: Any) -> Entity:
    """Return a person, organisation or place whose key comes from its name."""
    return Entity(entity_id=stable_id(kind, name.casefold()), kind=kind, name=name, **fields)


def metadata(**fields: Any) -> DocumentMetadata:
    """Return metadata of a page of which nothing else is known."""
    nothing = DocumentMetadata(
        title=None,
        document_type="page",
        publisher=None,
        publisher_id=None,
        language="en",
        published_on=None,
        modified_on=None,
        coverage_start=None,
        coverage_end=None,
    )
    return replace(nothing, **fields)


def item(uri: str, text: str, extraction: Extraction | None = None, *, version: str = "1") -> LoadItem:
    """Return a document ready to load; without an extraction it says nothing."""
    return LoadItem(
        uri=uri,
        source="test",
        content_sha256=content_hash(text.encode()),
        byte_count=len(text.encode()),
        extractor_version=version,
        document=ParsedDocument(text=text, media_type="text/plain", blocks=()),
        extraction=extraction or Extraction(metadata=metadata()),
    )


def named(uri: str, *people: str, version: str = "1", more: str = "") -> LoadItem:
    """Return a document whose text names these people, one a line, followed by `more`."""
    text = "\n".join([*people, more])
    entities = tuple(entity("person", name) for name in people)
    mentions = tuple(
        placed(Mention, text, each.name, kind="person", name=each.name, entity_id=each.entity_id) for each in entities
    )
    return item(uri, text, Extraction(metadata=metadata(), entities=entities, mentions=mentions), version=version)


def strategy(uri: str = "file:strategy.txt", text: str = STRATEGY, *, version: str = "1") -> LoadItem:
    """Return a document with at least one fact of every kind."""
    jane = entity("person", "Jane Doe", honorific="Dr", aliases=("J. Doe",))
    trust = entity("organisation", "Northdale Trust", classification="NHS trust", aliases=("Northdale",))
    council = entity("organisation", "Southdale Council", classification="local authority")
    extraction = Extraction(
        metadata=metadata(
            title="Our strategy 2020 to 2023",
            document_type="strategy",
            publisher=trust.name,
            publisher_id=trust.entity_id,
            published_on=date(2020, 5, 4),
            coverage_start=date(2020, 1, 1),
            coverage_end=date(2023, 12, 31),
        ),
        sections=_sections(text, "Money", "Partners"),
        entities=(jane, trust, council),
        mentions=tuple(
            placed(Mention, text, each.name, kind=each.kind, name=each.name, entity_id=each.entity_id)
            for each in (jane, trust, council)
        ),
        roles=(
            placed(
                Role,
                text,
                "Chief Executive",
                person_id=jane.entity_id,
                person=jane.name,
                title="Chief Executive",
                organisation_id=trust.entity_id,
                organisation=trust.name,
                is_former=False,
                as_of=None,
            ),
        ),
        figures=(
            placed(
                Figure,
                text,
                "£3.4million",
                value=3_400_000.0,
                value_high=None,
                unit="GBP",
                measure="wards",
                qualifier=None,
            ),
        ),
        dates=(
            placed(
                DateFact,
                text,
                "4 May 2020",
                start_date=date(2020, 5, 4),
                end_date=date(2020, 5, 4),
                precision="day",
                role="published",
                is_relative=False,
            ),
        ),
        strategy_items=(
            placed(StrategyItem, text, "a kind county", kind="vision", ordinal=1, detail=None, audience=None),
            placed(StrategyItem, text, "shorter waits", kind="aim", ordinal=1, detail=None, audience=None),
        ),
        partnerships=(
            placed(
                Partnership,
                text,
                "with Southdale Council",
                organisation_a_id=trust.entity_id,
                organisation_a=trust.name,
                organisation_b_id=council.entity_id,
                organisation_b=council.name,
                relation="works with",
                programme=None,
                observed_on=None,
            ),
        ),
        partnership_members=(
            placed(
                PartnershipMember,
                text,
                "Southdale Council are members",
                partnership="Vale Partnership",
                organisation_id=council.entity_id,
                organisation=council.name,
                representative=None,
                representative_title=None,
            ),
        ),
        publications=(
            placed(
                Publication,
                text,
                "Annual report 2019",
                label="Annual report 2019",
                year=2019,
                published_on=date(2019, 7, 1),
                uri="file:report.txt",
                media_type=None,
                size_bytes=None,
            ),
        ),
        quotes=(
            placed(
                Quote,
                text,
                "We improve services together,",
                speaker_id=jane.entity_id,
                speaker=jane.name,
                speaker_role="Chief Executive",
            ),
        ),
    )
    return item(uri, text, extraction, version=version)


def _sections(text: str, *headings: str) -> tuple[Section, ...]:
    starts = [text.index(f"{heading}\n") for heading in headings]
    ends = [*starts[1:], len(text)]
    return tuple(
        Section(ordinal, 1, heading, heading, start, end)
        for ordinal, (heading, start, end) in enumerate(zip(headings, starts, ends, strict=True), start=1)
    )


def signed(made: LoadItem) -> LoadItem:
    """Return the document with its fingerprint and signature, as the flow gives them."""
    return replace(made, fingerprint=fingerprint(made.document), signature=signature(made.document.text))


def fetched(uri: str, **fields: Any) -> FetchRecord:
    """Return what a server said of an address, of which nothing else is known."""
    nothing = FetchRecord(
        uri=uri,
        final_uri=uri,
        etag=None,
        last_modified=None,
        content_sha256=content_hash(b""),
        media_type="text/html",
        fetched_at=SOME_TIME,
    )
    return replace(nothing, **fields)


def taken(source: str, uri: str, **fields: Any) -> TakenItem:
    """Return an item of a source, of which nothing else is known."""
    nothing = TakenItem(
        source=source,
        uri=uri,
        label=None,
        stamp=None,
        published_on=None,
        fetch_uri=None,
        found_on=None,
        taken_at=SOME_TIME,
    )
    return replace(nothing, **fields)


def looked(source: str, **fields: Any) -> SourceRun:
    """Return a complete look at a source that listed nothing."""
    nothing = SourceRun(
        source=source,
        kind="page",
        status="complete",
        reason="",
        listed=0,
        due=0,
        loaded=0,
        started_at=SOME_TIME,
        finished_at=SOME_TIME,
        publisher=None,
        licence=None,
        schedule=None,
    )
    return replace(nothing, **fields)


_MOMENTS = count()


def ruling(decision: Decided, subject_id: str, other_id: str | None = None, **fields: Any) -> Ruling:
    """Return a decision of an analyst, made after all that were returned before it."""
    made = Ruling(
        decision=decision,
        subject_id=subject_id,
        other_id=other_id,
        decided_by="an analyst",
        reason="seen in the paper",
        decided_at=SOME_TIME + timedelta(seconds=next(_MOMENTS)),
    )
    return replace(made, **fields)


def run(
    published: Path,
    *items: LoadItem,
    others: tuple[Outcome, ...] = (),
    fetches: tuple[FetchRecord, ...] = (),
    items_taken: tuple[TakenItem, ...] = (),
    looks: tuple[SourceRun, ...] = (),
) -> tuple[Outcome, ...]:
    """Load the documents in one run of one batch and publish; return how each ended."""
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        ended = writer.load(run_id, items, others, fetches=fetches, taken=items_taken)
        for look in looks:
            writer.keep_source_run(run_id, look)
        writer.finish_run(run_id, len(items) + len(others))
        writer.publish()
    return ended


def begin(published: Path, *items: LoadItem, **more: Any) -> None:
    """Do as `run`, into a warehouse that is not there yet: once in a process for the same documents, then by a copy."""
    key = repr((items, sorted(more.items())))
    if key not in _begun:
        _begun[key] = Path(_FOLDER.name) / str(len(_begun)) / "greenpaper.duckdb"
        run(_begun[key], *items, **more)
    store = Paths(published).working.parent
    assert not store.exists()
    shutil.copytree(Paths(_begun[key]).working.parent, store)
    shutil.copyfile(_begun[key], published)


def publish(published: Path) -> Published:
    """Publish what is loaded."""
    with Writer.open(published) as writer:
        return writer.publish()
