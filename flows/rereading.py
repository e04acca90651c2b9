"""What of the archive is to be read again, without Prefect: which editions, in which order, as what."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from extractors.cards import Kept
from extractors.errors import ConfigurationError
from extractors.ids import INSIDE
from extractors.sources.addresses import web_uri
from extractors.sources.items import Item, Origin
from extractors.sources.listings.items import ListedItem
from warehouse.archive import Archive

CURRENT = "current"
"""What stands for the version of the extractors that are installed."""
_VERSION = re.compile(r"(?P<release>\d+(\.\d+)*)(?P<rest>[^+\s]*)(\+(?P<rules>\S+))?")


def checked_version(version: str) -> str:
    """Return the version. Raises ConfigurationError where it is none."""
    if version != CURRENT and _VERSION.fullmatch(version) is None:
        raise ConfigurationError(
            f"{version!r} is no version of the extractors: give one as in documents.extractor_version, or {CURRENT}"
        )
    return version


def is_older(read_by: str, version: str) -> bool:
    """Whether facts that come from the extractors `read_by` are older than those of `version`.

    The release decides; rules of one release have no order, so that of two different ones each is older, and none where
    `version` does not name its rules.
    """
    mine, other = _parts(read_by), _parts(version)
    if mine is None or other is None:
        return read_by != version
    return mine[0] < other[0] or (mine[0] == other[0] and bool(other[1]) and mine[1] != other[1])


def _parts(version: str) -> tuple[tuple[int, ...], str] | None:
    match = _VERSION.fullmatch(version)
    if match is None:
        return None
    numbers = [int(part) for part in match["release"].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers), f"{match['rest']}{match['rules'] or ''}"


def chosen(kept: Sequence[Kept], names: Iterable[str], older_than: str | None) -> list[Kept]:
    """Return the editions that the warehouse holds of what is named (all where nothing is), of these the older ones.

    A name is that of a source, an address, a file or a folder. Raises ConfigurationError where it stands for nothing.
    """
    held = [each for each in kept if each.read_by is not None]
    wanted = held
    if names := list(names):
        by_name = {name: [each for each in held if _is_of(each, name)] for name in names}
        if unknown := [name for name, found in by_name.items() if not found]:
            raise ConfigurationError(
                f"the warehouse holds no document or source {', '.join(unknown)}: "
                "see uri and source in `greenpaper sql 'from documents'`"
            )
        named = {(each.uri, each.edition) for found in by_name.values() for each in found}
        wanted = [each for each in held if (each.uri, each.edition) in named]
    return [each for each in wanted if older_than is None or is_older(each.read_by or "", older_than)]


def _is_of(kept: Kept, name: str) -> bool:
    return kept.source == name or any(
        kept.uri == address or kept.uri.startswith((f"{address}{INSIDE}", f"{address.rstrip('/')}/"))
        for address in _addresses(name)
    )


def _addresses(name: str) -> Iterator[str]:
    yield name
    try:
        yield web_uri(name)
    except ValueError:
        if name and "\0" not in name:
            yield Path(name).resolve().as_uri()


def rounds(kept: Iterable[Kept], archive: Archive) -> Iterator[list[Item]]:
    """Yield the editions as items: the first ones of all documents, then the second ones, and so on."""
    by_edition = sorted(kept, key=lambda each: (each.edition, each.uri))
    for _, together in groupby(by_edition, key=lambda each: each.edition):
        yield [_item(each, archive) for each in together]


def _item(kept: Kept, archive: Archive) -> Item:
    """Return an edition as its source said it was, to be read from the archive."""
    said = kept.read_as
    return Item(
        kept.uri,
        said.name,
        path=archive.path(kept.content_sha256),
        origin=Origin(kept.source, said.publisher, kept.licence),
        listed=ListedItem(kept.uri, said.title, None, said.published_on),
        found_on=kept.found_on,
        is_archived=True,
        kept=kept,
    )
