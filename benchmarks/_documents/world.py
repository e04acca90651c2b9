"""Whom generated documents are about: public bodies, their people and partners, more of them for more documents.

A few bodies are named everywhere and most are named seldom (Zipf's law), and a document names its publisher's own
people and partners far more than others: that is what the resolution of names and the search have to live with.
"""

from dataclasses import dataclass
from functools import cached_property

from _documents import words
from _documents.chance import Chance

_DOCUMENTS_A_BODY, _DOCUMENTS_A_PERSON = 5, 2
_FEWEST_BODIES, _FEWEST_PEOPLE = 40, 100


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation. `short` is what its name is abbreviated to."""

    number: int
    name: str
    short: str
    classification: str
    place: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person with the title that they hold in the body of number `body`."""

    given: str
    family: str
    honorific: str | None
    title: str
    body: int

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.given} {self.family}"


class World:
    """All names for `size` documents; the same for the same seed and size."""

    def __init__(self, size: int, seed: int) -> None:
        self.size, self.seed = size, seed
        self.body_count = max(_FEWEST_BODIES, size // _DOCUMENTS_A_BODY)
        self.person_count = max(_FEWEST_PEOPLE, size // _DOCUMENTS_A_PERSON)

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """Every organisation, the most frequent first; no two have one name."""
        chance = Chance("bodies", self.seed)
        found: dict[str, Body] = {}
        while len(found) < self.body_count:
            place = chance.pick(words.PLACE_STARTS) + chance.pick(words.PLACE_ENDS)
            pattern, classification = words.BODIES[chance.rank(len(words.BODIES))]
            name = pattern.format(place)
            if name not in found:
                short = "".join(word[0] for word in name.split() if word[0].isupper())
                found[name] = Body(len(found), name, short, classification, place)
        return tuple(found.values())

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Every person, those of the same body together; two may have one name."""
        chance = Chance("people", self.seed)
        families = [start + end for start in words.FAMILY_STARTS for end in words.FAMILY_ENDS]
        found = []
        for number in range(self.person_count):
            # squared: three quarters of the people are in the half of the bodies that is named more often
            body = int((number / self.person_count) ** 2 * self.body_count)
            honorific = chance.pick(words.HONORIFICS) if chance.odds(0.3) else None
            family = families[chance.rank(len(families)) * 7919 % len(families)]  # the frequent ones in no order
            found.append(Person(chance.pick(words.GIVEN), family, honorific, chance.pick(words.TITLES), body))
        return tuple(found)

    @cached_property
    def _staff(self) -> dict[int, list[Person]]:
        staff: dict[int, list[Person]] = {}
        for person in self.people:
            staff.setdefault(person.body, []).append(person)
        return staff

    def staff(self, body: Body) -> list[Person]:
        """Return the people of a body; of one that has none of its own, two who work for several."""
        share = body.number * 2 % (self.person_count - 1)
        return self._staff.get(body.number) or list(self.people[share : share + 2])

    def partners(self, body: Body) -> list[Body]:
        """Return six bodies that this one works with, some of them large."""
        chance = Chance("partners", self.seed, body.number)
        return [self.bodies[chance.rank(self.body_count)] for _ in range(3)] + [
            self.bodies[(body.number + step) % self.body_count] for step in (1, 2, 3)
        ]
