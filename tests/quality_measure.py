"""Measuring the sets of labelled documents: every document is extracted, and each set is evaluated."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from quality_sets import ROOT, Halves, Kind, LabelledSet, cut

from extractors.records import LoadItem
from warehouse.evaluate import Evaluation, evaluate
from warehouse.records import Versions
from warehouse.writer import Writer

ALL_KINDS = "all kinds"


@dataclass(frozen=True)
class Measured:
    """A published warehouse of labelled documents, and one folder with all their labels."""

    published: Path
    labels: Path

    def of(self, labelled: LabelledSet) -> dict[str, Kind]:
        """Return what is measured on one set."""
        found = evaluate(self.published, self.labels, only=labelled.documents)
        return {each.kind: Kind(each.gold, cut(each.precision), cut(each.recall), cut(each.f1)) for each in found.kinds}

    def confidence(self, documents: Sequence[str]) -> dict[str, Halves]:
        """Return what confidence is worth over these documents, per kind and over all kinds."""
        found: Evaluation = evaluate(self.published, self.labels, only=documents)
        halves = {each.kind: each.confidence for each in found.kinds if each.confidence} | {ALL_KINDS: found.confidence}
        return {
            kind: Halves(each.facts, each.top and cut(each.top), each.bottom and cut(each.bottom))
            for kind, each in halves.items()
        }


def measure(
    sets: Sequence[LabelledSet], load_item: Callable[[str, bytes], LoadItem], folder: Path, root: Path = ROOT
) -> Measured:
    """Extract every document of the sets into a warehouse below `folder`, ready to be evaluated."""
    texts: Mapping[str, Path] = {name: each.text(name, root) for each in sets for name in each.documents}
    labels = folder / "labels"
    labels.mkdir()
    for each in sets:
        for name in each.documents:
            shutil.copy(each.label(name, root), labels)
    items = [load_item(path.resolve().as_uri(), path.read_bytes()) for path in texts.values()]
    published = folder / "labelled.duckdb"
    with Writer.open(published) as writer:
        run = writer.begin_run("quality", Versions(greenpaper="-", extractor="-", pipeline="-"))
        writer.load(run, items)
        writer.finish_run(run, len(items))
        writer.publish()
    return Measured(published, labels)
