"""What workers read while Prefect starts: the first files of a first ingest, and nothing else."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import stand_ins

from extractors.sources.paths import discover
from extractors.worker import Extracted, Job, Options
from extractors.workers import Workers
from flows.head_start import begin_head_start
from flows.preparation import Preparation
from flows.reading import job_of_file
from flows.settings import Settings

PATIENCE = 60.0  # seconds


@pytest.fixture
def workers() -> Iterator[Workers]:
    with Workers(Options(parser=stand_ins.PARSER, extractor=stand_ins.EXTRACTOR)) as running:
        yield running


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"plan {number}")
    return folder


def begun(workers: Workers, count: int) -> bool:
    """Whether so many documents are on their way, before long."""
    deadline = time.monotonic() + PATIENCE
    while len(workers._ahead) < count and time.monotonic() < deadline:
        time.sleep(0.01)
    return len(workers._ahead) == count


def jobs(inbox: Path) -> list[Job]:
    found = (job_of_file(item, 1000) for item in discover([str(inbox)], suffixes={".txt"}).items)
    return [job for job in found if job is not None]


def test_the_run_finds_the_first_files_read(inbox: Path, tmp_path: Path, workers: Workers) -> None:
    begin_head_start([str(inbox)], tmp_path / "w.duckdb", Preparation(Settings(), workers))
    assert begun(workers, 6)
    answers = list(workers.extract(jobs(inbox)))
    assert len(answers) == 6
    assert all(isinstance(answer.result, Extracted) for answer in answers)
    assert not workers._ahead


def test_no_more_than_a_run_has_at_once_is_read_ahead(inbox: Path, tmp_path: Path, workers: Workers) -> None:
    settings = Settings(batch_chars=len("plan 0"))  # each file is a batch
    begin_head_start([str(inbox)], tmp_path / "w.duckdb", Preparation(settings, workers))
    assert begun(workers, 2)


def test_where_a_warehouse_is_there_it_is_first_seen_what_is_new(inbox: Path, tmp_path: Path, workers: Workers) -> None:
    (tmp_path / "w.duckdb").touch()
    begin_head_start([str(inbox)], tmp_path / "w.duckdb", Preparation(Settings(), workers))
    assert len(list(workers.extract(jobs(inbox)))) == 6
    assert not workers._ahead


def test_what_cannot_be_had_is_left_to_the_run(inbox: Path, tmp_path: Path, workers: Workers) -> None:
    (inbox / "0.txt").unlink()
    (inbox / "large.txt").write_text("x" * 2000)
    settings = Settings(max_bytes=1000)
    begin_head_start([str(inbox), "absent"], tmp_path / "w.duckdb", Preparation(settings, workers))
    assert begun(workers, 5)
