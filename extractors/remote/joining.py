"""How a run comes to a Dask cluster: one that it starts on this machine, or one that is there already.

Dask is an extra of the project (docs/decisions/0017-dask.md), and is imported when it is asked for.
"""

import asyncio
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from extractors.errors import ConfigurationError

_SETTINGS = {
    # Dask's own lines would stand between ours; what matters is raised.
    "logging": {"distributed": "critical", "distributed.client": "critical"},
    # A large document is what it is; how many are on their way is limited here.
    "distributed.admin.large-graph-warning-threshold": "1GiB",
    # What only its own pages show took 8% of a processor, on two workers that had nothing to do.
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "5s",
}
"""What we set, unless the user does in one of Dask's ways; in workers of our own cluster too."""
_PACKAGES = ("dask", "distributed")
_MISSING = (
    "reading on Dask needs packages that are not installed: "
    'run pip install "greenpaper[dask]", or leave out --runner, --scheduler, GREENPAPER_RUNNER and GREENPAPER_SCHEDULER'
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run reads: at the Dask scheduler of an address, or (None) on `count` single-thread workers of its own.

    `connect_timeout` is in seconds.
    """

    scheduler: str | None = None
    count: int = 1
    connect_timeout: float = 10.0

    @property
    def name(self) -> str:
        """What an error calls it."""
        return f"the Dask scheduler at {self.scheduler}" if self.scheduler else "the Dask cluster of this run"


def require_dask() -> None:
    """Import Dask, in this thread. Raises ConfigurationError where the extra `dask` is not installed."""
    if any(find_spec(package) is None for package in _PACKAGES):
        raise ConfigurationError(_MISSING)
    import dask.config  # noqa: PLC0415 - an extra, and slow to import

    for name, value in _SETTINGS.items():
        if dask.config.get(name, None) is None:
            dask.config.set({name: value})
    import distributed  # noqa: F401, PLC0415 - as above; it reads the settings


def check_scheduler(place: Place) -> None:
    """Connect to the scheduler of `place`, where it names one. Raises ConfigurationError where it does not answer."""
    if place.scheduler is None:
        return
    from distributed.comm import connect  # noqa: PLC0415 - as above
    from distributed.security import Security  # noqa: PLC0415 - as above

    async def look(address: str) -> None:
        arguments = Security().get_connection_args("client")
        comm = await connect(address, timeout=place.connect_timeout, **arguments)
        await comm.close()

    try:
        asyncio.run(look(place.scheduler))
    except Exception as error:  # noqa: BLE001 - addresses, certificates, sockets: each has errors of its own
        raise ConfigurationError(_unreachable(place, error)) from None


def join(place: Place) -> tuple[Any, Any]:
    """Return Dask's client of the cluster of `place`, and the cluster where it is ours to end, else None.

    Raises ConfigurationError where there is none, or it has no workers.
    """
    from distributed import Client  # noqa: PLC0415 - as above

    cluster: Any = None
    try:
        cluster = None if place.scheduler else _local_cluster(place.count)
        client = Client(cluster or place.scheduler, timeout=place.connect_timeout, set_as_default=False)
    except Exception as error:  # noqa: BLE001 - as above
        if cluster is not None:
            cluster.close()
        raise ConfigurationError(_unreachable(place, error)) from None
    try:
        client.wait_for_workers(1, timeout=place.connect_timeout)
    except Exception:  # noqa: BLE001 - Dask's own TimeoutError, or an OSError
        client.close()
        raise ConfigurationError(
            f"{place.name} has no workers: start some, each with `dask worker ADDRESS --nthreads 1` (docs/scaling.md)"
        ) from None
    return client, cluster


def _local_cluster(count: int) -> Any:
    from distributed import LocalCluster  # noqa: PLC0415 - as above

    return LocalCluster(
        n_workers=count,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        preload=["extractors.remote.shield"],
        memory_limit=None,  # what needs memory are the children, which have a limit of their own
        security=True,  # TLS: who else works on this machine is not to give us work
    )


def _unreachable(place: Place, error: BaseException) -> str:
    reason = one_line(error)
    if place.scheduler is None:
        return f"the Dask cluster of this run does not start ({reason}): leave out --runner and GREENPAPER_RUNNER"
    return f"{place.name} does not answer ({reason}): start it with `dask scheduler`, or check the address"


def one_line(error: object) -> str:
    """Return what was raised, and its message, on one line."""
    words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return " ".join(words.split())[:300]
