"""What strangers wrote, on a screen: a message stays one line, and gives a terminal no orders."""

import io
from pathlib import Path

import pytest

from flows.display import one_line, place, print_table


def test_a_file_below_the_current_folder_is_told_by_its_relative_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert place((tmp_path / "board papers" / "plan é.txt").as_uri()) == str(Path("board papers", "plan é.txt"))
    assert place("https://example.org/plan%20a") == "https://example.org/plan%20a"


@pytest.mark.parametrize("name", ["new\nline.txt", "red\x1b[31m.txt", "bell\x07.txt", "\u202egnp.txt", "\udcff.txt"])
def test_a_name_that_gives_orders_stays_as_it_stands_in_its_address(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    uri = (tmp_path / name).as_uri()
    assert place(uri) == uri


def test_what_is_no_address_is_told_as_it_is() -> None:
    assert place("http://[::1") == "http://[::1"


def test_orders_are_written_out_and_other_signs_are_kept() -> None:
    assert one_line("a\x1b[31mb\nc\u202ed\x9b") == r"a\x1b[31mb\nc\u202ed\x9b"
    assert one_line("£2 – naïve\u00a0café 😀") == "£2 – naïve\u00a0café 😀"


def test_the_cells_of_a_table_give_no_orders() -> None:
    stream = io.StringIO()
    print_table(["title"], [["Plan \x1b]0;title\x07\nof 2024"]], stream)
    assert stream.getvalue().splitlines()[-1] == r"Plan \x1b]0;title\x07 of 2024"
