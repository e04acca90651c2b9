"""Word lists: reviewed data files, one entry a line, `#` starts a comment. They make sense by themselves."""

import csv
from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """Return the entries of `lexicon/<name>.txt`, in the file's order, without comments and blank lines.

    Raises FileNotFoundError where there is no such list.
    """
    text = (files(__package__) / f"{name}.txt").read_text(encoding="utf-8")
    entries = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return tuple(entry for entry in entries if entry)


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of a list, casefolded, as a set."""
    return frozenset(line.casefold() for line in lines(name))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `lexicon/<name>.csv` as column → value; the first line names the columns.

    Raises FileNotFoundError where there is no such table.
    """
    text = (files(__package__) / f"{name}.csv").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return tuple(dict(row) for row in csv.DictReader(kept))
