"""Exporting: whole folders, exact data, always the same bytes, and nothing of anybody else's overwritten."""

import csv
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from warehouse_builders import STRATEGY, Ask, item, named, run, signed, strategy

from extractors.errors import ConfigurationError, WarehouseError
from warehouse.export import Form, export
from warehouse.layout import VIEWS

FORMS: tuple[Form, ...] = ("parquet", "csv", "jsonl", "ftm")
AWKWARD = "=cmd|'/C calc'!A0\n\"quoted\", with a comma\n  “curly” ünïcode 😀"


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_every_view_is_a_file_with_all_its_rows(form: Form, sound: Path, tmp_path: Path) -> None:
    manifest = export(sound, tmp_path / "out", form)
    assert {file.name for file in manifest.files} == {f"{view}.{form}" for view in VIEWS}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {file.name for file in manifest.files} | {
        "manifest.json"
    }
    assert next(file.rows for file in manifest.files if file.name == f"strategy_items.{form}") == 2


def test_parquet_keeps_types_and_lists(sound: Path, tmp_path: Path) -> None:
    export(sound, tmp_path / "out", "parquet")
    (row,) = pq.read_table(tmp_path / "out/figures.parquet").to_pylist()
    assert (row["text"], row["value"], row["unit"]) == ("£3.4million", 3_400_000.0, "GBP")
    people = pq.read_table(tmp_path / "out/people.parquet").to_pylist()
    assert people[0]["aliases"] == ["J. Doe"]


def test_json_lines_hold_one_object_a_line(sound: Path, tmp_path: Path) -> None:
    export(sound, tmp_path / "out", "jsonl")
    (line,) = (tmp_path / "out/dates.jsonl").read_text("utf-8").splitlines()
    row = json.loads(line)
    assert (row["text"], row["start_date"], row["is_relative"]) == ("4 May 2020", "2020-05-04", False)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_text_comes_out_exactly_as_it_is(form: Form, tmp_path: Path) -> None:
    run(tmp_path / "w.duckdb", item("file:a.txt", AWKWARD))
    export(tmp_path / "w.duckdb", tmp_path / "out", form)
    with (tmp_path / f"out/documents.{form}").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream)) if form == "csv" else [json.loads(line) for line in stream]
    assert [row["text"] for row in rows] == [AWKWARD]


@pytest.mark.parametrize("form", ["csv", "jsonl", "ftm"])
def test_one_publication_gives_the_same_bytes_each_time(form: Form, tmp_path: Path) -> None:
    many = [named(f"file:{number}.txt", "Ann Bee", f"Cy Dee{number}") for number in range(60)]
    run(tmp_path / "w.duckdb", *many, strategy())
    for name in ("one", "other"):
        export(tmp_path / "w.duckdb", tmp_path / name, form)
    assert contents(tmp_path / "one") == contents(tmp_path / "other")


@pytest.mark.parametrize("form", FORMS)
def test_the_manifest_tells_the_publication_and_the_digest_of_every_file(
    form: Form, published: Path, tmp_path: Path, ask: Ask
) -> None:
    run(published, strategy())
    export(published, tmp_path / "out", form)
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    files = contents(tmp_path / "out")
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "manifest.json"}
    ((published_at,),) = ask("select published_at from warehouse_info")
    assert manifest["form"] == form
    assert manifest["published_at"] == published_at.isoformat()
    assert {file["name"]: file["sha256"] for file in manifest["files"]} == digests
    assert {file["name"]: file["bytes"] for file in manifest["files"]} == {n: len(files[n]) for n in digests}


