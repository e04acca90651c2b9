"""What a run leaves to be looked at in Prefect's pages: a table of documents, one of facts, and a summary.

Made of words and numbers alone; `flows.account` gives them to the server. They are bounded, however much a run did.
"""

import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from extractors.records import Outcome
from flows.summary import RunSummary, SourceSummary
from flows.wording import in_markdown, in_markdown_table

DOCUMENTS, FACTS, SUMMARY, PROGRESS = (f"greenpaper-{name}" for name in ("documents", "facts", "summary", "progress"))
"""The keys, by which Prefect shows the runs of an artifact one after the other."""

_MOST_ROWS = 100  # of documents one by one, and of sources
_CHECKS_TOLD = 20
_TOLD_ONE_BY_ONE = ("failed", "skipped")

Cells = list[dict[str, object]]
"""The rows of a table, each with the same columns."""


def documents_table(ended: Iterable[Outcome], unchanged: int, source_of: Callable[[str], str | None]) -> Cells:
    """Return what failed, then what was skipped, a row each, then numbers of all others.

    `ended` are the run's outcomes but for the `unchanged`, of which only the number is known; `source_of` tells the
    source of an address.
    """
    ended = list(ended)
    rows: Cells = []
    for status in _TOLD_ONE_BY_ONE:
        these = [each for each in ended if each.status == status]
        room = max(0, _MOST_ROWS - len(rows))
        rows += [
            _row(status, in_markdown(each.uri), in_markdown(source_of(each.uri) or ""), in_markdown(each.reason))
            for each in these[:room]
        ]
        if more := len(these) - room:
            rows += [_row(status, f"{more:,} more", "", "see the view ingestions")] if more > 0 else []
    loaded = Counter(_kind(each.reason) for each in ended if each.status == "loaded")
    rows += [_row("loaded", f"{count:,}", "", in_markdown(kind)) for kind, count in loaded.most_common()]
    if unchanged or not rows:
        rows.append(_row("unchanged", f"{unchanged:,}", "", "" if unchanged else "nothing was to be read"))
    return rows


def _row(outcome: str, document: str, source: str, reason: str) -> dict[str, object]:
    return {"outcome": outcome, "document": document, "source": source, "reason": reason}


def _kind(reason: str) -> str:
    """Return what happened without its particulars: "changed: edition 2" → "changed"."""
    return reason.partition(":")[0]


def facts_table(before: Mapping[str, int] | None, now: Mapping[str, int]) -> Cells:
    """Return how many facts of each kind there are, and were before the run; `before` is None where nothing was."""
    kinds = dict.fromkeys([*now, *(before or ())])
    return [
        {
            "kind": kind,
            "before": (before or {}).get(kind, 0),
            "now": now.get(kind, 0),
            "difference": f"{now.get(kind, 0) - (before or {}).get(kind, 0):+,d}",
        }
        for kind in kinds
    ]


def summary_text(name: str, summary: RunSummary) -> str:
    """Return the summary of a run that was to do what `name` says, as Markdown."""
    counts = [f"{summary[status]:,} {status}" for status in ("loaded", "unchanged", "skipped", "failed")]
    warehouse = in_markdown(summary["warehouse"])
    published = "published anew" if summary["swapped"] else "not published anew: nothing in it has changed"
    return "\n\n".join(
        [
            f"# {in_markdown(name)}",
            f"**{', '.join(counts)}** of {summary['asked']:,} documents. Run {in_markdown(summary['run_id'])}.",
            f"Published file: {warehouse}, {published}.",
            *_sources(summary["sources"]),
            *_checks(summary),
            _further(summary["warehouse"]),
        ]
    )


def stopped_text(name: str, error: BaseException) -> str:
    """Return what is to be told of a run that could not go on, as Markdown."""
    return "\n\n".join(
        [
            f"# {in_markdown(name)}",
            f"**The run could not go on.** {in_markdown(str(error))}",
            "What was loaded is kept, and the next run does what is left. `greenpaper status` tells how things stand.",
        ]
    )


def _sources(sources: Sequence[SourceSummary]) -> list[str]:
    if not sources:
        return []
    columns = ("source", "status", "listed", "due", "loaded", "withdrawn", "reason")
    in_order = sorted(sources, key=lambda each: (each["status"] != "stopped", each["status"] != "partly"))
    lines = [_line(columns), _line(["---"] * len(columns))]
    lines += [_line([_cell(each[name]) for name in columns]) for each in in_order[:_MOST_ROWS]]  # type: ignore[literal-required]
    if more := len(sources) - _MOST_ROWS:
        lines += [_line([f"{more:,} more", *[""] * (len(columns) - 1)])] if more > 0 else []
    return ["## Sources", "\n".join(lines)]


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else in_markdown_table(str(value))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _checks(summary: RunSummary) -> list[str]:
    told = [
        f"- {in_markdown(each['check_name'])} ({each['severity']}): {in_markdown(each['detail'])}"
        for each in summary["checks"][:_CHECKS_TOLD]
    ]
    return ["## Checks that did not pass", "\n".join(told)] if told else []


def _further(warehouse: str) -> str:
    option = f" --warehouse {shlex.quote(warehouse)}"
    return "\n".join(
        [
            "## Look further\n",
            f"- in the browser: {in_markdown(f'greenpaper explore{option}', 1000)}",
            f"- as a page to send: {in_markdown(f'greenpaper report report.html{option}', 1000)}",
            f"- what failed, and what is left to do: {in_markdown(f'greenpaper status{option}', 1000)}",
            "- here: the artifacts `greenpaper-documents` and `greenpaper-facts` of this run",
        ]
    )
