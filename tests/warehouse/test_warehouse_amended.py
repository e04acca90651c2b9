"""A file that was made from the published one, step by step, says what one says that was made whole."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
from warehouse_builders import SOME_TIME, VERSIONS, looked, ruling

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from _documents import document
from _documents.world import World
from _warehouse import VERSION, Clock, fill, loadable

from extractors.looks import Absence
from extractors.records import LoadItem
from flows.forgetting import Target
from flows.resolving import find_duplicates, resolve_entities
from warehouse.forget import Order
from warehouse.layout import VIEWS
from warehouse.records import Looked
from warehouse.writer import Writer

COUNT = 60
WORLD = World(2 * COUNT, 1)
SOURCE = "source 0"
_THIS_FILE = {"data_quality": ("checked_at",), "warehouse_info": ("published_at",)}
_WORDS = ("board", "strategy", "chief executive", '"chief executive"', "ser*", "million 2020", "st* pl*", "p*")
_INDEX = {
    "postings": """
        select document_id, start_char, section, body, term, position
        from store.search_postings
        join store.search_terms using (term_id)
        join store.search_passages using (passage_id)""",
    "hits": """
        select document_id, start_char, term, frequency, length
        from store.search_hits
        join store.search_terms using (term_id)
        join store.search_passages using (passage_id)""",
    "lengths": """
        select document_id, start_char, length
        from store.search_lengths
        join store.search_passages using (passage_id)""",
    "forms": """
        select form, term, forms.places
        from store.search_forms as forms
        join store.search_terms using (term_id)""",
}
"""Tables of the search index by what they mean: the numbers of passages and terms are another way's own."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    fill(folder / "w.duckdb", COUNT, Clock())
    return folder


@pytest.fixture
def published(filled: Path, tmp_path: Path) -> Path:
    """A published warehouse of its own of generated documents."""
    shutil.copytree(filled, tmp_path / "stepwise")
    return tmp_path / "stepwise" / "w.duckdb"


def rows(published: Path, statement: str) -> list[Any]:
    with duckdb.connect(str(published), read_only=True) as connection:
        return connection.execute(statement).fetchall()


def is_amended(published: Path) -> bool:
    return rows(
        published, "select whole.revision < release.revision from store.made_whole as whole, store.releases as release"
    ) == [(True,)]


def made_whole(published: Path) -> Path:
    """Return a file that was made at once of what the working database holds."""
    whole = published.parent.with_name("whole")
    shutil.rmtree(whole, ignore_errors=True)
    shutil.copytree(published.parent, whole)
    (whole / published.name).unlink()
    with Writer.open(whole / published.name) as writer:
        writer.publish()
    return whole / published.name


def said(published: Path) -> Iterator[tuple[str, list[Any]]]:
    """Give all that readers see, view by view and search by search."""
    with duckdb.connect(str(published), read_only=True) as connection:
        for what, statement in _statements():
            yield what, connection.execute(statement).fetchall()


def _statements() -> Iterator[tuple[str, str]]:
    for view in VIEWS:
        left_out = f" exclude ({', '.join(_THIS_FILE[view])})" if view in _THIS_FILE else ""
        yield view, f"select *{left_out} from {view} order by all"
    yield "timeline in its order", "select on_date, end_date, document_id, start_char from timeline"
    for words in _WORDS:
        yield words, f"from search('{words}')"
        yield f"{words}, best", f"from search('{words}', snippets := 3)"
    for kept in ("search_corpus", "withdrawn", "reviewed", "renamed"):
        yield kept, f"from store.{kept} order by all"
    for index in ("postings", "hits", "lengths"):
        yield index, f"select count(*), sum(hash(here)::hugeint) from ({_INDEX[index]}) as here"
    yield "terms", "select term, places from store.search_terms order by all"
    yield "forms", f"{_INDEX['forms']} order by all"


def assert_same(published: Path) -> None:
    whole = made_whole(published)
    assert not is_amended(whole)
    for (what, here), (_, there) in zip(said(published), said(whole), strict=True):
        assert here == there, what


