"""What changes a warehouse without reading new documents, killed at any moment: whole files, and the same end.

`WRITER_KILLS=10 WRITER_KILLS_FIRST=7 pytest --log-cli-level=INFO tests/flows/test_killed_writers.py` kills each command
at more moments, and at others.
"""

import logging
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from campaign import across, ended_well, facts, kill, still_alive
from lasting import LastingCommands

from warehouse.paths import Paths

KILLS = int(os.environ.get("WRITER_KILLS", "1"))
FIRST = int(os.environ.get("WRITER_KILLS_FIRST", "0"))
NAME = "Qyzva Wrexblomqvist"
LETTERS = 12
HELD = (b"Wrexblomqvist", b"wrexblomqvist")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400 + 120 * KILLS)]
State = dict[str, Any]


class Killed:
    """A warehouse of two dozen documents whose facts are by half of the rules, copied for each try."""

    def __init__(self, folder: Path, environment: dict[str, str], lasting: LastingCommands) -> None:
        self._folder = folder
        self._lasting = lasting
        self._environment = {**environment, "GREENPAPER_BATCH_CHARS": "600", "GREENPAPER_KEEP": "2"}
        _write_letters(folder / "inbox")
        (folder / "few.cfg").write_text(_few_rules())
        reading = self.start(folder / "base", "ingest", "../inbox", "--quiet", GREENPAPER_PIPELINE_CONFIG="../few.cfg")
        ended_well(reading)
        self.archive = Paths(folder / "base/data/greenpaper.duckdb").archive

    def start(self, place: Path, *arguments: str, **more: str) -> "subprocess.Popen[bytes]":
        place.mkdir(exist_ok=True)
        return subprocess.Popen(
            [sys.executable, "-c", "from flows.cli import main; main()", *arguments],
            cwd=place,
            env={**self._environment, **more},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def again(self, place: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Call a command to its end."""
        return self._lasting.run(*arguments, env=self._environment, cwd=place, timeout=240)

    def place(self, name: str, *, is_empty: bool) -> Path:
        place = self._folder / name
        if is_empty:
            place.mkdir()
        else:
            shutil.copytree(self._folder / "base", place)
        return place


@pytest.fixture(scope="module")
def killed(
    tmp_path_factory: pytest.TempPathFactory, prefect_server: dict[str, str], lasting_commands: LastingCommands
) -> Killed:
    return Killed(tmp_path_factory.mktemp("killed"), prefect_server, lasting_commands)


def test_a_forgetting_that_is_killed_is_completed_and_leaves_the_name_in_no_file(killed: Killed) -> None:
    assert _holding_name(killed.place("named", is_empty=False))
    command = ("forget", NAME, "--yes", "--unlisted", "--by", "the registrar")
    _campaign(killed, command, after=_holds_no_name)


def test_a_rereading_that_is_killed_is_completed_by_the_next(killed: Killed) -> None:
    _campaign(killed, ("reextract", "--quiet"), partly_done=True)


def test_a_rebuild_that_is_killed_is_completed_by_the_next(killed: Killed) -> None:
    _campaign(killed, ("rebuild", str(killed.archive), "--quiet"), is_empty=True)


def test_a_decision_that_is_killed_is_recorded_whole_or_not_at_all(killed: Killed) -> None:
    _campaign(killed, ("review", "same", "Ashford Council", "Birchford Council", "--by", "Ann"))


def test_a_rejection_that_is_killed_is_recorded_whole_or_not_at_all(killed: Killed) -> None:
    _campaign(killed, ("review", "reject", "Elmford Council", "--by", "Ann"))


def _campaign(
    killed: Killed,
    command: tuple[str, ...],
    *,
    is_empty: bool = False,
    partly_done: bool = False,
    after: Callable[[Path], None] = lambda _: None,
) -> None:
    """Kill `command` at random moments; `after` is asserted of the folder in the end.

    A command that is `partly_done` may have published anything between before and after.
    """
    label = "-".join(command[:2]).replace("/", "")[:20]
    undisturbed = killed.place(f"{label}-undisturbed", is_empty=is_empty)
    before = None if is_empty else _state(undisturbed)
    run = killed.start(undisturbed, *command)
    began = _at_work(undisturbed, run)
    ended_well(run)
    lasted = time.monotonic() - began
    expected = _state(undisturbed)
    assert expected != before
    after(undisturbed)

    moments, seen = list[float](), list[str]()
    tried = FIRST
    while len(moments) < KILLS:
        place = killed.place(f"{label}-{tried}", is_empty=is_empty)
        moment = random.Random(tried).uniform(0, lasted)
        tried += 1
        run = killed.start(place, *command)
        _at_work(place, run)
        time.sleep(moment)
        if not kill(run):  # it was quicker than the first one
            continue
        moments.append(moment)
        said = f"killed {moment:.2f} s after it began to write, of {lasted:.2f} s"
        found = _state(place) if (place / "data/greenpaper.duckdb").exists() else None
        seen.append("after" if found == expected else "before" if found == before else "between")
        assert partly_done or is_empty or seen[-1] != "between", said
        again = killed.again(place, *command)
        told = f"{said}; then: {again.stderr}"
        # What was published before the kill came is not decided on again
        assert again.returncode == 0 or (again.returncode == 2 and found == expected), told
        assert _state(place) == expected, told
        assert not list(Paths(place / "data/greenpaper.duckdb").leftovers()), told
        assert not still_alive(run), f"{said}: its workers go on"
        after(place)
        shutil.rmtree(place)
        logging.getLogger(__name__).info("%s, %s: completed, the file was as %s", label, said, seen[-1])
    logging.getLogger(__name__).info(
        "%s: %d kills within %.1f s; the published file was as %s", label, len(moments), lasted, sorted(seen)
    )


def _at_work(place: Path, run: "subprocess.Popen[bytes]") -> float:
    """Wait until a command holds the writer's lock, and return when that was."""
    holder = Paths(place / "data/greenpaper.duckdb").holder
    deadline = time.monotonic() + 120
    while not holder.exists():
        assert run.poll() is None, run.communicate()
        assert time.monotonic() < deadline, "the command did not begin"
        time.sleep(0.002)
    return time.monotonic()


def _state(place: Path) -> State:
    """Return what the published file says, without times and without how often somebody said it."""
    published = place / "data/greenpaper.duckdb"
    with duckdb.connect(str(published), read_only=True) as connection:
        found = connection.execute("FROM store.holding()").fetchall()
        columns = [str(each[0]) for each in connection.description or ()]
        failed = connection.execute("SELECT check_name FROM data_quality WHERE NOT passed AND severity = 'fail'")
        assert failed.fetchall() == []
    wanted = [columns.index(name) for name in ("decision", "subject_id", "other_id", "name")]
    return {
        "facts": facts(published),
        "across": across(published),
        "decisions": sorted(str([row[at] for at in wanted]) for row in found),
    }


def _holds_no_name(place: Path) -> None:
    assert _holding_name(place) == []


def _holding_name(place: Path) -> list[Path]:
    files = [each for each in (place / "data").rglob("*") if each.is_file()]
    return [each for each in files if any(word in each.read_bytes() for word in HELD)]


def _write_letters(folder: Path) -> None:
    folder.mkdir()
    for number in range(LETTERS):
        town = ("Ashford", "Birchford", "Cornford", "Elmford")[number % 4]
        who = NAME if number % 3 == 0 else f"Ann {town}"
        (folder / f"letter-{number}.txt").write_text(
            f"{town} Council letter {number}\n\nOur vision is a town where {number} families have a home.\n\n"
            f"{town} Council will spend £{number + 1} million by March 2031 and work with {town} Hospitals Trust.\n\n"
            f"{who} is Chief Executive of {town} Council.\n"
        )


def _few_rules() -> str:
    """Return the pipeline without the rules on figures, so that reading again finds more."""
    whole = (Path(__file__).parents[2] / "extractors/pipeline.cfg").read_text()
    few = whole.replace('"greenpaper_figures",', "").replace('"greenpaper_strategy",', "")
    assert few != whole
    return few
