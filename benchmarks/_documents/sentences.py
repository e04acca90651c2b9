"""Single sentences of public papers: some say something of the cast, most are what stands between."""

from datetime import date
from typing import NamedTuple

from _documents import slots, words
from _documents.chance import Chance
from _documents.slots import Cast
from _documents.world import Body, Person
from _documents.writing import Sentence, say

_SHARED = 0.5  # of the titles under which a text names people, those with the body behind them


class Scene(NamedTuple):
    """What one document is about, whom it may name, and how many times the usual number of paragraphs it has."""

    chance: Chance
    cast: Cast
    publisher: Body
    staff: list[Person]
    partners: list[Body]
    when: date
    length: int = 1


def plain(chance: Chance) -> Sentence:
    """A sentence that says nothing of anybody."""
    noun, other, third = (chance.pick(words.NOUNS) for _ in range(3))
    verb, then = chance.pick(words.VERBS), chance.pick(words.VERBS)
    kind, sort = chance.pick(words.DESCRIBING), chance.pick(words.DESCRIBING)
    when = chance.pick(words.WHEN)
    pattern = chance.pick(_PLAIN)
    return Sentence(pattern.format(n=noun, o=other, p=third, v=verb, w=then, a=kind, b=sort, t=when))


_PLAIN = (
    "The {a} {n} will {v} each {b} {o} {t}.",
    "We {v} the {n} and {w} a {a} {o} {t}.",
    "People told us that the {n} is too {a}, and that they {v} the {o} only where the {p} is {b}.",
    "Every {n} has a {a} {o}, which we {v} {t}.",
    "To {v} the {a} {n}, staff {w} the {o} beside the {b} {p}.",
    "A {a} {n} can {v} more than a {b} {o}.",
    "Nobody should need a {n} to {v} the {a} {o} {t}.",
    "This {n} is {a}: we {v} it {t} and {w} the {o}.",
    "Where the {n} cannot {v}, a {a} {o} may {w} the {p} {t}.",
    "Both the {a} {n} and the {b} {o} {v} our {p}.",
    "What matters is the {n}, not the {o} or the {a} {p}.",
    "If you {v} a {n}, please {w} the {a} {o} {t}.",
    "Our {n} teams {v} the {a} {o}, {w} the {p} and keep it {b}.",
    "There is a {a} {n} for each {o} {t}.",
)


def subject(chance: Chance) -> str:
    """What a document, plan or programme is about, in two or three words."""
    about = f"{chance.pick(words.DESCRIBING)} {chance.pick(words.NOUNS)}"
    return f"{about} and {chance.pick(words.NOUNS)}" if chance.odds(0.4) else about


def of_person(scene: Scene) -> Sentence:
    """A sentence that names somebody with a title."""
    who, body = _speaker(scene)
    person, where = scene.cast.person(who), scene.cast.body(body)
    verb, noun, kind = (
        scene.chance.pick(words.VERBS),
        scene.chance.pick(words.NOUNS),
        scene.chance.pick(words.DESCRIBING),
    )
    if scene.chance.odds(_SHARED):
        return say(
            f"{{}}, {{}} of {{}}, will {verb} the {kind} {noun}.",
            slots.named(person),
            slots.title(person, who.title, where),
            slots.named(where),
        )
    held = slots.title(person, who.title, where)
    return say(f"{{}} {{}} asked the {noun} to {verb} it on {{}}.", held, slots.named(person), slots.day(scene.when))


def of_speech(scene: Scene) -> Sentence:
    """Somebody's words, in quotation marks."""
    who, _ = _speaker(scene)
    person, where = scene.cast.person(who), scene.cast.body(scene.publisher)
    said = f"{str(plain(scene.chance))[:-1]},"
    return say(
        "“{}” said {}, {} of {}.",
        slots.speech(said, person, who.title),
        slots.named(person),
        slots.title(person, who.title, where),
        slots.named(where),
    )


def _speaker(scene: Scene) -> tuple[Person, Body]:
    return scene.chance.pick(scene.staff), scene.publisher


def of_money(scene: Scene) -> Sentence:
    """What a body pays for something."""
    noun, kind, verb = (
        scene.chance.pick(words.NOUNS),
        scene.chance.pick(words.DESCRIBING),
        scene.chance.pick(words.VERBS),
    )
    body = scene.cast.body(scene.publisher)
    return say(
        f"{{}} spent {{}} on the {kind} {noun} in {{}} to {verb} it.",
        slots.named(body),
        slots.money(scene.chance, noun, body),
        slots.year(scene.when.year - scene.chance.below(4)),
    )


def of_counts(scene: Scene) -> Sentence:
    """How many of something there are."""
    noun, other = scene.chance.pick(words.NOUNS), scene.chance.pick(words.NOUNS)
    return say(
        f"There were {{}} {noun} cases in {{}} in {{}}, {{}} more than the {other} before.",
        slots.number(scene.chance, f"{noun} cases"),
        slots.named(slots.entity("place", scene.publisher.place)),
        slots.year(scene.when.year),
        slots.share(scene.chance, "more"),
    )


def of_partners(scene: Scene) -> Sentence:
    """Who works with whom."""
    one, other = scene.cast.body(scene.publisher), scene.cast.body(scene.chance.pick(scene.partners))
    noun, kind = scene.chance.pick(words.NOUNS), scene.chance.pick(words.DESCRIBING)
    phrase, meaning = scene.chance.pick(_RELATIONS)
    return say(
        f"{{}} {{}} {{}} on {kind} {noun}.",
        slots.named(one),
        slots.relation(phrase, meaning, one, other),
        slots.named(other),
    )


_RELATIONS = (
    ("works with", "works with"),
    ("is working in partnership with", "partnership"),
    ("runs a joint programme with", "joint"),
    ("supports", "supports"),
    ("funds", "funds"),
)


def of_day(scene: Scene) -> Sentence:
    """When something is due."""
    noun, verb = scene.chance.pick(words.NOUNS), scene.chance.pick(words.VERBS)
    body = scene.chance.pick([scene.publisher, *scene.partners])
    return say(
        f"The {noun} closes on {{}}, when {{}} will {verb} the answers.",
        slots.day(scene.chance.day(), "deadline"),
        slots.named(scene.cast.body(body)),
    )


TELLING = (of_person, of_money, of_counts, of_partners, of_day)
