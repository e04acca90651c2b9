"""Realistic public documents in any number, with the facts that they state; no real place or person is in them.

    for document in generate(2_000, seed=1):
        document.uri, document.content, document.text, document.extraction

The same count and seed give the same bytes and facts on every machine. Offsets count in `text`, which is what the
parsers make of `content`. Three documents in a hundred are another address of an earlier one; twelve have a second
edition and three a third, which `generate(..., edition=2)` and `edition=3` give.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from _documents.chance import Chance
from _documents.kinds import KINDS, Head
from _documents.pages import as_page, as_text
from _documents.sentences import TELLING, Scene, plain
from _documents.slots import Cast
from _documents.world import World
from _documents.writing import Writing
from extractors import records
from extractors.records import Entity, Extraction, ParsedDocument

SOURCES = 40
_COPIES, _BACK = 0.03, 7
_HAVE = {1: 1.0, 2: 0.12, 3: 0.03}
"""Edition → the share of documents that have it."""
_PAGES, _IN_ARCHIVES, _IN_ONE = 0.7, 0.05, 50


@dataclass(frozen=True, slots=True)
class Document:
    """One edition of a document. `found_on` is the archive that it is in, if it is in one."""

    number: int
    uri: str
    found_on: str | None
    source: str
    content: bytes
    parsed: ParsedDocument
    extraction: Extraction

    @property
    def text(self) -> str:
        """The text that all offsets count in."""
        return self.parsed.text


def generate(count: int, seed: int, *, edition: int = 1, length: int = 1) -> Iterator[Document]:
    """Give `count` documents, in the order of their numbers; of a later edition those that have it.

    `length` times as many paragraphs as by default, in which half of the texts have 1,500 characters and more.
    """
    world = World(count, seed)
    for number in range(count):
        if Chance("editions", seed, number).odds(_HAVE.get(edition, 0.0)):
            yield document(world, number, edition, length)


def document(world: World, number: int, edition: int = 1, length: int = 1) -> Document:
    """Return one document of a world."""
    place = Chance("place", world.seed, number)
    is_copy, is_page, is_inside = place.odds(_COPIES), place.odds(_PAGES), place.odds(_IN_ARCHIVES)
    said_by = number - _BACK if is_copy and number >= _BACK else number
    chance, writing = Chance("content", world.seed, said_by), Writing()
    scene = _scene(world, chance, length)
    head = _kind(chance)(scene, writing)
    for later in range(2, edition + 1):
        changed = Chance("changed", world.seed, number, later)
        writing.paragraph(*(plain(changed) for _ in range(3)), changed.pick(TELLING)(scene._replace(chance=changed)))
    if said_by != number:
        writing.paragraph(plain(place))
    text = writing.text
    address = f"{scene.publisher.number}/{number:07}.{'html' if is_page else 'txt'}"
    archive = f"https://archives.example/{number // _IN_ONE}.zip" if is_inside else None
    return Document(
        number=number,
        uri=f"{archive}!/{address}" if archive else f"https://papers.example/{address}",
        found_on=archive,
        source=f"source {place.rank(SOURCES)}",
        content=as_page(writing, text, scene.publisher.name, number) if is_page else as_text(text),
        parsed=ParsedDocument(
            text,
            "text/html" if is_page else "text/plain",
            tuple(writing.blocks),
            tuple(writing.links) if is_page else (),
        ),
        extraction=_extraction(scene, writing, head, text),
    )


def _scene(world: World, chance: Chance, length: int) -> Scene:
    publisher = world.bodies[chance.rank(world.body_count)]
    staff = chance.few(world.staff(publisher), 5)
    partners = [each for each in chance.few(world.partners(publisher), 4) if each != publisher]
    others = partners or [world.bodies[publisher.number - 1]]
    return Scene(chance, Cast(chance), publisher, staff, others, chance.day(), length)


def _kind(chance: Chance) -> Callable[[Scene, Writing], Head]:
    odds = chance.below(100)
    return next(kind for percent, kind in KINDS if odds < percent)


def _extraction(scene: Scene, writing: Writing, head: Head, text: str) -> Extraction:
    publisher = scene.cast.body(scene.publisher)
    writing.entities[publisher.entity_id].append(publisher)
    facts = writing.facts
    return Extraction(
        metadata=records.DocumentMetadata(
            title=head.title,
            document_type=head.document_type,
            publisher=publisher.name,
            publisher_id=publisher.entity_id,
            language="en",
            published_on=scene.when,
            modified_on=None,
            coverage_start=head.coverage_start,
            coverage_end=head.coverage_end,
        ),
        sections=writing.sections(text),
        entities=tuple(_entities(writing)),
        mentions=tuple(facts[records.Mention]),
        roles=tuple(facts[records.Role]),
        figures=tuple(facts[records.Figure]),
        dates=tuple(facts[records.DateFact]),
        strategy_items=tuple(facts[records.StrategyItem]),
        partnerships=tuple(facts[records.Partnership]),
        partnership_members=tuple(facts[records.PartnershipMember]),
        publications=tuple(facts[records.Publication]),
        quotes=tuple(facts[records.Quote]),
    )


def _entities(writing: Writing) -> Iterator[Entity]:
    """One entity per id, with every other name that the document gives it."""
    for named in writing.entities.values():
        names = Counter(each.name for each in named)
        usual = max(names, key=lambda form: (names[form], form))
        first = next(each for each in named if each.name == usual)
        yield replace(
            first, aliases=tuple(sorted({*names, *(form for each in named for form in each.aliases)} - {usual}))
        )
