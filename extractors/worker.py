"""What runs in a worker process: reads one document after the other, and talks over its standard streams.

It reads pickled `Options`, answers `Ready` (or with the error that keeps it from that), then answers each
`Job` with an `Extracted` or with the DocumentError that says why not. `extractors.child` is the other end.
"""

import gc
import importlib
import os
import pickle
import shutil
import threading
import time
import traceback
import warnings
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol

from extractors.errors import ConfigurationError, DocumentError, DocumentTooLarge, ExtractionError, GreenpaperError
from extractors.fingerprint import fingerprint, signature
from extractors.records import Extraction, Metadata, Package, ParsedDocument
from extractors.sandbox import allow_processor_time, confine, limit_memory
from extractors.sources.listings.items import ListingPage, Reader

FOLDER_PREFIX = "greenpaper-"
"""How the folder begins that a worker process works in."""
_LOOK_FOR_PARENT_EVERY = 1.0  # seconds
_OCR_PROGRAMS = ("tesseract",)


@dataclass(frozen=True, slots=True)
class Options:
    """What a worker loads and may use.

    `memory` is in MiB of address space, `seconds` of processor time are for each job; `ocr` says that pages without
    text may be read by tesseract. `parser`, `extractor` and `lister` are `module:name`.
    """

    model: str | None = None
    config: Path | None = None
    registers: tuple[Path, ...] = ()
    memory: int | None = None
    seconds: float = 300.0
    ocr: bool = False
    max_chars: int = 5_000_000
    parser: str = "extractors.documents.registry:parse"
    extractor: str = "extractors.pipeline:Extractor"
    lister: str = "extractors.sources.listings.registry:reader"


@dataclass(frozen=True, slots=True)
class Job:
    """One document to be read: its address, the file name or address that tells its format, its bytes.

    `said` is what the place where it was found says of it: it fills what the document does not say of itself.
    """

    uri: str
    name: str
    content: bytes
    media_type: str | None = None
    said: Metadata | None = None


