"""An ingest of what is held already: recorded and published as any run, without a start of Prefect."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import stand_ins

from extractors.sources.paths import discover
from extractors.worker import Options
from extractors.workers import Workers
from flows.batches import make_batches
from flows.contents import Reading
from flows.nothing_new import nothing_new
from flows.preparation import Preparation
from flows.reading import read_batch
from flows.server_named import may_name_a_server
from flows.settings import Settings
from warehouse.archive import Archive
from warehouse.query import run_query
from warehouse.records import Versions
from warehouse.writer import Writer


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Options(parser=stand_ins.PARSER, extractor=stand_ins.EXTRACTOR)) as running:
        yield running


@pytest.fixture
def nobody_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No Prefect server is named anywhere."""
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"{name} plan")
    (folder / "picture.png").touch()
    return folder


@pytest.fixture
def warehouse(tmp_path: Path, inbox: Path, workers: Workers) -> Path:
    """Holds the inbox."""
    published = tmp_path / "data" / "w.duckdb"
    items = discover([str(inbox)], suffixes={".txt"}).items
    with Writer.open(published) as writer:
        run = writer.begin_run("ingest", Versions(greenpaper="0", extractor="stand-in 1", pipeline="none"))
        archive = Archive.of(published)
        for batch in make_batches(items, limit=1000):
            read_batch(batch, Reading(workers, version="stand-in 1", max_bytes=200, known={}, archive=archive))
            writer.load(run, batch.ready, batch.outcomes)
        writer.finish_run(run, len(items))
        writer.publish()
    return published


def runs(warehouse: Path) -> list[tuple[object, ...]]:
    asked = "select status, count(*) from ingestions group by all order by all"
    with run_query(warehouse, asked) as found:
        return list(found.rows())


@pytest.mark.usefixtures("nobody_is_told")
def test_a_run_over_what_is_held_is_recorded_and_published(inbox: Path, warehouse: Path, workers: Workers) -> None:
    summary = nothing_new([str(inbox)], warehouse, Preparation(Settings(), workers))
    assert summary is not None
    assert (summary["asked"], summary["loaded"], summary["unchanged"], summary["skipped"]) == (3, 0, 2, 1)
    assert [each["reason"] for each in summary["documents"]] == [".png: not a format that is read"]
    assert runs(warehouse) == [("loaded", 2), ("skipped", 1), ("unchanged", 2)]


@pytest.mark.usefixtures("nobody_is_told")
@pytest.mark.parametrize("change", ["changed", "new"])
def test_what_is_to_be_read_is_left_to_a_run_and_nothing_is_recorded(
    inbox: Path, warehouse: Path, workers: Workers, change: str
) -> None:
    (inbox / ("a.txt" if change == "changed" else "c.txt")).write_text("another plan")
    assert nothing_new([str(inbox)], warehouse, Preparation(Settings(), workers)) is None
    assert runs(warehouse) == [("loaded", 2)]


@pytest.mark.usefixtures("nobody_is_told")
def test_addresses_and_a_first_ingest_are_left_to_a_run(inbox: Path, warehouse: Path, workers: Workers) -> None:
    preparation = Preparation(Settings(), workers)
    assert nothing_new([str(inbox), "https://example.org/plan"], warehouse, preparation) is None
    assert nothing_new([str(inbox)], warehouse.with_name("absent.duckdb"), preparation) is None


@pytest.mark.usefixtures("nobody_is_told")
@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("prefect/profiles.toml", '[profiles.mine]\nPREFECT_API_URL = "http://127.0.0.1:4200/api"\n'),
        ("prefect.toml", '[api]\nurl = "http://127.0.0.1:4200/api"\n'),
        ("pyproject.toml", '[tool.prefect.api]\nurl = "http://127.0.0.1:4200/api"\n'),
        (".env", "PREFECT_API_URL=http://127.0.0.1:4200/api\n"),
    ],
)
def test_a_server_that_a_file_names_is_told_of_every_run(
    tmp_path: Path, inbox: Path, warehouse: Path, workers: Workers, file: str, text: str
) -> None:
    assert not may_name_a_server()
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text)
    assert may_name_a_server()
    assert nothing_new([str(inbox)], warehouse, Preparation(Settings(), workers)) is None


@pytest.mark.usefixtures("nobody_is_told")
def test_a_server_that_the_environment_names_is_told_of_every_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    assert may_name_a_server()
