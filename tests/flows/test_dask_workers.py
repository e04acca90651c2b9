"""Reading on Dask: the same answers as from our own processes, whoever dies, and clear words where it cannot be.

With real schedulers and workers. What reads is the tests' stand-in, which can fail as real parsers can.
"""

import importlib
import os
import re
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import stand_ins
from dask_clusters import Cluster, dask_cluster
from disturbed import wait_until
from servers import free_port

from extractors.errors import ConfigurationError, DocumentError, ExtractionError, UnreadableDocument
from extractors.remote import crew, joining
from extractors.remote.crew import agreed
from extractors.remote.joining import Place, require_dask
from extractors.remote.seats import Order, Seats
from extractors.remote.workers import DaskWorkers
from extractors.seat import Answer, Seat
from extractors.worker import Extracted, Job, ListingJob, Options, Ready

OPTIONS = Options(parser=stand_ins.PARSER, extractor=stand_ins.EXTRACTOR, memory=4000, max_chars=100)
FEED = b"<rss><channel><item><title>A plan</title><link>https://www.barset.example/plan</link></item></channel></rss>"

pytestmark = pytest.mark.slow
needs_dask = pytest.mark.usefixtures("installed")


@pytest.fixture(scope="module")
def installed() -> None:
    """Skip where the extra is not there."""
    pytest.importorskip("distributed", reason="the extra `dask` is not installed")


@pytest.fixture(scope="module")
def workers(installed: None) -> Iterator[DaskWorkers]:
    """Two workers of a cluster that is started for them."""
    with DaskWorkers(OPTIONS, Place(count=2), document_timeout=2.0) as running:
        yield running


