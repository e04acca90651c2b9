"""`greenpaper review`: a person lists, decides and takes back, by name or key, and every mistake is one line."""

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import stand_ins

from extractors.ids import content_hash, stable_id
from extractors.records import Block, Entity, Extraction, LoadItem, ParsedDocument, Role
from flows import cli
from flows.commands.review import KINDS
from flows.resolving import resolve_entities
from flows.review_cli import KINDS as OFFERED
from warehouse.query import run_query
from warehouse.records import Versions
from warehouse.writer import Writer


class Ended:
    """How a call of the command ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


Review = Callable[..., Ended]


def entity(kind: Any, name: str) -> Entity:
    return Entity(entity_id=stable_id(kind, name.casefold()), kind=kind, name=name)


def holding(uri: str, person: str, body: str) -> LoadItem:
    """A document that says that the person is the chair there."""
    text = f"{person}, Chair, {body}"
    who, where = entity("person", person), entity("organisation", body)
    start = text.index("Chair")
    role = Role(
        start_char=start,
        end_char=start + 5,
        text="Chair",
        evidence=text,
        extractor="test",
        confidence=0.5,
        person_id=who.entity_id,
        person=person,
        title="Chair",
        organisation_id=where.entity_id,
        organisation=body,
        is_former=False,
        as_of=None,
    )
    return LoadItem(
        uri=uri,
        source="test",
        content_sha256=content_hash(text.encode()),
        byte_count=len(text),
        extractor_version="1",
        document=ParsedDocument(text, "text/plain", (Block("paragraph", 0, len(text)),)),
        extraction=Extraction(metadata=stand_ins.metadata("A page"), entities=(who, where), roles=(role,)),
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three documents: J. Doe may be Jane Doe, and a person has the name of a body."""
    published = tmp_path_factory.mktemp("reviewed") / "greenpaper.duckdb"
    items = [
        holding("https://example.org/a", "Jane Doe", "Vale Trust"),
        holding("https://example.org/b", "J. Doe", "Barset Council"),
        holding("https://example.org/c", "Vale Trust", "Barset Council"),
    ]
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", Versions(greenpaper="0", extractor="1", pipeline="none"))
        writer.load(run_id, items)
        resolve_entities(writer, run_id, "1")
        writer.finish_run(run_id, 3)
        writer.publish()
    return published


@pytest.fixture
def warehouse(made: Path, tmp_path: Path) -> Path:
    """The same, with its store, for one test."""
    return Path(shutil.copytree(made.parent, tmp_path, dirs_exist_ok=True)) / made.name


