"""Whether confidence means something: are the facts that the rules are surer of more often right?"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from warehouse.evaluate_rules import Judged


@dataclass(frozen=True, slots=True)
class Halves:
    """The share of right facts among the surer and the less sure half of `facts`; None where there are none.

    Each half counts facts / 2: of an odd number the one in the middle counts half on either side.
    """

    facts: int
    top: float | None
    bottom: float | None


def halves(judged: Iterable[Judged]) -> Halves:
    """Cut facts in two by their confidence.

    Facts of one confidence have no order among them. Where the cut goes through such a group, each half takes its part
    of the group's right facts, which is what a cut at random would give it on average. So facts that are all equally
    sure are equally right in both halves.
    """
    ranked = sorted(judged, key=lambda each: each.confidence, reverse=True)
    if not ranked:
        return Halves(0, None, None)
    size = len(ranked) / 2
    room, right_above = size, 0.0
    for _, tied in groupby(ranked, key=lambda each: each.confidence):
        group = [each.right for each in tied]
        taken = min(room, len(group))
        right_above += sum(group) * taken / len(group)
        room -= taken
    right = sum(each.right for each in ranked)
    return Halves(len(ranked), right_above / size, (right - right_above) / size)
