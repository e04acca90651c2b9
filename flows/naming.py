"""Names of flow runs and task runs in Prefect's lists: what they are to do, and at the end what came of it."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from prefect.context import FlowRunContext

from extractors.sources.items import Item
from flows.handing import whole
from flows.summary import RunSummary
from flows.wording import told

_NAMED = 3
_LONGEST_NAME = 50  # characters of one path, address or source
_LONGEST = 200  # characters of a run's name


def ingest_name() -> str:
    """Return the name of the ingest run that begins: "ingest inbox, letter.txt"."""
    return _short(f"ingest {named(_parameter('paths') or ['nothing'])}")


def refresh_name() -> str:
    """Return the name of the refresh run that begins: "refresh council: 3 files", "sweep all sources"."""
    sources, items = named(_parameter("sources") or ["all sources"]), _parameter("items")
    if items is None:
        return _short(f"refresh {sources}")
    return _short(f"refresh {sources}: {counted(len(items), 'file')}" if items else f"sweep {sources}")


def reextract_name() -> str:
    """Return the name of the reextract run that begins: "reextract council, older than current"."""
    older = _parameter("older_than")
    than = f", older than {told(str(older), _LONGEST_NAME)}" if older else ""
    return _short(f"reextract {named(_parameter('names') or ['all documents'])}{than}")


def rebuild_name() -> str:
    """Return the name of the rebuild run that begins: "rebuild from data/greenpaper.store/archive"."""
    return _short(f"rebuild from {named([str(_parameter('archive'))])}")


def ended_name(name: str, summary: RunSummary) -> str:
    """Return the name of a run that has ended: "refresh council: 3 files: 2 loaded, 1 failed"."""
    withdrawn = sum(source["withdrawn"] for source in summary["sources"])
    stopped = sum(source["status"] == "stopped" for source in summary["sources"])
    counts = {"loaded": summary["loaded"], "failed": summary["failed"], "withdrawn": withdrawn}
    said = [f"{count:,} {what}" for what, count in counts.items() if count]
    if stopped:
        said.append(f"{counted(stopped, 'source')} stopped")
    return f"{name}: {', '.join(said) or 'nothing new'}"


def batch_name(items: Sequence[Item], asked: int) -> str:
    """Return what is in a batch: "12 documents of council", or which document where it is one."""
    if asked == 1 and items:
        return told(items[0].uri, 2 * _LONGEST_NAME)
    sources = sorted({item.origin.source for item in items if item.origin})
    return f"{counted(asked, 'document')} of {named(sources)}" if sources else counted(asked, "document")


def named(names: Collection[str]) -> str:
    """Return the first names, and how many more there are."""
    first = [told(name, _LONGEST_NAME) for name in _first(names)]
    more = len(names) - len(first)
    return f"{', '.join(first)} and {more:,} more" if more else ", ".join(first)


def counted(number: int, what: str) -> str:
    """Return "1 file" or "3 files"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _first(names: Iterable[str]) -> Iterable[str]:
    return (name for name, _ in zip(names, range(_NAMED), strict=False))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _parameter(name: str) -> Any:
    context = FlowRunContext.get()
    return whole(name, context.parameters.get(name) if context and context.parameters else None)
