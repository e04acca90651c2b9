"""What a killed process leaves under the temporary folder goes with the next one; nothing else does."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from warehouse.scratch import ScratchFolder

PREFIX = "greenpaper-test-"
HOLDER = """
import sys, time
from warehouse.scratch import ScratchFolder
folder = ScratchFolder("greenpaper-test-")
(folder.path / "spill").mkdir()
(folder.path / "spill" / "block").write_bytes(b"rows")
print(folder.path, flush=True)
time.sleep(300)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def holder(temporary: Path) -> "subprocess.Popen[str]":
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen([sys.executable, "-c", HOLDER], env=environment, stdout=subprocess.PIPE, text=True)


def held(holder: "subprocess.Popen[str]") -> Path:
    assert holder.stdout is not None
    return Path(holder.stdout.readline().strip())


def end(holder: "subprocess.Popen[str]") -> None:
    holder.send_signal(signal.SIGKILL)
    holder.communicate(timeout=60)


def test_a_folder_is_its_users_alone_and_goes_when_it_is_closed() -> None:
    folder = ScratchFolder(PREFIX)
    assert folder.path.stat().st_mode & 0o777 == 0o700
    folder.close()
    assert not folder.path.exists()


@pytest.mark.skipif(os.name != "posix", reason="folders of killed processes are told by POSIX locks")
def test_the_folder_of_a_killed_process_is_removed_by_the_next(holder: "subprocess.Popen[str]") -> None:
    left = held(holder)
    end(holder)
    assert left.exists()
    ScratchFolder(PREFIX).close()
    assert not left.exists()


@pytest.mark.skipif(os.name != "posix", reason="as above")
def test_the_folder_of_a_process_that_lives_stays(holder: "subprocess.Popen[str]") -> None:
    used = held(holder)
    try:
        ScratchFolder(PREFIX).close()
        assert (used / "spill" / "block").read_bytes() == b"rows"
    finally:
        end(holder)


def test_a_folder_of_this_process_stays() -> None:
    first, second = ScratchFolder(PREFIX), ScratchFolder(PREFIX)
    assert first.path.exists()
    first.close()
    second.close()


@pytest.mark.skipif(os.name != "posix", reason="as above")
def test_a_link_in_the_place_of_a_folder_is_not_followed(temporary: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir(mode=0o700)
    (kept / "in-use").touch()
    (temporary / f"{PREFIX}linked").symlink_to(kept, target_is_directory=True)
    ScratchFolder(PREFIX).close()
    assert (kept / "in-use").exists()


@pytest.mark.skipif(os.name != "posix", reason="as above")
def test_a_link_inside_an_abandoned_folder_is_removed_and_not_followed(
    holder: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").touch()
    left = held(holder)
    (left / "linked").symlink_to(kept, target_is_directory=True)
    end(holder)
    ScratchFolder(PREFIX).close()
    assert not left.exists()
    assert (kept / "file").exists()


@pytest.mark.skipif(os.name != "posix", reason="as above")
def test_a_folder_that_others_may_write_to_or_that_has_no_lock_stays(temporary: Path) -> None:
    shared, foreign = temporary / f"{PREFIX}shared", temporary / f"{PREFIX}foreign"
    shared.mkdir()
    shared.chmod(0o777)
    (shared / "in-use").touch()
    foreign.mkdir(mode=0o700)
    ScratchFolder(PREFIX).close()
    assert (shared.exists(), foreign.exists()) == (True, True)
