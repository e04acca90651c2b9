"""Main text of web pages: how much of it is found, how much else, and how fast, beside trafilatura and BeautifulSoup.

    python benchmarks/main_content.py FOLDER

The folder is laid out as the public article-extraction-benchmark is: `ground-truth.json` ({id: {"articleBody": text}})
and `html/ID.html.gz`. Without one, a few pages that are made here show that it runs; their figures say nothing.

Scored as that benchmark does: a text is the multiset of its runs of four words (\\w+, case kept); per page, the shares
of right, wrong and missing ones; precision and recall are means over the pages, F1 is of the two means. Ours is the
whole parse, with blocks, links and meta data; trafilatura has the decoded page, without comments and in its fast mode,
which is its best on that benchmark.
"""

import argparse
import gzip
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import trafilatura
from bs4 import BeautifulSoup

from extractors.documents.encoding import decode
from extractors.documents.registry import parse
from extractors.errors import DocumentError
from extractors.records import ParsedDocument

RUN = 4
ROUNDS = 3


class Sample(NamedTuple):
    """One page: its bytes, the same decoded, and the text that people say is its main text."""

    content: bytes
    markup: str
    truth: str


class Score(NamedTuple):
    """Precision, recall and F1."""

    precision: float
    recall: float
    f1: float


def ours(sample: Sample) -> str:
    """Return the text of our parser, none for a page that it refuses."""
    try:
        document = parse(sample.content, name="page.html")
    except DocumentError:
        return ""
    return document.text if isinstance(document, ParsedDocument) else ""


def theirs(sample: Sample) -> str:
    """Return the main text by trafilatura."""
    return trafilatura.extract(sample.markup, fast=True, include_comments=False) or ""


def everything(sample: Sample) -> str:
    """Return all text of the page by BeautifulSoup."""
    return BeautifulSoup(sample.markup, "lxml").get_text(" ")


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words of a text, with how often each occurs; a shorter text is one run."""
    words = re.findall(r"\w+", text)
    last = max(1, len(words) - RUN + 1) if words else 0
    return Counter(tuple(words[at : at + RUN]) for at in range(last))


def score(texts: list[str], truths: list[str]) -> Score:
    """Return the score of texts, page by page."""
    precisions, recalls = [], []
    for text, truth in zip(texts, truths, strict=True):
        found, wanted = runs(text), runs(truth)
        right = (found & wanted).total()
        if found:
            precisions.append(right / found.total())
        if wanted:
            recalls.append(right / wanted.total())
    precision = statistics.fmean(precisions) if precisions else 0.0
    recall = statistics.fmean(recalls) if recalls else 0.0
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)


def seconds(side: Callable[[Sample], str], sample: Sample) -> float:
    """Return how long one side takes for a page."""
    began = time.perf_counter()
    side(sample)
    return time.perf_counter() - began


def read(folder: Path) -> list[Sample]:
    """Return the pages of a folder."""
    truths = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    found = []
    for name, truth in sorted(truths.items()):
        content = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        found.append(Sample(content, decode(content), truth["articleBody"]))
    return found


def made() -> list[Sample]:
    """Return pages of an invented newspaper, one longer than the other."""
    found = []
    for length in range(4, 24, 4):
        lines = [
            f"In week {week} the council of Invented Vale met and spoke of bridge {week}." for week in range(length)
        ]
        links = "".join(f"<li><a href='/{at}'>Another story, number {at}</a></li>" for at in range(12))
        markup = (
            "<html><head><title>Bridges - The Vale Post</title></head><body><div class='menu'>The Vale Post</div>"
            f"<div class='page'><h1>Bridges</h1><div class='body'>{''.join(f'<p>{line}</p>' for line in lines)}</div>"
            f"<div class='related'><h2>Read on</h2><ul>{links}</ul></div></div></body></html>"
        )
        found.append(Sample(markup.encode(), markup, " ".join(lines)))
    return found


def main() -> None:
    """Print the scores of the three sides, and our pages a second over trafilatura's."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("folder", nargs="?", type=Path, help="html/ID.html.gz and ground-truth.json")
    folder = arguments.parse_args().folder
    samples = read(folder) if folder else made()
    print(f"main content: {len(samples)} pages of {folder or 'our own making (name a folder to measure)'}")
    truths = [sample.truth for sample in samples]
    for name, side in (("ours", ours), ("trafilatura", theirs), ("BeautifulSoup", everything)):
        precision, recall, f1 = score([side(sample) for sample in samples], truths)
        print(f"  {name:14} precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}")
    taken = [(seconds(ours, sample), seconds(theirs, sample)) for _ in range(ROUNDS) for sample in samples]
    own, other = (sum(side) for side in zip(*taken, strict=True))
    pages = len(taken)
    print(f"  pages a second: ours {pages / own:.1f}, trafilatura {pages / other:.1f}, ratio {other / own:.2f}")


if __name__ == "__main__":
    main()
