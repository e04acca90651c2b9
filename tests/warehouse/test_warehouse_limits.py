"""The alarm of a query: it rings once, gives up where that does not help, and is silent once it is closed."""

import threading

import pytest

from warehouse import limits
from warehouse.limits import Alarm, Limits


def test_an_alarm_that_does_not_help_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_GRACE_SECONDS", 0.01)
    rang, gave_up = threading.Event(), threading.Event()
    alarm = Alarm(Limits(seconds=0.01, memory=100, give_up=gave_up.set), rang.set)
    assert gave_up.wait(30)
    assert rang.is_set()
    alarm.close()
    assert alarm.rang


def test_an_alarm_that_helps_does_not_give_up() -> None:
    gave_up = threading.Event()
    rang = threading.Event()
    alarm = Alarm(Limits(seconds=0.01, memory=100, give_up=gave_up.set), rang.set)
    assert rang.wait(30)
    alarm.close()
    assert not gave_up.is_set()


def test_an_alarm_that_was_closed_in_time_is_silent() -> None:
    rang = threading.Event()
    alarm = Alarm(Limits(seconds=1e12, memory=100), rang.set)
    alarm.close()
    assert (alarm.rang, rang.is_set()) == (False, False)
