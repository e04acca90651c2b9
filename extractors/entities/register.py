"""Registers: names and acronyms that mean one organisation wherever they stand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from extractors import lexicon
from extractors.entities.register_files import Entry, read_register
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
    """A register, looked up by the forms in which its bodies are written.

    `phrases` are matched case for case, `names` whatever their case, where they are written as names are: with a
    capital first. `before` is another register, which this one goes before.
    """

    phrases: Phrases
    by_key: dict[str, Registered]
    names: Phrases = field(default_factory=lambda: Phrases({}, fold=True))
    before: "Register | None" = None

    def found_in(self, tokens: tuple[Token, ...]) -> dict[int, tuple[int, Registered]]:
        """Return every position where a registered form starts, in order → (end position, body) of the longest one."""
        found = self.before.found_in(tokens) if self.before else {}
        own = [*self.phrases.found_in(tokens).items()]
        own += [(at, match) for at, match in self.names.found_in(tokens).items() if tokens[at].is_capitalised]
        for position, (end, key) in own:
            if position not in found or end >= found[position][0]:
                found[position] = (end, self.by_key[key])
        return dict(sorted(found.items()))

    def named(self, name: str) -> Registered | None:
        """Return the body that goes by `name`, in any spelling that shares its key, or None."""
        own = self.by_key.get(organisation_key(name))
        return own or (self.before.named(name) if self.before else None)


@cache
def national_bodies() -> Register:
    """Return the register that comes with the project (`lexicon/national_bodies.csv`)."""
    by_key: dict[str, Registered] = {}
    phrases: dict[str, str] = {}
    for row in lexicon.rows("national_bodies"):
        body = Registered(row["name"], row["classification"], row["scheme"], row["identifier"])
        for form in (row["name"], *filter(None, row["aliases"].split("|"))):
            by_key.setdefault(organisation_key(form), body)
            phrases.setdefault(form, organisation_key(form))
            phrases.setdefault(form.replace("&", "and"), organisation_key(form))
            phrases.setdefault(form.replace(" and ", " & "), organisation_key(form))
    return Register(Phrases(phrases), by_key)


def register_of(files: Iterable[Path]) -> Register:
    """Return the register of these files, each before the ones after it, and all before the project's own.

    A name that two bodies of one file share tells neither, unless all but one of them are closed. Raises
    ConfigurationError where a file cannot be read or is in neither of the known layouts.
    """
    register = national_bodies()
    for path in reversed(list(files)):
        register = _given(read_register(path), register)
    return register


def _given(entries: list[Entry], before: Register) -> Register:
    by_key: dict[str, Registered] = {}
    exact: dict[str, str] = {}
    names: dict[str, str] = {}
    for key, (form, entry) in _unambiguous(entries).items():
        by_key[key] = Registered(entry.name, entry.classification, entry.scheme, entry.identifier)
        if len(key.split()) == 1:
            exact[form] = key
        elif before.named(form) or any(word not in lexicon.words("capitalised_common") for word in key.split()):
            names[form] = key  # "Health Centre" alone is anybody's; such a name resolves, and is not looked for
    return Register(Phrases(exact), by_key, Phrases(names, fold=True), before)


def _unambiguous(entries: list[Entry]) -> dict[str, tuple[str, Entry]]:
    """Every key that one body of a file has, with the form in which it is written and that body."""
    holders: dict[str, dict[str, tuple[str, Entry]]] = {}
    for entry in entries:
        for form in (entry.name, *entry.aliases):
            key = organisation_key(form)
            if key:
                holders.setdefault(key, {}).setdefault(entry.identifier or entry.name, (form, entry))
    found = {}
    for key, bodies in holders.items():
        open_ones = [held for held in bodies.values() if not held[1].is_closed]
        kept = open_ones if len(bodies) > 1 else list(bodies.values())
        if len(kept) == 1:
            found[key] = kept[0]
    return found
