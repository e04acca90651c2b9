"""The kinds of documents: what a piece of news, a strategy, a letter, a listing and a set of minutes are made of."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from _documents import sentences, slots, words
from _documents.sentences import Scene, plain, subject
from _documents.writing import Sentence, Writing, say


class Head(NamedTuple):
    """What a document says of itself as a whole."""

    title: str
    document_type: str
    coverage_start: date | None = None
    coverage_end: date | None = None


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _prose(scene: Scene, telling: int, filling: int) -> list[Sentence]:
    """So many sentences with names and values, and so many without, mixed."""
    told = [scene.chance.pick(sentences.TELLING)(scene) for _ in range(telling)]
    for _ in range(filling):
        told.insert(scene.chance.below(len(told) + 1), plain(scene.chance))
    return told


def _paragraphs(scene: Scene, writing: Writing, count: int) -> None:
    for _ in range(count * scene.length):
        writing.paragraph(*_prose(scene, scene.chance.between(1, 2), scene.chance.between(2, 4)))


def news(scene: Scene, writing: Writing) -> Head:
    """A title, the day, a few paragraphs, what somebody says of it."""
    body = scene.cast.body(scene.publisher)
    pattern = f"{{}} to {scene.chance.pick(words.VERBS)} {subject(scene.chance)}"
    title = say(pattern, slots.named(body))
    writing.heading(title, 1)
    writing.paragraph(say("Published {}", slots.day(scene.when, "published")))
    _paragraphs(scene, writing, scene.chance.between(2, 4))
    writing.paragraph(sentences.of_speech(scene), plain(scene.chance))
    writing.paragraph(*_prose(scene, 1, 2))
    return Head(str(title), "news")


def strategy(scene: Scene, writing: Writing) -> Head:
    """Vision, aims, priorities, values, partners, money, for some years."""
    chance, body = scene.chance, scene.cast.body(scene.publisher)
    first, last = scene.when.year, scene.when.year + chance.between(2, 5)
    about = _capital(subject(chance))
    title = say(f"{about} strategy {{}} to {{}}", slots.year(first, "coverage"), slots.year(last, "coverage"))
    writing.heading(title, 1)
    writing.paragraph(*_prose(scene, 2, 3))
    writing.heading(say("Our vision"))
    writing.paragraph(_item(scene, "vision", 1))
    for kind, heading in (("aim", "Our aims"), ("priority", "Our priorities"), ("value", "Our values")):
        writing.heading(say(heading))
        writing.items(*(_item(scene, kind, at + 1) for at in range(chance.between(3, 5))))
        _paragraphs(scene, writing, chance.between(1, 2))
    writing.heading(say("Who we work with"))
    group = f"{scene.publisher.place} {_capital(chance.pick(words.NOUNS))} Partnership"
    writing.paragraph(say("{} leads a partnership of these bodies.", slots.named(body)), sentences.of_partners(scene))
    partners = dict.fromkeys(map(scene.cast.body, scene.partners))
    writing.items(*(say("{}", slots.member(group, each, None, None)) for each in partners))
    writing.heading(say("Money and people"))
    _paragraphs(scene, writing, chance.between(2, 3))
    return Head(str(title), "strategy", date(first, 1, 1), date(last, 12, 31))


def _item(scene: Scene, kind: str, ordinal: int) -> Sentence:
    return say("{}", slots.item(kind, ordinal, plain(scene.chance)))


def letter(scene: Scene, writing: Writing) -> Head:
    """To somebody, signed by somebody else."""
    to = scene.cast.body(scene.chance.pick(scene.partners))
    who = scene.chance.pick(scene.staff)
    person, body = scene.cast.person(who), scene.cast.body(scene.publisher)
    title = f"Letter on {subject(scene.chance)}"
    writing.heading(say(title), 1)
    writing.paragraph(say("{}", slots.day(scene.when, "published")))
    writing.paragraph(say("Dear colleagues at {},", slots.named(to)))
    _paragraphs(scene, writing, scene.chance.between(2, 4))
    writing.paragraph(say("Yours sincerely,"))
    writing.paragraph(say("{}, {}, {}", slots.named(person), slots.title(person, who.title, body), slots.named(body)))
    return Head(title, "page")


def listing(scene: Scene, writing: Writing) -> Head:
    """A page that links other documents."""
    body = scene.cast.body(scene.publisher)
    title = say(f"{{}}: papers on {subject(scene.chance)}", slots.named(body))
    writing.heading(title, 1)
    writing.paragraph(*_prose(scene, 1, 2))
    writing.heading(say("Papers"))
    writing.items(*(_paper(scene, at) for at in range(scene.chance.between(5, 12))))
    writing.paragraph(*_prose(scene, 2, 2))
    return Head(str(title), "listing")


def _paper(scene: Scene, at: int) -> Sentence:
    when = scene.chance.day()
    label = f"{_capital(subject(scene.chance))} report {when.year}"
    uri = f"https://papers.example/{scene.publisher.number}/{when.isoformat()}-{at}.pdf"
    size = scene.chance.between(1, 90)
    pattern = f"{{}} (PDF, {size / 10:g}MB), {{}}"
    return say(pattern, slots.publication(label, when, uri, size * 100_000), slots.day(when, "published"))


def minutes(scene: Scene, writing: Writing) -> Head:
    """Who was there, and what was said and decided."""
    body = scene.cast.body(scene.publisher)
    title = say("Minutes of the board of {}, {}", slots.named(body), slots.day(scene.when, "meeting"))
    writing.heading(title, 1)
    writing.heading(say("Present"))
    present = {scene.cast.person(each): each for each in scene.staff}
    writing.items(
        *(say("{}, {}", slots.named(each), slots.title(each, who.title, body)) for each, who in present.items())
    )
    for _ in range(scene.chance.between(2, 4)):
        writing.heading(say(f"{_capital(subject(scene.chance))}"))
        _paragraphs(scene, writing, 1)
    return Head(str(title), "minutes")


KINDS: tuple[tuple[int, Callable[[Scene, Writing], Head]], ...] = (
    (45, news),
    (60, minutes),
    (72, listing),
    (85, letter),
    (100, strategy),
)
"""Each kind with the percentage of documents up to and with it."""
