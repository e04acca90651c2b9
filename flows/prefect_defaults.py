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


def set_prefect_defaults() -> None:
    """Set every default that the environment does not set."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
