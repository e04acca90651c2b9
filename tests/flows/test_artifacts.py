"""What a run leaves in Prefect, made of words and numbers alone: artifacts, names, and the message of its state."""

from collections.abc import Sequence

from extractors.errors import WarehouseError
from extractors.records import DocumentStatus, Outcome
from extractors.sources.items import Item, Origin
from flows.artifacts import documents_table, facts_table, stopped_text, summary_text
from flows.naming import batch_name, ended_name
from flows.states import state_of
from flows.summary import CheckSummary, OutcomeSummary, RunSummary, SourceSummary

SITE = "https://council.example"


def source(name: str, status: str = "complete", reason: str = "", withdrawn: int = 0) -> SourceSummary:
    return SourceSummary(
        source=name, status=status, reason=reason, listed=3, due=2, loaded=1, withdrawn=withdrawn,
    )  # fmt: skip


def summary(
    *, loaded: int = 0, sources: Sequence[SourceSummary] = (), failed: Sequence[str] = (), checks: int = 0
) -> RunSummary:
    """Return a summary of a run in which the documents `failed`."""
    return RunSummary(
        run_id="20240601", warehouse="data/my plans.duckdb", asked=loaded + len(failed), loaded=loaded, unchanged=0,
        skipped=0, failed=len(failed), swapped=True,
        documents=[OutcomeSummary(uri=uri, status="failed", reason="it is empty", facts=0) for uri in failed],
        checks=[CheckSummary(check_name=f"check {at}", severity="warn", detail="1 | 2") for at in range(checks)],
        sources=list(sources),
    )  # fmt: skip


def outcomes(status: DocumentStatus, number: int, reason: str = "") -> list[Outcome]:
    return [Outcome(uri=f"{SITE}/{status}/{at}", status=status, reason=reason) for at in range(number)]


# The table of documents


def test_what_failed_stands_first_with_source_and_reason_and_what_was_loaded_is_counted() -> None:
    ended = [
        *outcomes("loaded", 2, "new document"),
        *outcomes("loaded", 1, "changed: edition 2"),
        *outcomes("loaded", 1, "changed: edition 7"),
        *outcomes("skipped", 1, "an archive"),
        *outcomes("failed", 1, "the server answers 503"),
    ]
    table = documents_table(ended, 80, lambda uri: "council" if "failed" in uri else None)
    assert [tuple(row.values()) for row in table] == [
        ("failed", f"`{SITE}/failed/0`", "council", "the server answers 503"),
        ("skipped", f"`{SITE}/skipped/0`", "", "an archive"),
        ("loaded", "2", "", "new document"),
        ("loaded", "2", "", "changed"),
        ("unchanged", "80", "", ""),
    ]


def test_a_run_that_read_nothing_says_so() -> None:
    (row,) = documents_table([], 0, lambda _: None)
    assert row == {"outcome": "unchanged", "document": "0", "source": "", "reason": "nothing was to be read"}


def test_the_table_is_short_however_much_failed() -> None:
    long = "because " * 5000
    table = documents_table([*outcomes("failed", 5000, long), *outcomes("skipped", 5000, long)], 0, lambda _: None)
    assert [(row["outcome"], row["document"]) for row in table[100:]] == [
        ("failed", "4,900 more"),
        ("skipped", "5,000 more"),
    ]
    assert sum(len(str(cell)) for row in table for cell in row.values()) < 50_000


# Facts


def test_facts_are_told_by_kind_with_what_they_were_before() -> None:
    assert facts_table({"roles": 12, "quotes": 1}, {"roles": 9, "dates": 1200}) == [
        {"kind": "roles", "before": 12, "now": 9, "difference": "-3"},
        {"kind": "dates", "before": 0, "now": 1200, "difference": "+1,200"},
        {"kind": "quotes", "before": 1, "now": 0, "difference": "-1"},
    ]


def test_where_nothing_was_before_all_facts_are_new() -> None:
    assert facts_table(None, {"roles": 9}) == [{"kind": "roles", "before": 0, "now": 9, "difference": "+9"}]


# The summary


