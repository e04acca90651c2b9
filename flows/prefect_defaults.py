"""How Prefect behaves under the `greenpaper` command, unless the environment says otherwise.

Prefect reads these when it is imported: `set_prefect_defaults` comes before that, and in this one place. A deployed
flow takes its worker's environment, and this is not called.
"""

import os

DEFAULTS = {
    # Promise 7: nothing is sent anywhere.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLIENT_METRICS_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    # Our own messages say what failed, in one line; Prefect's come with tracebacks. The log of a run goes to the server
    # that is set, where there is one.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_ROOT_LEVEL": "CRITICAL",
    # What a server for one command never has to do.
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    # Results live in the warehouse.
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
}
"""The process of a command, and a server that lives for one command."""

SERVER_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    # A run that waits for another one of its deployment is asked for again so soon, in seconds; Prefect's is 30.
    "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "3",
    # In memory, a slot whose holder died while the server was away would never come free.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    # Prefect keeps runs for ever by default; these go after 90 days, and events as Prefect sees fit.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
}
"""The server that `greenpaper up` starts."""


def set_prefect_defaults() -> None:
    """Set every default that the environment does not set."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
