"""`greenpaper watch`: keeps looking at the sources, and reads what is new as soon as it is there.

One process stays, and with it the workers that have loaded their model: what a file costs from its fall to its rows is
reading, extracting and publishing, and no start. What is left to do stands in the warehouse and in the sources
themselves, so that a watcher that dies loses nothing: the next one begins with a look at all of them.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import UUID

from extractors.errors import ConfigurationError, GreenpaperError, WarehouseError
from extractors.sources.source import Source
from flows.asked_runs import AskedRuns, check_api_is_set
from flows.calling import PrefectApi, terminations
from flows.deployments import read_deployments
from flows.display import one_line
from flows.endings import terms_end_it
from flows.exits import Exit
from flows.folder_watch import FolderWatch
from flows.options import Changes
from flows.preparation import Preparation, prepared, start_workers
from flows.settings import Settings
from flows.sourcing import chosen_sources
from flows.summary import RunSummary
from flows.telling import failures
from flows.watching import Calls, Timetable, Wakeups
from flows.wording import told
from warehouse.paths import identity
from warehouse.status import read_status
from warehouse.writer import ensure_publishable

if TYPE_CHECKING:
    from prefect import Flow

_PAUSE = 10.0  # seconds until what could not be done is tried again, twice as long each time
_LONGEST_PAUSE = 80.0
_LONGEST_WAIT = 10.0  # seconds: a clock may be set, a machine may sleep, another command may put items back
_PATIENCE = 45.0  # seconds that a server which is started again may take on a busy machine


class Watcher:
    """Does what wake-ups ask for, one run after the other."""

    def __init__(self, sources: Sequence[Source], configured: Path, warehouse: Path, api: PrefectApi) -> None:
        """`configured` is where `sources` are described."""
        self.wakeups = Wakeups()
        self._names = [source.name for source in sources]
        self._timetable = Timetable(sources)
        self._configured, self._warehouse, self._api = configured, warehouse, api
        self._retries: dict[str, datetime] = {}
        self._seen: tuple[int, int, int] | None = None
        self._pause = _PAUSE
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="status")
        self.flows: Mapping[UUID, Flow[..., object]] = {}
        """The flows of the deployments whose runs are done here, by the deployments' ids."""

    def run(self, check: Callable[[], None]) -> None:
        """Go on until Ctrl-C: first a look at all sources, then what is asked for and what is due.

        `check` raises KeyboardInterrupt where that was asked for during a run and lost.
        """
        for name in self._names:
            self.wakeups.look_at(name)
        while True:
            check()
            calls = self.wakeups.take(self._wait())
            self._see_warehouse()
            self._wake_by_time()
            if calls and (left := self._do(calls)):
                self.wakeups.put_back(left)
                time.sleep(self._pause)
                self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            elif calls:
                self._pause = _PAUSE

    def _wait(self) -> float:
        next_at = min([self._timetable.next_at(), *self._retries.values()])
        return min(max((next_at - datetime.now(UTC)).total_seconds(), 0.0), _LONGEST_WAIT)

    def _see_warehouse(self) -> None:
        """Learn what others did with the published file: put items back, or take it away."""
        there = identity(self._warehouse)
        if there == self._seen:
            return
        if there is None:
            _say(f"the warehouse {self._warehouse} is gone: all sources are read anew")
            for name in self._names:
                self.wakeups.look_at(name)
        else:
            self._retries = self._left_to_do()
        self._seen = there

    def _wake_by_time(self) -> None:
        now = datetime.now(UTC).astimezone()
        for name in self._timetable.due(now):
            self.wakeups.look_at(name)
        for name in [name for name, at in self._retries.items() if at <= now]:
            del self._retries[name]
            self.wakeups.read(name)

    def _do(self, calls: Calls) -> Calls:
        """Do what is asked for; return what could not be done, and is to be tried again."""
        left = replace(calls, runs=())
        try:
            left = self._described(left)
            if left.whole:
                self._refresh(sorted(left.whole), None)
                left = replace(left, whole=frozenset())
            if left.files:
                self._refresh(sorted(left.files), sorted(set[str]().union(*left.files.values())))
                left = replace(left, files={})
        except (WarehouseError, ConfigurationError) as error:
            sys.stderr.write(f"greenpaper: {one_line(str(error))}; trying again in {self._pause:g} s\n")
        except GreenpaperError as error:
            sys.stderr.write(f"greenpaper: {one_line(str(error))}\n")
            left = Calls()
        for flow_run in calls.runs:
            self._perform(flow_run)
        self._see_warehouse()
        return left

    def _described(self, calls: Calls) -> Calls:
        """Return the calls without sources that are not described any more. Raises ConfigurationError."""
        there = {source.name for source in chosen_sources(self._configured, ())}
        if gone := [name for name in self._names if name not in there]:
            sys.stderr.write(
                f"greenpaper: {self._configured} describes no source {', '.join(gone)} any more, so they are left out: "
                "start again for its other changes\n"
            )
            self._names = [name for name in self._names if name in there]
        files = {name: uris for name, uris in calls.files.items() if name in there}
        return replace(calls, whole=calls.whole & there, files=files)

    def _refresh(self, names: list[str], files: list[str] | None) -> None:
        began = time.monotonic()
        summary = self._api.call(
            "flows.refresh:refresh",
            sources=names,
            configured=str(self._configured),
            warehouse=str(self._warehouse),
            items=files,
        )
        _tell(summary, ", ".join(names), time.monotonic() - began)

    def _perform(self, flow_run: UUID) -> None:
        """Do a run that the server was asked for.

        One that fails has failed, and its state says why. To ask again is the server's, also for one that never began.
        """
        began = time.monotonic()
        try:
            result = self._api.perform(flow_run, self.flows)
        except Exception as error:  # noqa: BLE001 - Prefect's errors of parameters and states have no type in common
            said = str(error) if isinstance(error, GreenpaperError) else f"{type(error).__name__}: {error}"
            sys.stderr.write(f"greenpaper: a run that was asked for failed: {told(said)}\n")
            return
        if isinstance(result, dict) and "sources" in result:  # maintain has nothing to tell of documents
            _tell(cast(RunSummary, result), "asked for", time.monotonic() - began)

    def _left_to_do(self) -> dict[str, datetime]:
        """Return when what failed of each source is to be tried again."""
        # In the main thread, DuckDB would make a fault of the signal that ends us.
        try:
            left = self._reader.submit(read_status, self._warehouse, runs=1).result().left_to_do
        except WarehouseError as error:  # the next run tells what is to be done, and may have mended it
            sys.stderr.write(f"greenpaper: {one_line(str(error))}\n")
            return {}
        return {
            each.source: each.next_at.replace(tzinfo=UTC)
            for each in left
            if each.next_at and each.source in self._names
        }


