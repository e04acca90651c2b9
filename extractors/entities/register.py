"""The register of national bodies: names and acronyms that mean one organisation wherever they stand."""

from dataclasses import dataclass
from functools import cache

from extractors import lexicon
from extractors.entities.tokens import Phrases, Token
from extractors.resolution.names import organisation_key


@dataclass(frozen=True, slots=True)
class Registered:
    """One body of the register: its full name, how it is classified, and its identifier where it has one."""

    name: str
    classification: str
    scheme: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Register:
    """A register, looked up by the forms in which its bodies are written; forms are matched case for case."""

    phrases: Phrases
    by_key: dict[str, Registered]

    def found_in(self, tokens: tuple[Token, ...]) -> dict[int, tuple[int, Registered]]:
        """Return every position at which a registered form starts → (end position, body) of the longest one."""
        found = self.phrases.found_in(tokens)
        return {position: (end, self.by_key[key]) for position, (end, key) in found.items()}

    def named(self, name: str) -> Registered | None:
        """Return the body that goes by `name`, in any spelling that shares its key, or None."""
        return self.by_key.get(organisation_key(name))


def _read(rows: tuple[dict[str, str], ...]) -> Register:
    by_key: dict[str, Registered] = {}
    phrases: dict[str, str] = {}
    for row in rows:
        body = Registered(row["name"], row["classification"], row["scheme"], row["identifier"])
        for form in (row["name"], *filter(None, row["aliases"].split("|"))):
            by_key.setdefault(organisation_key(form), body)
            phrases.setdefault(form, organisation_key(form))
            phrases.setdefault(form.replace("&", "and"), organisation_key(form))
            phrases.setdefault(form.replace(" and ", " & "), organisation_key(form))
    return Register(Phrases(phrases), by_key)


@cache
def national_bodies() -> Register:
    """Return the register that comes with the project (`lexicon/national_bodies.csv`)."""
    return _read(lexicon.rows("national_bodies"))
