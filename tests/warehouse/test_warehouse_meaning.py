"""Search by meaning: which vectors are made, kept, published and forgotten, and what is found by them.

The meaning here is a toy: each text lies along the axes of the subjects that it names.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pytest
from warehouse_builders import VERSIONS, item

from extractors.errors import ConfigurationError
from extractors.records import LoadItem
from warehouse.meaning import SIZE, Meaning
from warehouse.paths import Paths
from warehouse.publish import Published
from warehouse.search import Among, Passage, search
from warehouse.terms import Terms
from warehouse.writer import Writer

SUBJECTS = (("bus", "transport", "coach"), ("doctor", "physician", "clinic"), ("school", "pupil", "teacher"))


class Toy:
    """What makes toy vectors, and remembers of which texts."""

    def __init__(self, model: str = "toy 1") -> None:
        self.meaning = Meaning(model, self.embed)
        self.seen: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.seen.extend(texts)
        rows = np.zeros((len(texts), SIZE), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[:3] = [0.01 + sum(word in text.lower() for word in words) for words in SUBJECTS]
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def publish(path: Path, meaning: Meaning | None, *items: LoadItem) -> Published:
    """Load the documents in a run of their own, where there are any, and publish with what makes vectors."""
    with Writer.open(path) as writer:
        if items:
            run_id = writer.begin_run("test", VERSIONS)
            writer.load(run_id, items)
            writer.finish_run(run_id, len(items))
        return writer.publish(Terms(meaning=meaning))


BUS = item("file:bus", "A bus to Northdale.")
COACH = item("file:coach", "Coach services run hourly.")
DOCTOR = item("file:doctor", "A physician sees patients.")


def names(passages: list[Passage]) -> list[str]:
    return [passage.uri.removeprefix("file:") for passage in passages]


def vectors_kept(path: Path) -> int:
    """How many vectors the working database holds."""
    with duckdb.connect(str(Paths(path).working), read_only=True) as connection:
        return len(connection.execute("from store.vectors").fetchall())


def test_other_words_for_the_same_are_found(published: Path) -> None:
    toy = Toy()
    publish(published, toy.meaning, BUS, COACH, DOCTOR)
    assert names(search(published, "transport")) == []
    assert set(names(search(published, "transport", 2, meaning=toy.meaning))) == {"bus", "coach"}


def test_what_holds_the_words_and_means_the_same_comes_first(published: Path) -> None:
    toy = Toy()
    publish(published, toy.meaning, BUS, COACH, DOCTOR)
    assert names(search(published, "coach", meaning=toy.meaning))[0] == "coach"
    first, second, *_ = search(published, "coach", meaning=toy.meaning)
    assert first.score > second.score > 0


def test_without_keywords_the_words_themselves_count_for_nothing(published: Path) -> None:
    toy = Toy()
    publish(published, toy.meaning, DOCTOR, COACH)
    assert names(search(published, "transport patients", 1, meaning=toy.meaning, keywords=False)) == ["coach"]
    assert names(search(published, "patients", 1)) == ["doctor"]


def test_what_is_found_by_meaning_alone_shows_how_it_begins(published: Path) -> None:
    toy = Toy()
    publish(published, toy.meaning, COACH)
    (passage,) = search(published, "transport", meaning=toy.meaning)
    assert passage.snippet == "Coach services run hourly."


def test_only_the_documents_asked_for_are_searched_by_meaning(published: Path) -> None:
    toy = Toy()
    publish(published, toy.meaning, BUS, COACH)
    assert search(published, "transport", among=Among(("minutes",)), meaning=toy.meaning) == []
    assert len(search(published, "transport", among=Among(("page", "other", "news")), meaning=toy.meaning)) == 2


def test_the_next_publication_embeds_only_what_is_new(published: Path) -> None:
    publish(published, Toy().meaning, BUS, COACH)
    again = Toy()
    publish(published, again.meaning, DOCTOR)
    assert again.seen == ["A physician sees patients."]
    assert vectors_kept(published) == 3


def test_the_same_text_twice_has_one_vector(published: Path) -> None:
    toy = Toy()
    publish(published, toy.meaning, BUS, item("file:again", "A bus to Northdale."))
    assert toy.seen == ["A bus to Northdale."]
    assert len(search(published, "transport", meaning=toy.meaning)) == 2


def test_no_vector_outlives_its_text(published: Path) -> None:
    publish(published, Toy().meaning, BUS, COACH)
    publish(published, Toy().meaning, item("file:bus", "A teacher."))
    assert vectors_kept(published) == 2


def test_another_model_makes_all_vectors_anew(published: Path) -> None:
    publish(published, Toy().meaning, BUS, COACH)
    other = Toy("toy 2")
    assert publish(published, other.meaning).swapped
    assert (len(other.seen), vectors_kept(published)) == (2, 2)
    with pytest.raises(ConfigurationError, match=r"holds vectors of toy 2, .* needs those of toy 1"):
        search(published, "transport", meaning=Toy().meaning)


def test_the_same_documents_and_model_are_not_published_again(published: Path) -> None:
    assert publish(published, Toy().meaning, BUS).swapped
    assert not publish(published, Toy().meaning).swapped


def test_a_publication_without_a_meaning_keeps_no_vector(published: Path) -> None:
    toy = Toy()
    publish(published, toy.meaning, BUS)
    assert publish(published, None).swapped
    with pytest.raises(ConfigurationError, match=r"holds no vectors, .*GREENPAPER_SEMANTIC=true"):
        search(published, "transport", meaning=toy.meaning)
    with pytest.raises(duckdb.CatalogException):
        vectors_kept(published)
    assert names(search(published, "bus")) == ["bus"]


def test_many_texts_are_embedded_in_portions_and_each_keeps_its_own_vector(published: Path) -> None:
    toy = Toy()
    publish(published, toy.meaning, *(item(f"file:{number}", f"Bus {number}.") for number in range(300)), DOCTOR)
    assert len(toy.seen) == 301
    assert names(search(published, "clinic", 1, meaning=toy.meaning)) == ["doctor"]
