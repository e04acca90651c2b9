"""The maintain flow: whether the archive is sound, and old published files that are not to be kept."""

import asyncio
from pathlib import Path
from typing import TypedDict

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from extractors.cards import Kept
from extractors.errors import WarehouseError
from flows.display import place
from flows.events import Event, emit
from flows.settings import Settings
from flows.wording import told
from warehouse.archive import Archive
from warehouse.earlier import earlier_publications, remove_oldest
from warehouse.paths import Paths
from warehouse.soundness import Soundness, look_through
from warehouse.writer import Writer

_NAMED = 5
_MOST_ITEMS = 100  # of one event


class Maintenance(TypedDict):
    """What was found and done: numbers of files and bytes, contents by their SHA-256, names of removed files."""

    warehouse: str
    files: int
    bytes: int
    damaged: list[str]
    missing: list[str]
    removed: list[str]


@task(name="check archive", cache_policy=NO_CACHE)
async def check_archive(published: Path, kept: list[Kept]) -> Soundness:
    """Read every file of the archive."""
    try:
        return await asyncio.to_thread(look_through, Archive.of(published), kept)
    except OSError as error:
        raise WarehouseError(
            f"cannot read {error.filename} ({error.strerror}): look at the disk and at the rights of the file"
        ) from error


@flow(name="maintain", flow_run_name="maintain the archive and old publications", persist_result=False)
async def maintain(warehouse: str | None = None) -> State[Maintenance]:
    """Look whether every content in the archive of `warehouse` is as it was put there, and remove old published files.

    Old ones are those beyond GREENPAPER_KEEP. The writer's lock is held only for moments. Failed where contents are
    damaged or missing; the message names them, and an event tells of them. The result is what was found and done.
    """
    settings = Settings.read()
    published = Path(warehouse) if warehouse else settings.place
    settings.ensure_no_lake(published, "the flow maintain")
    with Writer.open(published, wait_seconds=settings.lock_wait, command="maintain") as writer:
        kept = await asyncio.to_thread(writer.kept)
        removed = _remove_old(Paths(published), settings.keep)
    found = await check_archive(published, kept)
    done = Maintenance(
        warehouse=str(published),
        files=found.files,
        bytes=found.size,
        damaged=list(found.damaged),
        missing=list(found.missing),
        removed=removed,
    )
    counts = f"{found.files:,} contents ({found.size:,} bytes) in the archive, {len(removed)} old publications removed"
    if found.is_sound:
        return Completed(message=counts, data=done)
    emit([_damage(done)])
    return Failed(message=f"{counts}: {_named(found)}", data=done)


def _remove_old(paths: Paths, keep: int) -> list[str]:
    before = earlier_publications(paths)
    if keep:
        remove_oldest(paths, keep)
    return [each.name for each in before if not each.exists()]


def _named(found: Soundness) -> str:
    told_of = [
        f"{sha256[:12]}… is {how} ({', '.join(told(place(uri), 120) for uri in uris[:1]) or 'of no document'})"
        for how, contents in (("damaged", found.damaged), ("missing", found.missing))
        for sha256, uris in contents.items()
    ]
    more = [f"{len(told_of) - _NAMED:,} more"] if len(told_of) > _NAMED else []
    return "; ".join([*told_of[:_NAMED], *more, "what to do: docs/running.md"])


def _damage(done: Maintenance) -> Event:
    return Event(
        "greenpaper.archive.damaged",
        {"prefect.resource.id": "greenpaper.warehouse", "prefect.resource.name": done["warehouse"]},
        payload={"damaged": done["damaged"][:_MOST_ITEMS], "missing": done["missing"][:_MOST_ITEMS]},
    )
