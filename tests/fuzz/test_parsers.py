"""Damaged and hostile documents of every format are read or refused, in a worker process that goes on living.

`FUZZ_INPUTS` sets how many are tried (500), `FUZZ_FIRST` the number of the first (0): the same numbers are always the
same documents, and a failure names its number.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import fuzz_stand_in
import pytest
from fuzz_changes import changed
from fuzz_seeds import seeds

from extractors.documents.normalise import normalise
from extractors.documents.registry import formats
from extractors.errors import DocumentError, DocumentTooLarge, UnreadableDocument, UnsupportedDocument
from extractors.records import Block, Package, ParsedDocument
from extractors.seat import Answer
from extractors.worker import Extracted, Job, Options, Unpacked
from extractors.workers import Workers

INPUTS = int(os.environ.get("FUZZ_INPUTS", "500"))
FIRST = int(os.environ.get("FUZZ_FIRST", "0"))
SEEDS = {kind: found for kind, found in seeds().items() if kind != "pdf" or "application/pdf" in formats()}
OPTIONS = Options(parser=fuzz_stand_in.PARSER, extractor=fuzz_stand_in.EXTRACTOR, memory=4000)
FORESEEN = (UnreadableDocument, UnsupportedDocument, DocumentTooLarge)
pytestmark = [pytest.mark.timeout(60 + INPUTS), *([pytest.mark.slow] if INPUTS > 2000 else [])]


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty folder that is the worker's home, working folder and place for temporary files."""
    folder = tmp_path_factory.mktemp("sandbox")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name in ("HOME", "TMPDIR", "TMP", "TEMP", "XDG_CACHE_HOME"):
            patch.setenv(name, str(folder))
        yield folder


@pytest.fixture(scope="module")
def workers(sandbox: Path) -> Iterator[Workers]:
    with Workers(OPTIONS, count=1, document_timeout=20.0) as running:
        yield running


@pytest.mark.parametrize("kind", SEEDS)
def test_every_whole_document_is_read(workers: Workers, kind: str) -> None:
    jobs = [Job(f"{kind} {number}", seed.name, seed.content) for number, seed in enumerate(SEEDS[kind])]
    answers = list(workers.extract(jobs))
    assert [fault for answer in answers if (fault := _fault(answer))] == []
    assert [str(each.result) for each in answers if isinstance(each.result, DocumentError)] == []


@pytest.mark.parametrize("kind", SEEDS)
def test_damaged_documents_are_read_or_refused(workers: Workers, sandbox: Path, kind: str) -> None:
    before = _listing(sandbox)
    count = -(-INPUTS // len(SEEDS))
    faults: list[str] = []
    for start in range(FIRST, FIRST + count, 50):
        jobs = [_job(kind, number) for number in range(start, min(start + 50, FIRST + count))]
        faults += [fault for answer in workers.extract(jobs) if (fault := _fault(answer))]
    assert faults == []
    assert _listing(sandbox) == before


def _job(kind: str, number: int) -> Job:
    own = SEEDS[kind]
    seed = own[number % len(own)]
    others = [each.content for kinds in SEEDS.values() for each in kinds]
    return Job(f"{kind} {number}", seed.name, changed(seed.content, others, number))


def _listing(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*"))


# ---- what holds for every answer ---------------------------------------------------------------------------------


def _fault(answer: Answer) -> str:
    """Return what is wrong with an answer, empty where nothing is."""
    result = answer.result
    if isinstance(result, DocumentError):
        message = str(result)
        foreseen = type(result) in FORESEEN and "\n" not in message
        return "" if foreseen else f"{answer.job.uri}: {type(result).__name__}: {message}"
    found = _faults_of_package(result.package) if isinstance(result, Unpacked) else _faults_of(result)
    return "; ".join(f"{answer.job.uri}: {fault}" for fault in found)


def _faults_of(result: Extracted) -> Iterator[str]:
    document = result.document
    if normalise(document.text) != document.text:
        yield "the text is not normalised"
    if not document.text or not document.blocks:
        yield "there is no text, or no layout"
    if (document.conversion.grade == "good") == bool(document.conversion.reasons):
        yield "the conversion is good with reasons, or not without one"
    starts = document.page_starts
    if starts and (starts[0] != 0 or list(starts) != sorted(starts) or starts[-1] > len(document.text)):
        yield "the pages are out of order"
    if not all(0 <= link.start < link.end <= len(document.text) for link in document.links):
        yield "a link is out of range"
    yield from _faults_of_blocks(document)
    yield from _faults_of_package(Package("", document.members, document.refusals))


def _faults_of_blocks(document: ParsedDocument) -> Iterator[str]:
    end = 0
    for block in document.blocks:
        if not end <= block.start < block.end <= len(document.text):
            yield f"a block is empty, out of range or out of order: {block}"
        if not _is_level(block) or not all(block.start <= a <= b <= block.end for a, b in block.lines):
            yield f"a block has an impossible level or line: {block}"
        if not all(end <= a <= b <= len(document.text) for a, b in block.cells):
            yield f"a cell is out of range: {block}"
        end = block.end


def _is_level(block: Block) -> bool:
    return {"heading": 1 <= block.level <= 6, "item": block.level >= 1}.get(block.kind, block.level == 0)


def _faults_of_package(package: Package) -> Iterator[str]:
    for name in (each.name for each in package.members):
        if name.startswith("/") or "\\" in name or ".." in name.split("/") or not name.isprintable():
            yield f"a name leads out of the archive: {name!r}"
    if not all(each.reason and "\n" not in each.reason for each in package.refusals):
        yield "a refusal has no reason on one line"
