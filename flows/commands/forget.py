"""`greenpaper forget`: a person or a document is removed for good, and stays so.

The name or address is looked up in the published file, what goes is told, and all is done under the writer's lock.
"""

import getpass
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import click

from extractors.errors import ConfigurationError
from extractors.forgetting import address_digest, name_digest, name_forms
from flows.display import moment, print_json, print_table
from flows.exits import Exit
from flows.forgetting import Target
from flows.resolving import find_duplicates, resolve_entities
from flows.settings import Settings
from flows.version import greenpaper_version
from warehouse.clock import utc_now
from warehouse.forget import Gone, Order
from warehouse.forgotten import ensure_forgetful, forgettings, key_id
from warehouse.records import Versions
from warehouse.wanted import document_address, wanted_person
from warehouse.writer import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the words stand for: a document's address, or a person's names."""

    kind: Literal["person", "document"]
    names: tuple[str, ...] = ()
    uris: tuple[str, ...] = ()


class Wish:
    """What somebody wants to be forgotten, or allowed again: a person or a document, in which warehouse, and why."""

    def __init__(self, words: str, warehouse: Path, *, reason: str, by: str | None, is_unlisted: bool) -> None:
        """`by` is the system's user where None; `is_unlisted` allows for what the warehouse does not know."""
        self.words = words
        self.warehouse = warehouse
        self.reason = reason
        self._by = by
        self._is_unlisted = is_unlisted

    @property
    def by(self) -> str:
        """Who wants it. Raises ConfigurationError where that is not told."""
        try:
            name = getpass.getuser() if self._by is None else self._by
        except (KeyError, OSError):
            name = ""
        if not name.strip():
            raise ConfigurationError("who wants it is not told: say it with --by NAME")
        return name

    def found(self) -> _Found:
        """Return what the words stand for. Raises ConfigurationError where they stand for nothing, or for several."""
        words, address = self.words, _as_address(self.words)
        for each in dict.fromkeys((words, address)):
            if uri := document_address(self.warehouse, each):
                return _Found(kind="document", uris=(uri,))
        person = wanted_person(self.warehouse, words)
        if person is None and not self._is_unlisted:
            raise ConfigurationError(
                f"{self.warehouse} holds no document {words!r} and nobody of that name: give an id, an address, or a "
                "name exactly as people has it; --unlisted forgets what is not there (yet)"
            )
        if person is None and "://" in address:
            return _Found(kind="document", uris=(address,))
        found = _Found(kind="person", names=person.names if person else (words,))
        if not any(map(name_forms, found.names)):
            raise ConfigurationError(
                f"{words!r} is a name of one word, which would be masked wherever that word stands: "
                "forget the documents that name them"
            )
        return found


def _as_address(words: str) -> str:
    """Return a file's address where the words are the name of one that is there, else the words."""
    try:
        return Path(words).resolve().as_uri() if Path(words).exists() else words
    except (OSError, ValueError):
        return words


def run(wish: Wish, *, is_sure: bool, is_real: bool, as_json: bool) -> Exit:
    """Forget what the wish is about, once it is sure that it shall be; or only tell what would go."""
    Settings.read().ensure_no_lake(wish.warehouse, "`greenpaper forget`")
    ensure_forgetful(wish.warehouse)
    found, by = wish.found(), wish.by
    if is_real and not is_sure:
        if not sys.stdin.isatty():
            raise ConfigurationError("nobody can be asked whether that is right: say --yes, or look with --dry-run")
        _tell(_forget(wish, found, by, is_real=False), is_real=False)
        if not click.confirm("It cannot be undone. Forget all that?"):
            sys.stderr.write("greenpaper: nothing was changed\n")
            return Exit.DONE
    gone = _forget(wish, found, by, is_real=is_real)
    if as_json:
        print_json(asdict(gone) | {"kind": found.kind, "forgotten": is_real})
    else:
        _tell(gone, is_real=is_real)
    return Exit.DONE


