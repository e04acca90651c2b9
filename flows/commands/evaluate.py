"""`greenpaper evaluate`: precision, recall and F1 per kind of fact, against hand-labelled documents."""

import sys
from collections.abc import Sequence
from pathlib import Path

from flows.display import print_json, print_table
from flows.exits import Exit
from warehouse.evaluate import Evaluation, evaluate
from warehouse.evaluate_confidence import Halves
from warehouse.evaluate_score import Error, Score
from warehouse.evaluate_worst import Worst, worst


def run(gold_dir: Path, warehouse: Path, *, most: int, details: bool, confidence: bool, as_json: bool) -> Exit:
    """Print the scores of the documents that are labelled in `gold_dir`.

    After the table come the worst misses, at most `most`, or every error (`details`), and how often the surer half of
    the facts is right (`confidence`).
    """
    found = evaluate(warehouse, gold_dir)
    if as_json:
        print_json({"kinds": found.kinds, "confidence": found.confidence, "worst": worst(found.kinds, most)})
        return Exit.DONE
    print_table(
        ("kind", "labelled", "precision", "recall", "F1"),
        [(each.kind, each.gold, _share(each.precision), _share(each.recall), _share(each.f1)) for each in found.kinds],
    )
    if confidence:
        _print_confidence(found)
    if details:
        _print_details(found.kinds)
    else:
        _print_worst(worst(found.kinds, most))
    return Exit.DONE


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _print_confidence(found: Evaluation) -> None:
    sys.stdout.write("\nHow often the surer half of the facts is right, and the other half\n")
    rows = [_halves(each.kind, each.confidence) for each in found.kinds if each.confidence is not None]
    print_table(
        ("kind", "facts", "right in the top half", "right in the bottom half"),
        [*rows, _halves("all kinds", found.confidence)],
    )


def _halves(kind: str, halves: Halves) -> Sequence[object]:
    return kind, halves.facts, _share(halves.top), _share(halves.bottom)


def _print_worst(found: Worst) -> None:
    if not found.errors:
        return
    sys.stdout.write("\nWhere most is lost\n")
    print_table(
        ("kind", "document", "missed", "found wrongly"),
        [(each.kind, each.document, each.missed, each.spurious) for each in found.places],
    )
    sys.stdout.write("\nThe worst misses, the weakest kinds first (--details lists all)\n")
    print_table(
        ("kind", "error", "document", "fact"),
        [(each.kind, each.error, each.document, each.fact) for each in found.errors],
    )


def _print_details(scores: Sequence[Score]) -> None:
    for score in scores:
        _print_errors(f"{score.kind}, missed", score.missed)
        _print_errors(f"{score.kind}, found wrongly", score.spurious)


def _print_errors(heading: str, errors: Sequence[Error]) -> None:
    if errors:
        sys.stdout.write(f"\n{heading}\n" + "".join(f"  {each.document}: {each.fact}\n" for each in errors))
