"""The parts of `greenpaper up`: started again when they end, ended with their parent."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.parts import Part, Waits, keep_running

PATIENCE = 60.0  # seconds until a test gives up
SLEEPING = "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(600)"
PARENT = """
import os, sys, threading
from flows.parts import Part, keep_running
keep_running([Part("sleeper", {code!r}, [sys.argv[1]], os.environ)], print, threading.Event(), threading.Event())
"""


def wait_for(met: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.02)


def pid_in(file: Path) -> int:
    wait_for(lambda: file.exists() and file.read_text())
    return int(file.read_text())


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


class Kept:
    """A part that is kept running in a thread, and what was told of it."""

    def __init__(self, part: Part) -> None:
        self.told: list[str] = []
        self.end, self.hurry = threading.Event(), threading.Event()
        self.thread = threading.Thread(
            target=keep_running, args=([part], self.told.append, self.end, self.hurry), daemon=True
        )
        self.thread.start()

    def close(self) -> None:
        self.end.set()
        self.hurry.set()
        self.thread.join(PATIENCE)


@pytest.fixture
def keep() -> Iterator[Callable[[Part], Kept]]:
    kept: list[Kept] = []

    def begin(part: Part) -> Kept:
        kept.append(Kept(part))
        return kept[-1]

    yield begin
    for each in kept:
        each.close()


def test_what_ends_soon_is_started_again_after_waits_that_double_up_to_a_minute() -> None:
    waits = Waits()
    assert [waits.after(0.1) for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_what_has_run_for_a_minute_is_started_again_at_once_and_its_faults_are_forgotten() -> None:
    waits = Waits()
    assert [waits.after(lived) for lived in (0.1, 0.1, 3600, 0.1)] == [1, 2, 1, 2]


def test_a_part_that_is_killed_is_started_again_and_that_is_told(tmp_path: Path, keep: Callable[[Part], Kept]) -> None:
    file = tmp_path / "pid"
    kept = keep(Part("sleeper", SLEEPING, [str(file)], os.environ))
    first = pid_in(file)
    file.unlink()
    os.kill(first, signal.SIGKILL)
    assert pid_in(file) != first
    assert kept.told == ["the sleeper ended (signal 9); it is started again in 1 s"]


def test_of_a_part_that_fails_its_last_words_are_told(tmp_path: Path, keep: Callable[[Part], Kept]) -> None:
    said = tmp_path / "said.log"
    kept = keep(Part("failing part", "import sys; sys.exit('no such model')", [], os.environ, said))
    wait_for(lambda: kept.told)
    assert kept.told[0] == (
        f"the failing part ended (exit code 1: no such model, see {said}); it is started again in 1 s"
    )


def test_what_a_part_said_before_it_was_started_again_is_kept_but_not_without_end(
    tmp_path: Path, keep: Callable[[Part], Kept]
) -> None:
    said = tmp_path / "said.log"
    said.write_bytes(b"of yesterday\n")
    kept = keep(Part("failing part", "import sys; sys.exit('no such model')", [], os.environ, said))
    wait_for(lambda: len(kept.told) > 1)
    assert said.read_text() == "of yesterday\nno such model\nno such model\n"
    kept.close()

    said.write_bytes(b"." * (11 << 20))
    kept = keep(Part("failing part", "import sys; sys.exit('no such model')", [], os.environ, said))
    wait_for(lambda: kept.told)
    assert said.stat().st_size < 100
    assert (tmp_path / "said.log.1").stat().st_size == 11 << 20


def test_parts_end_when_they_are_told_to(tmp_path: Path, keep: Callable[[Part], Kept]) -> None:
    file = tmp_path / "pid"
    kept = keep(Part("sleeper", SLEEPING, [str(file)], os.environ))
    pid = pid_in(file)
    kept.end.set()
    kept.thread.join(PATIENCE)
    assert not kept.thread.is_alive()
    assert not is_alive(pid)


def test_parts_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    paths = os.pathsep.join(path for path in sys.path if path)
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(code=SLEEPING), str(file)], env={**os.environ, "PYTHONPATH": paths}
    )
    pid = pid_in(file)
    parent.kill()
    parent.wait()
    wait_for(lambda: not is_alive(pid))
