"""A model's own choice of names, made for a whole text at once instead of token by token.

spaCy's greedy parser asks at every token each of its some 70 classes whether it may come next, and takes Python's lock
several times for each question: that is two thirds of the time of its recogniser of names. The system behind it
(`spacy.pipeline._parser_internals.ner`) is simple: outside of a name, the scores of a token depend on that token alone,
so that one product of matrices gives all of them; inside, only "goes on" and "ends here" are left.

The same weights, the same order of additions, the same choice where two scores are equal: the names are the same, and
`of` compares them on a text of its own before it trusts itself. Where anything is not as it is known, spaCy reads.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span
from thinc.api import Model, NumpyOps

_FEATURES = 3  # of a state: the token, the first token of the open name, the token before
_NO_TOKEN = 0  # where the features of no token stand; those of token n stand at n + 1
_PROBE = (
    "Ann Archer, Chief Executive of Elmbridge County Council, said on 3 March 2021 that £2.5 million, or 40%, would go "
    "to the new hospital in Farnmouth.\n\n• The first of 12 schools opens on Monday\n\nThe University of Kelmarsh and "
    "Dr Fay Brook of the National Health Service met the French ambassador in New York  at 10 am.\n"
)

_Array = npt.NDArray[Any]


class _Found(NamedTuple):
    """A name: its tokens, the end exclusive, and its kind."""

    start: int
    end: int
    label: str


class _Classes(NamedTuple):
    """Which classes of the model mean what; `inside` is kind → the classes "goes on" and "ends here"."""

    outside: int
    begin: _Array
    unit: _Array
    labels: tuple[str, ...]
    inside: dict[str, list[int]]

    @classmethod
    def of(cls, names: list[str]) -> "_Classes":
        parts = [name.partition("-") for name in names]
        at = {name: number for number, name in enumerate(names)}
        kinds = {label for _, _, label in parts if label}
        return cls(
            outside=at["O"],
            begin=np.array([move == "B" for move, _, _ in parts]),
            unit=np.array([move == "U" and bool(label) for move, _, label in parts]),
            labels=tuple(label for _, _, label in parts),
            inside={label: [at[f"I-{label}"], at[f"L-{label}"]] for label in kinds},
        )


class GreedyNames:
    """Reads names as one `EntityRecognizer` would; a spaCy component. Made by `of`."""

    def __init__(self, recogniser: EntityRecognizer) -> None:
        self._recogniser = recogniser
        model = recogniser.model
        self._tok2vec: Model[Any, Any] = model.get_ref("tok2vec")
        self._lower: Model[Any, Any] = model.get_ref("lower")
        self._upper: Model[Any, Any] = model.get_ref("upper")
        moves = recogniser.moves
        self._classes = _Classes.of([moves.get_class_name(number) for number in range(moves.n_moves)])

    @classmethod
    def of(cls, component: object, make_doc: Callable[[str], Doc]) -> "GreedyNames | None":
        """Return a reader that chooses as `component` does, None where that cannot be promised.

        `make_doc` makes the Doc that the component reads of a text.
        """
        if not isinstance(component, EntityRecognizer) or not _is_known(component):
            return None
        try:
            reader = cls(component)
            told, read = component(make_doc(_PROBE)), reader(make_doc(_PROBE))
        except Exception:  # noqa: BLE001 - whatever is other than thought: spaCy's own reading is as right
            return None
        return reader if _entities(told) == _entities(read) else None

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of `doc`, and return it."""
        if doc.has_annotation("ENT_IOB") or not len(doc):  # names that are there already bind spaCy's choice
            told: Doc = self._recogniser(doc)
            return told
        doc.set_ents([Span(doc, *found) for found in self._read(doc)], default="outside")
        return doc

    def _read(self, doc: Doc) -> Iterator[_Found]:
        features = self._lower.predict(self._tok2vec.predict([doc]))
        starts = np.asarray(doc.to_array("SENT_START")) == 1
        is_cut = np.append(starts[1:], True)  # behind this token no name goes on
        chosen = self._outside(features, is_cut, np.asarray(doc.to_array("IS_SPACE"), dtype=bool))
        is_begin, labels = self._classes.begin, self._classes.labels
        free_from = 0  # names do not overlap
        for start in np.flatnonzero(chosen != self._classes.outside).tolist():
            if start < free_from:
                continue
            kind = int(chosen[start])
            free_from = self._end(features, start, labels[kind], is_cut) if is_begin[kind] else start + 1
            yield _Found(start, free_from, labels[kind])

    def _outside(self, features: _Array, is_cut: _Array, is_space: _Array) -> _Array:
        """Return the class of each token where no name is open."""
        scores = self._scores(features[1:, 0] + features[_NO_TOKEN, 1] + features[_NO_TOKEN, 2])
        classes = self._classes
        allowed = classes.begin | classes.unit
        allowed[classes.outside] = True
        scores[:, ~allowed] = -np.inf
        scores[np.ix_(is_cut, classes.begin)] = -np.inf
        scores[np.ix_(is_space, classes.begin | classes.unit)] = -np.inf
        return np.asarray(scores.argmax(axis=1))

    def _end(self, features: _Array, start: int, label: str, is_cut: _Array) -> int:
        """Return where the name ends that begins at `start`."""
        inside = self._classes.inside[label]
        for at in range(start + 1, len(is_cut)):
            if is_cut[at]:
                return at + 1
            scores = self._scores((features[at + 1, 0] + features[start + 1, 1] + features[at, 2])[np.newaxis])[0]
            goes_on, ends = inside
            # of two scores that are equal, spaCy takes the class that comes first
            if scores[ends] > scores[goes_on] or (scores[ends] == scores[goes_on] and ends < goes_on):
                return at + 1
        return len(is_cut)

    def _scores(self, summed: _Array) -> _Array:
        """Return the score of each class for states with these sums of features."""
        hidden = (summed + self._lower.get_param("b")).max(axis=-1)
        return np.asarray(self._upper.predict(hidden))


def _is_known(recogniser: EntityRecognizer) -> bool:
    """Whether the recogniser is of the one build that is read here: greedy, with three features and a last layer."""
    model = recogniser.model
    return bool(
        type(recogniser) is EntityRecognizer
        and recogniser.cfg.get("beam_width") == 1
        and not recogniser.postprocesses
        and model.name == "parser_model"
        and model.attrs.get("has_upper")
        and not model.attrs.get("unseen_classes")
        and isinstance(model.ops, NumpyOps)
        and model.get_ref("lower").get_dim("nF") == _FEATURES
        and model.get_ref("lower").get_dim("nP") >= 2
    )


def _entities(doc: Doc) -> list[tuple[int, int, str, int]]:
    spans = [(entity.start, entity.end, entity.label_, 0) for entity in doc.ents]
    return [*spans, *((at, at, "", int(iob)) for at, iob in enumerate(doc.to_array("ENT_IOB")))]
