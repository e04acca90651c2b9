-- One row per base table whose rows belong to a document.
SELECT columns.table_name
FROM duckdb_columns() AS columns
SEMI JOIN duckdb_tables() USING (database_name, schema_name, table_name)
WHERE columns.database_name = current_database() AND columns.schema_name = 'store' AND columns.column_name = 'document_id'
ORDER BY columns.table_name
