"""What a run tells at its end, to people or as JSON."""

import os
import shutil
import sys
from pathlib import Path

from flows.display import one_line, place, print_json, print_table
from flows.exits import Exit
from flows.summary import RunSummary
from flows.times import STEPS, Profile
from warehouse.status import read_status

_COUNTED = (
    "documents", "people", "organisations", "roles", "figures", "dates", "strategy_items", "partnerships",
    "partnership_members", "quotes", "publications",
)  # fmt: skip
_FIRST_QUERY = "select person, title, organisation from roles"
_STATUSES = ("loaded", "unchanged", "skipped", "failed")


def tell(summary: RunSummary, *, quiet: bool, as_json: bool) -> Exit:
    """Print the summary, as JSON where that is asked, or only errors; return the exit code of the run."""
    if as_json:
        print_json(summary)
    elif not quiet:
        _print_summary(summary)
    return Exit.SOME_FAILED if failures(summary) else Exit.DONE


def tell_profile(summary: RunSummary, profile: Profile, *, as_json: bool) -> None:
    """Add where the time of the run went to the summary that is printed as JSON; else print it to standard error."""
    if as_json:
        summary["profile"] = profile
        return
    whole = profile["seconds"]
    rows = [
        (step, f"{seconds:.2f}", f"{100 * seconds / max(whole, 0.01):.0f} %", STEPS[step])
        for step, seconds in profile["steps"].items()
    ]
    sys.stderr.write(f"greenpaper: {whole:.2f} s, {profile['workers']} worker processes; steps overlap\n")
    print_table(("step", "seconds", "of the time", "what it is"), rows, sys.stderr)


def failures(summary: RunSummary) -> int:
    """Print an error for each source that stopped and each document that failed; return how many there are."""
    failed = [document for document in summary["documents"] if document["status"] == "failed"]
    stopped = [source for source in summary["sources"] if source["status"] == "stopped"]
    for source in stopped:
        sys.stderr.write(f"greenpaper: stopped: source {source['source']}: {one_line(source['reason'])}\n")
    for document in failed:
        sys.stderr.write(f"greenpaper: failed: {place(document['uri'])}: {one_line(document['reason'])}\n")
    return len(failed) + len(stopped)


def _print_summary(summary: RunSummary) -> None:
    out = sys.stdout
    if summary["sources"]:
        columns = ("source", "listed", "due", "loaded", "withdrawn", "status")
        print_table(columns, [tuple(source[name] for name in columns) for source in summary["sources"]])  # type: ignore[literal-required]
        for source in summary["sources"]:
            if source["reason"] and source["status"] != "stopped":  # that is told as an error
                out.write(f"source {source['source']}: {one_line(source['reason'])}\n")
        if withdrawn := sum(source["withdrawn"] for source in summary["sources"]):
            out.write(f"{withdrawn} withdrawn: gone from their source, kept here with all their facts\n")
        out.write("\n")
    print_table(("documents", *_STATUSES), [(summary["asked"], *(summary[name] for name in _STATUSES))])  # type: ignore[literal-required]
    for document in summary["documents"]:
        if document["status"] == "skipped":
            out.write(f"skipped: {place(document['uri'])}: {one_line(document['reason'])}\n")
    for check in summary["checks"]:
        out.write(f"check {check['check_name']} ({check['severity']}) did not pass: {one_line(check['detail'])}\n")
    if not summary["loaded"] and summary["failed"]:
        out.write("\nNothing was loaded.\n")
    elif not summary["loaded"] and not any(source["withdrawn"] for source in summary["sources"]):
        out.write("\nNothing changed.\n")
    path = Path(summary["warehouse"])
    views = read_status(path, runs=1).views
    out.write(f"\n{path} holds\n")
    print_table(("view", "rows"), [(name, views[name]) for name in _COUNTED])
    option = "" if path == Path("data/greenpaper.duckdb") else f" --warehouse {path}"
    out.write(f'\nTry: {_called_as()} sql "{_FIRST_QUERY}"{option}\n')


def _called_as() -> str:
    """Return how a person in this folder calls the command: by its name where it is on the path."""
    script = Path(sys.argv[0])
    if script.name != "greenpaper" or shutil.which("greenpaper"):
        return "greenpaper"
    return os.path.relpath(script)
