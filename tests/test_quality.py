"""How good the facts are does not get worse: floors per set and kind, over labels that nobody changes quietly."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from quality_measure import Measured, measure
from quality_pages import NoPlace, filled
from quality_sets import (
    ROOT,
    FirstSight,
    Halves,
    Kind,
    LabelledSet,
    Lowered,
    Quality,
    Refused,
    cut,
    digest_of,
    read,
    seen_first,
    updated,
    written,
)

from extractors.records import LoadItem

QUALITY = read()
SETS = {each.name: each for each in QUALITY.sets}


@pytest.fixture(params=SETS)
def labelled(request: pytest.FixtureRequest) -> LabelledSet:
    """Each set of labelled documents that this machine has."""
    one = SETS[request.param]
    if not one.is_here():
        pytest.skip(f"the labels of the set {one.name} are not here: {one.labels} does not exist")
    return one


@pytest.fixture(scope="session")
def measured(load_item: Callable[[str, bytes], LoadItem], tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """All labelled documents that this machine has, extracted for real."""
    here = [each for each in QUALITY.sets if each.is_here()]
    return measure(here, load_item, tmp_path_factory.mktemp("quality"))


# What was measured still holds


def test_no_kind_is_worse_than_its_floor(labelled: LabelledSet, measured: Measured) -> None:
    now = measured.of(labelled)
    fallen = [
        f"{labelled.name}: F1 of {name} is {now[name].floor:.3f}, its floor is {kind.floor:.3f}"
        for name, kind in labelled.kinds.items()
        if now[name].floor < kind.floor
    ]
    assert not fallen, "; ".join(fallen)
    assert set(now) == set(labelled.kinds), f"{labelled.name}: a kind has no floor yet: run `make quality`"


def test_the_labels_are_those_that_were_measured(labelled: LabelledSet) -> None:
    assert digest_of(labelled) == labelled.digest, (
        f"{labelled.name}: labels or texts changed; measure anew with `make quality` and say why in the commit"
    )


def test_every_labelled_document_of_this_repository_belongs_to_one_set() -> None:
    named = [document for each in QUALITY.sets for document in each.documents]
    assert len(named) == len(set(named)), "a document is in two sets"
    labels = {path.stem for path in (ROOT / "tests" / "gold").glob("*.json")}
    assert labels <= set(named), f"in no set of tests/gold/floors.toml: {sorted(labels - set(named))}"


def test_the_pages_show_what_was_measured() -> None:
    stale = [page.name for page, text in filled(QUALITY).items() if page.read_text(encoding="utf-8") != text]
    assert not stale, f"{stale}: the tables are not those of tests/gold/floors.toml; write them with `make quality`"


# How floors move


def kinds(**floors: float) -> dict[str, Kind]:
    """Return what was measured for kinds of ten labels each."""
    return {name: Kind(labels=10, precision=floor, recall=floor, floor=floor) for name, floor in floors.items()}


ONE = LabelledSet(
    name="one",
    title="one page",
    labels="gold",
    texts="texts",
    is_read=False,
    note="“Quoted”, with a \\ and an é.",
    documents=("a", "b"),
    digest="d1",
    kinds=kinds(people=0.9, roles=0.8),
)


def test_floors_go_up() -> None:
    better = kinds(people=0.95, roles=0.8)
    assert updated(ONE, better, "d1", "2026-01-01") == replace(ONE, kinds=better)


@pytest.mark.parametrize("worse", [kinds(people=0.95, roles=0.799), kinds(people=0.95)], ids=["lower", "gone"])
def test_a_floor_that_would_go_down_is_refused(worse: Mapping[str, Kind]) -> None:
    with pytest.raises(Refused, match=r"one: F1 fell: roles from 0\.800"):
        updated(ONE, worse, "d1", "2026-01-01")


def test_a_floor_goes_down_for_a_reason_which_is_kept() -> None:
    worse = kinds(people=0.95, roles=0.7)
    assert updated(ONE, worse, "d1", "2026-01-01", "a rule was wrong") == replace(
        ONE, kinds=worse, lowered=(Lowered("2026-01-01", "a rule was wrong", {"roles": (0.8, 0.7)}),)
    )


def test_a_floor_goes_down_where_the_labels_changed_and_that_is_kept() -> None:
    worse = kinds(people=0.95, roles=0.7)
    found = updated(ONE, worse, "d2", "2026-01-01")
    assert (found.digest, found.kinds) == ("d2", worse)
    assert [each.reason for each in found.lowered] == ["the labels changed"]


def test_a_reason_without_a_fall_is_not_kept() -> None:
    assert updated(ONE, ONE.kinds, "d1", "2026-01-01", "to be sure").lowered == ()


def test_the_first_sight_is_kept_once() -> None:
    seen = seen_first(ONE, "2026-01-01")
    assert seen.first_sight is not None
    assert seen.first_sight.kinds["roles"] == {"labels": 10, "f1": 0.8}
    with pytest.raises(Refused, match="2026-01-01"):
        seen_first(seen, "2026-02-02")


@pytest.mark.parametrize(("share", "kept"), [(0.9659, 0.965), (0.57, 0.57), (2 / 3, 0.666), (1.0, 1.0), (0.0, 0.0)])
def test_shares_are_cut_so_that_what_was_measured_is_never_below_its_floor(share: float, kept: float) -> None:
    assert cut(share) == kept


# The file, the digest and the pages


@pytest.fixture
def quality() -> Quality:
    seen = replace(
        ONE,
        kinds={**ONE.kinds, "strategy items": Kind(0, 1.0, 1.0, 1.0)},
        first_sight=FirstSight("2026-01-01", 2, {"roles": {"labels": 10, "f1": 0.43}}),
        lowered=(Lowered("2026-02-02", "a rule was wrong", {"roles": [0.9, 0.8]}),),
    )
    return Quality((seen,), 2, {"roles": Halves(9, 0.9, 0.7), "quotes": Halves(0)})


def test_what_is_written_is_what_is_read(quality: Quality, tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(written(quality), encoding="utf-8")
    assert read(path) == quality
    assert written(read(path)) == written(quality)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with the labels and texts of two documents."""
    (tmp_path / "gold").mkdir()
    (tmp_path / "texts").mkdir()
    for name in ("a", "b"):
        (tmp_path / "gold" / f"{name}.json").write_text(f'{{"document": "{name}.html"}}')
        (tmp_path / "texts" / f"{name}.html").write_text(f"This is {name}.")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "content"), [("gold/a.json", '{"document": "a.html", "people": []}'), ("texts/b.html", "This is B.")]
)
def test_the_digest_tells_of_any_change(folder: Path, path: str, content: str) -> None:
    before = digest_of(ONE, folder)
    assert digest_of(replace(ONE, documents=("b", "a")), folder) == before
    (folder / path).write_text(content)
    assert digest_of(ONE, folder) != before


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    places = "".join(f"<!-- table:{name} -->\nold\n<!-- /table -->\n" for name in ("sets", "one", "confidence"))
    (tmp_path / "docs" / "quality.md").write_text(f"Above.\n{places}Below.\n")
    (tmp_path / "README.md").write_text("<!-- table:quality -->\n<!-- /table -->\n")
    return tmp_path


