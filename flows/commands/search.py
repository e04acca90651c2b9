"""`greenpaper search`: ranked passages with document, section, page and snippet."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Literal

from rich.padding import Padding
from rich.text import Text

from flows.display import console_for, one_line, print_json
from flows.exits import Exit
from flows.meaning import load_meaning
from warehouse.search import Among, Passage, search

Mode = Literal["keyword", "semantic", "both"]


def run(
    words: str,
    limit: int,
    warehouse: Path,
    *,
    kinds: tuple[str, ...],
    organisation: str | None,
    since: datetime | None,
    until: datetime | None,
    mode: Mode,
    as_json: bool,
) -> Exit:
    """Print the `limit` best passages for `words`, out of the documents that are asked for.

    Raises ConfigurationError where the mode needs what is not installed, or what the warehouse does not hold.
    """
    meaning = None if mode == "keyword" else load_meaning()
    among = Among(kinds, organisation, since and since.date(), until and until.date())
    passages = search(warehouse, words, limit, among, meaning=meaning, keywords=mode != "semantic")
    if as_json:
        print_json(passages)
        return Exit.DONE
    if not passages:
        where = str(warehouse) if among == Among() else f"the documents asked for in {warehouse}"
        sys.stderr.write(f"Nothing in {where} says anything about {words!r}.\n")
    for number, passage in enumerate(passages, start=1):
        _print(number, passage)
    return Exit.DONE


def _print(number: int, passage: Passage) -> None:
    console = console_for(sys.stdout)
    document = " ".join((passage.title or passage.uri).split())
    place = f"{document} > {passage.section}" if passage.section else document
    if passage.page is not None:
        place = f"{place}, page {passage.page}"
    place, snippet = one_line(place), one_line(" ".join(passage.snippet.split()))
    if not console.is_terminal:
        sys.stdout.write(f"{number}. {place} [{passage.score:.2f}]\n   {snippet}\n")
        return
    console.print(Text(f"{number}. {place}", style="bold"), Text(f"[{passage.score:.2f}]", style="dim"))
    console.print(Padding(Text(snippet), (0, 0, 0, 3)))
