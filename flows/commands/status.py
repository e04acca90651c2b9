"""`greenpaper status`: sources, last runs, what failed and why, freshness, and what the warehouse holds."""

import sys
from pathlib import Path

from flows.display import moment, print_json, print_table
from flows.exits import Exit
from warehouse.status import SourceState, Status, read_status


def run(warehouse: Path, *, as_json: bool) -> Exit:
    """Print the state of the warehouse."""
    status = read_status(warehouse)
    if as_json:
        print_json(status)
        return Exit.DONE
    _print(status)
    return Exit.DONE


def _print(status: Status) -> None:
    out = sys.stdout
    out.write(f"Warehouse        {status.path}\n")
    if status.lake:
        out.write(f"Lake             {status.lake}\n")
    out.write(f"Published        {moment(status.published_at)}\n")
    out.write(f"Last loaded      {moment(status.last_loaded_at)}\n")
    out.write(f"Newest document  {status.newest_published_on or 'undated'}\n")
    if status.sources:
        out.write("\nSources\n")
        columns = (
            "source",
            "kind",
            "publisher",
            "schedule",
            "last run",
            "status",
            "listed",
            "documents",
            "withdrawn",
            "newest",
            "reason",
        )
        print_table(columns, [_source(each) for each in status.sources])
    out.write("\nLast runs\n")
    counts = ("asked", "loaded", "unchanged", "skipped", "failed")
    rows = [
        (run.command, moment(run.started_at), moment(run.finished_at), *(getattr(run, name) for name in counts))
        for run in status.runs
    ]
    print_table(("command", "started", "finished", *counts), rows)
    if status.failures:
        out.write("\nFailed at the last try\n")
        print_table(("document", "reason"), [(failure.uri, failure.reason) for failure in status.failures])
    if status.left_to_do:
        out.write("\nLeft to do\n")
        left = [
            (each.source, each.items, moment(each.next_at) if each.next_at else "by the next run")
            for each in status.left_to_do
        ]
        print_table(("source", "items", "next retry"), left)
    if status.needs_person:
        out.write("\nNeeds a person: mend what is wrong, then `greenpaper retry`\n")
        print_table(
            ("source", "item", "attempts", "last attempt", "error"),
            [(each.source, each.uri, each.attempts, moment(each.last_at), each.error) for each in status.needs_person],
        )
    if status.poor_conversions:
        out.write("\nConverted poorly\n")
        print_table(("document", "reasons"), [(each.uri, "; ".join(each.reasons)) for each in status.poor_conversions])
    if status.earlier:
        out.write("\nEarlier publications\n")
        print_table(("file",), [(each,) for each in status.earlier])
    out.write("\nRows\n")
    print_table(("view", "rows"), status.views.items())
    out.write("\nChecks\n")
    print_table(
        ("check", "severity", "passed", "detail"),
        [(each.check_name, each.severity, each.passed, each.detail) for each in status.checks],
    )


def _source(state: SourceState) -> tuple[object, ...]:
    return (
        state.source,
        state.kind,
        state.publisher,
        state.schedule,
        moment(state.finished_at),
        state.status,
        state.listed,
        state.documents,
        state.withdrawn,
        state.newest_published_on,
        state.reason,
    )
