"""Registers that a user gives: their names resolve to their identifiers, wherever and however they are written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.entities.register_files import cased, read_register
from extractors.errors import ConfigurationError
from extractors.layout import plain_text_layout
from extractors.pipeline import Extractor, extractor_version
from extractors.records import Entity, ParsedDocument

HEAD = "name,aliases,classification,scheme,identifier\n"
SIMPLE = (
    HEAD
    + "Barset Hospitals NHS Trust,BHT|Barset Hospitals,NHS trust,NHS-ODS,RXX\n"
    + "Sunflower Rooms,,charity,GB-CHC,123456\n"
    + "Health Centre,,other,TEST,1\n"
    + "Market Street Surgery,,other,TEST,2\nMarket Street Surgery,,other,TEST,3\n"
)


def ods(code: str, name: str, closed: str = "") -> str:
    """One row of the NHS Organisation Data Service: 27 columns."""
    return ",".join([code, f'"{name}"', "Y60", "QX1", *[""] * 6, "20010401", closed, "A", *[""] * 14]) + "\n"


ODS = (
    ods("RXX", "BARSET AND VALE NHS TRUST")
    + ods("Y01", "OLD MILL SURGERY")
    + ods("Y02", "OLD MILL SURGERY", "20190331")
)

Read = Callable[[str], dict[str, Entity]]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Read a text with both registers; name → organisation."""
    folder = tmp_path_factory.mktemp("registers")
    (folder / "own.csv").write_text(SIMPLE, encoding="utf-8")
    (folder / "ods.csv").write_text(ODS, encoding="utf-8")
    extractor = Extractor(registers=(folder / "own.csv", folder / "ods.csv"))

    def organisations(text: str) -> dict[str, Entity]:
        found = extractor.extract(ParsedDocument(text=text, media_type="text/plain", blocks=plain_text_layout(text)))
        return {entity.name: entity for entity in found.entities if entity.kind == "organisation"}

    return organisations


@pytest.mark.parametrize(
    ("text", "name", "identifier"),
    [
        ("We went to Barset Hospitals NHS Trust.", "Barset Hospitals NHS Trust", ("NHS-ODS", "RXX")),
        ("BHT has opened a ward.", "Barset Hospitals NHS Trust", ("NHS-ODS", "RXX")),
        ("We met at Sunflower Rooms in May.", "Sunflower Rooms", ("GB-CHC", "123456")),
        ("We went to Barset and Vale NHS Trust.", "Barset and Vale NHS Trust", ("NHS-ODS", "RXX")),
        ("We went to Barset & Vale NHS Trust.", "Barset & Vale NHS Trust", ("NHS-ODS", "RXX")),
    ],
)
def test_a_name_resolves_to_its_identifier(read: Read, text: str, name: str, identifier: tuple[str, str]) -> None:
    entity = read(f"News\n\n{text}\n")[name]
    assert (entity.identifier_scheme, entity.identifier) == identifier


def test_the_registers_word_on_the_kind_of_body_counts(read: Read) -> None:
    assert read("News\n\nWe met at Sunflower Rooms in May.\n")["Sunflower Rooms"].classification == "charity"


def test_the_national_register_stays(read: Read) -> None:
    assert "Ofsted" in read("News\n\nOfsted came to see us.\n")


@pytest.mark.parametrize(
    "text", ["They met at the Health Centre.", "A market street surgery opened.", "sunflower rooms"]
)
def test_common_words_and_small_letters_are_no_name(read: Read, text: str) -> None:
    assert not [e for e in read(f"News\n\n{text}\n").values() if e.identifier]


def test_a_name_that_two_bodies_share_tells_neither(read: Read) -> None:
    assert not [e for e in read("News\n\nWe went to Market Street Surgery.\n").values() if e.identifier]


def test_of_two_bodies_of_one_name_the_open_one_is_meant(read: Read) -> None:
    assert read("News\n\nWe went to Old Mill Surgery.\n")["Old Mill Surgery"].identifier == "Y01"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("BARSET AND VALE NHS TRUST", "Barset and Vale NHS Trust"),
        ("ST JOHN'S HOSPITAL (BARSET)", "St John's Hospital (Barset)"),
        ("THE VALE PRACTICE LTD", "The Vale Practice Ltd"),
        ("Barset Council", "Barset Council"),
    ],
)
def test_capitals_become_running_text(written: str, expected: str) -> None:
    assert cased(written) == expected


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "is empty"),
        ("a,b,c\n1,2,3\n", "layout that is not known"),
        (HEAD + "Barset,,castle,,\n", "row 2: 'castle' is no classification"),
        (HEAD + ",,charity,,\n", "row 2: it needs a name"),
        (ods("RXX", "BARSET TRUST") + "x,y\n", "row 2: an ODS row begins with a code"),
    ],
)
def test_a_register_that_does_not_fit_is_refused_with_the_reason(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "register.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=complaint):
        read_register(path)


def test_a_register_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        Extractor(registers=(tmp_path / "none.csv",))


def test_another_register_is_another_version_of_the_extractors(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(SIMPLE, encoding="utf-8")
    before = extractor_version(registers=(path,))
    path.write_text(SIMPLE + "Vale Trust,,,,\n", encoding="utf-8")
    assert len({before, extractor_version(registers=(path,)), extractor_version()}) == 3


def test_names_of_both_registers_are_found_whatever_their_order(read: Read) -> None:
    for text in ("BHT met Ofsted.", "Ofsted met BHT.", "BHT opened a ward. The NHS is big."):
        assert "Barset Hospitals NHS Trust" in read(f"News\n\n{text}\n"), text


def test_two_files_whose_rows_are_parted_otherwise_are_another_version(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    first, second = ods("RXX", "BARSET TRUST"), ods("RYY", "VALE TRUST")
    one.write_text(first + second, encoding="utf-8")
    two.write_text(first, encoding="utf-8")
    before = extractor_version(registers=(one, two))
    one.write_text(first, encoding="utf-8")
    two.write_text(second + first, encoding="utf-8")
    assert extractor_version(registers=(one, two)) != before
