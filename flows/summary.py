"""What a run tells at its end, as JSON."""

from collections.abc import Iterable
from typing import NotRequired, TypedDict

from extractors.looks import SourceRun
from extractors.records import Outcome
from flows.times import Profile
from warehouse.publish import Published
from warehouse.records import RunCounts


class OutcomeSummary(TypedDict):
    """How one document ended."""

    uri: str
    status: str
    reason: str
    facts: int


class CheckSummary(TypedDict):
    """A check that did not pass."""

    check_name: str
    severity: str
    detail: str


class SourceSummary(TypedDict):
    """One source: how many documents it lists, were due, were loaded and were found to be gone; why it stopped."""

    source: str
    status: str
    reason: str
    listed: int
    due: int
    loaded: int
    withdrawn: int


class RunSummary(TypedDict):
    """One run: its counts add up to `asked`; `documents` lists all but the unchanged ones.

    `swapped` says whether a new file was published; `checks` lists those that did not pass; `sources` are those that
    were looked at, none where documents were named. `profile` is there where it was asked for.
    """

    run_id: str
    warehouse: str
    asked: int
    loaded: int
    unchanged: int
    skipped: int
    failed: int
    swapped: bool
    documents: list[OutcomeSummary]
    checks: list[CheckSummary]
    sources: list[SourceSummary]
    profile: NotRequired[Profile]


def summarise(
    run_id: str,
    counts: RunCounts,
    outcomes: Iterable[Outcome],
    published: Published,
    sources: Iterable[SourceRun] = (),
) -> RunSummary:
    """Return the summary of a run that has ended."""
    return RunSummary(
        run_id=run_id,
        warehouse=str(published.path),
        asked=counts.asked,
        loaded=counts.loaded,
        unchanged=counts.unchanged,
        skipped=counts.skipped,
        failed=counts.failed,
        swapped=published.swapped,
        documents=[_outcome(each) for each in outcomes if each.status != "unchanged"],
        checks=[
            CheckSummary(check_name=check.check_name, severity=check.severity, detail=check.detail)
            for check in published.checks
            if not check.passed
        ],
        sources=[_source(each) for each in sources],
    )


def _source(run: SourceRun) -> SourceSummary:
    return SourceSummary(
        source=run.source,
        status=run.status,
        reason=run.reason,
        listed=run.listed,
        due=run.due,
        loaded=run.loaded,
        withdrawn=run.withdrawn,
    )


def _outcome(outcome: Outcome) -> OutcomeSummary:
    return OutcomeSummary(uri=outcome.uri, status=outcome.status, reason=outcome.reason, facts=outcome.facts)
