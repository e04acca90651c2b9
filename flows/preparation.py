"""What a command may prepare before Prefect is imported, and hand to the flow that it then calls.

A flow's parameters are JSON; worker processes and a progress bar are not. A deployed flow finds nothing here and
makes its own.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from extractors.remote.joining import Place
from extractors.remote.workers import DaskWorkers
from extractors.worker import Options
from extractors.workers import Pool, Workers
from flows.settings import Settings


@dataclass(frozen=True, slots=True)
class Preparation:
    """Settings, the workers that load their model meanwhile, and who is told how far the run is.

    `expect` is told how many documents there are, `tell` how many more are done.
    """

    settings: Settings
    workers: Pool
    expect: Callable[[int], None] = lambda _: None
    tell: Callable[[int], None] = lambda _: None


_current: ContextVar[Preparation | None] = ContextVar("preparation", default=None)


def worker_options(settings: Settings, registers: Sequence[Path] = ()) -> Options:
    """Return what the settings say to a worker process; `registers` go before those of the settings."""
    return Options(
        # Worker processes have a folder of their own.
        model=str(Path(settings.spacy_model).absolute())
        if Path(settings.spacy_model).is_dir()
        else settings.spacy_model,
        config=settings.pipeline_config and settings.pipeline_config.absolute(),
        registers=tuple(path.absolute() for path in (*registers, *settings.register_files)),
        memory=settings.worker_memory,
        max_chars=settings.max_chars,
        seconds=settings.document_timeout,
        ocr=settings.ocr,
    )


def start_workers(settings: Settings, registers: Sequence[Path] = ()) -> Pool:
    """Start workers as the settings say; they load the model while the caller does something else.

    Raises ConfigurationError where they are to be those of Dask, and that is not installed.
    """
    options = worker_options(settings, registers)
    if settings.is_on_dask:
        place = Place(settings.scheduler, settings.workers, settings.connect_timeout)
        return DaskWorkers(options, place, document_timeout=settings.document_timeout)
    return Workers(options, count=settings.workers, document_timeout=settings.document_timeout)


@contextmanager
def prepared(preparation: Preparation) -> Iterator[Preparation]:
    """Let flows that are called inside, one or several, use `preparation`; its workers are closed at the end."""
    token = _current.set(preparation)
    try:
        yield preparation
    finally:
        _current.reset(token)
        preparation.workers.close()


@contextmanager
def current_preparation() -> Iterator[Preparation]:
    """Give what was prepared, or prepare it now, with workers that are closed at the end."""
    preparation = _current.get()
    if preparation is not None:
        yield preparation
        return
    settings = Settings.read()
    with start_workers(settings) as workers:
        yield Preparation(settings, workers)
