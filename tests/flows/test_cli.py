"""The command line: what it prints, where, and how it exits. An error is one line on standard error, no traceback."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import stand_ins

from extractors.ids import content_hash
from extractors.looks import SourceRun
from extractors.records import Block, Conversion, Extraction, LoadItem, Outcome, ParsedDocument
from flows import cli
from flows.summary import RunSummary, SourceSummary
from flows.telling import tell
from warehouse.records import Versions
from warehouse.writer import Writer

TEXT = "The board approved the mental health strategy."
STOPPED = SourceRun(
    source="council",
    kind="page",
    status="stopped",
    reason="too few items",
    listed=1,
    due=0,
    loaded=0,
    started_at=datetime(2024, 6, 1, 12, 0),
    finished_at=datetime(2024, 6, 1, 12, 0),
    publisher="Barset Council",
    licence=None,
    schedule="daily",
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with one document that was loaded and one that failed."""
    published = tmp_path_factory.mktemp("warehouse") / "greenpaper.duckdb"
    item = LoadItem(
        uri="https://example.org/plan",
        source="web",
        content_sha256=content_hash(TEXT.encode()),
        byte_count=len(TEXT),
        extractor_version="1",
        document=ParsedDocument(
            TEXT, "text/plain", (Block("paragraph", 0, len(TEXT)),), conversion=Conversion("poor", ("odd signs",))
        ),
        extraction=Extraction(metadata=stand_ins.metadata("A plan")),
    )
    failed = Outcome(uri="https://example.org/gone", status="failed", reason="the server answered 404")
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", Versions(greenpaper="0", extractor="1", pipeline="none"))
        writer.load(run_id, [item], [failed])
        writer.keep_source_run(run_id, STOPPED)
        writer.finish_run(run_id, 2)
        writer.publish()
    return published


