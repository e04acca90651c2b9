"""A document whose every name, title and address tries to be markup or script, and the warehouse of it."""

from datetime import date
from pathlib import Path

from extractors.ids import content_hash, stable_id
from extractors.records import (
    Block,
    DocumentMetadata,
    Entity,
    Extraction,
    Figure,
    LoadItem,
    Mention,
    ParsedDocument,
    Partnership,
    Publication,
    Quote,
    Role,
    StrategyItem,
)
from warehouse.records import Versions
from warehouse.writer import Writer

SCRIPT = "<script>window.ran=1</script>"
IMAGE = '"><img src=x onerror=window.ran=1>'
TEMPLATE = "{{ 7*7 }}{% raw %}"
ADDRESS = "javascript:window.ran=1"


def hostile_warehouse(folder: Path) -> Path:
    """Publish one document; its text says `<script>`, and so do all its facts."""
    words = (
        f"Ann {SCRIPT}",
        f"Vale {IMAGE} Trust",
        f"Barset {TEMPLATE} Council",
        "£5</textarea><script>window.ran=1</script>",
    )
    text = "\n".join(words)
    places = {each: (text.index(each), text.index(each) + len(each)) for each in words}
    person, body, other, money = words

    def place(said: str) -> dict[str, object]:
        start, end = places[said]
        return {
            "start_char": start, "end_char": end, "text": said, "evidence": said, "extractor": "t", "confidence": 0.5,
        }  # fmt: skip

    ids = {name: stable_id("person" if name == person else "organisation", name) for name in words[:3]}
    entities = tuple(
        Entity(entity_id=ids[name], kind="person" if name == person else "organisation", name=name, aliases=(SCRIPT,))
        for name in words[:3]
    )
    made = Extraction(
        metadata=DocumentMetadata(
            title=f"Plan {SCRIPT}{IMAGE}", document_type="plan", publisher=body, publisher_id=ids[body], language="en",
            published_on=date(2024, 1, 1), modified_on=None, coverage_start=date(2024, 1, 1),
            coverage_end=date(2026, 1, 1),
        ),
        entities=entities,
        mentions=tuple(
            Mention(**place(each.name), kind=each.kind, name=each.name, entity_id=each.entity_id)  # type: ignore[arg-type]
            for each in entities
        ),
        roles=(Role(**place(person), person_id=ids[person], person=person, title=SCRIPT, organisation_id=ids[body],  # type: ignore[arg-type]
                    organisation=body, is_former=False, as_of=None),),
        figures=(Figure(**place(money), value=5, value_high=None, unit=IMAGE, measure=SCRIPT, qualifier=None,  # type: ignore[arg-type]
                        organisation=SCRIPT, period_start=date(2024, 1, 1)),),
        strategy_items=(StrategyItem(**place(other), kind="aim", ordinal=1, detail=SCRIPT, audience=None),),  # type: ignore[arg-type]
        partnerships=(Partnership(**place(other), organisation_a_id=ids[body], organisation_a=body,  # type: ignore[arg-type]
                                  organisation_b_id=ids[other], organisation_b=other, relation="partnership",
                                  programme=SCRIPT, observed_on=None),),
        publications=(Publication(**place(money), label=SCRIPT, year=2024, published_on=date(2024, 1, 1), uri=ADDRESS,  # type: ignore[arg-type]
                                  media_type=None, size_bytes=None),),
        quotes=(Quote(**place(person), speaker_id=ids[person], speaker=person, speaker_role=IMAGE),),  # type: ignore[arg-type]
    )  # fmt: skip
    item = LoadItem(
        uri=ADDRESS,
        source="test",
        content_sha256=content_hash(text.encode()),
        byte_count=len(text),
        extractor_version="1",
        document=ParsedDocument(text, "text/html", (Block("paragraph", 0, len(text)),)),
        extraction=made,
    )
    published = folder / "hostile.duckdb"
    with Writer.open(published) as writer:
        run = writer.begin_run("test", Versions(greenpaper="0", extractor="1", pipeline="none"))
        writer.archive(text.encode())
        writer.load(run, [item])
        writer.finish_run(run, 1)
        writer.publish()
    return published
