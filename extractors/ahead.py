"""An answer that somebody will ask for: read before it is, and handed over whichever comes first."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Answered = TypeVar("Answered")


class Ahead(Generic[Answered]):
    """One answer on its way. `answer` and `claim` may come from two threads, each once."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._answer: Answered | None = None
        self._give: Callable[[Answered], object] | None = None

    def answer(self, answer: Answered) -> None:
        """Take the answer."""
        with self._turn:
            self._answer, give = answer, self._give
        if give is not None:
            give(answer)

    def claim(self, give: Callable[[Answered], object]) -> None:
        """Let `give` be called with the answer: now, where it is there, or once it is."""
        with self._turn:
            self._give, answer = give, self._answer
        if answer is not None:
            give(answer)
