"""The process that asks one statement: `python -m flows.explore.child`, a question as JSON on its standard input.

It writes the columns as a JSON list and then a row a line, or CSV; a complaint goes to standard error, and exit code 2.
"""

import json
import os
import sys
from pathlib import Path
from typing import TextIO

from extractors.errors import GreenpaperError
from flows.exits import Exit
from warehouse.limits import Limits, bounded_process
from warehouse.output import write_csv, write_json_lines
from warehouse.query import run_query


def main() -> int:
    """Answer the question on standard input, and return the exit code."""
    question = json.load(sys.stdin)
    seconds: float = question["seconds"]

    def give_up() -> None:
        os._exit(Exit.USAGE)

    limits = Limits(seconds, question["memory"], give_up)
    out = _unescaped_output()
    try:
        with (
            bounded_process(limits),
            run_query(
                Path(question["warehouse"]), question["statement"], question["parameters"] or (), limits=limits
            ) as result,
        ):
            if question["form"] == "csv":
                write_csv(result, out)
            else:
                out.write(f"{json.dumps(result.columns)}\n")
                write_json_lines(result, out)
        out.flush()
    except GreenpaperError as error:
        sys.stderr.write(str(error))
        return Exit.USAGE
    except MemoryError:
        sys.stderr.write("the query needs more memory than it may take: ask for less")
        return Exit.USAGE
    return Exit.DONE


def _unescaped_output() -> TextIO:
    return open(1, "w", encoding="utf-8", newline="", closefd=False)


if __name__ == "__main__":
    sys.exit(main())
