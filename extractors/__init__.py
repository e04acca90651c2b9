"""From where documents appear to the facts that stand in them; knows nothing of Prefect or DuckDB."""