class Ended:
    """How a call of the command ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


Command = Callable[..., Ended]


@pytest.fixture
def greenpaper(warehouse: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.setenv("GREENPAPER_WAREHOUSE", str(warehouse))

    def call(*arguments: str) -> Ended:
        with pytest.raises(SystemExit) as raised:
            cli.main(arguments)
        captured = capsys.readouterr()
        return Ended(int(raised.value.code or 0), captured.out, captured.err)

    return call


def test_help_lists_every_command(greenpaper: Command) -> None:
    ended = greenpaper("--help")
    assert ended.code == 0
    assert all(name in ended.out for name in ("ingest", "sql", "search", "status", "evaluate"))
    assert "..." not in ended.out.split("Commands:")[1], "a short help is cut"


def test_help_imports_no_heavy_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", ":".join(sys.path))
    script = "import sys, flows.cli; print(*{'prefect', 'spacy', 'duckdb', 'pydantic', 'pyarrow'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout == "\n"


def test_the_version_is_told(greenpaper: Command) -> None:
    assert greenpaper("--version").out.startswith("greenpaper ")


def test_rows_come_as_csv_and_json(greenpaper: Command) -> None:
    query = "select title, char_count, publisher from documents"
    assert list(csv.DictReader(io.StringIO(greenpaper("sql", query, "--format", "csv").out))) == [
        {"title": "A plan", "char_count": "46", "publisher": ""}
    ]
    assert json.loads(greenpaper("sql", query, "--format", "json").out) == [
        {"title": "A plan", "char_count": 46, "publisher": None}
    ]


def test_rows_come_as_parquet_in_a_file(greenpaper: Command, tmp_path: Path) -> None:
    target = tmp_path / "rows.parquet"
    assert greenpaper("sql", "select title from documents", "--format", "parquet", "--output", str(target)).out == ""
    assert pq.read_table(target).to_pylist() == [{"title": "A plan"}]


@pytest.mark.parametrize("form", ["csv", "json", "parquet", "table"])
def test_a_file_is_not_touched_where_a_query_ends_halfway(greenpaper: Command, tmp_path: Path, form: str) -> None:
    target = tmp_path / "rows"
    target.write_text("of yesterday")
    halfway = "select if(range = 400000, error('no such row'), range::varchar) as row from range(500000)"
    ended = greenpaper("sql", halfway, "--format", form, "--output", str(target))
    assert (ended.code, [path.name for path in tmp_path.iterdir()]) == (2, ["rows"])
    assert target.read_text() == "of yesterday"


def test_rows_are_written_through_a_link_and_into_a_pipe(greenpaper: Command, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "rows")
    assert greenpaper("sql", "select 1 as one", "--format", "csv", "--output", str(tmp_path / "link")).code == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "rows").read_text() == "one\n1\n"
    assert greenpaper("sql", "select 1 as one", "--format", "csv", "--output", "/dev/null").code == 0
    assert not Path("/dev/null").is_file()


def test_a_table_in_a_pipe_is_neither_cut_nor_folded_and_shows_null(greenpaper: Command) -> None:
    table = greenpaper("sql", "select repeat('wide ', 200) as words, null as nothing, 7 as number").out
    heading, _, row = table.splitlines()
    assert heading.split() == ["words", "nothing", "number"]
    assert row.split() == [*["wide"] * 200, "null", "7"]


def test_the_query_is_read_from_standard_input(greenpaper: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"select 6 * 7 as answer")))
    assert greenpaper("sql", "-", "--format", "csv").out == "answer\n42\n"


def test_a_reader_that_leaves_early_is_no_error(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", ":".join(sys.path))
    query = ["sql", "select * from range(200000)", "--format", "csv", "--warehouse", str(warehouse)]
    command = [sys.executable, "-c", "from flows.cli import main; main()", *query]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline() == b"range\n"
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_an_export_writes_the_views_and_lists_them(greenpaper: Command, tmp_path: Path) -> None:
    ended = greenpaper("export", str(tmp_path / "out"), "--format", "csv")
    assert ended.code == 0
    assert ended.out.startswith(f"{tmp_path / 'out'} holds\n")
    assert "documents.csv" in ended.out
    (row,) = csv.DictReader(io.StringIO((tmp_path / "out/documents.csv").read_text("utf-8")))
    assert row["text"] == TEXT


def test_an_export_in_json_is_its_manifest(greenpaper: Command, tmp_path: Path) -> None:
    told = json.loads(greenpaper("export", str(tmp_path / "out"), "--json").out)
    kept = json.loads((tmp_path / "out/manifest.json").read_text())
    assert told["form"] == "parquet"
    assert {**kept, "made_by": None} == {**told, "made_by": None}


def test_an_export_over_something_else_is_wrong_usage(greenpaper: Command, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("Dear diary")
    ended = greenpaper("export", str(tmp_path), "--replace")
    assert ended.code == 2
    assert ended.err.endswith("holds something else than an export of ours: name an empty or new folder\n")


@pytest.mark.parametrize("command", [("ingest", "x"), ("refresh",), ("watch",), ("reextract",), ("rebuild", ".")])
def test_a_scheduler_for_our_own_processes_is_wrong_usage(greenpaper: Command, command: tuple[str, ...]) -> None:
    ended = greenpaper(*command, "--runner", "processes", "--scheduler", "tcp://127.0.0.1:8786")
    assert ended.code == 2
    assert "--scheduler is where Dask reads: leave out --runner=processes." in ended.err


def test_a_scheduler_that_is_no_address_is_wrong_configuration(greenpaper: Command) -> None:
    ended = greenpaper("reextract", "--scheduler", "http://127.0.0.1")
    assert ended.code == 2
    assert "GREENPAPER_SCHEDULER is 'http://127.0.0.1', but must be the address of a Dask scheduler" in ended.err


def test_an_export_of_no_warehouse_ends_with_the_code_for_that(greenpaper: Command, tmp_path: Path) -> None:
    ended = greenpaper("export", str(tmp_path / "out"), "--warehouse", str(tmp_path / "none.duckdb"))
    assert ended.code == 3
    assert "no warehouse at" in ended.err


def test_passages_are_found(greenpaper: Command) -> None:
    assert "mental health" in greenpaper("search", "health", "strategy").out
    assert json.loads(greenpaper("search", "--json", "health").out)[0]["title"] == "A plan"
    nothing = greenpaper("search", "submarines")
    assert (nothing.code, nothing.out) == (0, "")
    assert "says anything about 'submarines'" in nothing.err


def test_the_documents_to_search_can_be_narrowed(greenpaper: Command) -> None:
    assert json.loads(greenpaper("search", "--json", "--type", "other", "health").out)[0]["page"] is None
    for option, value in (("--type", "news"), ("--organisation", "Nobody"), ("--since", "2020-01-01")):
        nothing = greenpaper("search", option, value, "health")
        assert (nothing.code, nothing.out) == (0, "")
        assert "Nothing in the documents asked for" in nothing.err


def test_a_query_is_stopped_when_its_time_is_over(greenpaper: Command) -> None:
    ended = greenpaper("sql", "select count(*) from range(1000000000000)", "--timeout", "0.3")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "greenpaper: the query took more than 0.3 seconds and was stopped: ask for less, or allow more with --timeout\n"
    )


def test_the_settings_limit_a_query_too(greenpaper: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENPAPER_SQL_TIMEOUT", "0.2")
    monkeypatch.setenv("GREENPAPER_SQL_MEMORY", "100")
    assert "more than 0.2 seconds" in greenpaper("sql", "select count(*) from range(1000000000000)").err
    asked = greenpaper("sql", "select current_setting('memory_limit') as memory", "--format", "csv", "--memory", "300")
    assert asked.out == "memory\n300.0 MiB\n"


@pytest.mark.parametrize(("rows", "paged"), [(3, False), (500, True)])
def test_a_table_longer_than_the_terminal_is_paged(rows: int, paged: bool, warehouse: Path, tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\ncat\n")
    pager.chmod(0o755)
    script = (
        "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn([sys.executable, '-c', "
        "'from flows.cli import main; main()', *sys.argv[1:]])))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, "sql", f"select * from range({rows})", "--warehouse", str(warehouse)],
        env={"PYTHONPATH": ":".join(sys.path), "PAGER": str(pager), "TERM": "xterm", "PATH": os.environ["PATH"]},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        check=True,
        timeout=60,
    )
    assert ("PAGED" in ended.stdout) is paged
    assert f" {rows - 1}" in ended.stdout


def test_the_status_tells_what_failed_and_why(greenpaper: Command) -> None:
    told = greenpaper("status").out
    assert "https://example.org/gone   the server answered 404" in told
    status = json.loads(greenpaper("status", "--json").out)
    assert status["views"]["documents"] == 1
    assert status["runs"][0]["failed"] == 1


def test_the_status_tells_why_a_source_stopped_and_what_was_converted_poorly(greenpaper: Command) -> None:
    told = greenpaper("status").out
    assert re.search(
        r"^council +page +Barset Council +daily +2024-06-01 12:00 UTC +stopped .* too few items$", told, re.MULTILINE
    )
    assert re.search(r"^https://example.org/plan +odd signs$", told, re.MULTILINE)
    status = json.loads(greenpaper("status", "--json").out)
    (source,) = status["sources"]
    assert (source["source"], source["status"], source["reason"], source["listed"]) == (
        "council", "stopped", "too few items", 1,
    )  # fmt: skip
    assert status["poor_conversions"] == [{"uri": "https://example.org/plan", "reasons": ["odd signs"]}]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "Usage: greenpaper"),
        (["bogus"], 2, "No such command 'bogus'"),
        (["sql"], 2, "Missing argument 'QUERY'"),
        (["ingest"], 2, "Missing argument"),
        (["sql", "selec"], 2, "the query failed"),
        (["sql", "drop table documents"], 2, "read-only"),
        (["sql", "select 1", "--timeout", "0"], 2, "'--timeout'"),
        (["sql", "select 1", "--timeout", "1e300"], 2, "'--timeout'"),
        (["sql", "select 1", "--memory", "9" * 20], 2, "'--memory'"),
        (["search", "x", "--limit", "9" * 20], 2, "'--limit'"),
        (["review", "queue", "--limit", "9" * 20], 2, "'--limit'"),
        (["search", "x", "--since", "lately"], 2, "'lately' does not match"),
        (["sql", "select 1", "--format", "xml"], 2, "'xml' is not one of"),
        (["sql", "select 1", "--output", "/no/such/folder/x", "--format", "csv"], 2, "cannot write /no/such/folder/x"),
        (["sql", "select 1", "--warehouse", "absent.duckdb"], 3, "absent.duckdb"),
        (["status", "--warehouse", "absent.duckdb"], 3, "absent.duckdb"),
        (["search", "x", "--warehouse", "absent.duckdb"], 3, "absent.duckdb"),
        (["evaluate", "absent"], 2, "absent"),
    ],
)
def test_errors_are_told_on_standard_error_with_their_code(
    greenpaper: Command, arguments: list[str], code: int, message: str
) -> None:
    ended = greenpaper(*arguments)
    assert (ended.code, ended.out) == (code, "")
    assert message in ended.err
    assert "Traceback" not in ended.err
    if arguments:
        assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("withdrawn", "failed", "said"),
    [
        (0, 0, "\nNothing changed.\n"),
        (0, 1, "\nNothing was loaded.\n"),
        (1, 0, "1 withdrawn: "),
        (1, 1, "Nothing was loaded"),
    ],
)
def test_a_run_without_anything_new_says_so_unless_something_was_withdrawn(
    warehouse: Path, capsys: pytest.CaptureFixture[str], withdrawn: int, failed: int, said: str
) -> None:
    source = SourceSummary(
        source="council", status="complete", reason="", listed=2, due=0, loaded=0, withdrawn=withdrawn
    )
    tell(
        RunSummary(
            run_id="1", warehouse=str(warehouse), asked=failed, loaded=0, unchanged=0, skipped=0, failed=failed,
            swapped=True, documents=[], checks=[], sources=[source],
        ),
        quiet=False, as_json=False,
    )  # fmt: skip
    told = capsys.readouterr().out
    assert said in told
    assert ("Nothing changed" in told) == (not withdrawn and not failed)


@pytest.fixture
def labels(tmp_path: Path) -> str:
    """A folder of labels for the one document: a title that is right, a person and two figures that are missed."""
    label = {
        "document": "plan",
        "title": "A plan",
        "people": [{"name": "Ann Bee", "roles": []}],
        "figures": [
            {"text": "£3m", "value": 3000000, "unit": "GBP"},
            {"text": "1,024", "value": 1024, "unit": "count", "measure": "beds"},
        ],
    }
    (tmp_path / "one.json").write_text(json.dumps(label))
    return str(tmp_path)


def test_an_evaluation_tells_the_scores_and_the_worst_misses(greenpaper: Command, labels: str) -> None:
    scores, places, errors = greenpaper("evaluate", labels).out.split("\n\n")
    assert [line.split() for line in scores.splitlines()[2:4]] == [
        ["metadata", "1", "1.000", "1.000", "1.000"],
        ["people", "1", "1.000", "0.000", "0.000"],
    ]
    assert [line.split() for line in places.splitlines()[3:]] == [
        ["figures", "one", "2", "0"],
        ["people", "one", "1", "0"],
        ["measures", "one", "1", "0"],
    ]
    assert [line.split(maxsplit=3) for line in errors.splitlines()[3:]] == [
        ["people", "missed", "one", "Ann Bee"],
        ["figures", "missed", "one", "£3m = 3,000,000 GBP"],
        ["measures", "missed", "one", "1,024 count, beds"],
        ["figures", "missed", "one", "1,024 count, beds"],
    ]


def test_an_evaluation_tells_as_many_misses_as_asked_for(greenpaper: Command, labels: str) -> None:
    assert "Ann Bee" in greenpaper("evaluate", labels, "--worst", "1").out
    assert "£3m" not in greenpaper("evaluate", labels, "--worst", "1").out
    assert "lost" not in greenpaper("evaluate", labels, "--worst", "0").out


def test_an_evaluation_lists_every_error_on_request(greenpaper: Command, labels: str) -> None:
    assert (
        "\nfigures, missed\n  one: £3m = 3,000,000 GBP\n  one: 1,024" in greenpaper("evaluate", labels, "--details").out
    )


def test_an_evaluation_tells_what_confidence_is_worth(greenpaper: Command, labels: str) -> None:
    assert "all kinds" not in greenpaper("evaluate", labels).out
    assert "all kinds            0   –" in greenpaper("evaluate", labels, "--confidence").out


def test_an_evaluation_in_json_holds_all_of_it(greenpaper: Command, labels: str) -> None:
    told = json.loads(greenpaper("evaluate", labels, "--json", "--worst", "1").out)
    assert told["kinds"][1] == {
        "kind": "people",
        "gold": 1,
        "precision": 1.0,
        "recall": 0.0,
        "f1": 0.0,
        "missed": [{"document": "one", "fact": "Ann Bee"}],
        "spurious": [],
        "confidence": {"facts": 0, "top": None, "bottom": None},
    }
    assert told["confidence"] == {"facts": 0, "top": None, "bottom": None}
    assert told["worst"] == {
        "places": [{"kind": "figures", "document": "one", "missed": 2, "spurious": 0}],
        "errors": [{"kind": "people", "error": "missed", "document": "one", "fact": "Ann Bee"}],
    }


def test_a_broken_warehouse_is_told_before_anything_is_done(greenpaper: Command, tmp_path: Path) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"this is no database" * 1000)
    for command in (["ingest", "."], ["sql", "select 1"], ["status"]):
        ended = greenpaper(*command, "--warehouse", str(broken))
        assert ended.code == 3
        assert "broken.duckdb" in ended.err
        assert len(ended.err.splitlines()) == 1
    assert broken.read_bytes().startswith(b"this is no database")


def test_a_bad_setting_ends_an_ingest_before_it_begins(greenpaper: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENPAPER_WORKERS", "none")
    ended = greenpaper("ingest", ".")
    assert ended.code == 2
    assert ended.err == "greenpaper: GREENPAPER_WORKERS is 'none', but must be a valid integer: see docs/settings.md\n"


def test_a_query_that_is_not_utf8_is_wrong_usage(greenpaper: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe select 1")))
    ended = greenpaper("sql", "-")
    assert ended.code == 2
    assert "UTF-8" in ended.err


def test_an_interruption_is_told_in_a_line(greenpaper: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Interrupted()))
    ended = greenpaper("sql", "-")
    assert ended.code == 130
    assert ended.err.startswith("greenpaper: stopped")
