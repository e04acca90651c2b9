"""`greenpaper evaluate`: precision, recall and F1 per kind of fact, against hand-labelled documents."""

import sys
from pathlib import Path

from flows.display import print_json, print_table
from flows.exits import Exit
from warehouse.evaluate import Score, evaluate


def run(gold_dir: Path, warehouse: Path, *, details: bool, as_json: bool) -> Exit:
    """Print the scores of the documents that are labelled in `gold_dir`; `details` lists what was wrong."""
    scores = evaluate(warehouse, gold_dir)
    if as_json:
        print_json(scores)
        return Exit.DONE
    rows = [
        (each.kind, each.gold, _rounded(each.precision), _rounded(each.recall), _rounded(each.f1)) for each in scores
    ]
    print_table(("kind", "labelled", "precision", "recall", "F1"), rows)
    if details:
        for score in scores:
            _print_details(score)
    return Exit.DONE


def _rounded(share: float) -> str:
    return f"{share:.3f}"


def _print_details(score: Score) -> None:
    for what, facts in (("missed", score.missed), ("found wrongly", score.spurious)):
        if facts:
            sys.stdout.write(f"\n{score.kind}, {what}\n" + "".join(f"  {fact}\n" for fact in facts))