class Steps:
    """What happens to a warehouse, one thing at a time, each followed by a publication."""

    def __init__(self, published: Path, seed: int) -> None:
        self.published, self.chance, self.day = published, Random(seed), 0
        self.edition, self.number = 3, COUNT

    def load(self, *items: LoadItem) -> None:
        with Writer.open(self.published) as writer:
            run_id = writer.begin_run("step", VERSIONS)
            writer.load(run_id, items)
            find_duplicates(writer, run_id, VERSION)
            resolve_entities(writer, run_id, VERSION)
            writer.finish_run(run_id, len(items))
            writer.publish()

    def any_item(self) -> LoadItem:
        return loadable(document(WORLD, self.chance.randrange(COUNT), self.edition))

    def edits(self) -> None:
        """A document says something else; another says less."""
        self.edition += 1
        other = self.any_item()
        said = replace(other.extraction, mentions=(), figures=(), dates=other.extraction.dates[:1])
        self.load(self.any_item(), replace(other, extraction=said))

    def adds(self) -> None:
        self.number += 1
        self.load(loadable(document(WORLD, self.number)))

    def extracts_again(self) -> None:
        """Another version of the extractors finds less in what is there."""
        there = loadable(document(WORLD, 3))
        said = replace(there.extraction, roles=(), sections=there.extraction.sections[:1])
        self.load(replace(there, extraction=said, extractor_version=f"{VERSION} {self.chance.random()}"))

    def sees_other_bytes(self) -> None:
        there = loadable(document(WORLD, 5))
        self.load(replace(there, content_sha256=f"{self.chance.getrandbits(256):064x}"))

    def decides(self) -> None:
        named = self.chance.choice(rows(self.published, "select distinct entity_id from store.entities order by all"))[
            0
        ]
        fact = self.chance.choice(rows(self.published, "select fact_id from dates order by all"))[0]
        a, b = sorted(
            self.chance.sample(rows(self.published, "select organisation_id from organisations order by all"), 2)
        )
        with Writer.open(self.published) as writer:
            writer.decide([
                ruling("reject", named), ruling("reject", fact), ruling("same", a[0], b[0]),
                ruling("rename", a[0], name="Another Body"),
            ])  # fmt: skip
        self.load()

    def withdraws(self) -> None:
        uri = self.chance.choice(
            rows(self.published, f"select uri from store.items where source = '{SOURCE}' order by all")
        )[0]
        self.day += 2
        at = SOME_TIME + timedelta(days=self.day)
        with Writer.open(self.published) as writer:
            run_id = writer.begin_run("step", VERSIONS)
            writer.load(run_id, (), absences=[Absence(source=SOURCE, uri=uri, sign="410", looked_at=at)])
            named = frozenset(writer.taken(SOURCE)) - {uri}
            look = Looked(
                named=named,
                is_complete=True,
                is_paged=False,
                may_move=False,
                spacing=timedelta(hours=1),
                max_withdrawn=50.0,
            )
            _, told = writer.keep_source_run(
                run_id, looked(SOURCE, listed=len(named), started_at=at, finished_at=at), (), look
            )
            writer.finish_run(run_id, len(told))
            writer.publish()

    def forgets(self) -> None:
        uri = self.chance.choice(rows(self.published, "select uri from store.documents order by all"))[0]
        with Writer.open(self.published) as writer:
            target = Target(writer.secret(), uris=(uri,))
            run_id = writer.begin_run("forget", VERSIONS)
            order = Order(
                forgetting_id=uri[-30:], kind="document", pattern=None, digests=target.digests, key_id="k",
                forgotten_by="an analyst", reason="asked for", forgotten_at=SOME_TIME,
            )  # fmt: skip
            writer.forget(run_id, order, target)
            writer.finish_run(run_id, 0)
        with Writer.open(self.published) as writer:
            writer.publish()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_any_steps_give_what_is_made_at_once(published: Path, seed: int) -> None:
    steps = Steps(published, seed)
    kinds = [steps.edits, steps.adds, steps.extracts_again, steps.sees_other_bytes, steps.decides, steps.withdraws]
    steps.chance.shuffle(kinds)
    for step in kinds:
        step()
    steps.edits()
    assert is_amended(published)
    assert_same(published)
    steps.forgets()
    assert not is_amended(published)
    steps.adds()
    assert is_amended(published)
    assert_same(published)


@pytest.mark.slow
def test_what_a_copy_names_is_counted_once_and_again_when_it_becomes_a_copy_of_another(published: Path) -> None:
    steps, copy = Steps(published, 1), "https://copies.example/a.html"
    for number in (3, 4):
        there = loadable(document(WORLD, number))
        steps.load(replace(there, uri=copy))
        same = f"select count(distinct cluster_id) from documents where is_current and uri in ('{copy}', '{there.uri}')"
        assert rows(published, same) == [(1,)]
        assert is_amended(published)
        assert_same(published)


@pytest.mark.slow
def test_a_name_that_is_given_where_every_document_is_forgotten_breaks_no_view(tmp_path: Path) -> None:
    published = tmp_path / "stepwise" / "w.duckdb"
    steps = Steps(published, 1)
    steps.load(loadable(document(WORLD, 3)))
    ((named,), *_) = rows(published, "select organisation_id from organisations order by all")
    steps.forgets()
    for name in ("One Body", "Another Body"):
        with Writer.open(published) as writer:
            writer.decide([ruling("rename", named, name=name)])
        steps.load()
    assert_same(published)
