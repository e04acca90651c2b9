"""How a run ended, as a Prefect state."""

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.summary import RunSummary


def state_of(summary: RunSummary) -> State[RunSummary]:
    """Return Completed; "Completed with failures" where some documents or sources failed; Failed where all did."""
    counts = ", ".join(f"{summary[name]} {name}" for name in ("loaded", "unchanged", "skipped", "failed"))
    stopped = sum(source["status"] == "stopped" for source in summary["sources"])
    withdrawn = sum(source["withdrawn"] for source in summary["sources"])
    told = {"withdrawn": withdrawn, "sources stopped": stopped}
    message = ", ".join([counts, *(f"{count} {what}" for what, count in told.items() if count)])
    if not summary["failed"] and not stopped:
        return Completed(message=message, data=summary)
    if summary["loaded"] or summary["unchanged"] or stopped < len(summary["sources"]):
        return Completed(name="Completed with failures", message=message, data=summary)
    return Failed(message=message, data=summary)
