"""A run that is killed at any moment: readers have a whole file, and the next run completes the work.

`KILLS=100 KILLS_FIRST=7 pytest --log-cli-level=INFO tests/flows/test_killed.py` tries more moments, and others.
"""

import logging
import os
import random
import time
from pathlib import Path

import pytest
from campaign import CHOSEN, DOCUMENTS, Run, across, ended_well, facts, kill, loaded, start, still_alive, write_inbox

KILLS = int(os.environ.get("KILLS", "2"))
FIRST = int(os.environ.get("KILLS_FIRST", "0"))

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300 + 120 * KILLS)]


def test_a_run_that_is_killed_at_any_moment_is_completed_by_the_next(
    tmp_path: Path, prefect_server: dict[str, str], repeat_greenpaper: Run
) -> None:
    write_inbox(tmp_path / "inbox")
    undisturbed = tmp_path / "undisturbed" / "greenpaper.duckdb"
    run = start(tmp_path, undisturbed, prefect_server)
    began = _first_bytes(undisturbed)
    ended_well(run)
    lasted = time.monotonic() - began
    expected, expected_across = facts(undisturbed), across(undisturbed)
    assert len(loaded(undisturbed)) == DOCUMENTS
    assert all(expected[view] for view in ("mentions", "roles", "figures", "dates", "strategy_items", "sections"))

    killed_with, tried = list[int](), FIRST
    while len(killed_with) < KILLS:
        warehouse = tmp_path / f"killed-{tried}" / "greenpaper.duckdb"
        moment = random.Random(tried).uniform(0, lasted)
        tried += 1
        run = start(tmp_path, warehouse, prefect_server)
        _first_bytes(warehouse)
        time.sleep(moment)
        if not kill(run):  # it was quicker than the first one
            continue
        said = f"killed {moment:.2f} s after its first bytes"
        killed_with.append(len(loaded(warehouse)) if warehouse.exists() else 0)
        if warehouse.exists():
            held = loaded(warehouse)
            for view, rows in facts(warehouse).items():
                assert rows == {each: found for each, found in expected[view].items() if each in held}, (view, said)
        ended = repeat_greenpaper("ingest", "inbox", "--quiet", "--warehouse", warehouse, env=prefect_server | CHOSEN)
        assert (ended.returncode, ended.stderr) == (0, ""), said
        assert facts(warehouse) == expected, said
        assert across(warehouse) == expected_across, said
        assert not still_alive(run), f"{said}: its workers go on"
    logging.getLogger(__name__).info(
        "%d kills within %.1f s; documents in the published file after each: %s", KILLS, lasted, sorted(killed_with)
    )


def _first_bytes(warehouse: Path) -> float:
    """Wait until a run keeps the bytes of its first document, and return when that was."""
    archive = warehouse.with_suffix(".store") / "archive"
    deadline = time.monotonic() + 120
    while not any(archive.glob("??/*")):
        assert time.monotonic() < deadline, "the run did not begin"
        time.sleep(0.01)
    return time.monotonic()