def test_the_summary_names_sources_file_checks_and_where_to_look_further() -> None:
    sources = [source("trust"), source("council", "stopped", "it lists 0 | of 10 documents")]
    text = summary_text("refresh all sources", summary(loaded=3, failed=[f"{SITE}/a"], sources=sources, checks=1))
    lines = text.splitlines()
    assert lines[:3] == [
        "# refresh all sources",
        "",
        "**3 loaded, 0 unchanged, 0 skipped, 1 failed** of 4 documents. Run 20240601.",
    ]
    assert "| council | stopped | 3 | 2 | 1 | 0 | `it lists 0 ¦ of 10 documents` |" in lines
    assert lines.index("| trust | complete | 3 | 2 | 1 | 0 |  |") > 0
    assert "- check 0 (warn): `1 | 2`" in lines
    assert "- in the browser: `greenpaper explore --warehouse 'data/my plans.duckdb'`" in lines
    assert "- as a page to send: `greenpaper report report.html --warehouse 'data/my plans.duckdb'`" in lines


def test_the_summary_is_short_however_many_sources_there_are() -> None:
    sources = [source(f"source-{at}", "stopped", "because " * 5000) for at in range(1000)]
    text = summary_text("refresh all sources", summary(sources=sources, checks=1000))
    assert "| 900 more |" in text
    assert len(text) < 60_000


def test_a_run_that_could_not_go_on_says_why_without_markup() -> None:
    text = stopped_text("ingest <b>inbox</b>", WarehouseError("the disk is full: <script>"))
    assert text.splitlines()[0] == "# `ingest <b>inbox</b>`"
    assert "**The run could not go on.** `the disk is full: <script>`" in text


# Names


def test_a_run_that_has_ended_is_named_by_what_came_of_it() -> None:
    sources = [source("council", "stopped"), source("trust", withdrawn=2)]
    told = ended_name("refresh all sources", summary(loaded=3, failed=["a"], sources=sources))
    assert told == "refresh all sources: 3 loaded, 1 failed, 2 withdrawn, 1 source stopped"
    assert ended_name("sweep council", summary()) == "sweep council: nothing new"


def test_a_batch_is_named_by_its_documents_and_source_or_by_its_one_document() -> None:
    council, trust = (Item(f"{SITE}/{name}", name, origin=Origin(name)) for name in ("council", "trust"))
    assert batch_name([council, council], 2) == "2 documents of council"
    assert batch_name([council, trust], 3) == "3 documents of council, trust"
    assert batch_name([council], 1) == f"{SITE}/council"
    assert batch_name([], 1) == "1 document"


# The state


def test_a_run_in_which_nothing_failed_is_completed() -> None:
    state = state_of(summary(loaded=3, sources=[source("council", withdrawn=1)]))
    assert (state.type.value, state.name, state.message) == (
        "COMPLETED", "Completed", "3 loaded, 0 unchanged, 0 skipped, 0 failed, 1 withdrawn",
    )  # fmt: skip


def test_failures_are_named_with_their_reasons_and_the_run_is_completed_also_where_all_failed() -> None:
    state = state_of(summary(failed=[f"{SITE}/a?token=abc"]))
    assert (state.type.value, state.name, state.message) == (
        "COMPLETED",
        "Completed with failures",
        f"0 loaded, 0 unchanged, 0 skipped, 1 failed: {SITE}/a?token=*** (it is empty)",
    )


def test_only_the_first_failures_are_named() -> None:
    state = state_of(summary(loaded=1, failed=[f"{SITE}/{'a' * 1000}/{at}" for at in range(3000)]))
    assert state.message is not None
    assert state.message.endswith("; 2,995 more")
    assert len(state.message) < 1500


def test_a_run_is_failed_where_not_one_source_could_be_listed() -> None:
    stopped = source("council", "stopped", "the server answers 503")
    state = state_of(summary(sources=[stopped]))
    assert (state.name, state.message) == (
        "Failed",
        "0 loaded, 0 unchanged, 0 skipped, 0 failed, 1 source stopped: source council (the server answers 503)",
    )
    assert state_of(summary(sources=[stopped, source("trust")])).name == "Completed with failures"
