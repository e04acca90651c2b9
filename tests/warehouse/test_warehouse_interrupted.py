"""Ctrl-C and SIGTERM in the middle of a query: what they raise stays what it is, and is no fault of ours."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import duckdb
import pytest

from warehouse.connection import translated


class Ended(BaseException):
    """What a signal raises here."""


@pytest.fixture
def a_signal_ends_it() -> Iterator[None]:
    def end(_signal: int, _frame: FrameType | None) -> None:
        raise Ended

    before = signal.signal(signal.SIGUSR1, end)
    sent = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGUSR1))
    sent.start()
    yield
    sent.join()
    signal.signal(signal.SIGUSR1, before)


def test_what_a_signal_raises_while_duckdb_works_is_raised_as_it_was(a_signal_ends_it: None) -> None:
    with duckdb.connect() as connection, pytest.raises(Ended), translated(Path("greenpaper.duckdb")):
        connection.execute("SELECT count(*) FROM range(1_000_000_000_000) AS t(n) WHERE sqrt(n) > 3")


def test_other_faults_stay_faults() -> None:
    with pytest.raises(RuntimeError, match="ours"), translated(Path("greenpaper.duckdb")):
        raise RuntimeError("ours")
