"""Two commands that write to one warehouse at once: one works, the other says so or waits. All are real."""

import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ENTRY = "from flows.cli import main; main()"


def start(folder: Path, *arguments: str, env: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", ENTRY, *arguments],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ends(process: "subprocess.Popen[str]") -> tuple[int, str]:
    _, said = process.communicate(timeout=120)
    return process.returncode, said


def wait_for(file: Path) -> None:
    """Wait until the one writer has said who it is."""
    deadline = time.monotonic() + 60
    while not file.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with documents in it."""
    (tmp_path / "inbox").mkdir()
    for number in range(6):
        (tmp_path / f"inbox/{number}.txt").write_text(f"Plan {number}\n\nAnn Example, Chief Executive\n")
    (tmp_path / "letter.txt").write_text("A letter\n\nBo Example, Chair\n")
    return tmp_path


@pytest.fixture
def first(folder: Path, prefect_server: dict[str, str]) -> "subprocess.Popen[str]":
    """A run that writes, stopped in the middle of it."""
    process = start(folder, "ingest", "inbox", env=prefect_server)
    wait_for(folder / "data/greenpaper.store/writer.json")
    os.kill(process.pid, signal.SIGSTOP)
    return process


def test_the_second_says_who_the_first_is_and_ends_with_3(
    folder: Path, first: "subprocess.Popen[str]", prefect_server: dict[str, str]
) -> None:
    try:
        code, said = ends(start(folder, "ingest", "letter.txt", "--wait=0", env=prefect_server))
        assert code == 3
        assert f"is being written by process {first.pid} since 20" in said
        assert f"(ingest on {platform.node()})" in said
        assert len(said.splitlines()) == 1
    finally:
        os.kill(first.pid, signal.SIGCONT)
    assert ends(first)[0] == 0


def test_the_second_waits_where_it_is_told_to(
    folder: Path, first: "subprocess.Popen[str]", prefect_server: dict[str, str]
) -> None:
    second = start(folder, "ingest", "letter.txt", "--wait", env={**prefect_server, "GREENPAPER_LOCK_WAIT": "0"})
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(5)
    os.kill(first.pid, signal.SIGCONT)
    assert (ends(first)[0], ends(second)) == (0, (0, ""))


def test_who_waits_is_stopped_by_one_interrupt(
    folder: Path, first: "subprocess.Popen[str]", prefect_server: dict[str, str]
) -> None:
    second = start(folder, "ingest", "letter.txt", "--wait", env=prefect_server)
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(5)
    second.send_signal(signal.SIGINT)
    assert ends(second)[0] == 130
    first.kill()
    first.communicate()


def test_what_a_killed_writer_left_misleads_nobody(
    folder: Path, first: "subprocess.Popen[str]", prefect_server: dict[str, str]
) -> None:
    first.kill()
    first.communicate()
    assert (folder / "data/greenpaper.store/writer.json").exists()
    assert ends(start(folder, "ingest", "letter.txt", "--wait=0", env=prefect_server)) == (0, "")


def test_a_word_after_wait_that_is_no_number_is_explained(folder: Path, prefect_server: dict[str, str]) -> None:
    code, said = ends(start(folder, "ingest", "--wait", "inbox", env=prefect_server))
    assert code == 2
    assert "'inbox' is no number of seconds: write --wait=60" in said
