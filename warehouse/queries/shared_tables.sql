-- One row per base table that both databases have, by name.
SELECT source.table_name
FROM duckdb_tables() AS source
JOIN duckdb_tables() AS target
    ON target.table_name = source.table_name AND target.schema_name = 'store'
WHERE source.database_name = ? AND target.database_name = ? AND source.schema_name = 'store'
ORDER BY source.table_name