def test_the_tables_are_written_between_their_marks(quality: Quality, pages: Path) -> None:
    page, readme = filled(quality, pages).values()
    assert page.startswith("Above.\n<!-- table:sets -->\n\n| set |")
    assert page.endswith("<!-- /table -->\nBelow.\n")
    assert "old" not in page
    assert "| one page | 2 | no |" in page
    assert "| roles | 10 | 0.800 | 0.800 | 0.800 | 0.43 of 10 |" in page
    assert "Floors went down on 2026-02-02 (a rule was wrong): roles from 0.900 to 0.800." in page
    assert "| roles | 9 | 0.900 | 0.700 |\n| quotes | 0 | – | – |" in page
    assert "| kind | one page (2) |" in readme
    assert "| roles | 0.80 |" in readme


def test_of_a_set_that_was_read_later_the_readme_shows_the_first_sight(quality: Quality, pages: Path) -> None:
    sets = tuple(replace(each, is_read=True) for each in quality.sets)
    _, readme = filled(replace(quality, sets=sets), pages).values()
    assert "| kind | one page, at first sight (2) |" in readme
    assert "| roles | 0.43 |" in readme


def test_a_kind_that_is_neither_labelled_nor_found_shows_no_figures(quality: Quality, pages: Path) -> None:
    page, readme = filled(quality, pages).values()
    assert "| strategy items | 0 | – | – | – | – |" in page
    assert "| strategy items | – |" in readme


def test_a_set_without_a_place_on_the_page_is_named(quality: Quality, pages: Path) -> None:
    more = replace(quality, sets=(*quality.sets, replace(ONE, name="two")))
    with pytest.raises(NoPlace, match="two"):
        filled(more, pages)
