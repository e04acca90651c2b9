"""What the knowledge base says of the four samples: the promises that a first reader checks."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from extractors.records import LoadItem
from warehouse.evaluate import evaluate
from warehouse.records import Versions
from warehouse.writer import Writer

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold"
CORPUS = ROOT.parent / "shared" / "corpus"

# F1 that must not be fallen below over the samples' labels; they only go up.
FLOORS = {
    "people": 1.0,
    "organisations": 1.0,
    "roles": 1.0,
    "figures": 1.0,
    "measures": 0.96,
    "dates": 1.0,
    "strategy items": 1.0,
    "strategy kinds": 1.0,
    "partnerships": 1.0,
    "members": 1.0,
    "publications": 1.0,
    "quotes": 1.0,
    "metadata": 1.0,
}
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


@pytest.fixture(scope="module")
def labelled_warehouse(load_item: Callable[[str, bytes], LoadItem], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published warehouse of all the labelled documents."""
    if not GOLD.is_dir():
        pytest.skip(f"the labelled documents are not here: {GOLD} does not exist")
    published = tmp_path_factory.mktemp("labelled") / "labelled.duckdb"
    texts = [CORPUS / f"{path.stem}.txt" for path in sorted(GOLD.glob("*.json"))]
    items = [load_item(path.as_uri(), path.read_bytes()) for path in texts]
    with Writer.open(published) as writer:
        run = writer.begin_run("test", Versions(greenpaper="test", extractor="test", pipeline="test"))
        writer.load(run, items)
        writer.finish_run(run, len(items))
        writer.publish()
    return published


def test_facts_of_the_samples_are_as_good_as_they_were(labelled_warehouse: Path, tmp_path: Path) -> None:
    for sample in (ROOT / "samples").glob("*.txt"):
        (tmp_path / f"{sample.stem}.json").write_bytes((GOLD / f"{sample.stem}.json").read_bytes())
    scores = {score.kind: score.f1 for score in evaluate(labelled_warehouse, tmp_path).kinds}
    assert {kind: scores[kind] for kind, floor in FLOORS.items() if scores[kind] < floor} == {}
