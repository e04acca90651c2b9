"""Where the time of a run goes: what is counted to which step, and how it is told."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.summary import RunSummary
from flows.telling import tell_profile
from flows.times import STEPS, Times


class Clock:
    """Goes on by as many seconds as it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def go_on(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Iterator[Clock]:
    return Clock()


def summary() -> RunSummary:
    return RunSummary(
        run_id="1", warehouse=str(Path("a.duckdb")), asked=0, loaded=0, unchanged=0, skipped=0, failed=0, swapped=False,
        documents=[], checks=[], sources=[],
    )  # fmt: skip


def test_seconds_of_a_step_add_up(clock: Clock) -> None:
    times = Times(clock)
    for _ in range(3):
        with times.step("load"):
            clock.go_on(2)
    assert times.profile(1)["steps"]["load"] == 6


def test_a_step_that_fails_is_counted_too(clock: Clock) -> None:
    times = Times(clock)

    def fail() -> None:
        clock.go_on(4)
        raise ValueError("disk")

    with pytest.raises(ValueError, match="disk"):
        times.counted("publish", fail)()
    assert times.profile(1)["steps"]["publish"] == 4


def test_what_a_task_is_for_is_not_counted_as_the_task(clock: Clock) -> None:
    times = Times(clock)

    def load() -> str:
        clock.go_on(5)
        return "loaded"

    with times.step("Prefect"):
        clock.go_on(1)
        with times.apart("Prefect"):
            assert times.counted("load", load)() == "loaded"
    steps = times.profile(1)["steps"]
    assert (steps["Prefect"], steps["load"]) == (1, 5)


def test_worker_processes_wait_for_as_long_as_they_do_not_read(clock: Clock) -> None:
    times = Times(clock)
    clock.go_on(10)
    times.add("parse", 1)
    times.add("model", 2)
    times.add("rules", 3)
    profile = times.profile(2)
    assert (profile["seconds"], profile["workers"], profile["steps"]["waiting"]) == (10, 2, 2 * 10 - 6)


def test_people_get_a_table_on_standard_error(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    times = Times(clock)
    with times.step("load"):
        clock.go_on(3)
    clock.go_on(1)
    tell_profile(summary(), times.profile(2), as_json=False)
    told = capsys.readouterr()
    assert told.out == ""
    first, *lines = told.err.splitlines()
    assert first == "greenpaper: 4.00 s, 2 worker processes; steps overlap"
    assert {line.split()[0]: line.split()[1:3] for line in lines if line[0].isalpha()}["load"] == ["3.00", "75"]
    assert all(any(line.startswith(step) for line in lines) for step in STEPS)


def test_programs_get_it_in_the_summary(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    told = summary()
    tell_profile(told, Times(clock).profile(2), as_json=True)
    assert capsys.readouterr().err == ""
    assert set(json.loads(json.dumps(told))["profile"]["steps"]) == set(STEPS)


def test_a_run_that_took_no_time_is_told_too(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    tell_profile(summary(), Times(clock).profile(1), as_json=False)
    assert "0 %" in capsys.readouterr().err
