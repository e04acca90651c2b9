"""Where a warehouse keeps its files: everything stands beside the published file, in `<stem>.store`."""

from dataclasses import dataclass
from pathlib import Path

from extractors.errors import ConfigurationError, WarehouseError


@dataclass(frozen=True, slots=True)
class Paths:
    """The files of the warehouse that is published as `published` (for example data/greenpaper.duckdb)."""

    published: Path

    @property
    def store(self) -> Path:
        """The folder of everything that readers need not know (data/greenpaper.store)."""
        return self.published.with_name(f"{self.published.stem}.store")

    @property
    def working(self) -> Path:
        """The only database that is ever opened for writing."""
        return self.store / "working.duckdb"

    @property
    def lake(self) -> Path:
        """The file that names the lake which publishes here; there is none where the working database is."""
        return self.store / "lake"

    def spill(self, session: str) -> Path:
        """The folder for what a session of a lake does not hold in memory; no two may have the same."""
        return self.store / f"{session}.tmp"

    @property
    def archive(self) -> Path:
        """The folder of the documents' raw bytes."""
        return self.store / "archive"

    @property
    def earlier(self) -> Path:
        """The folder of earlier publications."""
        return self.store / "published"

    @property
    def twin(self) -> Path:
        """The name under which the Parquet files of the published file are found (data/greenpaper.parquet)."""
        return self.published.with_name(f"{self.published.stem}.parquet")

    @property
    def twins(self) -> Path:
        """The folder of the Parquet files, a folder for each publication."""
        return self.store / "parquet"

    @property
    def lock(self) -> Path:
        """The file whose lock makes its holder the one writer."""
        return self.store / "writer.lock"

    @property
    def key(self) -> Path:
        """The secret by which forgotten names and addresses are known again."""
        return self.store / "forgotten.key"

    @property
    def holder(self) -> Path:
        """What the one writer says of itself: its process number, host, command, and when it began, as JSON."""
        return self.store / "writer.json"

    @property
    def at_work(self) -> Path:
        """The folder in which each run holds the lock of a file while it is at work."""
        return self.store / "at-work"

    @property
    def token(self) -> Path:
        """What clients of the served warehouse show; readable by its owner alone."""
        return self.store / "serve.token"

    @property
    def serving(self) -> Path:
        """Where a server gives the published file a second name while it opens it; empty else."""
        return self.store / "serving"

    def next_release(self, process: int) -> Path:
        """The file that `process` builds before it takes the published file's place."""
        return self.store / f"next-{process}.duckdb"

    def leftovers(self) -> list[Path]:
        """Files that a killed writer left half built. Only the one writer may remove them."""
        return sorted(self.store.glob("next-*.duckdb*")) + sorted(self.store.glob("working.duckdb.new*"))


def lake_named(paths: Paths) -> str | None:
    """Return the address of the lake that publishes here, without its password; None where no lake does."""
    try:
        return paths.lake.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WarehouseError(f"cannot read {paths.lake} ({error.strerror}): look at its rights") from error


def ensure_not_ours(file: Path, published: Path) -> None:
    """Raise ConfigurationError where a file that is to be written is one of the warehouse's own."""
    paths, asked = Paths(published), file.resolve()
    own = [each.resolve() for each in (paths.published, paths.store, paths.twin)]
    if any(asked == each or each in asked.parents for each in own):
        raise ConfigurationError(f"{file} belongs to the warehouse {published}: name another file to write to")


def ensure_there(published: Path) -> None:
    """Raise WarehouseError where there is no warehouse, published or not: what works on one is not to make one."""
    if not published.exists() and not Paths(published).working.exists():
        raise no_warehouse(published)


def no_warehouse(published: Path) -> WarehouseError:
    """Return what is to be said where nothing stands at `published`."""
    return WarehouseError(
        f"no warehouse at {published}: run `greenpaper ingest` first, or name another with --warehouse"
    )


def identity(published: Path) -> tuple[int, int, int] | None:
    """Return what tells the file at `published` from those before and after it; None where there is none just now."""
    try:
        found = published.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns
