"""The account that a run leaves in Prefect: progress while it goes on, artifacts and a telling name at its end.

All of it is a hint, as events are: it is told within bounds of time, what cannot be told is let be, and nothing is told
where nobody looks. What counts stands in the warehouse.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
    aupdate_progress_artifact,
)
from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext

from extractors.errors import GreenpaperError
from extractors.records import Outcome
from flows.artifacts import (
    DOCUMENTS,
    FACTS,
    PROGRESS,
    SUMMARY,
    documents_table,
    facts_table,
    stopped_text,
    summary_text,
)
from flows.events import is_heard
from flows.naming import ended_name
from flows.summary import RunSummary
from warehouse.status import read_facts

_EVERY = 5.0  # seconds between two tellings of the progress
_AGAIN = 30.0  # seconds until it is told again to a server that did not take it
_PATIENCE = 5.0  # seconds for one telling; at the end of a run for all of them together


class Account:
    """Tells Prefect of one run of a flow; a context manager around the run."""

    def __init__(self, published: Path, source_of: Callable[[str], str | None]) -> None:
        """`published` is the published file, `source_of` tells the source of an address."""
        context = FlowRunContext.get()
        self._flow_run = context.flow_run if context and is_heard.get() else None
        self._published = published
        self._source_of = source_of
        self._before: asyncio.Task[dict[str, int] | None] | None = None
        self._done = self._expected = 0
        self._is_over = False
        self._progress: UUID | None = None
        self._teller: asyncio.Task[None] | None = None

    def expect(self, total: int) -> None:
        """Say how many documents there are, as far as is known."""
        self._expected = total

    def tell(self, more: int) -> None:
        """Say that `more` documents are done. From any thread: the number is for the eye."""
        self._done += more

    async def __aenter__(self) -> Self:
        if self._flow_run is not None:
            self._before = asyncio.create_task(asyncio.to_thread(_facts, self._published))
            self._teller = asyncio.create_task(self._keep_telling())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._teller is not None:
            self._teller.cancel()
        if self._flow_run is not None and isinstance(error, Exception):
            text = stopped_text(self._flow_run.name, error)
            await _within_bounds([lambda: acreate_markdown_artifact(text, key=SUMMARY)])

    async def before(self) -> dict[str, int] | None:
        """Return the facts by kind before the run; to be waited for before anything is published."""
        return None if self._before is None else await self._before

    async def leave(self, summary: RunSummary, ended: Iterable[Outcome]) -> None:
        """Leave what is to be told of a run that was published; `ended` are its outcomes but for the unchanged."""
        run = self._flow_run
        if run is None:
            return
        if self._teller is not None:
            self._teller.cancel()
        before = await self.before()
        now = await asyncio.to_thread(_facts, self._published) if summary["swapped"] else before
        documents = documents_table(ended, summary["unchanged"], self._source_of)
        facts = facts_table(before, now or {})
        text = summary_text(run.name, summary)
        self._done, self._is_over = self._expected, True
        await _within_bounds(
            [
                lambda: acreate_table_artifact(documents, key=DOCUMENTS, description="What became of each document"),
                lambda: acreate_table_artifact(facts, key=FACTS, description="Facts by kind, before and after the run"),
                lambda: acreate_markdown_artifact(text, key=SUMMARY),
                self._tell_progress,
                lambda: _rename(run.id, ended_name(run.name, summary)),
            ]
        )

    async def _keep_telling(self) -> None:
        told = -1
        while True:
            wait = _EVERY
            if self._done != told:
                told = self._done
                wait = _EVERY if await _within_bounds([self._tell_progress]) else _AGAIN
            await asyncio.sleep(wait)

    async def _tell_progress(self) -> None:
        share = 100.0 if self._is_over else min(100.0, 100 * self._done / max(self._expected, 1))
        words = f"{self._done:,} of {self._expected:,} documents, as far as is known"
        if self._progress is None:
            self._progress = await acreate_progress_artifact(share, key=PROGRESS, description=words)
        else:
            await aupdate_progress_artifact(self._progress, share, description=words)


async def _within_bounds(tellings: Iterable[Callable[[], Awaitable[object]]]) -> bool:
    """Do all of it at once, and return whether all was done in time."""

    async def one(telling: Callable[[], Awaitable[object]]) -> bool:
        try:
            await asyncio.wait_for(telling(), _PATIENCE)
        except Exception:  # noqa: BLE001 - a hint: whatever is wrong with it or with the server, the run goes on
            return False
        return True

    return all(await asyncio.gather(*map(one, tellings)))


async def _rename(flow_run_id: UUID, name: str) -> None:
    async with get_client() as client:
        await client.set_flow_run_name(flow_run_id, name)


def _facts(published: Path) -> dict[str, int] | None:
    """Return how many facts of each kind the published file holds, None where there is none that can be read."""
    try:
        return read_facts(published)
    except GreenpaperError:
        return None