@pytest.fixture(scope="module")
def cluster(installed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler that is there already, with one worker."""
    with dask_cluster(tmp_path_factory.mktemp("dask")) as running:
        yield running


def at(cluster: Cluster) -> Place:
    """A busy machine needs its time to start a worker."""
    return Place(cluster.address, connect_timeout=60.0)


def read(workers: DaskWorkers, *texts: str) -> dict[str, Extracted | DocumentError]:
    answers = list(workers.extract(Job(uri=text, name="name.txt", content=text.encode()) for text in texts))
    assert len(answers) == len(texts)
    return {answer.job.uri: answer.result for answer in answers}


def title(result: Extracted | DocumentError) -> str | None:
    assert isinstance(result, Extracted), result
    return result.extraction.metadata.title


def number(result: Extracted | DocumentError) -> int:
    return int(title(result) or 0)


def has_ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


# A cluster of the run's own


@needs_dask
def test_every_document_gets_its_own_answer(workers: DaskWorkers) -> None:
    texts = [f"text {number}" for number in range(50)]
    assert {uri: title(result) for uri, result in read(workers, *texts).items()} == {text: text for text in texts}


@needs_dask
def test_workers_say_what_they_can_read_and_how_many_they_are(workers: DaskWorkers) -> None:
    assert workers.ready() == Ready(version="stand-in 1", suffixes=frozenset({".txt"}))
    assert workers.breadth == 2


@needs_dask
def test_documents_are_read_by_both_workers(workers: DaskWorkers) -> None:
    texts = [f"{word} {each}" for each in range(20) for word in ("parent", "slow")]
    found = {number(result) for text, result in read(workers, *texts).items() if text.startswith("parent")}
    assert len(found) == 2
    assert os.getpid() not in found


@needs_dask
def test_a_document_that_crashes_hangs_or_is_no_document_fails_alone(workers: DaskWorkers) -> None:
    answers = read(workers, "one", "crash", "two", "hang", "three", "", "four")
    assert [title(answers[word]) for word in ("one", "two", "three", "four")] == ["one", "two", "three", "four"]
    assert isinstance(answers["crash"], ExtractionError)
    assert "SIGABRT: the parser is confused" in str(answers["crash"])
    assert "longer than 2 s" in str(answers["hang"])
    assert isinstance(answers[""], UnreadableDocument)


@needs_dask
def test_documents_are_read_in_the_sandbox(workers: DaskWorkers, tmp_path: Path) -> None:
    target = tmp_path / "left.txt"
    answers = read(workers, "connect", "program", f"write {target}")
    assert "may not use the network" in str(answers["connect"])
    assert "may not start a program" in str(answers["program"])
    assert "may not write outside its folder" in str(answers[f"write {target}"])


@needs_dask
def test_listing_pages_are_read_too(workers: DaskWorkers) -> None:
    page = workers.list(ListingJob("feed", "https://www.barset.example/news.rss", FEED))
    assert [item.uri for item in page.items] == ["https://www.barset.example/plan"]
    with pytest.raises(DocumentError):
        workers.list(ListingJob("feed", "https://www.barset.example/news.rss", b"no feed"))


@needs_dask
def test_a_dask_worker_that_is_killed_costs_no_document(workers: DaskWorkers) -> None:
    victim = number(read(workers, "parent")["parent"])
    texts = [f"slow {number}" for number in range(60)]
    answers = workers.extract(Job(uri=text, name="name.txt", content=text.encode()) for text in texts)
    found = [title(next(answers).result)]  # type: ignore[arg-type]  # no archive is among them
    os.kill(victim, signal.SIGKILL)
    found += [title(answer.result) for answer in answers]  # type: ignore[arg-type]  # as above
    assert sorted(found, key=str) == sorted(texts)


@needs_dask
def test_ctrl_c_in_a_terminal_does_not_end_the_workers_of_a_run(workers: DaskWorkers) -> None:
    before = number(read(workers, "parent")["parent"])
    os.kill(before, signal.SIGINT)
    texts = [f"{word} {each}" for each in range(20) for word in ("parent", "slow")]
    found = {number(result) for text, result in read(workers, *texts).items() if text.startswith("parent")}
    assert before in found


@needs_dask
def test_a_cluster_that_loses_its_last_worker_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_NO_WORKERS_AT_MOST", 0.5)
    with dask_cluster(tmp_path) as cluster, DaskWorkers(OPTIONS, at(cluster)) as workers:
        assert title(read(workers, "one")["one"]) == "one"
        cluster.end_workers()
        with pytest.raises(
            ConfigurationError, match=r"has had no worker for 0\.5 s: start some; what was loaded is kept"
        ):
            read(workers, "two")


@needs_dask
def test_a_document_on_which_every_dask_worker_dies_fails_alone() -> None:
    settings = {"distributed.scheduler.allowed-failures": 0}  # else it would be tried by three workers more
    with (
        importlib.import_module("dask.config").set(settings),
        DaskWorkers(OPTIONS, Place(count=1)) as workers,
    ):
        together = ["one", "parricide", "two"]  # a third of the bytes, so that they are one task
        answers = read(workers, *together, f"text {'x' * 80}")
    assert [title(answers[word]) for word in ("one", "two")] == ["one", "two"]
    assert isinstance(answers["parricide"], ExtractionError)
    assert "every Dask worker that was to read it died" in str(answers["parricide"])


@needs_dask
def test_closing_ends_every_process_even_in_the_middle_of_a_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    workers = DaskWorkers(OPTIONS, Place(count=1))
    answers = read(workers, "pid", "parent")
    started = [number(answers["pid"]), number(answers["parent"])]
    waiting = workers.extract([Job(uri="hang", name="name.txt", content=b"hang")])
    closing = threading.Timer(0.5, workers.close)
    closing.start()
    with pytest.raises(ConfigurationError, match="stopped before all was read"):
        next(waiting)
    closing.join()
    wait_until(lambda: all(map(has_ended, started)), "all ended")
    wait_until(lambda: not any(tmp_path.iterdir()), "nothing left lying about")


# A cluster that is there already


@needs_dask
def test_a_scheduler_by_its_address_has_documents_read_and_stays(cluster: Cluster) -> None:
    for _ in range(2):
        with DaskWorkers(OPTIONS, at(cluster)) as workers:
            answers = read(workers, "one", "two", "pid")
            assert title(answers["one"]) == "one"
        wait_until(partial(has_ended, number(answers["pid"])), "what read for the run ended")
        assert cluster.scheduler.poll() is None


@needs_dask
def test_workers_that_read_otherwise_are_refused(tmp_path: Path) -> None:
    with dask_cluster(tmp_path) as cluster:
        with DaskWorkers(OPTIONS, at(cluster)) as workers:
            assert title(read(workers, "before")["before"]) == "before"
            cluster.add_worker(STAND_IN_VERSION="stand-in 2")
            with pytest.raises(
                ConfigurationError, match=r"^a Dask worker refuses: it reads with .*stand-in 2, this run"
            ):
                wait_until(lambda: not read(workers, *(f"slow {number}" for number in range(50))), "refused")
        with DaskWorkers(OPTIONS, at(cluster)) as workers, pytest.raises(ConfigurationError) as raised:
            workers.ready()
    message = (
        r"the Dask worker tcp://127.0.0.1:\d+: it reads with the extractors stand-in 2, this run with stand-in 1: "
    )
    assert re.match(message, str(raised.value))


@needs_dask
def test_a_scheduler_that_is_lost_ends_the_run_and_is_found_again_by_the_next(tmp_path: Path) -> None:
    with dask_cluster(tmp_path) as lost:
        workers = DaskWorkers(OPTIONS, at(lost))
        answers = workers.extract(Job(uri=str(each), name="name.txt", content=b"slow") for each in range(100))
        next(answers)
        lost.end()
        with pytest.raises(ConfigurationError, match=f"the Dask scheduler at {lost.address} was lost during the run"):
            list(answers)
    with dask_cluster(tmp_path, address=lost.address), workers:
        assert title(read(workers, "again")["again"]) == "again"


@needs_dask
def test_with_certificates_only_who_has_one_is_let_in(tmp_path: Path) -> None:
    made = importlib.import_module("distributed.security").Security.temporary()
    names = {"ca-file": made.tls_ca_file, "cert": made.tls_client_cert, "key": made.tls_client_key}
    files = {name: tmp_path / name for name in names}
    for name, path in files.items():
        path.write_text(names[name])
    options = [word for name, path in files.items() for word in (f"--tls-{name}", str(path))]
    ours = {
        "distributed.comm.tls.ca-file": str(files["ca-file"]),
        "distributed.comm.tls.client.cert": str(files["cert"]),
        "distributed.comm.tls.client.key": str(files["key"]),
    }
    with dask_cluster(tmp_path, tls=options) as cluster:
        place = at(cluster)
        with (
            importlib.import_module("dask.config").set(ours),
            DaskWorkers(OPTIONS, place) as workers,
        ):
            assert title(read(workers, "one")["one"]) == "one"
        with pytest.raises(ConfigurationError, match=f"the Dask scheduler at {place.scheduler} does not answer"):
            DaskWorkers(OPTIONS, replace(place, connect_timeout=1.0))


@needs_dask
def test_a_scheduler_without_workers_is_told(tmp_path: Path) -> None:
    with dask_cluster(tmp_path, workers=0) as cluster:
        place = Place(cluster.address, connect_timeout=3.0)
        with DaskWorkers(OPTIONS, place) as workers, pytest.raises(ConfigurationError, match="has no workers: start"):
            workers.ready()


@needs_dask
def test_a_scheduler_that_is_not_there_is_told_before_anything_is_started() -> None:
    place = Place(f"tcp://127.0.0.1:{free_port()}", connect_timeout=0.5)
    with pytest.raises(ConfigurationError) as raised:
        DaskWorkers(OPTIONS, place)
    assert str(raised.value).startswith(f"the Dask scheduler at {place.scheduler} does not answer (")
    assert "\n" not in str(raised.value)


@needs_dask
def test_what_dask_sets_for_its_workers_does_not_reach_those_that_read(workers: DaskWorkers) -> None:
    assert title(read(workers, "environment")["environment"]) == ""


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "_PACKAGES", ("numpy", "not_a_package_of_anybody"))
    with pytest.raises(ConfigurationError, match=r'pip install "greenpaper\[dask\]"'):
        require_dask()


# What workers answer when they are first asked


def test_a_worker_without_the_project_is_told_by_its_address() -> None:
    answers = {"tcp://10.0.0.7:1": ModuleNotFoundError("No module named 'extractors'")}
    with pytest.raises(ConfigurationError, match=r"tcp://10.0.0.7:1 cannot read.*'extractors'.*install the same"):
        agreed(answers, None, Place())


def test_a_worker_that_cannot_load_is_told_by_its_address() -> None:
    answers = {"tcp://10.0.0.7:1": ConfigurationError("the spaCy pipeline 'absent' is not installed")}
    with pytest.raises(ConfigurationError, match=r"^the Dask worker tcp://10.0.0.7:1: the spaCy pipeline 'absent'"):
        agreed(answers, None, Place())


def test_a_worker_that_went_away_meanwhile_is_passed_over() -> None:
    ready = Ready("1", frozenset())
    assert agreed({"tcp://10.0.0.7:1": OSError("closed"), "tcp://10.0.0.8:1": ready}, ready, Place()) == ready


def test_workers_of_two_versions_are_refused_although_nobody_knows_the_right_one() -> None:
    answers = {"tcp://10.0.0.7:1": Ready("1", frozenset()), "tcp://10.0.0.8:1": Ready("2", frozenset())}
    with pytest.raises(ConfigurationError, match=r"10.0.0.8:1: it reads with the extractors 2, this run with 1"):
        agreed(answers, None, Place())


# What a Dask worker keeps for a run that may have died

ORDER = Order("a run", OPTIONS, document_timeout=60.0, idle=0.0)


def pid_of(seat: Seat) -> int:
    answer = seat.read(Job(uri="pid", name="name.txt", content=b"pid"))
    assert isinstance(answer, Answer)
    assert isinstance(answer.result, Extracted)
    return number(answer.result)


def test_seats_that_nobody_uses_are_given_up() -> None:
    kept, given_up = replace(ORDER, idle=600.0), ORDER
    there = Seats()
    pids = []
    for order in (kept, given_up):
        with there.one(order) as seat:
            pids.append(pid_of(seat))
    there.give_up_idle()
    assert [has_ended(pid) for pid in pids] == [False, True]
    with there.one(kept) as seat:
        assert pid_of(seat) == pids[0]
    there.drop("a run")
    assert has_ended(pids[0])


def test_dropping_a_run_ends_what_reads_for_it_and_nothing_else() -> None:
    there = Seats()
    other = replace(ORDER, run="another run", idle=600.0)
    with there.one(ORDER) as seat, there.one(other) as others:
        pids = pid_of(seat), pid_of(others)
        there.drop("a run")
        assert isinstance(seat.read(Job(uri="pid", name="name.txt", content=b"pid")), ConfigurationError)
    assert [has_ended(pid) for pid in pids] == [True, False]
    there.drop("another run")
