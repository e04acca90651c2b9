"""`greenpaper refresh`, round after round in one process, as the watcher does it: its workers are started once."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from flows.calling import PrefectApi
from flows.preparation import Preparation, prepared, start_workers
from flows.settings import Settings


class Rounds:
    """A process of its own, in a folder with a sources.toml; a context manager."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from rounds import serve; serve()"],
            cwd=folder,
            env={**env, "GREENPAPER_FETCH_DELAY": "0", "GREENPAPER_FETCH_RETRIES": "0", "GREENPAPER_RETRY_WAIT": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, warehouse: Path) -> dict[str, Any]:
        """Refresh a warehouse, and return the summary."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{warehouse}\n")
        self._process.stdin.flush()
        return dict(json.loads(self._process.stdout.readline()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()


def serve() -> None:
    """Refresh the warehouse that each line of standard input names, and print the summary: what runs in the child."""
    settings = Settings.read()
    with prepared(Preparation(settings, start_workers(settings))):
        api = PrefectApi()
        for line in sys.stdin:
            summary = api.call("flows.refresh:refresh", configured="sources.toml", warehouse=line.strip())
            sys.stdout.write(f"{json.dumps(summary)}\n")
            sys.stdout.flush()
