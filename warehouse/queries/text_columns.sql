-- One row per column of words of a base table: table, column, and whether it holds lists of them.
SELECT table_name, column_name, data_type = 'VARCHAR[]' AS is_list
FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = 'store' AND data_type IN ('VARCHAR', 'VARCHAR[]')
ORDER BY table_name, column_index
