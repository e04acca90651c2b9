"""What the knowledge base says of the four samples: the promises that a first reader checks."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

FACTS = ("mentions", "roles", "figures", "finances", "dates", "timeline", "strategy_items", "partnerships",
         "partnership_members", "publications", "quotes")  # fmt: skip


@pytest.fixture
def ask(sample_warehouse: Path) -> Callable[..., list[tuple[object, ...]]]:
    def rows(query: str, *parameters: object) -> list[tuple[object, ...]]:
        with duckdb.connect(str(sample_warehouse), read_only=True) as connection:
            return connection.execute(query, parameters).fetchall()

    return rows


@pytest.mark.parametrize("view", FACTS)
def test_every_fact_is_cut_out_of_the_text_by_its_offsets(
    ask: Callable[..., list[tuple[object, ...]]], view: str
) -> None:
    [(facts,)] = ask(f"select count(*) from {view}")
    assert facts
    assert not ask(
        f"select f.text from {view} f join documents d using (document_id) where d.is_current"
        " and (substr(d.text, f.start_char + 1, f.end_char - f.start_char) is distinct from f.text"
        " or not contains(d.text, f.evidence) or f.evidence = '')"
    )


def test_thirty_eight_roles_are_listed(ask: Callable[..., list[tuple[object, ...]]]) -> None:
    assert len(ask("select person, title, organisation from roles")) == 38


def test_one_person_may_hold_a_role_at_two_bodies(ask: Callable[..., list[tuple[object, ...]]]) -> None:
    assert ask("select organisation from roles where person = 'Patricia Davies' order by 1") == [
        ("NHS Dartford, Gravesham and Swanley Clinical Commissioning Group",),
        ("NHS Swale Clinical Commissioning Group",),
    ]


def test_money_is_a_value_with_a_measure_and_a_period(ask: Callable[..., list[tuple[object, ...]]]) -> None:
    assert ask(
        "select value, currency, measure, cast(period_start as varchar), cast(period_end as varchar)"
        " from finances where text = '£5.6million'"
    ) == [(5_600_000.0, "GBP", "cost improvement plans", "2019-04-01", "2020-03-31")]
