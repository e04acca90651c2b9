"""What tests of every area share."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from reading import reader

from extractors.layout import plain_text_layout
from extractors.pipeline import Extractor
from extractors.records import Extraction, LoadItem, ParsedDocument
from warehouse import connection
from warehouse.records import Versions
from warehouse.writer import Writer

SAMPLES = Path(__file__).parent.parent / "samples"


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: many tests wait for a server, and leave theirs to others."""
    return (os.cpu_count() or 1) + 1


def pytest_configure() -> None:
    """Let Ctrl-C be heard: what a shell starts in the background ignores it, and so would all that tests start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """Let DuckDB use one thread in this process: on the few rows of a test, more cost a quarter of the time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(connection._SETTINGS, "threads", "1")
        yield


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The pipeline with the model, loaded once for the whole session."""
    return Extractor()


@pytest.fixture(scope="session")
def extraction(extractor: Extractor) -> Callable[[str], Extraction]:
    """Extract from plain text: `extraction("Ann Example\\nChief Executive, …")`."""

    def extract(text: str) -> Extraction:
        return extractor.extract(
            ParsedDocument(text=text, media_type="text/plain", blocks=plain_text_layout(text)),
        )

    return extract


@pytest.fixture(scope="session")
def load_item(extractor: Extractor) -> Callable[[str, bytes], LoadItem]:
    """Parse and extract one document, once in a session: `load_item("file:///x.txt", b"…")`."""
    return reader(extractor)


@pytest.fixture(scope="session")
def sample_warehouse(load_item: Callable[[str, bytes], LoadItem], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published warehouse of the four samples, extracted for real. Not to be written to."""
    published = tmp_path_factory.mktemp("samples") / "samples.duckdb"
    items = [load_item(path.as_uri(), path.read_bytes()) for path in sorted(SAMPLES.glob("*.txt"))]
    with Writer.open(published) as writer:
        run = writer.begin_run(
            "test", Versions(greenpaper="test", extractor=items[0].extractor_version, pipeline="test")
        )
        for path in sorted(SAMPLES.glob("*.txt")):
            writer.archive(path.read_bytes())
        writer.load(run, items)
        writer.finish_run(run, len(items))
        writer.publish()
    return published
