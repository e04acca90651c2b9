"""A disk of a size that is chosen, which ends with the test's process: a tmpfs in a mount namespace of its own.

Nobody but the commands that are run in the namespace sees the mount, and the system removes it when the process that
holds the namespace ends, however that ends. Tests look into it by way of /proc.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_HOLD = 'mount -t tmpfs -o size="$2" tmpfs "$1" && echo mounted && read -r _'


class SmallDisk:
    """A mounted disk. `place` is where commands find it, `seen` the same for this process."""

    def __init__(self, holder: "subprocess.Popen[str]", place: Path, environment: dict[str, str]) -> None:
        self._holder = holder
        self._environment = environment
        self.place = place
        self.seen = Path(f"/proc/{holder.pid}/root{place}")

    def run(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Call `greenpaper` in the disk's folder."""
        return self.call(sys.executable, "-c", "from flows.cli import main; main()", *arguments, **more)

    def call(self, *command: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Call a program in the disk's folder."""
        enter = ["nsenter", "--target", str(self._holder.pid), "--mount", *_user(), f"--wd={self.seen}", *command]
        environment = {**self._environment, **more}
        return subprocess.run(enter, env=environment, capture_output=True, text=True, timeout=240, check=False)

    def remount(self, options: str) -> None:
        """Mount it anew with `options` ("ro", "rw")."""
        self._do("mount", "-o", f"remount,{options}", str(self.place))

    def mount(self, name: str, size: str) -> None:
        """Mount a further disk of `size` at the folder `name`."""
        (self.seen / name).mkdir(parents=True, exist_ok=True)
        self._do("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(self.place / name))

    def unmount(self, name: str) -> None:
        """Take a further disk away."""
        self._do("umount", str(self.place / name))

    def free(self) -> int:
        """Return how many bytes are free."""
        said = os.statvfs(self.seen)
        return said.f_bavail * said.f_frsize

    def leave(self, room: int) -> None:
        """Fill the disk but for `room` bytes."""
        self.make_room()
        file = self.seen / "ballast"
        with file.open("wb") as stream:
            os.posix_fallocate(stream.fileno(), 0, self.free() - room)

    def make_room(self) -> None:
        """Take the ballast away."""
        (self.seen / "ballast").unlink(missing_ok=True)

    def copy_out(self, name: str, folder: Path) -> Path:
        """Copy a file or folder of the disk into `folder`, for libraries that cannot look by way of /proc."""
        source, target = self.seen / name, folder / Path(name).name
        if source.is_dir():
            return Path(shutil.copytree(source, target, dirs_exist_ok=True))
        return Path(shutil.copyfile(source, target))

    def _do(self, *command: str) -> None:
        done = self.call(*command)
        assert done.returncode == 0, done.stderr


@contextmanager
def small_disk(place: Path, size: str, environment: dict[str, str]) -> Iterator[SmallDisk]:
    """Mount a disk of `size` ("40m") at `place`. Skips the test, saying so, where that is not permitted."""
    place.mkdir(parents=True)
    if not all(map(shutil.which, ("unshare", "nsenter", "mount"))):
        pytest.skip("needs unshare, nsenter and mount of Linux to make a small disk")
    own = ["--map-root-user"] if _user() else []
    command = ["unshare", "--mount", *own, "sh", "-c", _HOLD, "sh", str(place), size]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        if holder.stdout.readline() != "mounted\n":
            _, said = holder.communicate(timeout=60)
            pytest.skip(f"mounting a small disk is not permitted here ({said.strip()})")
        yield SmallDisk(holder, place, environment)
    finally:
        holder.kill()
        holder.communicate(timeout=60)


def _user() -> list[str]:
    """Return how a process that is not root's enters the namespace, in which it is root."""
    return [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