@dataclass(frozen=True, slots=True)
class ListingJob:
    """One page of a source that lists documents: the kind of listing, its address, its bytes, what the source says."""

    kind: str
    uri: str
    content: bytes
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a page of a source lists."""

    page: ListingPage


class Spent(NamedTuple):
    """Seconds, by the clock, that a worker process spent on one document."""

    parse: float = 0.0
    model: float = 0.0
    rules: float = 0.0


_NOTHING = Spent()


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a document says: its text and layout, and its facts.

    `fingerprint` and `signature` are those of `extractors.fingerprint`: what tells the same content, and alike texts.
    `spent` is what reading it took.
    """

    document: ParsedDocument
    extraction: Extraction
    fingerprint: str = ""
    signature: tuple[int, ...] = ()
    spent: Spent = _NOTHING


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What an archive holds."""

    package: Package


@dataclass(frozen=True, slots=True)
class Ready:
    """What a worker can read: the version of all that decides what is read from the same bytes, and file endings."""

    version: str
    suffixes: frozenset[str]


Result = Extracted | Unpacked | Listed | DocumentError


class _Parser(Protocol):
    def __call__(
        self, content: bytes, *, name: str, declared_media_type: str | None = None, ocr: bool = False
    ) -> ParsedDocument | Package: ...


class _Lister(Protocol):
    def __call__(self, kind: str) -> Reader: ...


class _Extractor(Protocol):
    version: str
    model_seconds: float

    def extract(self, document: ParsedDocument) -> Extraction: ...


@dataclass(frozen=True, slots=True)
class _Reader:
    parse: _Parser
    extractor: _Extractor
    ready: Ready
    lister: str
    max_chars: int
    ocr: bool

    @classmethod
    def load(cls, options: Options) -> "_Reader":
        extractor: _Extractor = _named(options.extractor)(
            model=options.model, config=options.config, registers=options.registers
        )
        suffixes = frozenset(_named(f"{options.parser.partition(':')[0]}:supported_suffixes")())
        return cls(
            _named(options.parser),
            extractor,
            Ready(extractor.version, suffixes),
            options.lister,
            options.max_chars,
            options.ocr,
        )

    def read(self, job: Job) -> Extracted | Unpacked:
        began = time.monotonic()
        document = self.parse(job.content, name=job.name, declared_media_type=job.media_type, ocr=self.ocr)
        if isinstance(document, Package):
            return Unpacked(document)
        if len(document.text) > self.max_chars:
            raise DocumentTooLarge(
                f"its text has {len(document.text):,} characters, over {self.max_chars:,}: raise GREENPAPER_MAX_CHARS"
            )
        told = replace(document, metadata=_filled(document, job.said)) if job.said else document
        parsed = time.monotonic()
        extraction = self.extractor.extract(told)
        print_of, sign = fingerprint(document), signature(document.text)
        model = self.extractor.model_seconds
        spent = Spent(parsed - began, model, time.monotonic() - parsed - model)
        return Extracted(told, extraction, print_of, sign, spent)

    def list(self, job: ListingJob) -> Listed:
        reader: _Lister = _named(self.lister)  # only where sources are refreshed
        return Listed(reader(job.kind)(job.content, job.uri, job.options))


def _filled(document: ParsedDocument, said: Metadata) -> Metadata:
    """Return what a document says of itself, and what its source says where it says nothing; a heading is a title."""
    own = document.metadata
    gaps = {each.name: getattr(said, each.name) for each in fields(own) if getattr(own, each.name) is None}
    if any((block.kind, block.level) == ("heading", 1) for block in document.blocks):
        gaps.pop("title", None)
    return replace(own, **gaps)


def _named(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)


def main() -> None:
    """Serve the process that started this one until it closes the stream, or ends."""
    requests, answers = _take_streams()
    _end_with_parent()
    warnings.simplefilter("ignore")  # third-party notes on one document's bytes; what matters is raised
    options: Options = pickle.load(requests)  # noqa: S301 - written by our own parent process
    gc.disable()  # there is no garbage in what is imported and loaded: to look for it takes a sixth of the start
    try:
        limit_memory(options.memory)
        reader = _Reader.load(options)
        confine(Path.cwd(), _OCR_PROGRAMS if options.ocr else ())
    except GreenpaperError as error:
        _send(answers, error)
        return
    except Exception as error:  # noqa: BLE001 - whatever keeps a model from loading must reach the parent as a message
        _send(answers, ConfigurationError(f"the extraction does not start: {_one_line(error)}"))
        return
    gc.freeze()  # model and word lists stay for good: no collection has to walk through them
    gc.enable()
    _send(answers, reader.ready)
    _serve(reader, options.seconds, requests, answers)
    _remove_folder()  # the parent closed the stream, or was killed and can tidy up no more


def _serve(reader: _Reader, seconds: float, requests: BinaryIO, answers: BinaryIO) -> None:
    while True:
        try:
            job: Job | ListingJob = pickle.load(requests)  # noqa: S301 - written by our own parent process
        except EOFError:
            return
        allow_processor_time(seconds)
        answer = _answer(reader, job)
        _send(answers, answer)


def _answer(reader: _Reader, job: Job | ListingJob) -> Result:
    try:
        return reader.list(job) if isinstance(job, ListingJob) else reader.read(job)
    except DocumentError as error:
        return error
    except MemoryError:
        return ExtractionError(
            "reading it took more memory than GREENPAPER_WORKER_MEMORY allows: split it, or raise that"
        )
    except Exception as error:  # noqa: BLE001 - a fault on one document must not cost the others
        return ExtractionError(f"reading it failed, which is a fault of the extractors: {_one_line(error)}")


def _one_line(error: BaseException) -> str:
    """Return what was raised and where, on one line."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return " ".join(f"{type(error).__name__}: {error}".split()) + where


def _send(stream: BinaryIO, answer: object) -> None:
    pickle.dump(answer, stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.flush()


def _take_streams() -> tuple[BinaryIO, BinaryIO]:
    """Return the two ends of the talk; whatever else prints to standard output goes to standard error."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return requests, answers


def _end_with_parent() -> None:
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_FOR_PARENT_EVERY)
        _remove_folder()
        os._exit(1)

    threading.Thread(target=watch, name="parent watch", daemon=True).start()


def _remove_folder() -> None:
    """Remove the folder that the parent made for this process, and no other that it may have been started in."""
    folder = Path.cwd()
    if folder.name.startswith(FOLDER_PREFIX) and os.environ.get("TMPDIR") == str(folder):
        shutil.rmtree(folder, ignore_errors=True)
