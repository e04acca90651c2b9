"""A network has all its organisations in the picture, each in its place, and as many as can be looked at."""

from flows.explore.network import MOST_NODES, Edge, neighbourhood, picture


def edge(a: int, b: int) -> Edge:
    return Edge(f"{a:05}", f"{b:05}", f"Body {a}", f"Body {b}", ("partnership",), 1, None, None)


def test_a_chain_has_a_neighbourhood_of_as_many_steps_as_are_asked_for() -> None:
    chain = [edge(number, number + 1) for number in range(6)]
    assert neighbourhood(chain, "00002", 1) == chain[1:3]
    assert neighbourhood(chain, "00002", 2) == chain[0:4]
    assert neighbourhood(chain, "nobody", 2) == []


def test_the_same_edges_give_the_same_picture_within_its_frame() -> None:
    edges = [edge(number, number * 7 % 50) for number in range(1, 50)] + [edge(100, 101), edge(102, 103)]
    drawn = picture(edges, "00001")
    assert drawn == picture(edges, "00001")
    assert all(0 <= node.x <= drawn.width and 0 <= node.y <= drawn.height for node in drawn.nodes)
    assert len({(node.x, node.y) for node in drawn.nodes}) == len(drawn.nodes)
    assert [node.id for node in drawn.nodes if node.is_centre] == ["00001"]


def test_of_more_than_can_be_drawn_those_with_most_relations_are() -> None:
    ring = [edge(number, (number + 1) % MOST_NODES) for number in range(MOST_NODES)]
    single = [edge(10_000 + 2 * number, 10_001 + 2 * number) for number in range(30)]
    drawn = picture([*single, *ring])
    assert len(drawn.nodes) == MOST_NODES
    assert drawn.left_out == 60
    assert all(int(node.id) < MOST_NODES for node in drawn.nodes)


def test_no_edges_are_an_empty_picture() -> None:
    assert picture([]).nodes == ()
