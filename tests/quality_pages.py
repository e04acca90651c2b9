"""The tables of `docs/quality.md` and `README.md`, made of `tests/gold/floors.toml` and written between markers.

A table stands between `<!-- table:NAME -->` and `<!-- /table -->`, so that no figure is typed by hand.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from quality_sets import ROOT, Kind, LabelledSet, Quality

_TABLE = re.compile(r"(?P<begin><!-- table:(?P<name>[a-z-]+) -->\n).*?(?P<end><!-- /table -->)", re.DOTALL)
_NOTHING = "–"


class NoPlace(Exception):
    """A table has no place on its page, or a place has no table."""


def filled(quality: Quality, root: Path = ROOT) -> dict[Path, str]:
    """Return the pages with their tables as they must be: path → text. Raises NoPlace."""
    wanted = {
        root / "docs" / "quality.md": {
            "sets": _sets(quality),
            **{each.name: _set(each) for each in quality.sets},
            "confidence": _confidence(quality),
        },
        root / "README.md": {"quality": _short(quality)},
    }
    return {page: _fill(page, tables) for page, tables in wanted.items()}


def _fill(page: Path, tables: Mapping[str, str]) -> str:
    text = page.read_text(encoding="utf-8")
    places = {each["name"] for each in _TABLE.finditer(text)}
    if places != set(tables):
        odd = ", ".join(sorted(places ^ set(tables)))
        raise NoPlace(f"{page.name}: the places for tables are not those of the sets ({odd}): <!-- table:NAME -->")
    return _TABLE.sub(lambda each: f"{each['begin']}\n{tables[each['name']]}\n{each['end']}", text)


def _sets(quality: Quality) -> str:
    rows = [(each.title, len(each.documents), _read(each), each.note) for each in quality.sets]
    return _table(("set", "documents", "read while rules were written", "what they are"), rows)


def _read(labelled: LabelledSet) -> str:
    return "yes" if labelled.is_read else "no"


def _set(labelled: LabelledSet) -> str:
    first = labelled.first_sight
    columns = ["kind", "labels", "precision", "recall", "F1"]
    if first:
        columns.append(f"F1 at first sight ({first.documents} documents, {first.day})")
    rows = []
    for name, kind in labelled.kinds.items():
        shares = (kind.precision, kind.recall, kind.floor)
        row = [name, kind.labels, *(_NOTHING if _is_empty(kind) else _share(share) for share in shares)]
        if first:
            seen = first.kinds.get(name)
            row.append(f"{seen['f1']:.2f} of {seen['labels']:.0f}" if seen else _NOTHING)
        rows.append(row)
    return _table(columns, rows) + "".join(_lowered(labelled))


def _lowered(labelled: LabelledSet) -> Iterator[str]:
    for each in labelled.lowered:
        kinds = ", ".join(f"{kind} from {old:.3f} to {new:.3f}" for kind, (old, new) in each.kinds.items())
        yield f"\nFloors went down on {each.day} ({each.reason}): {kinds}.\n"


def _confidence(quality: Quality) -> str:
    rows = [(kind, each.facts, _share(each.top), _share(each.bottom)) for kind, each in quality.confidence.items()]
    return _table(("kind", "facts found", "right in the top half", "right in the bottom half"), rows)


def _short(quality: Quality) -> str:
    """The table of the README: F1 per kind and set, to two decimals; of sets that were read later, at first sight."""
    columns = ["kind"]
    for each in quality.sets:
        seen_first = ", at first sight" if _was_unread(each) else ""
        columns.append(f"{each.title}{seen_first} ({len(each.documents)})")
    names = list(dict.fromkeys(name for each in quality.sets for name in each.kinds))
    return _table(columns, [[name, *_short_cells(quality, name)] for name in names])


def _short_cells(quality: Quality, name: str) -> Iterator[str]:
    for each in quality.sets:
        if _was_unread(each):
            seen = each.first_sight.kinds.get(name) if each.first_sight else None
            yield f"{seen['f1']:.2f}" if seen and seen["labels"] else _NOTHING
        else:
            yield _f1(each.kinds.get(name))


def _was_unread(labelled: LabelledSet) -> bool:
    """Whether a set was read only after it had been measured: then its first sight says more than its floor."""
    return labelled.is_read and labelled.first_sight is not None


def _f1(kind: Kind | None) -> str:
    return _NOTHING if kind is None or _is_empty(kind) else f"{kind.floor:.2f}"


def _is_empty(kind: Kind) -> bool:
    """Say whether nothing was labelled and nothing found, which is no merit."""
    return kind.labels == 0 and kind.floor == 1.0


def _share(share: float | None) -> str:
    return _NOTHING if share is None else f"{share:.3f}"


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join("| " + " | ".join(map(str, line)) + " |\n" for line in lines)
