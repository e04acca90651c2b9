"""Ctrl-C and SIGTERM in the middle of a query: it ends, and what they raise stays what it is, no fault of ours."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import duckdb
import pytest
from warehouse_builders import named, run

from warehouse.connection import translated
from warehouse.limits import Limits
from warehouse.query import run_query


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
        connection.execute("SELECT count(*) FROM range(1_000_000_000) AS t(n) WHERE sqrt(n) > 3")


def test_other_faults_stay_faults() -> None:
    with pytest.raises(RuntimeError, match="ours"), translated(Path("greenpaper.duckdb")):
        raise RuntimeError("ours")


def test_ctrl_c_ends_a_query_whose_rows_are_streamed(published: Path) -> None:
    run(published, named("file:a.txt", "Ann Bee"))
    slow = "SELECT count(*) FROM range(1_000_000_000) AS t(n) WHERE sqrt(n) > 3"
    pressed = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    pressed.start()
    with pytest.raises(KeyboardInterrupt), run_query(published, slow, limits=Limits(60, 500)) as result:
        list(result.rows())
    pressed.join()
