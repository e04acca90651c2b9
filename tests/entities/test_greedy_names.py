"""Reading names for a whole text at once: the same names as spaCy's own recogniser, and that one where in doubt."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from extractors.greedy_names import GreedyNames
from extractors.pipeline import DEFAULT_MODEL, Extractor

CORPUS = Path(__file__).parent.parent / "gold" / "corpus"
PIECES = [
    "Ann", "Archer", "of", "the", "Elmbridge", "County", "Council", "in", "New York", "\n", "\n\n", "  ", "£2.5",
    "million", "40%", "March 2021", "Friday", ",", "and", "NHS", "Trust", "first", "•", "\U0001f600", "said", ".",
]  # fmt: skip


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(DEFAULT_MODEL, enable=["ner"])


@pytest.fixture(scope="module")
def reader(nlp: Language) -> GreedyNames:
    found = GreedyNames.of(nlp.get_pipe("ner"), nlp.make_doc)
    assert found is not None
    return found


def entities(doc: Doc) -> tuple[list[tuple[int, int, str]], list[str]]:
    return [(each.start, each.end, each.label_) for each in doc.ents], [token.ent_iob_ for token in doc]


def texts() -> Iterator[str]:
    for path in sorted(CORPUS.glob("*.txt"))[:8]:
        yield path.read_text(encoding="utf-8")[:12_000]


def test_the_names_of_whole_documents_are_those_of_spacy(nlp: Language, reader: GreedyNames) -> None:
    for text in texts():
        expected = entities(nlp(text))
        assert entities(reader(nlp.make_doc(text))) == expected
        assert expected[0]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
def test_the_names_of_any_text_are_those_of_spacy(nlp: Language, reader: GreedyNames, text: str) -> None:
    assert entities(reader(nlp.make_doc(text))) == entities(nlp(text))


def test_no_name_goes_over_the_start_of_a_sentence(nlp: Language, reader: GreedyNames) -> None:
    def cut(at: int) -> Doc:
        doc = nlp.make_doc("It is run by Elmbridge County Council in New York")
        for token in doc:
            token.is_sent_start = token.i in {0, at}
        return doc

    for at in range(1, 10):
        assert entities(reader(cut(at))) == entities(nlp.get_pipe("ner")(cut(at)))


def test_names_that_are_there_already_stay(nlp: Language, reader: GreedyNames) -> None:
    doc = nlp.make_doc("Ann Archer of Elmbridge County Council")
    doc.set_ents([Span(doc, 0, 1, "LAW")], default="missing")
    assert reader(doc).ents[0].label_ == "LAW"


def test_the_recogniser_of_the_project_is_read_so(extractor: Extractor) -> None:
    assert any(isinstance(component, GreedyNames) for component in extractor._model)


def test_a_recogniser_of_another_build_is_left_to_spacy(nlp: Language) -> None:
    beam = spacy.blank("en")
    beam.add_pipe("beam_ner").add_label("ORG")
    beam.initialize()
    assert GreedyNames.of(beam.get_pipe("beam_ner"), beam.make_doc) is None
    assert GreedyNames.of(beam.add_pipe("sentencizer"), beam.make_doc) is None


def test_a_recogniser_that_would_choose_otherwise_is_left_to_spacy(nlp: Language) -> None:
    def other(text: str) -> Doc:  # each reading sees another text
        seen.append(text)
        return nlp.make_doc(text if len(seen) % 2 else "Ann Archer")

    seen: list[str] = []
    assert GreedyNames.of(nlp.get_pipe("ner"), other) is None
