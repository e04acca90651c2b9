-- One row where the catalog holds the table that every warehouse of this project has.
SELECT table_name
FROM duckdb_tables()
WHERE database_name = ? AND schema_name = 'store' AND table_name = 'migrations'
