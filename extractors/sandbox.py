"""What a worker process may do: a limit on memory, on processor time and on what it writes; no network, no programs.

The limits are the system's and hold whatever runs. The rest is Python's audit hook (PEP 578): it stops a library that
would fetch, start a program or write a file because a document asked for it, not native code that an attacker controls.
"""

import math
import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

_LARGEST_FILE = 16 * 1024 * 1024  # bytes; what a process says on standard error is a file too
_NETWORK = frozenset(
    f"socket.{call}"
    for call in (
        "connect", "bind", "sendto", "sendmsg", "getaddrinfo", "getnameinfo", "gethostbyname", "gethostbyaddr"
    )
)  # fmt: skip
_PROGRAMS = frozenset(["subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn"])
_CHANGES = frozenset(
    ["os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.truncate", "os.utime", "os.setxattr"]
)
_MOVES = frozenset(["os.rename", "os.link", "os.symlink"])  # from, to: either may lead outside
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def limit_memory(mebibytes: int | None) -> None:
    """Limit the address space of this process, and the size of any file that it writes. None: no limit of memory."""
    if sys.platform in {"darwin", "win32"}:  # macOS accepts the limit of memory and does not hold it
        return
    import resource  # noqa: PLC0415 - POSIX only

    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    if mebibytes is not None:
        limit = mebibytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def allow_processor_time(seconds: float) -> None:
    """Let this process use `seconds` of processor time from now on, then let the system end it (SIGXCPU)."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - POSIX only

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime + seconds)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


class Refused(PermissionError):
    """A worker process was about to do what reading a document needs not."""


def confine(folder: Path, programs: Collection[str] = ()) -> None:
    """Refuse, from now on, the network, every program but `programs` (by name), and changes to files outside `folder`.

    It cannot be undone. What is refused raises Refused where it is tried.
    """
    inside = folder.resolve()

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            _check_open(inside, arguments[0], arguments[2])
        elif event in _NETWORK:
            raise Refused(f"a worker process may not use the network ({event})")
        elif event in _PROGRAMS and not _is_named(arguments, programs):
            raise Refused(f"a worker process may not start a program ({event})")
        elif event in _CHANGES | _MOVES and not all(
            isinstance(each, int) or _is_inside(inside, each) for each in arguments[: 2 if event in _MOVES else 1]
        ):
            raise Refused(f"a worker process may not change files outside its folder ({event})")

    sys.addaudithook(watch)


def _check_open(inside: Path, path: object, flags: int) -> None:
    if flags & _WRITING and not isinstance(path, int) and not _is_inside(inside, path):
        raise Refused("a worker process may not write outside its folder")


def _is_named(arguments: tuple[Any, ...], programs: Collection[str]) -> bool:
    return bool(arguments) and Path(str(arguments[0])).name in programs


def _is_inside(inside: Path, path: object) -> bool:
    name = path.decode(errors="surrogateescape") if isinstance(path, bytes) else str(path)
    return name == "/dev/null" or Path(name).resolve().is_relative_to(inside)
