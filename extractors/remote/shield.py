"""What a Dask worker of a run's own cluster loads first: Ctrl-C in a terminal is for the run, which then ends it."""

import signal


def dask_setup(_worker: object) -> None:
    """Ignore SIGINT, which a terminal sends to all of its processes; Dask calls this by its name."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
