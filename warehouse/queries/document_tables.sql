-- One row per base table whose rows belong to a document.
SELECT table_name
FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = 'store' AND column_name = 'document_id'
ORDER BY table_name
