"""SIGTERM in a process that runs flows."""

import os
import signal

import pytest

from flows.endings import terms_end_it


def test_a_sigterm_ends_what_runs() -> None:
    with pytest.raises(KeyboardInterrupt), terms_end_it():
        os.kill(os.getpid(), signal.SIGTERM)


def test_one_that_somebody_else_took_and_lost_is_heard_nevertheless() -> None:
    with terms_end_it() as check:
        check()
        ours = signal.signal(signal.SIGTERM, lambda *_: None)
        os.kill(os.getpid(), signal.SIGTERM)
        signal.signal(signal.SIGTERM, ours)
        with pytest.raises(KeyboardInterrupt):
            check()
        check()


def test_afterwards_all_is_as_it_was() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with terms_end_it():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before
    assert signal.set_wakeup_fd(-1) == -1
