"""How a run ended, as a Prefect state."""

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.display import place
from flows.naming import counted
from flows.summary import RunSummary
from flows.wording import told

_NAMED = 5
_LONGEST = 120  # characters of an address, and of a reason


def state_of(summary: RunSummary) -> State[RunSummary]:
    """Return how a run ended that accounts for every document: Completed, or "Completed with failures", which it names.

    Failed only where there were sources to look at and not one could be listed: then nobody knows what was to be read.
    A run that does not account for a document raises before this.
    """
    counts = ", ".join(f"{summary[name]} {name}" for name in ("loaded", "unchanged", "skipped", "failed"))
    stopped = sum(source["status"] == "stopped" for source in summary["sources"])
    withdrawn = sum(source["withdrawn"] for source in summary["sources"])
    also = [f"{withdrawn} withdrawn"] if withdrawn else []
    also += [f"{counted(stopped, 'source')} stopped"] if stopped else []
    message = ", ".join([counts, *also])
    failures = _failures(summary)
    if not failures:
        return Completed(message=message, data=summary)
    message = f"{message}: {failures}"
    if stopped and stopped == len(summary["sources"]) and not (summary["loaded"] or summary["unchanged"]):
        return Failed(message=message, data=summary)
    return Completed(name="Completed with failures", message=message, data=summary)


def _failures(summary: RunSummary) -> str:
    """Return what stopped and what failed, each with its reason, as many as one can read; empty where nothing did."""
    failed = [
        *((f"source {each['source']}", each["reason"]) for each in summary["sources"] if each["status"] == "stopped"),
        *((place(each["uri"]), each["reason"]) for each in summary["documents"] if each["status"] == "failed"),
    ]
    named = [f"{told(what, _LONGEST)} ({told(why, _LONGEST)})" for what, why in failed[:_NAMED]]
    more = [f"{len(failed) - _NAMED:,} more"] if len(failed) > _NAMED else []
    return "; ".join(named + more)
