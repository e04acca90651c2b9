"""The word lists keep their promises: readable, sorted, free of doubles, closed vocabularies, no two lists at odds."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

import extractors.lexicon
from extractors import lexicon

FOLDER = Path(extractors.lexicon.__file__).parent

LISTS = (
    "acronyms_not_organisations",
    "audiences",
    "capitalised_common",
    "former_words",
    "given_names",
    "given_names_ambiguous",
    "honorifics",
    "job_title_modifiers",
    "job_titles",
    "opening_headings",
    "organisation_not_heads",
    "page_furniture",
    "places",
    "places_world",
    "post_nominals",
)
LOWER_CASE_LISTS = (
    "audiences",
    "capitalised_common",
    "former_words",
    "job_title_modifiers",
    "job_titles",
    "opening_headings",
    "page_furniture",
)

COLUMNS = {
    "document_types": ("word", "document_type", "weight"),
    "national_bodies": ("name", "aliases", "classification", "scheme", "identifier"),
    "organisation_heads": ("head", "classification", "position"),
    "page_types": ("page_type", "document_type"),
    "partnership_relations": ("phrase", "relation", "direction"),
    "strategy_kinds": ("word", "kind"),
}

CLASSIFICATIONS = {
    "NHS trust",
    "local authority",
    "commissioning body",
    "government department",
    "regulator",
    "university",
    "police",
    "charity",
    "company",
    "partnership",
    "board",
    "other",
}
CLOSED = {
    ("document_types", "document_type"): {
        "strategy",
        "plan",
        "news",
        "report",
        "listing",
        "governance",
        "minutes",
        "guidance",
        "page",
    },
    ("national_bodies", "classification"): CLASSIFICATIONS,
    ("national_bodies", "scheme"): {"", "GB-GOVUK"},
    ("organisation_heads", "classification"): CLASSIFICATIONS,
    ("organisation_heads", "position"): {"start", "end"},
    ("partnership_relations", "direction"): {"forward", "reverse"},
    ("partnership_relations", "relation"): {
        "partnership",
        "works with",
        "joint",
        "member of",
        "supports",
        "funds",
        "commissions",
        "delivers",
        "signs",
        "sponsors",
        "agency of",
    },
    ("strategy_kinds", "kind"): {
        "vision",
        "mission",
        "purpose",
        "value",
        "aim",
        "objective",
        "goal",
        "priority",
        "principle",
        "enabler",
        "outcome",
        "commitment",
        "recommendation",
    },
}


def physical_lines(file_name: str) -> list[str]:
    return (FOLDER / file_name).read_text(encoding="utf-8").split("\n")


def repeated(entries: list[str]) -> list[str]:
    return [entry for entry, times in Counter(entries).items() if times > 1]


def in_order(entries: list[str]) -> list[str]:
    return sorted(entries, key=lambda entry: (entry.casefold(), entry))


def known_names() -> list[str]:
    """Every name and alias of the register, as written."""
    return [
        name for row in lexicon.rows("national_bodies") for name in (row["name"], *row["aliases"].split("|")) if name
    ]


FILES = [f"{name}.txt" for name in LISTS] + [f"{name}.csv" for name in COLUMNS]


@pytest.mark.parametrize("file_name", FILES)
def test_every_list_opens_with_what_it_is_and_what_it_is_used_for(file_name: str) -> None:
    lines = physical_lines(file_name)
    header = [line for line in lines if line.startswith("#")]
    assert lines[: len(header)] == header, "comments stand at the top only"
    text = " ".join(line.removeprefix("# ") for line in header)
    assert "hosen" in text
    assert "Used to" in text


@pytest.mark.parametrize("file_name", FILES)
def test_no_line_is_blank_or_has_stray_white_space(file_name: str) -> None:
    *lines, last = physical_lines(file_name)
    assert last == "", "the file ends with one line end"
    assert [line for line in lines if not line or line != line.strip() or re.search(r"\s\s|[\t\r\xa0]", line)] == []


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_sorted_and_holds_no_entry_twice(name: str) -> None:
    entries = list(lexicon.lines(name))
    assert entries
    assert repeated(entries) == []
    assert entries == in_order(entries)


@pytest.mark.parametrize("name", sorted(set(LISTS) - {"acronyms_not_organisations", "post_nominals"}))
def test_no_entry_differs_from_another_by_case_alone(name: str) -> None:
    """Case tells acronyms apart ("GPs", "GPS") and letters after a name ("MS"), but nothing else."""
    assert repeated([entry.casefold() for entry in lexicon.lines(name)]) == []


@pytest.mark.parametrize("name", LOWER_CASE_LISTS)
def test_lists_of_words_are_in_lower_case(name: str) -> None:
    assert [entry for entry in lexicon.lines(name) if entry != entry.lower()] == []


@pytest.mark.parametrize("name", ["given_names", "given_names_ambiguous"])
def test_given_names_are_single_words_in_title_case(name: str) -> None:
    shape = re.compile(r"[A-Z][a-z]+(-[A-Z][a-z]+)?")
    assert [entry for entry in lexicon.lines(name) if not shape.fullmatch(entry)] == []


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_a_table_has_its_columns_and_every_row_fills_them(name: str) -> None:
    kept = [line for line in physical_lines(f"{name}.csv") if line and not line.startswith("#")]
    header, *rows = csv.reader(kept)
    assert tuple(header) == COLUMNS[name]
    assert [row for row in rows if len(row) != len(header)] == []
    assert [row for row in rows if any(cell != cell.strip() for cell in row)] == []


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_a_table_is_sorted_by_its_first_column(name: str) -> None:
    first = COLUMNS[name][0]
    entries = [row[first] for row in lexicon.rows(name)]
    assert "" not in entries
    assert entries == in_order(entries)


@pytest.mark.parametrize(("name", "column"), sorted(CLOSED))
def test_a_closed_column_holds_only_its_words(name: str, column: str) -> None:
    assert {row[column] for row in lexicon.rows(name)} <= CLOSED[name, column]


@pytest.mark.parametrize(("name", "column"), sorted(set(CLOSED) - {("national_bodies", "scheme")}))
def test_every_word_of_a_closed_column_is_in_use(name: str, column: str) -> None:
    unused = CLOSED[name, column] - {row[column] for row in lexicon.rows(name)}
    assert unused <= ({"NHS trust", "university", "partnership"} if name == "national_bodies" else set())


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("document_types", ("word",)),
        ("national_bodies", ("name",)),
        ("organisation_heads", ("head", "position")),
        ("page_types", ("page_type",)),
        ("partnership_relations", ("phrase",)),
        ("strategy_kinds", ("word",)),
    ],
)
def test_a_phrase_has_one_meaning(name: str, key: tuple[str, ...]) -> None:
    assert repeated(["|".join(row[column] for column in key) for row in lexicon.rows(name)]) == []


@pytest.mark.parametrize("name", ["document_types", "page_types", "partnership_relations", "strategy_kinds"])
def test_phrases_to_match_are_in_lower_case(name: str) -> None:
    first = COLUMNS[name][0]
    assert [row[first] for row in lexicon.rows(name) if row[first] != row[first].lower()] == []


def test_weights_of_document_types_lie_between_0_and_1() -> None:
    assert all(0 < float(row["weight"]) <= 1 for row in lexicon.rows("document_types"))


def test_a_national_body_has_a_scheme_exactly_where_it_has_an_identifier() -> None:
    rows = lexicon.rows("national_bodies")
    assert [row["name"] for row in rows if bool(row["scheme"]) != bool(row["identifier"])] == []


def test_identifiers_are_slugs_and_no_two_bodies_share_one() -> None:
    slugs = [row["identifier"] for row in lexicon.rows("national_bodies") if row["identifier"]]
    assert repeated(slugs) == []
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


def test_no_name_or_alias_stands_for_two_national_bodies() -> None:
    assert repeated(known_names()) == []


def test_no_alias_is_empty_or_padded() -> None:
    aliases = [
        alias for row in lexicon.rows("national_bodies") if row["aliases"] for alias in row["aliases"].split("|")
    ]
    assert [alias for alias in aliases if not alias or alias != alias.strip()] == []


def test_an_acronym_is_an_organisation_or_not_but_never_both() -> None:
    assert set(lexicon.lines("acronyms_not_organisations")) & set(known_names()) == set()


def test_an_ending_names_an_organisation_or_not_but_never_both() -> None:
    ends = {row["head"] for row in lexicon.rows("organisation_heads") if row["position"] == "end"}
    assert ends & set(lexicon.lines("organisation_not_heads")) == set()


@pytest.mark.parametrize(
    "other", ["given_names_ambiguous", "capitalised_common", "honorifics", "places", "places_world"]
)
def test_a_clear_given_name_is_nothing_else(other: str) -> None:
    assert lexicon.words("given_names") & lexicon.words(other) == set()


def test_letters_after_a_name_are_no_given_names_whatever_their_case() -> None:
    """Names are compared without case, so "Ed" must not be taken for a decoration."""
    assert lexicon.words("given_names") & lexicon.words("post_nominals") == set()


def test_months_and_places_that_are_names_too_are_in_the_ambiguous_list() -> None:
    assert {"april", "may", "june", "kent", "lincoln", "jordan"} <= lexicon.words("given_names_ambiguous")


def test_the_register_of_national_bodies_finds_departments_by_their_initials() -> None:
    by_alias = {alias: row["name"] for row in lexicon.rows("national_bodies") for alias in row["aliases"].split("|")}
    assert by_alias["DWP"] == "Department for Work and Pensions"
    assert by_alias["DCLG"] == by_alias["MHCLG"]
    assert by_alias["EFA"] != by_alias["ESFA"], "a merger makes a new body, only a new name does not"


def test_lists_can_be_packed_as_ordinary_text() -> None:
    """UTF-8 without a byte order mark or control characters, apostrophes straight, as matchers normalise them."""
    for file_name in FILES:
        raw = (FOLDER / file_name).read_bytes()
        text = raw.decode("utf-8")
        assert not raw.startswith(b"\xef\xbb\xbf"), file_name
        assert not set("’‘“”") & set(text.replace("…", "")), file_name