@pytest.fixture
def review(warehouse: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Review:
    monkeypatch.setenv("GREENPAPER_WAREHOUSE", str(warehouse))

    def call(*arguments: str) -> Ended:
        with pytest.raises(SystemExit) as raised:
            cli.main(["review", *arguments])
        captured = capsys.readouterr()
        return Ended(int(raised.value.code or 0), captured.out, captured.err)

    return call


def rows(warehouse: Path, statement: str) -> list[tuple[object, ...]]:
    with run_query(warehouse, statement) as result:
        return list(result.rows())


def test_the_kinds_offered_are_the_kinds_known() -> None:
    assert OFFERED == KINDS


def test_the_queue_tells_pairs_and_facts_with_what_speaks_for_them(review: Review) -> None:
    told = json.loads(review("queue", "--json").out)
    [pair] = told["pairs"]
    assert {pair["name_a"], pair["name_b"]} == {"Jane Doe", "J. Doe"}
    assert 0.35 <= pair["score"] < 0.85
    assert pair["reasons"]
    assert sorted(pair["documents_a"] + pair["documents_b"]) == ["https://example.org/a", "https://example.org/b"]
    assert [each["confidence"] for each in told["facts"]] == [0.5, 0.5, 0.5]
    assert "Jane Doe, Chair, Vale Trust" in {each["evidence"] for each in told["facts"]}
    table = review("queue", "--kind", "role", "--limit", "1").out
    assert "role-" in table
    assert "J. Doe" not in table.split("Facts")[0], "no pairs are asked for"


def test_what_is_decided_leaves_the_queue(review: Review, warehouse: Path) -> None:
    facts = [each["fact_id"] for each in json.loads(review("queue", "--json").out)["facts"]]
    assert review("different", "Jane Doe", "J. Doe", "--why", "two chairs").code == 0
    assert review("confirm", facts[0]).code == 0
    assert review("reject", facts[1]).code == 0
    told = json.loads(review("queue", "--json").out)
    assert told["pairs"] == []
    assert [each["fact_id"] for each in told["facts"]] == facts[2:]
    assert rows(warehouse, "select count(*), max(confidence) from roles") == [(2, 1.0)]


def test_same_rename_and_undo_by_name(review: Review, warehouse: Path) -> None:
    assert review("same", "Jane Doe", "J. Doe", "--by", "Ann", "--why", "she said so").code == 0
    assert review("rename", "Jane Doe", "Dame Jane Doe").code == 0
    people = "select name from people where name <> 'Vale Trust' order by name"
    assert rows(warehouse, people) == [("Dame Jane Doe",)]
    listed = json.loads(review("list", "--json").out)
    assert [(each["decision"], each["holds"]) for each in listed] == [("same", True), ("rename", True)]
    assert (listed[0]["by"], listed[0]["why"]) == ("Ann", "she said so")
    assert review("undo", listed[0]["decision_id"][:8]).code == 0
    assert rows(warehouse, people) == [("Dame Jane Doe",), ("J. Doe",)]
    assert "same" in review("list").out


def test_the_one_that_is_decided_later_holds(review: Review, warehouse: Path) -> None:
    for decision in ("same", "different"):
        assert review(decision, "Jane Doe", "J. Doe").code == 0
    assert rows(warehouse, "select count(*) from people") == [(3,)]


def test_a_pair_that_other_decisions_keep_apart_is_told(review: Review) -> None:
    review("same", "Jane Doe", "J. Doe")
    person = entity("person", "Vale Trust").entity_id
    review("different", "J. Doe", person)
    ended = review("same", "Jane Doe", person)
    assert ended.code == 0
    assert "stay two" in ended.err


def test_decisions_go_to_another_warehouse_as_csv(review: Review, warehouse: Path, tmp_path: Path) -> None:
    review("rename", "Jane Doe", "=Jane", "--why", 'a "test", truly')
    review("reject", "Barset Council")
    file = tmp_path / "decisions.csv"
    assert review("export", str(file)).code == 0
    with file.open(encoding="utf-8", newline="") as stream:
        assert [row["name"] for row in csv.DictReader(stream)] == ["'=Jane", ""]
    assert review("import", str(file)).out == "0 of 2 decisions are new\n"
    other = tmp_path / "other.duckdb"
    with Writer.open(other) as writer:
        run_id = writer.begin_run("test", Versions(greenpaper="0", extractor="1", pipeline="none"))
        writer.load(run_id, [holding("https://example.org/a", "Jane Doe", "Vale Trust")])
        writer.finish_run(run_id, 1)
        writer.publish()
    assert review("import", str(file), "--warehouse", str(other)).out == "2 of 2 decisions are new\n"
    assert rows(other, "select name from people") == [("=Jane",)]


def test_a_broken_file_changes_nothing(review: Review, tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text(f"decision,subject_id\nreject,{'a' * 20}\nforget,{'a' * 20}\n")
    ended = review("import", str(file))
    assert ended.code == 2
    assert "line 3" in ended.err
    assert json.loads(review("list", "--json").out) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("reject", "Nobody"), "nothing in .* is called 'Nobody'"),
        (("reject", "Vale Trust"), "'Vale Trust' is the name of 2: give an id: .*person Vale Trust"),
        (("same", "Jane Doe", "Jane Doe"), "are both Jane Doe"),
        (("same", "Jane Doe", "Barset Council"), "only two of a kind"),
        (("reject", "role-" + "0" * 20), "no fact of"),
        (("rename", "Jane Doe", " "), "needs a name"),
        (("undo", "x"), "no decisions begin with 'x'"),
        (("confirm", "Jane Doe", "--by", " "), "who decided"),
        (("queue", "--kind", "colour"), "is not one of"),
    ],
)
def test_a_mistake_is_told_in_one_line(review: Review, arguments: tuple[str, ...], message: str) -> None:
    ended = review(*arguments)
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    assert re.search(message, ended.err), ended.err


def test_a_warehouse_that_is_not_there_is_not_made(review: Review, tmp_path: Path) -> None:
    ended = review("list", "--warehouse", str(tmp_path / "none.duckdb"))
    assert ended.code == 3
    file = tmp_path / "decisions.csv"
    file.write_text("decision,subject_id\n")
    assert review("import", str(file), "--warehouse", str(tmp_path / "none.duckdb")).code == 3
    assert not (tmp_path / "none.duckdb").exists()
