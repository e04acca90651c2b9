"""Our extraction against spaCy's recogniser alone: words a second over the samples, medians of alternating rounds."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from extractors.documents.registry import parse
from extractors.pipeline import DEFAULT_MODEL, Extractor

ROUNDS = 7
SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Print both speeds and their ratio."""
    contents = {path: path.read_bytes() for path in SAMPLES}
    texts = {path: parse(content, name=path.name).text for path, content in contents.items()}
    words = sum(len(text.split()) for text in texts.values())
    extractor = Extractor()
    recogniser = spacy.load(DEFAULT_MODEL, enable=["tok2vec", "ner"])

    def ours() -> None:
        for path, content in contents.items():
            extractor.extract(parse(content, name=path.name))

    def spacy_alone() -> None:
        for text in texts.values():
            recogniser(text)

    ours()  # the first round fills caches
    spacy_alone()
    rounds = [(seconds(ours), seconds(spacy_alone)) for _ in range(ROUNDS)]
    our_time, their_time = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(f"extraction: {words:,} words in {len(texts)} documents, median of {ROUNDS} rounds")
    print(f"  all of ours             {words / our_time:>9,.0f} words/s")
    print(f"  spaCy's recogniser      {words / their_time:>9,.0f} words/s")
    print(f"  ours takes {our_time / their_time:.2f} times as long as the recogniser that it includes")


if __name__ == "__main__":
    main()
