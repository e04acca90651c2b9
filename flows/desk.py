"""Where a run uses the writer: one thread, so that its calls come one at a time and never block the loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from warehouse.writer import Writer

R = TypeVar("R")


class Desk:
    """The one thread in which the writer is used, so that its calls come one at a time and never block the loop."""

    def __init__(self, writer: Writer) -> None:
        """Begin to take calls for `writer`."""
        self.writer = writer
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")

    async def do(self, call: Callable[..., R], *arguments: object, **options: object) -> R:
        """Return what `call` returns, done in the writer's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(call, *arguments, **options))

    def ask(self, call: Callable[..., R], *arguments: object) -> R:
        """Return the same, for a caller in another thread that waits for it."""
        return self._thread.submit(call, *arguments).result()

    def close(self) -> None:
        """Bring a load that has begun to its end, and take no more."""
        self._thread.shutdown(wait=True, cancel_futures=True)
