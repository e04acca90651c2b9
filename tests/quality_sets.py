"""The sets of labelled documents, what was measured on each, and the floors that must not be fallen below.

All of it stands in `tests/gold/floors.toml`. Name, folders, documents and note of a set are written by hand, the rest
by `make quality`.
"""

import hashlib
import json
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FILE = ROOT / "tests" / "gold" / "floors.toml"

HEADER = """\
# Which labelled documents we measure ourselves by, and the F1 that no kind may fall below.
# By hand: a set's title, folders (from the root of the repository), is_read (were its documents read while rules were
# written?), note and documents. The rest is written by `make quality`. Floors only go up, unless the labels change
# (then the digest does, and the commit says why) or a reason is given, which stays here under `lowered`.
"""


class Refused(Exception):
    """A floor would have to go down, and no reason was given."""


@dataclass(frozen=True)
class Kind:
    """What was measured for one kind of fact: number of labels, and shares cut (not rounded) to three decimals."""

    labels: int
    precision: float
    recall: float
    floor: float  # F1


@dataclass(frozen=True)
class FirstSight:
    """What a set scored before any rule was changed for it: kind → labels and F1. Measured once, then kept."""

    day: str
    documents: int
    kinds: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Lowered:
    """Floors that went down: kind → the old and the new one, and why."""

    day: str
    reason: str
    kinds: Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Halves:
    """How many facts were found, and the share of right ones in the surer and the less sure half, if there are any."""

    facts: int
    top: float | None = None
    bottom: float | None = None


@dataclass(frozen=True)
class LabelledSet:
    """Documents that are measured together. `labels` and `texts` are folders, from the root of the repository."""

    name: str
    title: str
    labels: str
    texts: str
    is_read: bool
    note: str
    documents: tuple[str, ...]
    digest: str = ""
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    first_sight: FirstSight | None = None
    lowered: tuple[Lowered, ...] = ()

    def label(self, document: str, root: Path = ROOT) -> Path:
        """Return the file that holds a document's labels."""
        return root / self.labels / f"{document}.json"

    def text(self, document: str, root: Path = ROOT) -> Path:
        """Return the file that a document's labels are for."""
        said: str = json.loads(self.label(document, root).read_text(encoding="utf-8"))["document"]
        return root / self.texts / said

    def is_here(self, root: Path = ROOT) -> bool:
        """Say whether this machine has the labels: those of public pages lie beside the repository."""
        return (root / self.labels).is_dir()


@dataclass(frozen=True)
class Quality:
    """All sets, and what confidence is worth over the documents that were not read: kind → halves."""

    sets: tuple[LabelledSet, ...]
    confidence_documents: int = 0
    confidence: Mapping[str, Halves] = field(default_factory=dict)


def cut(share: float) -> float:
    """Return a share cut to three decimals, so that what was measured is never below it."""
    return math.floor(share * 1000 + 1e-9) / 1000


def digest_of(labelled: LabelledSet, root: Path = ROOT) -> str:
    """Return the SHA-256 over the names, the labels and the texts of a set, in the order of the names."""
    digest = hashlib.sha256()
    for document in sorted(labelled.documents):
        for path in (labelled.label(document, root), labelled.text(document, root)):
            content = path.read_bytes()
            digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def updated(
    labelled: LabelledSet, kinds: Mapping[str, Kind], digest: str, day: str, reason: str | None = None
) -> LabelledSet:
    """Return the set with what was measured now; its floors go up.

    They go down only where the labels changed since the last time, or for a `reason`; either is kept in `lowered`.
    Raises Refused otherwise.
    """
    fallen = {
        kind: (old.floor, kinds[kind].floor if kind in kinds else 0.0)
        for kind, old in labelled.kinds.items()
        if kind not in kinds or kinds[kind].floor < old.floor
    }
    if not fallen:
        return replace(labelled, kinds=kinds, digest=digest)
    why = reason or ("the labels changed" if digest != labelled.digest else None)
    if not why:
        told = ", ".join(f"{kind} from {old:.3f} to {new:.3f}" for kind, (old, new) in fallen.items())
        raise Refused(f"{labelled.name}: F1 fell: {told}. Mend the rules, or say why it must be: --lower REASON")
    return replace(labelled, kinds=kinds, digest=digest, lowered=(*labelled.lowered, Lowered(day, why, fallen)))


def seen_first(labelled: LabelledSet, day: str) -> LabelledSet:
    """Return the set with what is measured now as its first sight. Raises Refused where it had one."""
    if labelled.first_sight:
        raise Refused(f"{labelled.name}: was seen first on {labelled.first_sight.day}, and that stays")
    kinds = {name: {"labels": kind.labels, "f1": kind.floor} for name, kind in labelled.kinds.items()}
    return replace(labelled, first_sight=FirstSight(day, len(labelled.documents), kinds))


def read(path: Path = FILE) -> Quality:
    """Return what the file says. Raises ValueError or TypeError where it is no such file."""
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    sets = tuple(_read_set(name, each) for name, each in said["sets"].items())
    confidence = said.get("confidence", {"documents": 0, "kinds": {}})
    halves = {kind: Halves(**each) for kind, each in confidence["kinds"].items()}
    return Quality(sets, confidence["documents"], halves)


def _read_set(name: str, said: dict[str, Any]) -> LabelledSet:
    first = said.pop("first_sight", None)
    return LabelledSet(
        name=name,
        documents=tuple(said.pop("documents")),
        kinds={kind: Kind(**each) for kind, each in said.pop("kinds", {}).items()},
        first_sight=FirstSight(**first) if first else None,
        lowered=tuple(Lowered(**each) for each in said.pop("lowered", [])),
        **said,
    )


def written(quality: Quality) -> str:
    """Return the text of the file."""
    lines = [HEADER]
    for each in quality.sets:
        lines.append(f"[sets.{each.name}]")
        lines += [f"{name} = {_value(getattr(each, name))}" for name in ("title", "labels", "texts", "is_read", "note")]
        lines += ["documents = [", *(f"    {_value(document)}," for document in sorted(each.documents)), "]"]
        lines += [f"digest = {_value(each.digest)}", "", f"[sets.{each.name}.kinds]", *_rows(each.kinds)]
        if each.first_sight:
            lines += ["", f"[sets.{each.name}.first_sight]", *_days(each.first_sight)]
        for lowered in each.lowered:
            lines += ["", f"[[sets.{each.name}.lowered]]", *_days(lowered)]
        lines.append("")
    lines += ["[confidence]", f"documents = {quality.confidence_documents}", "", "[confidence.kinds]"]
    return "\n".join([*lines, *_rows(quality.confidence), ""])


def _rows(kinds: Mapping[str, object]) -> list[str]:
    return [f"{_key(kind)} = {_value(each)}" for kind, each in kinds.items()]


def _days(said: FirstSight | Lowered) -> list[str]:
    return [f"{each.name} = {_value(getattr(said, each.name))}" for each in fields(said)]


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _value(key)


def _value(value: Any) -> str:
    """Return a value as TOML writes it, on one line. What is None is left out."""
    if hasattr(value, "__dataclass_fields__"):
        value = asdict(value)
    if isinstance(value, Mapping):
        told = [f"{_key(key)} = {_value(each)}" for key, each in value.items() if each is not None]
        return "{ " + ", ".join(told) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
