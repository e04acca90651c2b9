"""What the words mean in which somebody says whom or what to forget: read from the published file."""

from dataclasses import dataclass
from pathlib import Path

from extractors.errors import ConfigurationError
from warehouse import sql
from warehouse.query import run_query
from warehouse.review import entities_called

_LISTED = 20  # of the people who have one name


@dataclass(frozen=True, slots=True)
class WantedPerson:
    """A person, by the id that they go by, and all names that documents and reviewers give them."""

    person_id: str
    names: tuple[str, ...]


def document_address(published: Path, words: str) -> str | None:
    """Return the address of the document with this id or address; None where there is none."""
    with run_query(published, sql.read("queries/wanted_document.sql"), [words]) as result:
        return next((str(uri) for (uri,) in result.rows()), None)


def wanted_person(published: Path, words: str) -> WantedPerson | None:
    """Return the person whom an id or a name stands for; None where there is none.

    Raises ConfigurationError where it is the name of several, whom it lists with their ids.
    """
    found = {each.goes_by: each for each in entities_called(published, words) if each.kind == "person"}
    if not found:
        return None
    if len(found) > 1:
        raise ConfigurationError(
            f"{words!r} is the name of {len(found)} people: give an id: "
            + "; ".join(f"{each.goes_by} ({each.name})" for each in list(found.values())[:_LISTED])
            + ("; …" if len(found) > _LISTED else "")
        )
    [person_id] = found
    with run_query(published, sql.read("queries/person_names.sql"), [person_id]) as result:
        return WantedPerson(person_id, tuple(str(name) for (name,) in result.rows()))
