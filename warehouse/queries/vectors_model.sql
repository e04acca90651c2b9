-- The model of a published file's vectors; no row where it has none.
SELECT comment
FROM duckdb_tables()
WHERE schema_name = 'store' AND table_name = 'search_vectors'
