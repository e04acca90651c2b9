"""What a run writes into the log of its flow run: documents with their source, looks at sources, publications.

Every line is a row in Prefect's database, so that only so many documents are told of one by one; the view `ingestions`
has all of them.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable

from prefect.exceptions import MissingContextError
from prefect.logging import get_run_logger

from extractors.looks import SourceRun
from extractors.records import Outcome
from flows.summary import RunSummary
from flows.wording import told

_ONE_BY_ONE = 500  # documents of one status in one run
_LEVELS = {"failed": logging.WARNING, "skipped": logging.INFO, "loaded": logging.INFO}


class RunLog:
    """The log of one run."""

    def __init__(self, source_of: Callable[[str], str | None]) -> None:
        """`source_of` tells the source of an address, None where it is of none."""
        self._source_of = source_of
        self._told: Counter[str] = Counter()
        self._logger: logging.Logger | logging.LoggerAdapter[logging.Logger]
        try:
            self._logger = get_run_logger()
        except MissingContextError:  # not called as a flow
            self._logger = logging.getLogger("greenpaper")

    def began(self, command: str, run_id: str, warehouse: object) -> None:
        """Tell which run this is."""
        self._logger.info("%s: run %s into %s", command, run_id, told(str(warehouse)))

    def ended(self, outcomes: Iterable[Outcome]) -> None:
        """Tell how documents ended; the unchanged are not among them."""
        for each in outcomes:
            self._told[each.status] += 1
            count = self._told[each.status]
            if count <= _ONE_BY_ONE:
                source = self._source_of(each.uri)
                facts = f", {each.facts:,} facts" if each.status == "loaded" else ""
                of = f" (source {source})" if source else ""
                self._logger.log(
                    _LEVELS.get(each.status, logging.INFO),
                    "%s: %s%s: %s%s", each.status, told(each.uri), of, told(each.reason), facts,
                )  # fmt: skip
            elif count == _ONE_BY_ONE + 1:
                self._logger.info("more is %s, and no longer told here: see the view ingestions", each.status)

    def batch(self, number: int, asked: int, outcomes: Iterable[Outcome]) -> None:
        """Tell what became of a batch of which `asked` documents were wanted."""
        counts = Counter(each.status for each in outcomes)
        counts["unchanged"] = asked - counts.total()
        said = ", ".join(f"{count:,} {status}" for status, count in sorted(counts.items()) if count)
        self._logger.info("batch %d: %s", number, said or "nothing")

    def looked(self, run: SourceRun) -> None:
        """Tell how a look at a source ended."""
        level = logging.INFO if run.status == "complete" else logging.WARNING
        reason = f": {told(run.reason)}" if run.reason else ""
        self._logger.log(
            level,
            "source %s: %s: %d listed, %d due, %d loaded, %d withdrawn%s",
            run.source, run.status, run.listed, run.due, run.loaded, run.withdrawn, reason,
        )  # fmt: skip

    def published(self, summary: RunSummary) -> None:
        """Tell what the published file is like."""
        for check in summary["checks"]:
            self._logger.warning(
                "check %s (%s) did not pass: %s", *map(told, (check["check_name"], check["severity"], check["detail"]))
            )
        what = "published" if summary["swapped"] else "not published anew, for nothing in it has changed:"
        self._logger.info("%s %s", what, told(summary["warehouse"]))
