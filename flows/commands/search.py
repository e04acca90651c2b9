"""`greenpaper search`: ranked passages with document, section and snippet."""

import sys
from pathlib import Path

from rich.padding import Padding
from rich.text import Text

from flows.display import console_for, one_line, print_json
from flows.exits import Exit
from warehouse.search import Passage, search


def run(words: str, limit: int, warehouse: Path, *, as_json: bool) -> Exit:
    """Print the `limit` best passages for `words`."""
    passages = search(warehouse, words, limit)
    if as_json:
        print_json(passages)
        return Exit.DONE
    if not passages:
        sys.stderr.write(f"Nothing in {warehouse} says anything about {words!r}.\n")
    for number, passage in enumerate(passages, start=1):
        _print(number, passage)
    return Exit.DONE


def _print(number: int, passage: Passage) -> None:
    console = console_for(sys.stdout)
    document = " ".join((passage.title or passage.uri).split())
    place = one_line(f"{document} > {passage.section}" if passage.section else document)
    snippet = one_line(" ".join(passage.snippet.split()))
    if not console.is_terminal:
        sys.stdout.write(f"{number}. {place} [{passage.score:.2f}]\n   {snippet}\n")
        return
    console.print(Text(f"{number}. {place}", style="bold"), Text(f"[{passage.score:.2f}]", style="dim"))
    console.print(Padding(Text(snippet), (0, 0, 0, 3)))
