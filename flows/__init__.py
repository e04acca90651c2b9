"""Prefect flows and the command line: order, retries, limits and what to show; no rule of the domain."""
