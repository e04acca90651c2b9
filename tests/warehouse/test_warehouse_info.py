"""The view that says what a published file is."""

from pathlib import Path

import duckdb
from warehouse_builders import Ask, named, run, strategy

from warehouse.migrate import migrations


def test_one_row_says_what_made_the_file(published: Path, ask: Ask) -> None:
    run(published, strategy())
    last = max(step.number for step in migrations())
    asked = "select schema_version, program_version, extractor_version, model, duckdb_version from warehouse_info"
    assert ask(asked) == [(last, "0.1.0", "1", "none", duckdb.__version__)]


def test_it_counts_what_the_views_hold(published: Path, ask: Ask) -> None:
    run(published, strategy(), named("file:b.txt", "Ann Bee"))
    run(published, named("file:b.txt", "Cy Dee"))
    assert ask("select documents, editions, people, organisations, facts from warehouse_info") == [(2, 3, 2, 2, 9)]


def test_it_names_the_last_run_that_ended(published: Path, ask: Ask) -> None:
    run(published, strategy())
    run(published, named("file:b.txt", "Ann Bee"))
    assert ask("select run_id, finished_at from warehouse_info") == ask(
        "select run_id, finished_at from store.runs order by started_at desc limit 1"
    )
    assert ask("select published_at >= finished_at from warehouse_info") == [(True,)]