def run(
    names: Sequence[str], sources: Path | None, warehouse: Path, deployments: Path | None, *, changes: Changes
) -> Exit:
    """Watch the sources `names` (all where none is named) of the file or folder `sources`, until Ctrl-C or SIGTERM.

    What the deployments of the file `deployments` are asked for is done too.
    """
    given = {"warehouse": warehouse, **({"sources": sources} if sources else {})}  # also for runs that are asked for
    settings = Settings.read({**changes, **given})
    path = settings.sources
    chosen = chosen_sources(path, names)
    ensure_publishable(warehouse)
    try:
        with terms_end_it() as check, prepared(Preparation(settings, start_workers(settings))) as preparation:
            api = PrefectApi(_PATIENCE, goes_on=True)
            watcher = Watcher(chosen, path, warehouse, api)
            suffixes = preparation.workers.ready().suffixes
            with (
                FolderWatch(chosen, watcher.wakeups, suffixes, settings.watch_quiet),
                _asked(deployments, watcher, api),
            ):
                _say(f"watching {', '.join(source.name for source in chosen)}; Ctrl-C ends it")
                watcher.run(check)
    except terminations():
        _say("ended; what was loaded is kept, and what is left is done by the next run")
    return Exit.DONE


@contextmanager
def _asked(deployments: Path | None, watcher: Watcher, api: PrefectApi) -> Iterator[None]:
    """Let the watcher do what the deployments of a file are asked for, where there is one."""
    if deployments is None:
        yield
        return
    check_api_is_set(api.configured)
    with AskedRuns(read_deployments(deployments), watcher.wakeups) as asked:
        watcher.flows = asked.flows
        yield


def _tell(summary: RunSummary, names: str, seconds: float) -> None:
    counts = ", ".join(f"{summary[name]:,} {name}" for name in ("loaded", "unchanged", "failed") if summary[name])
    withdrawn = sum(source["withdrawn"] for source in summary["sources"])
    if counts or withdrawn:
        told = ", ".join(filter(None, (counts, f"{withdrawn:,} withdrawn" if withdrawn else "")))
        _say(f"{names}: {told} ({seconds:.1f} s)")
    for source in summary["sources"]:
        if source["status"] == "partly" and source["reason"]:
            _say(f"{source['source']}: {one_line(source['reason'])}")
    failures(summary)


def _say(words: str) -> None:
    sys.stdout.write(f"{datetime.now().astimezone():%H:%M:%S} {words}\n")
    sys.stdout.flush()
