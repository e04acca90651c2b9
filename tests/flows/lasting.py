"""`greenpaper` again and again in one process that lasts, as `greenpaper watch` lasts: what each call would start anew,
Prefect and a worker with the model, is there already. All else is the command's own: its arguments, settings and
folder, the run in Prefect's server, what it prints, and its exit code.
"""

import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

from extractors.worker import Options
from extractors.workers import Workers
from flows import preparation
from flows.cli import main

OURS = "GREENPAPER_"


class LastingCommands:
    """A process that does one command after the other; a context manager, which ends it."""

    def __init__(self, env: Mapping[str, str]) -> None:
        """It begins with the first command; Prefect's settings are those of `env` for good."""
        self._env = dict(env)
        self._process: subprocess.Popen[str] | None = None

    def run(
        self, *arguments: str | Path, env: Mapping[str, str], cwd: Path, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Do `greenpaper` with `arguments` in the folder `cwd`; `env` may name settings of ours.

        Raises TimeoutExpired after `timeout` seconds.
        """
        others = {name for name, value in env.items() if self._env.get(name) != value}
        assert all(name.startswith(OURS) for name in others), others
        words = [str(each) for each in arguments]
        settings = {name: value for name, value in env.items() if name.startswith(OURS)}
        with tempfile.TemporaryDirectory() as folder:
            out, err = Path(folder) / "out", Path(folder) / "err"
            asked = {"arguments": words, "settings": settings, "cwd": str(cwd), "out": str(out), "err": str(err)}
            code = self._answer(f"{json.dumps(asked)}\n", timeout)
            if code is None:
                raise subprocess.TimeoutExpired(words, timeout)
            return subprocess.CompletedProcess(words, int(code), out.read_text(), err.read_text())

    def _answer(self, line: str, timeout: float) -> str | None:
        """Return what the process answers; where that takes too long, end it and return None."""
        if self._process is None:
            command = [sys.executable, "-c", "from lasting import serve; serve()"]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, env=self._env, stdin=pipe, stdout=pipe, text=True)
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(line)
        self._process.stdin.flush()
        if not select.select([self._process.stdout], [], [], timeout)[0]:
            self._end()
            return None
        return self._process.stdout.readline()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()  # its workers end with it
            self._process.communicate()
            self._process = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._end()


class _LastingWorkers(Workers):
    """Workers that live on for the next command."""

    def close(self) -> None:
        """Leave it to the end of this process."""


def serve() -> NoReturn:
    """Do what each line of standard input asks for, and answer with the exit code: what runs in the child."""

    @cache
    def workers(options: Options, *, count: int, document_timeout: float) -> Workers:
        return _LastingWorkers(options, count=count, document_timeout=document_timeout)

    def begun(options: Options, *, at_once: int | None, **chosen: Any) -> Workers:
        return workers(options, **chosen)

    preparation.Workers = begun  # type: ignore[misc, assignment]  # the same ones, begun once
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        _place(asked)
        try:
            main(asked["arguments"])
        except SystemExit as ended:
            sys.stdout.flush()
            answers.write(f"{ended.code}\n")
            answers.flush()
    sys.exit()


def _place(asked: dict[str, Any]) -> None:
    """Give this process the folder, the settings and the streams of a command."""
    os.chdir(asked["cwd"])
    for name in [name for name in os.environ if name.startswith(OURS)]:
        del os.environ[name]
    os.environ.update(asked["settings"])
    for name, stream in (("out", 1), ("err", 2)):
        opened = os.open(asked[name], os.O_WRONLY | os.O_CREAT)
        os.dup2(opened, stream)
        os.close(opened)
