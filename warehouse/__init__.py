"""The knowledge base in DuckDB: load, check, publish, query."""