def test_an_empty_folder_is_filled(sound: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export(sound, tmp_path / "out", "csv")
    assert (tmp_path / "out/roles.csv").exists()


def test_an_earlier_export_is_replaced_only_where_that_is_asked(sound: Path, tmp_path: Path) -> None:
    export(sound, tmp_path / "out", "csv")
    before = contents(tmp_path / "out")
    with pytest.raises(ConfigurationError, match="holds an earlier export: replace it with --replace"):
        export(sound, tmp_path / "out", "jsonl")
    assert contents(tmp_path / "out") == before
    export(sound, tmp_path / "out", "jsonl", replace=True)
    assert {file.suffix for file in (tmp_path / "out").iterdir()} == {".jsonl", ".json"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


MANIFESTS = {
    "none": None,
    "of somebody else": '{"name": "an extension", "files": []}',
    "no JSON": "{",
    "a list": "[]",
    "without files": '{"made_by": "greenpaper export"}',
    "odd files": '{"made_by": "greenpaper export", "files": [1]}',
    "nested without end": "[" * 100_000,
}


@pytest.mark.parametrize("manifest", MANIFESTS.values(), ids=MANIFESTS)
def test_a_folder_of_something_else_is_never_replaced(manifest: str | None, sound: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "diary.txt").write_text("Dear diary")
    if manifest is not None:
        (out / "manifest.json").write_text(manifest)
    before = contents(out)
    with pytest.raises(ConfigurationError, match="holds something else than an export of ours"):
        export(sound, out, "csv", replace=True)
    assert contents(out) == before


def test_a_file_that_was_put_beside_an_export_keeps_it_from_being_replaced(sound: Path, tmp_path: Path) -> None:
    export(sound, tmp_path / "out", "csv")
    (tmp_path / "out/diary.txt").write_text("Dear diary")
    with pytest.raises(ConfigurationError, match=r"holds diary\.txt, which is not of the export"):
        export(sound, tmp_path / "out", "csv", replace=True)
    assert (tmp_path / "out/diary.txt").read_text() == "Dear diary"


def test_a_file_in_the_place_of_the_folder_is_an_error_with_a_message(sound: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("Dear diary")
    with pytest.raises(ConfigurationError, match="is not a folder"):
        export(sound, tmp_path / "out", "csv", replace=True)


def test_a_place_that_cannot_be_written_is_an_error_with_a_message(sound: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(ConfigurationError, match=r"cannot write .*name another folder"):
        export(sound, tmp_path / "file" / "out", "csv")


def test_without_a_warehouse_nothing_is_exported(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no warehouse at"):
        export(tmp_path / "none.duckdb", tmp_path / "out", "csv")
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_fails_leaves_the_earlier_one_and_nothing_half_written(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(sound, tmp_path / "out", "csv")
    before = contents(tmp_path / "out")

    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ConfigurationError, match="No space left on device; what stood there is as it was"):
        export(sound, tmp_path / "out", "jsonl", replace=True)
    assert contents(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def entities(published: Path, folder: Path) -> list[dict[str, Any]]:
    export(published, folder, "ftm")
    return [json.loads(line) for line in (folder / "entities.ftm.json").read_text("utf-8").splitlines()]


def of_schema(found: list[dict[str, Any]], schema: str) -> list[dict[str, list[str]]]:
    return [entity["properties"] for entity in found if entity["schema"] == schema]


def ids_of(found: list[dict[str, Any]]) -> dict[str, str]:
    """Return name → id of the people and public bodies."""
    return {each["properties"]["name"][0]: each["id"] for each in found if each["schema"] in ("Person", "PublicBody")}


def test_people_and_bodies_become_entities(sound: Path, tmp_path: Path) -> None:
    found = entities(sound, tmp_path / "out")
    assert of_schema(found, "Person") == [{"name": ["Jane Doe"], "alias": ["J. Doe"], "title": ["Dr"]}]
    assert [each["classification"] for each in of_schema(found, "PublicBody")] == [["NHS trust"], ["local authority"]]


def test_a_role_is_a_membership_that_names_its_place(sound: Path, tmp_path: Path) -> None:
    found = entities(sound, tmp_path / "out")
    ids = ids_of(found)
    (membership,) = of_schema(found, "Membership")
    assert membership["member"] == [ids["Jane Doe"]]
    assert membership["organization"] == [ids["Northdale Trust"]]
    assert membership["role"] == ["Chief Executive"]
    assert membership["summary"] == ["Jane Doe, Chief Executive of Northdale Trust, signed it on 4 May 2020."]
    (document,) = [entity for entity in found if entity["schema"] == "Document"]
    start = STRATEGY.index("Chief Executive")
    assert membership["recordId"] == [f"{document['id']}:{start}-{start + len('Chief Executive')}"]


def test_a_partnership_is_a_link_of_its_two_bodies(sound: Path, tmp_path: Path) -> None:
    found = entities(sound, tmp_path / "out")
    ids = ids_of(found)
    (link,) = of_schema(found, "UnknownLink")
    assert (link["subject"], link["object"]) == ([ids["Northdale Trust"]], [ids["Southdale Council"]])
    assert link["role"] == ["works with"]


def test_a_document_says_where_it_is_from(tmp_path: Path) -> None:
    made = strategy("https://example.org/plans/strategy.html?v=2")
    run(tmp_path / "w.duckdb", made)
    (document,) = of_schema(entities(tmp_path / "w.duckdb", tmp_path / "out"), "Document")
    assert document["title"] == ["Our strategy 2020 to 2023"]
    assert document["fileName"] == ["strategy.html"]
    assert document["sourceUrl"] == ["https://example.org/plans/strategy.html?v=2"]
    assert document["publisher"] == ["Northdale Trust"]
    assert document["publishedAt"] == ["2020-05-04"]
    assert document["contentHash"] == [made.content_sha256]
    assert document["mimeType"] == ["text/plain"]
    assert document["language"] == ["eng"]


def test_an_address_that_is_not_of_the_web_is_left_out(tmp_path: Path) -> None:
    run(tmp_path / "w.duckdb", strategy("file:///plans/a plan.txt"))
    (document,) = of_schema(entities(tmp_path / "w.duckdb", tmp_path / "out"), "Document")
    assert "sourceUrl" not in document
    assert document["fileName"] == ["a plan.txt"]


def test_a_title_in_no_known_body_is_a_position(tmp_path: Path) -> None:
    made = strategy()
    roles = tuple(replace(role, organisation_id=None, organisation=None) for role in made.extraction.roles)
    run(tmp_path / "w.duckdb", replace(made, extraction=replace(made.extraction, roles=roles)))
    found = entities(tmp_path / "w.duckdb", tmp_path / "out")
    assert of_schema(found, "Membership") == []
    assert of_schema(found, "Person")[0]["position"] == ["Chief Executive"]


def test_ids_stay_when_documents_are_added(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    run(path, strategy())
    before = {entity["id"] for entity in entities(path, tmp_path / "before")}
    run(path, named("file:b.txt", "Ann Bee"))
    assert before < {entity["id"] for entity in entities(path, tmp_path / "after")}


def test_followthemoney_reads_every_entity_as_it_is(tmp_path: Path) -> None:
    model = pytest.importorskip("followthemoney", reason="the package followthemoney is not installed").model
    run(tmp_path / "w.duckdb", signed(strategy("https://example.org/strategy")), named("file:b.txt", "Ann Bee"))
    found = {entity["id"]: entity for entity in entities(tmp_path / "w.duckdb", tmp_path / "out")}
    for entity in found.values():
        read = model.get_proxy(entity, cleaned=False)
        assert {prop.name: sorted(read.get(prop)) for prop in read.iterprops()} == {
            name: sorted(values) for name, values in entity["properties"].items()
        }
        read.schema.validate(entity)
        for prop, value in read.itervalues():
            if prop.type.name == "entity":
                assert model.get(found[value]["schema"]).is_a(prop.range)
