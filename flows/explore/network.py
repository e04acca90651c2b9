"""A network of organisations: who is near whom, and where each stands on the page."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import rustworkx

MOST_NODES = 2_000
"""Organisations that are drawn; of more, those with the most relations."""
_MOST_EDGES = 8_000
_LABELLED = 70  # nodes whose names are written out; the others show theirs when they are pointed at
_CROWD, _LABELLED_IN_CROWD = 300, 25  # in a picture of more nodes names would hide them
_LETTERS = 12.0  # the height of letters in a small picture; in a large one they grow with it
_LETTERS_ACROSS = 110  # of these in the width of a large picture
_BESIDE, _ABOVE = 10, 3  # letters of room that names need beside and above the outermost nodes
_WORK = 25_000  # nodes times rounds of the layout: what keeps it under a second or two


@dataclass(frozen=True, slots=True)
class Edge:
    """Two organisations, what they do together, in how many documents, from when to when."""

    a: str
    b: str
    a_name: str
    b_name: str
    relations: tuple[str, ...]
    documents: int
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation with its place; `degree` is with how many others it is drawn to work."""

    id: str
    name: str
    degree: int
    x: float
    y: float
    radius: float
    is_labelled: bool
    is_centre: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """An edge with its ends' places."""

    edge: Edge
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A network to be drawn `width` by `height`, with letters of a height; `left_out` organisations are too many."""

    nodes: tuple[Node, ...]
    edges: tuple[Drawn, ...]
    width: float
    height: float
    letters: float
    left_out: int


def edges_of(rows: Iterable[dict[str, Any]]) -> list[Edge]:
    """Return the edges that rows of `pages/network` are."""
    return [
        Edge(
            row["a_id"],
            row["b_id"],
            row["a_name"],
            row["b_name"],
            tuple(row["relations"]),
            row["documents"],
            row["first_day"],
            row["last_day"],
        )
        for row in rows
    ]


def neighbourhood(edges: Sequence[Edge], centre: str, steps: int) -> list[Edge]:
    """Return the edges between organisations that are at most `steps` edges away from one."""
    near = {centre}
    for _ in range(steps):
        near |= {end for edge in edges if edge.a in near or edge.b in near for end in (edge.a, edge.b)}
    return [edge for edge in edges if edge.a in near and edge.b in near]


def picture(edges: Sequence[Edge], centre: str | None = None) -> Picture:
    """Return where everything stands: the parts that hang together apart from each other, the largest first.

    The same edges give the same picture.
    """
    kept, left_out = _within(edges)
    names = {edge.a: edge.a_name for edge in kept} | {edge.b: edge.b_name for edge in kept}
    ids = sorted(names)
    index = {key: number for number, key in enumerate(ids)}
    graph: rustworkx.PyGraph[str, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(ids)
    graph.add_edges_from([(index[edge.a], index[edge.b], edge.documents) for edge in kept])
    degrees = {key: graph.degree(index[key]) for key in ids}
    places, width, height, letters = _framed(_packed([_placed(graph, sorted(part)) for part in _parts(graph)]))
    by_degree = sorted(ids, key=lambda key: (-degrees[key], names[key], key))
    is_crowded = len(ids) > _CROWD
    labelled = set(by_degree[: _LABELLED_IN_CROWD if is_crowded else _LABELLED]) | ({centre} if centre else set())
    nodes = tuple(
        Node(
            key,
            names[key],
            degrees[key],
            *places[index[key]],
            radius=_radius(degrees[key]) * letters / _LETTERS * (0.6 if is_crowded else 1.0),
            is_labelled=key in labelled,
            is_centre=key == centre,
        )
        for key in by_degree
    )
    drawn = tuple(Drawn(edge, *places[index[edge.a]], *places[index[edge.b]]) for edge in kept)
    return Picture(nodes, drawn, width, height, letters, left_out)


def _radius(degree: int) -> float:
    return min(18.0, 4 + 2 * math.sqrt(degree))


def _within(edges: Sequence[Edge]) -> tuple[list[Edge], int]:
    """Return the edges between the organisations that are drawn, and how many organisations are not."""
    degrees: dict[str, int] = {}
    for edge in edges:
        degrees[edge.a] = degrees.get(edge.a, 0) + 1
        degrees[edge.b] = degrees.get(edge.b, 0) + 1
    most = set(sorted(degrees, key=lambda key: (-degrees[key], key))[:MOST_NODES])
    kept = [edge for edge in edges if edge.a in most and edge.b in most][:_MOST_EDGES]
    drawn = {end for edge in kept for end in (edge.a, edge.b)}
    return kept, len(degrees) - len(drawn)


def _parts(graph: "rustworkx.PyGraph[str, int]") -> list[set[int]]:
    found = rustworkx.connected_components(graph)
    return sorted(found, key=lambda part: (-len(part), min(part)))


def _placed(graph: "rustworkx.PyGraph[str, int]", members: list[int]) -> tuple[dict[int, tuple[float, float]], float]:
    """Return the places of a part that hangs together, from 0 to its side, and its side."""
    count = len(members)
    side = 110.0 + 60.0 * math.sqrt(count)
    if count == 2:
        return {members[0]: (side * 0.25, side / 2), members[1]: (side * 0.75, side / 2)}, side
    part, back = graph.subgraph_with_nodemap(members)
    rounds = max(12, min(150, _WORK // count))
    found = rustworkx.spring_layout(part, k=1.4 / math.sqrt(count), num_iter=rounds, seed=7)
    xs, ys = [place[0] for place in found.values()], [place[1] for place in found.values()]
    wide = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    room = side - 40
    return {
        back[each]: (20 + room * (place[0] - min(xs)) / wide, 20 + room * (place[1] - min(ys)) / wide)
        for each, place in found.items()
    }, side


def _packed(placed: Sequence[tuple[dict[int, tuple[float, float]], float]]) -> dict[int, tuple[float, float]]:
    """Return the places of all parts, put in rows beside each other."""
    area = sum(side * side for _, side in placed)
    wide = max([math.sqrt(area) * 1.5, *(side for _, side in placed)])
    places: dict[int, tuple[float, float]] = {}
    x = y = row = 0.0
    for part, side in placed:
        if x + side > wide:
            x, y, row = 0.0, y + row, 0.0
        places |= {each: (x + at[0], y + at[1]) for each, at in part.items()}
        x, row = x + side, max(row, side)
    return places


def _framed(
    places: dict[int, tuple[float, float]],
) -> tuple[dict[int, tuple[float, float]], float, float, float]:
    """Return the places in a frame with room for names, how wide and high that is, and the height of letters."""
    if not places:
        return {}, 0.0, 0.0, _LETTERS
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    letters = round(max(_LETTERS, (max(xs) - min(xs)) / _LETTERS_ACROSS), 1)
    left, top = min(xs) - _BESIDE * letters, min(ys) - _ABOVE * letters
    width, height = max(xs) - left + _BESIDE * letters, max(ys) - top + 2 * letters
    framed = {each: (round(x - left, 1), round(y - top, 1)) for each, (x, y) in places.items()}
    return framed, round(width, 1), round(height, 1), letters
