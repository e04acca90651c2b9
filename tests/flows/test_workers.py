"""What the worker processes promise: one document that crashes, hangs or fills the memory costs only itself."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import stand_ins

from extractors.errors import ConfigurationError, DocumentError, DocumentTooLarge, ExtractionError, UnreadableDocument
from extractors.worker import Extracted, Job, Options, Ready
from extractors.workers import Workers, batches

OPTIONS = Options(parser=stand_ins.PARSER, extractor=stand_ins.EXTRACTOR, memory=4000, max_chars=100)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(OPTIONS, count=2, document_timeout=2.0) as running:
        yield running


def read(workers: Workers, *texts: str) -> dict[str, Extracted | DocumentError]:
    jobs = [Job(uri=text, name="name.txt", content=text.encode()) for text in texts]
    return {answer.job.uri: answer.result for answer in workers.extract(jobs)}


def title(result: Extracted | DocumentError) -> str | None:
    assert isinstance(result, Extracted), result
    return result.extraction.metadata.title


def test_workers_that_are_not_needed_yet_start_with_the_documents(workers: Workers) -> None:
    with Workers(OPTIONS, count=2, document_timeout=20.0, at_once=1) as few:
        assert few.ready() == workers.ready()
        assert len({title(result) for result in read(few, "pid").values()}) == 1
        assert len(few._seats) == 1
        assert len(read(few, "one", "two", "three")) == 3
        assert len(few._seats) == 2


def test_what_is_read_ahead_is_read_once_and_answered_when_it_is_asked_for(workers: Workers) -> None:
    jobs = [Job(uri=name, name="name.txt", content=b"pid") for name in ("one", "two", "three")]
    crash = Job(uri="four", name="name.txt", content=b"crash")
    workers.read_ahead([*jobs, crash])
    answers = {answer.job.uri: answer.result for answer in workers.extract([crash, *jobs])}
    assert set(answers) == {"one", "two", "three", "four"}
    assert isinstance(answers["four"], ExtractionError)
    assert all(title(answers[job.uri]) for job in jobs)  # type: ignore[arg-type]  # no archives here
    assert not workers._ahead
    (again,) = workers.extract(jobs[:1])  # asked for once more, it is read once more
    assert isinstance(again.result, Extracted)


def test_workers_that_read_ahead_are_closed_as_others_are() -> None:
    with Workers(OPTIONS, document_timeout=20.0) as running:
        running.read_ahead([Job(uri="1", name="name.txt", content=b"hang")])
        assert running.ready() == running.ready()


def test_an_answer_tells_what_the_reading_took(workers: Workers) -> None:
    (result,) = read(workers, "text").values()
    assert isinstance(result, Extracted)
    assert min(result.spent) >= 0 < sum(result.spent) < 2


def test_every_document_gets_its_own_answer(workers: Workers) -> None:
    texts = [f"text {number}" for number in range(20)]
    answers = read(workers, *texts)
    assert {uri: title(result) for uri, result in answers.items()} == {text: text for text in texts}


def test_workers_say_what_they_can_read(workers: Workers) -> None:
    assert workers.ready() == Ready(version="stand-in 1", suffixes=frozenset({".txt"}))


def test_a_document_error_comes_back_as_it_was_raised(workers: Workers) -> None:
    (result,) = read(workers, "").values()
    assert isinstance(result, UnreadableDocument)
    assert str(result) == "the file is empty"


def test_a_crash_fails_only_the_document_that_caused_it(workers: Workers) -> None:
    answers = read(workers, "one", "crash", "two", "exit", "three")
    assert [title(answers[word]) for word in ("one", "two", "three")] == ["one", "two", "three"]
    assert isinstance(answers["crash"], ExtractionError)
    assert "SIGABRT: the parser is confused" in str(answers["crash"])
    assert "exit code 3" in str(answers["exit"])


def test_a_document_over_its_time_fails_and_the_next_one_is_read(workers: Workers) -> None:
    answers = read(workers, "hang", "after")
    assert "longer than 2 s" in str(answers["hang"])
    assert "GREENPAPER_DOCUMENT_TIMEOUT" in str(answers["hang"])
    assert title(answers["after"]) == "after"


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not hold the limit")
def test_a_document_over_the_memory_limit_fails_alone(workers: Workers) -> None:
    answers = read(workers, "memory", "after")
    assert "GREENPAPER_WORKER_MEMORY" in str(answers["memory"])
    assert title(answers["after"]) == "after"


def test_a_defect_of_an_extractor_is_one_line_that_says_where(workers: Workers) -> None:
    message = str(read(workers, "defect")["defect"])
    assert "KeyError: 'title' (stand_ins.py:" in message
    assert "\n" not in message


def test_a_worker_uses_no_network(workers: Workers) -> None:
    assert "may not use the network" in str(read(workers, "connect")["connect"])


def test_a_worker_starts_no_program(workers: Workers) -> None:
    assert "may not start a program" in str(read(workers, "program")["program"])


def test_a_worker_writes_no_file_outside_its_folder(workers: Workers, tmp_path: Path) -> None:
    target = tmp_path / "left.txt"
    assert "may not write outside its folder" in str(read(workers, f"write {target}")[f"write {target}"])
    assert not target.exists()
    assert isinstance(read(workers, "write inside.txt")["write inside.txt"], Extracted)


def test_a_worker_moves_no_file_out_of_its_folder(workers: Workers, tmp_path: Path) -> None:
    target = tmp_path / "left.txt"
    assert "may not change files outside its folder" in str(read(workers, f"move {target}")[f"move {target}"])
    assert not target.exists()
    assert isinstance(read(workers, "move kept.txt")["move kept.txt"], Extracted)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS counts differently")
def test_processor_time_is_limited_even_where_nobody_waits() -> None:
    options = Options(parser=stand_ins.PARSER, extractor=stand_ins.EXTRACTOR, seconds=1.0)
    with Workers(options, document_timeout=60.0) as workers:
        assert "SIGXCPU" in str(read(workers, "spin")["spin"])


def test_a_text_over_the_limit_is_refused(workers: Workers) -> None:
    (result,) = read(workers, "x" * 101).values()
    assert isinstance(result, DocumentTooLarge)
    assert "101 characters, over 100" in str(result)


def test_numerical_libraries_get_one_thread(workers: Workers) -> None:
    assert title(read(workers, "threads")["threads"]) == "1"


def test_workers_know_nothing_of_prefect_and_duckdb(workers: Workers) -> None:
    modules = (title(read(workers, "modules")["modules"]) or "").split()
    assert not {"prefect", "duckdb", "httpx"} & set(modules)


def test_a_worker_that_was_ended_from_outside_costs_no_document(workers: Workers) -> None:
    first = int(title(read(workers, "pid")["pid"]) or 0)
    os.kill(first, signal.SIGKILL)
    assert {title(result) for result in read(workers, "a", "b", "c").values()} == {"a", "b", "c"}


def test_a_model_that_is_not_installed_ends_the_run_with_the_reason() -> None:
    options = Options(model="absent", parser=stand_ins.PARSER, extractor=stand_ins.ABSENT_MODEL_EXTRACTOR)
    with Workers(options) as workers, pytest.raises(ConfigurationError, match="'absent' is not installed"):
        read(workers, "one", "two")


def test_a_worker_that_cannot_start_ends_the_run_with_what_to_check() -> None:
    options = Options(parser=stand_ins.PARSER, extractor=stand_ins.DYING_EXTRACTOR)
    with Workers(options) as workers, pytest.raises(ConfigurationError, match=r"exit code 9.*GREENPAPER_SPACY_MODEL"):
        workers.ready()


def test_closing_ends_every_process_even_in_the_middle_of_a_document() -> None:
    workers = Workers(OPTIONS, count=1)
    pid = int(title(read(workers, "pid")["pid"]) or 0)
    workers.close()
    assert has_ended(pid)


def test_workers_end_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import time, stand_ins\n"
        "from extractors.worker import Job, Options\n"
        "from extractors.workers import Workers\n"
        "workers = Workers(Options(parser=stand_ins.PARSER, extractor=stand_ins.EXTRACTOR), count=1)\n"
        "answer = next(workers.extract([Job('pid', 'a.txt', b'pid')]))\n"
        "print(answer.result.extraction.metadata.title, flush=True)\n"
        "time.sleep(60)\n"
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    path = os.pathsep.join(each for each in sys.path if each)
    environment = {**os.environ, "PYTHONPATH": path, "TMPDIR": str(temporary)}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    assert has_ended(pid)
    assert list(temporary.iterdir()) == []


def has_ended(pid: int, within: float = 5.0) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], []),
        ([5], [[0]]),
        ([500], [[0]]),
        ([40, 40, 40], [[0, 1], [2]]),
        ([100, 1, 1, 1], [[0], [1, 2, 3]]),
        ([1, 500, 1], [[0], [1], [2]]),
    ],
)
def test_batches_hold_up_to_the_limit_and_lose_nothing(sizes: list[int], expected: list[list[int]]) -> None:
    assert [list(batch) for batch in batches(sizes, 100)] == expected


def test_where_there_is_much_a_batch_holds_a_quarter_of_what_is_left() -> None:
    found = batches([10] * 200, 100, most=300)
    assert [len(batch) for batch in found] == [30, 30, 30, 27, 20, 15, 12, 10, 10, 10, 6]
    assert [at for batch in found for at in batch] == list(range(200))
