"""Decisions as CSV: what is written is what is read, nothing is a formula, a broken line is told by its number."""

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest
from warehouse_builders import SOME_TIME, ruling

from extractors.errors import ConfigurationError
from warehouse.decisions import Ruling
from warehouse.decisions_file import read_decisions, write_decisions

A, B = "a" * 20, "b" * 20
ODD = [
    "plain",
    "Ünïcode 中文 🏛",
    'quoted "so", with commas',
    "two\nlines",
    "=1+1",
    "+44 1234",
    "-1",
    "@SUM(A1)",
    "\tindented",
    "'s-Hertogenbosch",
    "''=1",
    "＝1",
    " spaces ",
]


def written(*made: Ruling) -> str:
    stream = io.StringIO(newline="")
    write_decisions(made, stream)
    return stream.getvalue()


def read(path: Path, text: str | bytes) -> list[Ruling]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_decisions(path, "the importer", "by file", SOME_TIME)


def test_every_kind_of_decision_comes_back_as_it_was(tmp_path: Path) -> None:
    first = ruling("same", A, B, about="one / other")
    made = [
        first,
        ruling("different", A, B),
        ruling("rename", A, name="Northdale NHS Trust"),
        ruling("reject", f"role-{A}", reason=""),
        ruling("confirm", B, decided_at=datetime(2024, 1, 1, 0, 0, 0, 1)),
        ruling("undo", first.decision_id),
    ]
    assert read(tmp_path / "d.csv", written(*made)) == made


@pytest.mark.parametrize("words", ODD)
def test_odd_words_come_back_as_they_were_and_are_no_formula(words: str, tmp_path: Path) -> None:
    made = ruling("reject", A, reason=words, about=words, decided_by=words)
    text = written(made)
    assert read(tmp_path / "d.csv", text) == [made]
    cells = next(csv.DictReader(io.StringIO(text, newline="")))
    assert not cells["why"].startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))


def test_a_file_written_by_hand_needs_two_columns(tmp_path: Path) -> None:
    made = read(tmp_path / "d.csv", f"\ufeffsubject_id,decision\r\n{B},reject\r\n\r\n{B},confirm\r\n")
    assert [(each.decision, each.decided_by, each.reason) for each in made] == [
        ("reject", "the importer", "by file"),
        ("confirm", "the importer", "by file"),
    ]
    assert made[0].decided_at < made[1].decided_at, "the lower line is the later decision"


def test_an_apostrophe_that_a_person_wrote_is_kept(tmp_path: Path) -> None:
    [made] = read(tmp_path / "d.csv", f"decision,subject_id,name\nrename,{A},'s-Hertogenbosch\n")
    assert made.name == "'s-Hertogenbosch"


def test_a_time_with_a_zone_becomes_utc(tmp_path: Path) -> None:
    [made] = read(tmp_path / "d.csv", f"decision,subject_id,decided_at\nreject,{A},2024-06-01T12:00:00+02:00\n")
    assert made.decided_at == datetime(2024, 6, 1, 10)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: the first line must name"),
        ("decision;subject_id\n", "line 1: the first line must name"),
        ("decision,subject_id,colour\n", "line 1: the first line must name"),
        ("decision,subject_id,decision\n", "line 1: the first line must name"),
        (f"decision,subject_id\nreject,{A}\nreject\n", "line 3: it has 1 cells"),
        (f'decision,subject_id,why\nreject,{A},"two\nlines"\nfoo,{A},\n', "line 4: .*'foo' is not one of"),
        ("decision,subject_id\nreject,Jane Doe\n", "line 2: .*no id"),
        (f'decision,subject_id\nreject,{A}\nreject,"{A}', "line 3: unexpected end of data"),
        (f"decision,subject_id,decided_at\nreject,{A},yesterday\n", "line 2: decided_at is 'yesterday'"),
        (f"decision,subject_id,decided_at\nreject,{A},2999-01-01\n", "line 2: .*lies in the future"),
        (f"decision_id,decision,subject_id\n{B},reject,{A}\n", "line 2: its decision_id is that of another"),
    ],
)
def test_a_broken_line_is_told_by_its_number(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=message):
        read(tmp_path / "d.csv", text)


def test_a_file_that_is_not_utf_8_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        read(tmp_path / "d.csv", "decision,subject_id,why\nreject,a,café".encode("latin-1"))


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot read"):
        read_decisions(tmp_path / "none.csv", "me", "", SOME_TIME)
