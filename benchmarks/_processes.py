"""Resident memory of processes, as /proc tells it (Linux only)."""

import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path


def status(process: Path) -> dict[str, str]:
    """Return the lines of /proc/PID/status; none where the process has ended."""
    try:
        lines = (process / "status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return dict(line.split(":\t", 1) for line in lines if ":\t" in line)


def resident(said: Mapping[str, str]) -> int:
    """Return the resident bytes that a status tells."""
    return int(said.get("VmRSS", "0").split()[0]) * 1024


def processes() -> Iterator[tuple[Path, dict[str, str]]]:
    """Give every process of the machine: its folder in /proc, and its status."""
    for process in Path("/proc").glob("[0-9]*"):
        if said := status(process):
            yield process, said


def together(pid: int) -> int:
    """Return the resident bytes of a process and of all that it started, directly or not.

    What they share (libraries, above all) is counted once: of each page the kernel tells a process its part (Pss).
    """
    children: dict[int, list[int]] = {}
    for process, said in processes():
        children.setdefault(int(said["PPid"]), []).append(int(process.name))
    return sum(_part(Path(f"/proc/{number}")) for number in _family(pid, children))


def _part(process: Path) -> int:
    try:
        lines = (process / "smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:  # it has ended
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024


def _family(pid: int, children: Mapping[int, Iterable[int]]) -> Iterator[int]:
    yield pid
    for child in children.get(pid, ()):
        yield from _family(child, children)


def watched(started: subprocess.Popen[bytes], interval: float) -> int:
    """Wait for a process to end; return the highest sum that `together` gave, looked at every `interval` seconds."""
    peak = 0
    while started.poll() is None:
        peak = max(peak, together(started.pid))
        time.sleep(interval)
    return peak
