"""Our extraction against the same model's named-entity recogniser alone: words a second of both, side by side.

The documents are repeated to many words and read slice by slice, each slice by both sides in turn, so that a busy
moment hits both. Ours is parsing, recognition and all rules, one document at a time; the recogniser is spaCy's
`nlp.pipe` over the same texts, already parsed, with nothing but tokeniser, vectors and `ner` loaded.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import spacy
from spacy.language import Language

from extractors.documents.registry import parse
from extractors.pipeline import DEFAULT_MODEL, Extractor

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "corpus"  # the twelve documents that the target names, where they are at hand
OWN = (ROOT / "samples", ROOT / "tests" / "gold" / "corpus")
WORDS = 500_000
SLICES = 12


class Reading(NamedTuple):
    """One document as both sides take it: its name and bytes, its text and how many words that has."""

    name: str
    content: bytes
    text: str
    words: int


class Slice(NamedTuple):
    """How long one slice took: ours, the recogniser with the model's shared vectors, and without them."""

    words: int
    ours: float
    recogniser: float
    bare: float


def documents(folder: Path | None) -> tuple[str, list[Reading]]:
    """Return where the documents are from (`folder` if it is given), and the documents."""
    folders = (folder,) if folder else (SHARED,) if SHARED.is_dir() else OWN
    paths = sorted(path for folder in folders for path in folder.glob("*.txt"))
    readings = []
    for path in paths:
        content = path.read_bytes()
        text = parse(content, name=path.name).text
        readings.append(Reading(path.name, content, text, len(text.split())))
    return " and ".join(str(folder) for folder in folders), readings


def repeated(readings: list[Reading], words: int) -> list[Reading]:
    """Return the documents over and over, whole, until they have at least so many words."""
    found: list[Reading] = []
    total = 0
    for reading in cycle(readings):
        if total >= words:
            break
        found.append(reading)
        total += reading.words
    return found


def seconds(side: Callable[[list[Reading]], None], part: list[Reading]) -> float:
    """Return how long one side takes for a slice."""
    began = time.perf_counter()
    side(part)
    return time.perf_counter() - began


def read_all(nlp: Language, part: list[Reading]) -> None:
    """Let a recogniser read the texts of one slice, in spaCy's own batches."""
    for _ in nlp.pipe(reading.text for reading in part):
        pass


def measured(readings: list[Reading], slices: int) -> list[Slice]:
    """Return the times of the slices; every second one is read by the recognisers first."""
    extractor = Extractor()
    recogniser = spacy.load(DEFAULT_MODEL, enable=["tok2vec", "ner"])
    bare = spacy.load(DEFAULT_MODEL, enable=["ner"])
    size = -(-len(readings) // slices)
    parts = [readings[at : at + size] for at in range(0, len(readings), size)]

    def ours(part: list[Reading]) -> None:
        for reading in part:
            extractor.extract(parse(reading.content, name=reading.name))

    sides = (ours, partial(read_all, recogniser), partial(read_all, bare))
    for side in sides:  # word lists, patterns and caches are filled before the clock runs
        side(parts[0])
    found = []
    for number, part in enumerate(parts):
        order = range(3) if number % 2 == 0 else reversed(range(3))
        times = {side: seconds(sides[side], part) for side in order}
        found.append(Slice(sum(reading.words for reading in part), times[0], times[1], times[2]))
    return found


def main() -> None:
    """Print the speeds and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=WORDS, help="words to repeat the documents to (%(default)s)")
    parser.add_argument("--slices", type=int, default=SLICES, help="slices to read them in (%(default)s)")
    parser.add_argument("--folder", type=Path, help="text files to read instead of the project's documents")
    options = parser.parse_args()
    source, readings = documents(options.folder)
    text = repeated(readings, options.words)
    slices = measured(text, options.slices)
    words = sum(part.words for part in slices)
    ours, recogniser, bare = (sum(times) for times in list(zip(*slices, strict=True))[1:])
    print(f"extraction: the {len(readings)} documents of {source}")
    print(f"  repeated to {words:,} words in {len(text)} documents, {len(slices)} slices, both sides in turn")
    print(f"  all of ours                           {words / ours:>8,.0f} words/s")
    print(f"  the recogniser (tok2vec and ner)      {words / recogniser:>8,.0f} words/s")
    print(f"  ner alone, with its own vectors only  {words / bare:>8,.0f} words/s")
    median = statistics.median(part.recogniser / part.ours for part in slices)
    print(f"  ours: {recogniser / ours:.2f} of the recogniser's speed (median of the slices {median:.2f}),")
    print(f"        {bare / ours:.2f} of that of ner alone")


if __name__ == "__main__":
    main()