def _forget(wish: Wish, found: _Found, by: str, *, is_real: bool) -> Gone:
    settings = Settings.read()
    with Writer.open(wish.warehouse, wait_seconds=settings.lock_wait) as writer:
        key = writer.secret()
        target = Target(key, names=found.names, uris=found.uris)
        order = Order(
            forgetting_id=secrets.token_hex(6),
            kind=found.kind,
            pattern=target.pattern,
            digests=target.digests,
            key_id=key_id(key),
            forgotten_by=target.words(by),
            reason=target.words(wish.reason),
            forgotten_at=utc_now(),
        )
        if not is_real:
            return writer.forget("", order, target, is_real=False)
        with _run_of(writer, settings) as (run_id, version):
            gone = writer.forget(run_id, order, target)
            find_duplicates(writer, run_id, version)
            resolve_entities(writer, run_id, version)
    _publish(wish, settings)
    return gone


@contextmanager
def _run_of(writer: Writer, settings: Settings) -> Iterator[tuple[str, str]]:
    """Begin a run, give its key and the version of the rules that judged last, and record that it ended."""
    version = writer.resolved_version() or ""
    run_id = writer.begin_run(
        "forget", Versions(greenpaper=greenpaper_version(), extractor=version, pipeline=settings.spacy_model)
    )
    yield run_id, version
    writer.finish_run(run_id, 0)


def _publish(wish: Wish, settings: Settings) -> None:
    """Publish; where something was forgotten, opening the warehouse has first erased it from every file."""
    with Writer.open(wish.warehouse, wait_seconds=settings.lock_wait) as writer:
        writer.publish(settings.terms)


def _tell(gone: Gone, *, is_real: bool) -> None:
    sys.stdout.write("This is gone:\n" if is_real else "This would go:\n")
    print_table(
        ("what", "count"),
        [
            ("documents", gone.documents),
            ("their editions", gone.editions),
            ("facts", gone.facts),
            ("editions in which the name is masked", gone.masked_editions),
            ("contents in the archive", gone.contents),
        ],
    )


def allow(wish: Wish) -> Exit:
    """Let what was forgotten be kept again: by the id of its forgetting, its name or its address."""
    settings, by = Settings.read(), wish.by
    settings.ensure_no_lake(wish.warehouse, "`greenpaper forget`")
    ensure_forgetful(wish.warehouse)
    known = [each.forgetting_id for each in forgettings(wish.warehouse) if each.allowed_at is None]
    with Writer.open(wish.warehouse, wait_seconds=settings.lock_wait) as writer:
        ids = [each for each in known if each == wish.words] or writer.forgettings_of(_digests(wish, writer.secret()))
        if not ids:
            raise ConfigurationError(f"{wish.words!r} is not forgotten: `greenpaper forget --list` tells the ids")
        with _run_of(writer, settings):
            writer.allow(ids, by)
    _publish(wish, settings)
    sys.stdout.write(f"Allowed again: {', '.join(ids)}. It is read again by the next ingest or refresh.\n")
    return Exit.DONE


def _digests(wish: Wish, key: bytes) -> list[str]:
    names = [name_digest(key, form) for form in name_forms(wish.words)]
    return [*names, address_digest(key, wish.words), address_digest(key, _as_address(wish.words))]


def list_forgettings(warehouse: Path, *, as_json: bool) -> Exit:
    """Print what was forgotten, the oldest first, without names and addresses."""
    found = forgettings(warehouse)
    if as_json:
        print_json([asdict(each) for each in found])
        return Exit.DONE
    print_table(
        ("id", "kind", "when", "by", "reason", "documents", "facts", "masked_editions", "contents", "allowed"),
        [
            (
                each.forgetting_id,
                each.kind,
                moment(each.forgotten_at),
                each.forgotten_by,
                each.reason,
                each.documents,
                each.facts,
                each.masked_editions,
                each.contents,
                moment(each.allowed_at) if each.allowed_at else "",
            )
            for each in found
        ],
    )
    return Exit.DONE
