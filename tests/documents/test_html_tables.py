"""Tables in a page: a figure takes its heads from its own table."""

from extractors.documents.registry import parse
from extractors.facts.figures import find_figures
from extractors.page import Page

TABLES = """
<h1>Budget</h1>
<table><tr><th>Post</th><th>Name of holder</th></tr><tr><td>Chair</td><td>Ann Archer</td></tr></table>
<table><tr><th>Service</th><th>Cost £m</th></tr><tr><td>Housing</td><td>12.5</td></tr></table>
"""


def test_the_heads_of_one_table_are_not_those_of_the_next() -> None:
    page = Page.of(parse(TABLES.encode(), name="tables.html"))
    [figure] = find_figures(page, ())
    assert (figure.value, figure.unit, figure.measure) == (12_500_000, "GBP", "Housing Cost £m")
