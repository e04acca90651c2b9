"""The pipeline: only what is needed runs, from a config file, and its result depends on the document alone."""

import os
import subprocess
import sys
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language

from extractors.documents.registry import parse
from extractors.errors import ConfigurationError
from extractors.layout import plain_text_layout
from extractors.pipeline import Extractor, build, default_config, extractor_version
from extractors.records import ParsedDocument

CORPUS = Path(__file__).parent.parent / "gold" / "corpus"
TEXT = (
    "Barset wins prize\n\nAnn Archer, Chief Executive of Barset County Council, said it cost £5.6million in 2019/20.\n"
)


def parsed(text: str) -> ParsedDocument:
    return ParsedDocument(text=text, media_type="text/plain", blocks=plain_text_layout(text))


def test_only_the_models_recogniser_runs_beside_the_rules() -> None:
    nlp = build()
    assert [name for name in nlp.component_names if not name.startswith("greenpaper_")] == ["ner"]


def test_rules_work_in_a_pipeline_of_ones_own() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("greenpaper_page")
    nlp.add_pipe("greenpaper_organisations")
    doc = nlp(TEXT)
    assert [span.text for span in doc.spans["organisations"]] == ["Barset County Council"]


def test_component_without_the_page_says_what_is_missing() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("greenpaper_organisations")
    with pytest.raises(ValueError, match="greenpaper_page"):
        nlp(TEXT)


def test_config_may_leave_rules_out(tmp_path: Path) -> None:
    config = tmp_path / "own.cfg"
    kept = default_config().read_text(encoding="utf-8").replace(',"greenpaper_quotes"]', "]")
    config.write_text(kept, encoding="utf-8")
    assert "greenpaper_quotes" not in build(config=config).pipe_names
    assert extractor_version(config=config) != extractor_version()


def test_missing_model_is_a_configuration_error() -> None:
    with pytest.raises(ConfigurationError, match="no_such_model"):
        build("no_such_model")


def test_missing_config_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        build(config=tmp_path / "none.cfg")


def test_unknown_component_is_a_configuration_error(tmp_path: Path) -> None:
    config = tmp_path / "own.cfg"
    config.write_text(
        default_config().read_text(encoding="utf-8").replace('"greenpaper_quotes"]', '"no_such_rule"]'),
        encoding="utf-8",
    )
    with pytest.raises(ConfigurationError, match="no_such_rule"):
        build(config=config)


def test_same_document_gives_the_same_whatever_came_before(extractor: Extractor) -> None:
    first = extractor.extract(parsed(TEXT))
    extractor.extract(parsed("Other\n\nBen Baker, Leader of Plumstead Borough Council, met 40 people.\n"))
    assert extractor.extract(parsed(TEXT)) == first


def test_long_document_is_read_to_its_end(extractor: Extractor) -> None:
    filler = "\n\n".join(f"Paragraph {n} says that all of this is quite ordinary." for n in range(3000))
    text = f"Report\n\n{filler}\n\nAnn Archer, Chief Executive of Barset County Council, signed it.\n"
    found = extractor.extract(parsed(text))
    assert [(r.person, r.organisation) for r in found.roles] == [("Ann Archer", "Barset County Council")]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "a", "“", "(((", "1. ", "£", "\U0001f600 x", "Dr", "NHS", "a" * 5000]
)
def test_odd_texts_give_a_result(extractor: Extractor, text: str) -> None:
    found = extractor.extract(parsed(text))
    assert all(text[m.start_char : m.end_char] == m.text for m in found.mentions)


def test_words_of_earlier_documents_are_let_go_of(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    built = list[Language]()

    def keep(*given: Any) -> Language:
        built.append(build(*given))
        return built[-1]

    monkeypatch.setattr("extractors.pipeline.build", keep)
    monkeypatch.setattr("extractors.pipeline._ZONE", 10_000)
    own, words, known = Extractor(), (f"w{at}q{at * 7}x" for at in count()), list[int]()
    for at in range(8):
        special = "IS_ALPHA" if at > 3 else "alpha"  # a word that spaCy knows by a small number
        text = f"{TEXT}\n{special} {' '.join(islice(words, 500))}\n"
        assert own.extract(parsed(text)) == extractor.extract(parsed(text))
        known.append(len(built[0].vocab.strings))
    assert max(known) - known[0] < 2_500  # of 4,000 words


@pytest.mark.slow
def test_facts_do_not_depend_on_the_hashing_of_strings(extractor: Extractor) -> None:
    texts = sorted(CORPUS.glob("*.txt"))
    own = "".join(f"{extractor.extract(parse(path.read_bytes(), name=path.name))}\n" for path in texts)
    script = (
        "import pathlib\n"
        "from extractors.documents.registry import parse\n"
        "from extractors.pipeline import Extractor\n"
        "extractor = Extractor()\n"
        f"for path in sorted(pathlib.Path({str(CORPUS)!r}).glob('*.txt')):\n"
        "    print(extractor.extract(parse(path.read_bytes(), name=path.name)))\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert printed == {own}  # this process has another seed again
